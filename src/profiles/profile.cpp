// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

namespace Profiles {

namespace {

constexpr quint16 serverPort = 5432;
constexpr quint16 azurePooler = 6432;
constexpr quint16 supabasePooler = 6543;

bool isPoolerPort(quint16 port)
{
    return port == azurePooler || port == supabasePooler;
}

/// "host", "host:port" or "[v6 address]:port"; `port` where none is written.
Db::HostPort hostFrom(const QString &text, quint16 port)
{
    static const QRegularExpression withPort(QStringLiteral(R"(\A(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})\z)"));
    const QRegularExpressionMatch match = withPort.match(text.trimmed());
    const int number = match.captured(3).toInt();
    if (!match.hasMatch() || number < 1 || number > 65535)
        return {text.trimmed(), port};
    return {match.captured(1) + match.captured(2), quint16(number)};
}

/// The rule of one host's provider, for hosts that are not pooled yet.
Db::HostPort pooled(Db::HostPort host, Db::Provider provider)
{
    if (provider == Db::Provider::Neon && host.host.contains(u'.'))
        host.host.insert(host.host.indexOf(u'.'), QLatin1String("-pooler"));
    else if (provider == Db::Provider::Azure)
        host.port = azurePooler;
    else if (provider == Db::Provider::Supabase)
        host.port = supabasePooler;
    return host;
}

/// `spec` with one host alone, for asking what is asked of a whole connection.
Db::ConnectionSpec withHost(Db::ConnectionSpec spec, const Db::HostPort &host)
{
    spec.hosts = {host};
    return spec;
}

} // namespace

bool Environment::needsGuard() const
{
    return kind == Kind::Production || (kind == Kind::Own && isGuarded);
}

QString wordOf(const Environment &environment)
{
    switch (environment.kind) {
    case Environment::Kind::Local:
        return QCoreApplication::translate("Profiles", "Local");
    case Environment::Kind::Staging:
        return QCoreApplication::translate("Profiles", "Staging");
    case Environment::Kind::Production:
        return QCoreApplication::translate("Profiles", "Production");
    case Environment::Kind::Own:
        return environment.word;
    }
    Q_UNREACHABLE();
}

bool opensLocked(const Profile &profile)
{
    return profile.isReadOnly || profile.environment.needsGuard();
}

Profile profileFor(const Db::ConnectionSpec &connection)
{
    Profile profile;
    profile.name = Db::displayName(connection);
    profile.connection = connection;
    const bool isHere = connection.engine == Db::Engine::SQLite ||
                        std::all_of(connection.hosts.begin(), connection.hosts.end(), Db::isLoopback);
    if (isHere)
        return profile;
    // "products" is a table of goods, not a hint.
    static const QRegularExpression production(QStringLiteral("prod(?!uct(?!ion))"),
                                               QRegularExpression::CaseInsensitiveOption);
    QString words = connection.database + u' ' + Db::shownUser(connection);
    for (const Db::HostPort &host : connection.hosts)
        words += u' ' + host.host;
    profile.environment.kind =
        words.contains(production) ? Environment::Kind::Production : Environment::Kind::Staging;
    return profile;
}

Profile newProfile(const QString &name, Db::ConnectionSpec connection)
{
    if (connection.engine ==
        Db::Engine::SQLite) // the folder that this program runs in means nothing tomorrow
        connection.file = QFileInfo(connection.file).absoluteFilePath();
    connection.password.reset();
    Profile profile = profileFor(connection);
    profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    profile.name = name;
    return profile;
}

Db::ConnectionSpec pooledConnection(const Profile &profile)
{
    Db::ConnectionSpec spec = profile.connection;
    if (spec.engine == Db::Engine::SQLite || spec.hosts.isEmpty())
        return spec;
    if (!profile.pooledHost.isEmpty()) {
        spec.hosts = {hostFrom(profile.pooledHost, spec.hosts.first().port)};
    } else {
        for (Db::HostPort &host : spec.hosts) {
            const Db::ConnectionSpec alone = withHost(spec, host);
            if (!Db::isPooled(alone))
                host = pooled(host, Db::provider(alone));
        }
    }
    // A pooler refuses start-up options; Neon's proxy takes its endpoint out before.
    const QString options = QStringLiteral("options");
    if (Db::isPooled(spec) && !spec.parameters.value(options).startsWith(QLatin1String("endpoint=")))
        spec.parameters.remove(options);
    return spec;
}

Db::ConnectionSpec directConnection(const Profile &profile)
{
    Db::ConnectionSpec spec = profile.connection;
    if (spec.engine == Db::Engine::SQLite || spec.hosts.isEmpty())
        return spec;
    if (!profile.directHost.isEmpty()) {
        const quint16 port = spec.hosts.first().port;
        spec.hosts = {hostFrom(profile.directHost, isPoolerPort(port) ? serverPort : port)};
        return spec;
    }
    for (Db::HostPort &host : spec.hosts) {
        const Db::ConnectionSpec alone = withHost(spec, host);
        const Db::Provider provider = Db::provider(alone);
        host.host = Db::directHost(alone);
        if ((provider == Db::Provider::Azure || provider == Db::Provider::Supabase) &&
            isPoolerPort(host.port))
            host.port = serverPort;
    }
    return spec;
}

Db::ConnectionSpec migrationConnection(const Profile &profile)
{
    Db::ConnectionSpec spec = directConnection(profile);
    if (spec.engine == Db::Engine::SQLite || profile.migrationUser.isEmpty() ||
        profile.migrationUser == spec.user)
        return spec;
    spec.user = profile.migrationUser;
    spec.password.reset(); // somebody else's
    return spec;
}

QString migrationSecret(const Profile &profile)
{
    const bool isOwn = profile.migrationUser.isEmpty() || profile.migrationUser == profile.connection.user;
    return isOwn ? profile.id : profile.id + QLatin1String("-migrations");
}

std::optional<int> passwordAge(const Profile &profile, const QDate &today)
{
    if (profile.connection.engine == Db::Engine::SQLite || !profile.passwordChanged.isValid())
        return std::nullopt;
    return std::max(0, int(profile.passwordChanged.daysTo(today)));
}

} // namespace Profiles
