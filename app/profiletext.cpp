// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profiletext.h"

#include "db/explanation.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace App {

namespace {

using Profiles::Environment;
using Profiles::Profile;
using Profiles::SecretPlace;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::ProfileText)
};

QJsonValue valueOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString kindName(Environment::Kind kind)
{
    switch (kind) {
    case Environment::Kind::Local:
        return QStringLiteral("local");
    case Environment::Kind::Staging:
        return QStringLiteral("staging");
    case Environment::Kind::Production:
        return QStringLiteral("production");
    case Environment::Kind::Own:
        break;
    }
    return QStringLiteral("own");
}

QString placeName(SecretPlace place)
{
    switch (place) {
    case SecretPlace::Keyring:
        return QStringLiteral("keyring");
    case SecretPlace::Vault:
        return QStringLiteral("vault");
    case SecretPlace::PasswordFile:
        return QStringLiteral("passwordFile");
    case SecretPlace::Session:
        break;
    }
    return QStringLiteral("session");
}

QString placeText(SecretPlace place)
{
    switch (place) {
    case SecretPlace::Keyring:
        return Text::tr("in the keyring");
    case SecretPlace::Vault:
        return Text::tr("in the vault");
    case SecretPlace::PasswordFile:
        return Text::tr("in the password file");
    case SecretPlace::Session:
        break;
    }
    return Text::tr("no, it is asked for");
}

QString accessText(const Profile &profile)
{
    if (profile.isReadOnly)
        return Text::tr("read only");
    return opensLocked(profile) ? Text::tr("locked at first") : Text::tr("read and write");
}

bool isServer(const Profile &profile)
{
    return profile.connection.engine == Db::Engine::PostgreSQL;
}

using Lines = QList<std::pair<QString, QString>>;

QString aligned(const Lines &lines)
{
    qsizetype width = 0;
    for (const auto &line : lines)
        width = std::max(width, line.first.size());
    QString result;
    for (const auto &line : lines)
        result += QString(line.first + u':').leftJustified(width + 2) + line.second + u'\n';
    return result;
}

void addServer(const Profile &profile, Lines &lines)
{
    lines.append({Text::tr("Password kept"), placeText(profile.secret)});
    if (const auto age = passwordAge(profile, QDate::currentDate()))
        lines.append({Text::tr("Changed"), Text::tr("%1, %n day(s) ago", nullptr, *age)
                                               .arg(profile.passwordChanged.toString(Qt::ISODate))});
    const auto add = [&](const QString &label, const QString &value) {
        if (!value.isEmpty())
            lines.append({label, value});
    };
    add(Text::tr("Service"), profile.service);
    add(Text::tr("Pooled host"), profile.pooledHost);
    add(Text::tr("Direct host"), profile.directHost);
    add(Text::tr("Read replica"), profile.readReplica);
}

} // namespace

QJsonObject profileJson(const Profile &profile)
{
    const std::optional<int> age = passwordAge(profile, QDate::currentDate());
    const QJsonObject environment{{QStringLiteral("kind"), kindName(profile.environment.kind)},
                                  {QStringLiteral("word"), wordOf(profile.environment)},
                                  {QStringLiteral("guarded"), profile.environment.needsGuard()}};
    return {{QStringLiteral("id"), profile.id},
            {QStringLiteral("name"), profile.name},
            {QStringLiteral("environment"), environment},
            {QStringLiteral("readOnly"), profile.isReadOnly},
            {QStringLiteral("opensLocked"), opensLocked(profile)},
            {QStringLiteral("passwordPlace"),
             isServer(profile) ? QJsonValue(placeName(profile.secret)) : QJsonValue()},
            {QStringLiteral("passwordChanged"), valueOrNull(profile.passwordChanged.toString(Qt::ISODate))},
            {QStringLiteral("passwordAgeDays"), age ? QJsonValue(*age) : QJsonValue()},
            {QStringLiteral("service"), valueOrNull(profile.service)},
            {QStringLiteral("pooledHost"), valueOrNull(profile.pooledHost)},
            {QStringLiteral("directHost"), valueOrNull(profile.directHost)},
            {QStringLiteral("readReplica"), valueOrNull(profile.readReplica)},
            {QStringLiteral("notes"), valueOrNull(profile.notes)},
            {QStringLiteral("connection"), Db::explanation(profile.connection)}};
}

QString profileText(const Profile &profile)
{
    Lines lines{{Text::tr("Name"), profile.name},
                {Text::tr("Environment"), wordOf(profile.environment)},
                {Text::tr("Access"), accessText(profile)}};
    if (isServer(profile))
        addServer(profile, lines);
    QString text = aligned(lines) + u'\n' + Db::explanationText(profile.connection);
    if (!profile.notes.isEmpty())
        text += u'\n' + profile.notes + u'\n';
    return text;
}

QString profileTable(const QList<Profile> &profiles)
{
    QList<QStringList> rows{
        {Text::tr("NAME"), Text::tr("ENVIRONMENT"), Text::tr("ACCESS"), Text::tr("DATABASE")}};
    for (const Profile &profile : profiles)
        rows.append({profile.name, wordOf(profile.environment), accessText(profile),
                     Db::displayName(profile.connection)});
    QList<qsizetype> widths(rows.constFirst().size(), 0);
    for (const QStringList &row : std::as_const(rows))
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths.at(i), row.at(i).size());
    QString result;
    for (const QStringList &row : std::as_const(rows)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row.at(i).leftJustified(widths.at(i) + 2);
        result += line.trimmed() + u'\n';
    }
    return result;
}

} // namespace App
