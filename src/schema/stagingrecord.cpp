// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/stagingrecord.h"

#include "core/durablefile.h"
#include "core/paths.h"
#include "schema/text.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr qint64 maxFile = 4 << 20; // bytes

/// By checksum: {"id", "database", "seen"}. What cannot be read is as if it were not there.
QJsonObject read(const QString &file)
{
    const auto content = Core::readLimited(file, maxFile);
    return content ? QJsonDocument::fromJson(*content).object() : QJsonObject();
}

} // namespace

StagingRecord::StagingRecord(QString file)
    : m_file(std::move(file))
{}

Result<void> StagingRecord::note(const QString &name, const MigrationStatus &status)
{
    if (!Core::makePrivateFolder(QFileInfo(m_file).absolutePath()))
        return Error{ErrorKind::Io, Text::tr("The folder of “%1” could not be made.").arg(m_file), {}, {}};
    // Two windows note at the same time.
    QLockFile lock(m_file + QLatin1String(".lock"));
    if (!lock.tryLock(2'000))
        return Error{ErrorKind::Busy, Text::tr("“%1” is being written.").arg(m_file), {}, {}};
    QJsonObject record = read(m_file);
    const QJsonObject before = record;
    for (const MigrationEntry &entry : status.entries) {
        if (entry.state != MigrationState::Applied || record.contains(entry.checksum))
            continue;
        record.insert(entry.checksum, QJsonObject{{QStringLiteral("id"), entry.id},
                                                  {QStringLiteral("database"), name},
                                                  {QStringLiteral("seen"),
                                                   QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}});
    }
    if (record == before)
        return {};
    return Core::writeDurably(m_file, QJsonDocument(record).toJson());
}

QStringList StagingRecord::untried(const QStringList &ids, const QList<Migration> &catalogue) const
{
    const QJsonObject record = read(m_file);
    QStringList untried;
    for (const QString &id : ids) {
        const Migration *migration = findMigration(catalogue, id);
        if (migration && !record.contains(migration->up.checksum))
            untried.append(id);
    }
    return untried;
}

QString StagingRecord::warningFor(const QStringList &untried)
{
    if (untried.isEmpty())
        return {};
    return Text::tr(
               "Not tried in a staging database yet, as far as this computer knows: %1. Staging comes first.")
        .arg(untried.join(QLatin1String(", ")));
}

QString stagingRecordFile()
{
    return Core::Paths::state() + QLatin1String("/staging-migrations.json");
}

} // namespace Schema
