// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupwords.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace Gui {

using Profiles::Environment;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::BackupWords)
};

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

/// The built-in environments, with the word that manifests have for them in every language.
struct BuiltIn
{
    Environment::Kind kind;
    QLatin1StringView word;
};
constexpr BuiltIn builtIns[] = {{Environment::Kind::Local, QLatin1StringView("Local")},
                                {Environment::Kind::Staging, QLatin1StringView("Staging")},
                                {Environment::Kind::Production, QLatin1StringView("Production")}};

} // namespace

Backup::Origin originOf(const Profiles::Profile &profile)
{
    Backup::Origin origin;
    origin.profile = profile.name;
    origin.environment = profile.environment.word;
    origin.color = profile.environment.color;
    for (const BuiltIn &builtIn : builtIns) {
        if (builtIn.kind != profile.environment.kind)
            continue;
        origin.environment = builtIn.word;
        origin.color.clear();
    }
    origin.engine = profile.connection.engine;
    origin.database = Db::displayName(profile.connection);
    origin.identity = Db::identity(profile.connection);
    return origin;
}

Environment environmentOf(const Backup::Origin &origin)
{
    Environment environment;
    for (const BuiltIn &builtIn : builtIns) {
        environment.kind = builtIn.kind;
        // Made by a program that wrote the translated word.
        const bool isTranslated =
            origin.environment.compare(Profiles::wordOf(environment), Qt::CaseInsensitive) == 0;
        if (isTranslated || origin.environment.compare(builtIn.word, Qt::CaseInsensitive) == 0)
            return environment;
    }
    environment.kind = Environment::Kind::Own;
    environment.word = origin.environment.isEmpty() ? Text::tr("Unknown") : origin.environment;
    environment.color = origin.color;
    if (origin.environment.isEmpty())
        environment.icon = QStringLiteral("question");
    return environment;
}

QString nameOf(const Backup::Manifest &manifest)
{
    if (!manifest.origin.profile.isEmpty())
        return manifest.origin.profile;
    return manifest.origin.database.isEmpty() ? Text::tr("Unknown database") : manifest.origin.database;
}

QString sizeText(qint64 bytes)
{
    if (bytes <= 0)
        return {};
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat) : QString();
}

QString ageText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    if (seconds < minute)
        return Text::tr("just now");
    if (seconds < hour)
        return Text::tr("%n minute(s) ago", nullptr, int(seconds / minute));
    if (seconds < day)
        return Text::tr("%n hour(s) ago", nullptr, int(seconds / hour));
    const int days = int(seconds / day);
    if (days < 14)
        return Text::tr("%n day(s) ago", nullptr, days);
    if (days < 60)
        return Text::tr("%n week(s) ago", nullptr, days / 7);
    return Text::tr("%n month(s) ago", nullptr, days / 30);
}

QString scopeText(Backup::Scope scope, const QString &table)
{
    switch (scope) {
    case Backup::Scope::Everything:
        return {};
    case Backup::Scope::OneTable:
        return table.isEmpty() ? Text::tr("one table") : Text::tr("only %1").arg(table);
    case Backup::Scope::DataOnly:
        return Text::tr("data only");
    case Backup::Scope::SchemaOnly:
        return Text::tr("schema only");
    }
    Q_UNREACHABLE();
}

QString titleOf(const Backup::Entry &entry)
{
    if (!entry.hasManifest)
        return QFileInfo(entry.file).fileName();
    //: A backup: its database's name, when it was made
    return Text::tr("%1 from %2").arg(nameOf(entry.manifest), timeText(entry.manifest.finished));
}

} // namespace Gui
