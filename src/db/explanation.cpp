// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/explanation.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QList>

#include <algorithm>
#include <utility>

namespace Db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::Explanation)
};

QJsonValue valueOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString providerName(Provider provider)
{
    switch (provider) {
    case Provider::Local:
        return QStringLiteral("local");
    case Provider::Neon:
        return QStringLiteral("neon");
    case Provider::Azure:
        return QStringLiteral("azure");
    case Provider::Supabase:
        return QStringLiteral("supabase");
    case Provider::Other:
        break;
    }
    return QStringLiteral("other");
}

QString hostNames(const ConnectionSpec &spec)
{
    QStringList names;
    for (const HostPort &host : spec.hosts)
        names.append(host.host);
    return names.join(u',');
}

using Lines = QList<std::pair<QString, QString>>;

void addServer(const ConnectionSpec &spec, Lines &lines)
{
    QStringList hosts;
    for (const HostPort &host : spec.hosts)
        hosts.append((host.host.isEmpty() ? Text::tr("this computer") : host.host) + QStringLiteral(", ") +
                     Text::tr("port %1").arg(host.port));
    lines.append({Text::tr("Server"), hosts.join(QStringLiteral("; "))});
    lines.append(
        {Text::tr("Database"), spec.database.isEmpty() ? Text::tr("named like the user") : spec.database});
    lines.append(
        {Text::tr("User"), spec.user.isEmpty() ? Text::tr("the user of this computer") : shownUser(spec)});
    lines.append({Text::tr("Password"), spec.password ? Text::tr("given") : Text::tr("not given")});
    lines.append({Text::tr("Encryption"), tlsModeName(effectiveTls(spec))});
    if (spec.trustServerCertificate)
        lines.append({Text::tr("Certificate"), Text::tr("trusted without a check")});
    else if (!spec.rootCertificate.isEmpty())
        lines.append({Text::tr("Certificate"), Text::tr("checked against %1").arg(spec.rootCertificate)});
    lines.append({Text::tr("Provider"), providerName(provider(spec))});
    if (isPooled(spec))
        lines.append({Text::tr("Pooler"), Text::tr("yes; direct host: %1").arg(directHost(spec))});
    else
        lines.append({Text::tr("Pooler"), Text::tr("no")});
    for (auto it = spec.parameters.cbegin(); it != spec.parameters.cend(); ++it)
        lines.append({Text::tr("Parameter"), it.key() + QStringLiteral(" = ") + it.value()});
}

} // namespace

QJsonObject explanation(const ConnectionSpec &spec)
{
    const bool server = spec.engine == Engine::PostgreSQL;
    QJsonObject parameters;
    for (auto it = spec.parameters.cbegin(); it != spec.parameters.cend(); ++it)
        parameters.insert(it.key(), it.value());
    if (server && !spec.rootCertificate.isEmpty())
        parameters.insert(QStringLiteral("sslrootcert"), spec.rootCertificate);
    if (!server && spec.openMode == SqliteOpenMode::ReadOnly)
        parameters.insert(QStringLiteral("mode"), QStringLiteral("ro"));

    return {
        {QStringLiteral("engine"), server ? QStringLiteral("postgresql") : QStringLiteral("sqlite")},
        {QStringLiteral("file"), server ? QJsonValue() : valueOrNull(spec.file)},
        {QStringLiteral("host"), server ? valueOrNull(hostNames(spec)) : QJsonValue()},
        {QStringLiteral("port"),
         server && !spec.hosts.isEmpty() ? QJsonValue(spec.hosts.first().port) : QJsonValue()},
        {QStringLiteral("database"), server ? valueOrNull(spec.database) : QJsonValue()},
        {QStringLiteral("user"), server ? valueOrNull(shownUser(spec)) : QJsonValue()},
        {QStringLiteral("hasPassword"), server && spec.password.has_value()},
        {QStringLiteral("sslmode"), server ? QJsonValue(tlsModeName(effectiveTls(spec))) : QJsonValue()},
        {QStringLiteral("trustServerCertificate"), server && spec.trustServerCertificate},
        {QStringLiteral("provider"), providerName(provider(spec))},
        {QStringLiteral("pooled"), isPooled(spec)},
        {QStringLiteral("directHost"), server ? valueOrNull(directHost(spec)) : QJsonValue()},
        {QStringLiteral("parameters"), parameters},
        {QStringLiteral("dropped"), QJsonArray::fromStringList(spec.dropped)},
        {QStringLiteral("warnings"), QJsonArray::fromStringList(spec.warnings)},
    };
}

QString explanationText(const ConnectionSpec &spec)
{
    Lines lines;
    if (spec.engine == Engine::PostgreSQL) {
        lines.append({Text::tr("Engine"), QStringLiteral("PostgreSQL")});
        addServer(spec, lines);
    } else {
        lines.append({Text::tr("Engine"), QStringLiteral("SQLite")});
        lines.append({Text::tr("File"), spec.file});
        lines.append({Text::tr("Access"), spec.openMode == SqliteOpenMode::ReadOnly
                                              ? Text::tr("read only")
                                              : Text::tr("read and write")});
    }
    if (!spec.dropped.isEmpty())
        lines.append({Text::tr("Not used"), spec.dropped.join(QStringLiteral(", "))});
    for (const QString &warning : spec.warnings)
        lines.append({Text::tr("Warning"), warning});

    qsizetype width = 0;
    for (const auto &line : lines)
        width = std::max(width, line.first.size());
    QString result;
    for (const auto &line : lines)
        result += QString(line.first + u':').leftJustified(width + 2) + line.second + u'\n';
    return result;
}

} // namespace Db
