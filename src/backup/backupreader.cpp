// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupreader.h"

#include "backup/contents.h"
#include "backup/partfile.h"
#include "backup/text.h"
#include "backup/wrapping.h"

#include <QFileInfo>
#include <QLocale>

#include <array>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

QString notABackup()
{
    return Text::tr("This is no backup that this program can read.");
}

/// "Customer" is what the application is about; a file of somebody else's has none.
bool hasCustomers(const Tables::SchemaModel &schema)
{
    return schema.table(QStringLiteral("Customer")) != nullptr;
}

} // namespace

Result<std::unique_ptr<BackupReader>> BackupReader::open(const QString &file, const QString &passphrase,
                                                         Core::JobContext &context,
                                                         const Tables::SchemaModel *fallback)
{
    std::unique_ptr<BackupReader> reader(new BackupReader);
    reader->m_file = file;
    auto work = WorkFolder::create();
    if (!work)
        return work.error();
    reader->m_work = std::move(*work);
    reader->m_verification.isGood = true;
    QString plain = file;
    // Each step returns an Error only for what is not the backup's fault.
    const std::array<std::function<Result<void>()>, 4> steps = {
        [&] { return reader->readManifestOf(file, context); },
        [&] { return reader->unwrapInto(plain, passphrase, context); },
        [&] { return reader->look(plain, fallback, context); },
        [&] { return reader->compare(context); },
    };
    for (const auto &step : steps) {
        if (auto done = step(); !done)
            return done.error();
        if (!reader->m_verification.isGood)
            break;
        if (auto going = context.proceed(); !going)
            return going.error();
    }
    if (!reader->m_verification.isGood) {
        reader->m_inside.stopper.reset();
        reader->m_inside.source.reset();
    }
    return reader;
}

Result<void> BackupReader::problem(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Corrupt:
    case ErrorKind::Syntax:
    case ErrorKind::Unsupported:
    case ErrorKind::Constraint:
        m_verification.isGood = false;
        m_verification.problem = error.summary;
        return {};
    default:
        return error;
    }
}

Result<void> BackupReader::readManifestOf(const QString &file, Core::JobContext &context)
{
    context.enter(Text::tr("Reading the file"), Core::JobProgress::Unit::Bytes, QFileInfo(file).size());
    // Also refuses what is no regular file.
    auto sha256 = hashOfFile(file, context);
    if (!sha256)
        return sha256.error();
    auto manifest = readManifest(file);
    if (!manifest && manifest.error().kind == ErrorKind::NotFound)
        return {};
    m_verification.hasManifest = true;
    if (!manifest)
        return problem(manifest.error());
    m_manifestIsReadable = true;
    m_verification.manifest = *manifest;
    const qint64 size = QFileInfo(file).size();
    if (size != manifest->size)
        return problem(failure(
            ErrorKind::Corrupt,
            Text::tr("The file has %1 bytes, but had %2 when the backup was made: it was cut off or changed. "
                     "Do not restore it; choose another backup.")
                .arg(QLocale().toString(size), QLocale().toString(manifest->size))));
    if (*sha256 != manifest->sha256)
        return problem(failure(
            ErrorKind::Corrupt,
            Text::tr("The file's content is not what it was when the backup was made: it is damaged or was "
                     "changed. Do not restore it; choose another backup.")));
    return {};
}

Result<void> BackupReader::unwrapInto(QString &plain, const QString &passphrase, Core::JobContext &context)
{
    auto found = wrappingOf(m_file);
    if (!found)
        return problem(found.error());
    if (!found->isCompressed && !found->isEncrypted)
        return {};
    if (found->isEncrypted && passphrase.isEmpty())
        return failure(
            ErrorKind::Authentication,
            Text::tr("“%1” is encrypted. Enter its passphrase.").arg(QFileInfo(m_file).fileName()));
    context.enter(Text::tr("Unwrapping"), Core::JobProgress::Unit::Bytes, QFileInfo(m_file).size());
    plain = m_work->filePath(QStringLiteral("plain"));
    auto unwrapped = unwrap(m_file, plain, passphrase, context);
    return unwrapped ? unwrapped : problem(unwrapped.error());
}

Result<void> BackupReader::look(const QString &plain, const Tables::SchemaModel *fallback,
                                Core::JobContext &context)
{
    const auto kind = kindOf(plain);
    if (!kind)
        return kind.error();
    if (!*kind)
        return problem(failure(ErrorKind::Corrupt, notABackup()));
    const bool isSqlite = **kind == Kind::SqliteSnapshot;
    Manifest &manifest = m_verification.manifest;
    if (!m_verification.hasManifest)
        manifest.kind = **kind;
    const Kind said = manifest.kind;
    if ((said == Kind::SqliteSnapshot || said == Kind::Portable) != isSqlite || (!isSqlite && said != **kind))
        return problem(
            failure(ErrorKind::Corrupt, Text::tr("The file is of another kind than its manifest says.")));

    std::optional<Tables::SchemaModel> schema;
    if (!manifest.schema.isEmpty()) {
        auto read = Tables::schemaFromJson(manifest.schema);
        if (!read)
            return problem(read.error());
        schema = std::move(*read);
    } else if (fallback) {
        schema = *fallback;
    }
    auto inside = openInside(plain, said, schema ? &*schema : nullptr, *m_work, context);
    if (!inside) {
        // That no tool is there for reading it is not the backup's fault.
        if (said == Kind::Dump && inside.error().kind == ErrorKind::Unsupported)
            return inside.error();
        return problem(inside.error());
    }
    m_inside = std::move(*inside);
    if (isSqlite && m_verification.hasManifest && schema && m_inside.source->schema() != *schema)
        return problem(failure(ErrorKind::Corrupt,
                               Text::tr("The tables in the file are not those that its manifest tells of.")));
    if (isSqlite && !m_verification.hasManifest && !hasCustomers(m_inside.source->schema()))
        return problem(failure(ErrorKind::Corrupt,
                               Text::tr("This SQLite file has no table of customers, so it is no backup of "
                                        "this application.")));
    return {};
}

Result<void> BackupReader::compare(Core::JobContext &context)
{
    Manifest &manifest = m_verification.manifest;
    if (!m_inside.source)
        return {};
    const bool hasRows = manifest.scope != Scope::SchemaOnly;
    QStringList names;
    if (m_verification.hasManifest && hasRows)
        for (const Tables::TableSummary &table : manifest.tables)
            names.append(table.name);
    context.enter(Text::tr("Reading every row"), Core::JobProgress::Unit::Rows);
    auto found = Tables::summarize(*m_inside.source, context, names);
    if (!found)
        return problem(found.error());
    m_verification.found = *found;
    if (!hasRows)
        return {};
    if (m_verification.hasManifest) {
        const auto difference = differenceOf(manifest.tables, *found);
        return difference ? problem(failure(ErrorKind::Corrupt,
                                            Text::tr("The rows in the file are not those of the moment when "
                                                     "the backup was made. %1")
                                                .arg(*difference)))
                          : Result<void>();
    }
    auto marks = Tables::marksOf(*m_inside.source);
    if (!marks)
        return problem(marks.error());
    manifest.tables = *found;
    manifest.newestUpdate = marks->newestUpdate;
    manifest.migrations = marks->migrations;
    manifest.size = QFileInfo(m_file).size();
    return {};
}

void BackupReader::note() const
{
    if (!m_manifestIsReadable)
        return;
    (void)updateManifest(m_file, [this](Manifest &manifest) {
        manifest.problem = m_verification.problem;
        if (m_verification.isGood)
            manifest.verified = QDateTime::currentDateTimeUtc();
    });
}

} // namespace Backup
