// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionspec.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>

namespace Db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

constexpr std::array<const char *, 6> tlsNames{"disable", "allow",     "prefer",
                                               "require", "verify-ca", "verify-full"};

/// The suffixes under which the providers run their servers.
constexpr std::array neonSuffixes{".neon.tech", ".neon.build"};
constexpr std::array azureSuffixes{".database.azure.com", ".postgres.cosmos.azure.com",
                                   ".database.chinacloudapi.cn", ".database.usgovcloudapi.net"};
constexpr std::array supabaseSuffixes{".supabase.co", ".supabase.com", ".supabase.net"};

constexpr QLatin1String poolerMark("-pooler");

/// Host names compare without case and without the root's dot.
QString canonical(const QString &host)
{
    QString name = host.toLower();
    if (name.endsWith(u'.'))
        name.chop(1);
    return name;
}

template <std::size_t N>
bool endsWithAny(const QString &name, const std::array<const char *, N> &suffixes)
{
    return std::any_of(suffixes.begin(), suffixes.end(),
                       [&](const char *suffix) { return name.endsWith(QLatin1String(suffix)); });
}

Provider providerOf(const HostPort &host)
{
    const QString name = canonical(host.host);
    if (isLoopback(host))
        return Provider::Local;
    if (endsWithAny(name, neonSuffixes))
        return Provider::Neon;
    if (endsWithAny(name, azureSuffixes))
        return Provider::Azure;
    if (endsWithAny(name, supabaseSuffixes))
        return Provider::Supabase;
    return Provider::Other;
}

bool isNeonPooler(const HostPort &host)
{
    return providerOf(host) == Provider::Neon &&
           host.host.section(u'.', 0, 0).endsWith(poolerMark, Qt::CaseInsensitive);
}

QString directName(const HostPort &host)
{
    if (!isNeonPooler(host))
        return host.host;
    QString name = host.host;
    return name.remove(name.indexOf(u'.') - poolerMark.size(), poolerMark.size());
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

QString tlsModeName(TlsMode mode)
{
    return QString::fromLatin1(tlsNames.at(std::size_t(mode)));
}

std::optional<TlsMode> tlsModeFromName(QStringView name)
{
    for (std::size_t i = 0; i < tlsNames.size(); ++i) {
        if (name.compare(QLatin1String(tlsNames.at(i)), Qt::CaseInsensitive) == 0)
            return TlsMode(i);
    }
    return std::nullopt;
}

TlsMode effectiveTls(const ConnectionSpec &spec)
{
    const bool local = std::all_of(spec.hosts.begin(), spec.hosts.end(), isLoopback);
    const TlsMode mode = spec.tls.value_or(local ? TlsMode::Prefer : TlsMode::VerifyFull);
    // Trusting any certificate leaves encryption without verification, which libpq calls "require".
    return spec.trustServerCertificate ? std::min(mode, TlsMode::Require) : mode;
}

QString tlsRisk(const ConnectionSpec &spec)
{
    if (spec.engine == Engine::SQLite || std::all_of(spec.hosts.begin(), spec.hosts.end(), isLoopback))
        return {};
    TlsMode mode = effectiveTls(spec);
    // With a root certificate libpq reads "require" as "verify-ca".
    if (mode == TlsMode::Require && !spec.trustServerCertificate && !spec.rootCertificate.isEmpty())
        mode = TlsMode::VerifyCa;
    switch (mode) {
    case TlsMode::Disable:
        return Text::tr("The connection is not encrypted: password and customer data can be read "
                        "on the way (sslmode disable).");
    case TlsMode::Allow:
    case TlsMode::Prefer:
        return Text::tr("The connection may be unencrypted, because the server decides (sslmode %1). "
                        "Use verify-full.")
            .arg(tlsModeName(mode));
    case TlsMode::Require:
        return spec.trustServerCertificate
                   ? Text::tr("The server's certificate is trusted without a check: the connection is "
                              "encrypted, but anybody could be answering.")
                   : Text::tr("The connection is encrypted, but nobody checks who answers (sslmode "
                              "require). Use verify-full.");
    case TlsMode::VerifyCa:
        return Text::tr("The server's certificate is checked, but not its name (sslmode verify-ca). "
                        "Use verify-full.");
    case TlsMode::VerifyFull:
        break;
    }
    return {};
}

ConnectionSpec strengthened(const ConnectionSpec &spec)
{
    if (spec.engine == Engine::SQLite)
        return spec;
    ConnectionSpec result = spec;
    result.tls = TlsMode::VerifyFull;
    result.trustServerCertificate = false;
    result.warnings.removeAll(tlsRisk(spec)); // it was said when the string was read
    return result;
}

bool isLoopback(const HostPort &host)
{
    const QString name = canonical(host.host);
    // A leading slash is a socket's folder, a leading @ a socket in Linux' abstract namespace.
    if (name.isEmpty() || name.startsWith(u'/') || name.startsWith(u'@') ||
        name == QLatin1String("localhost"))
        return true;
    // Whole addresses only: "127.0.0.1.example.com" is somebody's server.
    static const QRegularExpression address(
        QStringLiteral(R"(\A((::ffff:)?127(\.\d{1,3}){3}|::1|(0{1,4}:){7}0{0,3}1)\z)"));
    return address.match(name).hasMatch();
}

Provider provider(const ConnectionSpec &spec)
{
    if (spec.engine == Engine::SQLite)
        return Provider::Local;
    for (const HostPort &host : spec.hosts) {
        if (const Provider found = providerOf(host); found != Provider::Local)
            return found;
    }
    return Provider::Local;
}

bool isPooled(const ConnectionSpec &spec)
{
    return spec.engine == Engine::PostgreSQL &&
           std::any_of(spec.hosts.begin(), spec.hosts.end(), [](const HostPort &host) {
               return host.port == 6432 || host.port == 6543 || isNeonPooler(host);
           });
}

QString directHost(const ConnectionSpec &spec)
{
    if (spec.engine == Engine::SQLite)
        return {};
    QStringList names;
    for (const HostPort &host : spec.hosts)
        names.append(directName(host));
    return names.join(u',');
}

QString shownUser(const ConnectionSpec &spec)
{
    return spec.user.section(u':', 0, 0);
}

QString identity(const ConnectionSpec &spec)
{
    if (spec.engine == Engine::SQLite) {
        const QFileInfo file(spec.file);
        const QString real = file.canonicalFilePath();
        return QStringLiteral("sqlite:") + (real.isEmpty() ? file.absoluteFilePath() : real);
    }
    // The pooled and the direct address of a Neon database are one database.
    QStringList hosts;
    for (const HostPort &host : spec.hosts)
        hosts.append(encoded(canonical(directName(host))) + u':' + QString::number(host.port));
    // PostgreSQL's default: the database named like the user.
    const QString database = spec.database.isEmpty() ? shownUser(spec) : spec.database;
    return QStringLiteral("postgresql://") + hosts.join(u',') + u'/' + encoded(database);
}

QString displayName(const ConnectionSpec &spec)
{
    if (spec.engine == Engine::SQLite)
        return QFileInfo(spec.file).fileName();
    const QString host = spec.hosts.isEmpty() ? QString() : spec.hosts.first().host;
    QString shownHost = host.isEmpty() ? QStringLiteral("localhost") : host;
    // The first label tells a provider's databases apart; the rest is the same for all of them.
    if (provider(spec) != Provider::Local && provider(spec) != Provider::Other)
        shownHost = host.section(u'.', 0, 0) + QChar(0x2026);
    const QString database = spec.database.isEmpty() ? shownUser(spec) : spec.database;
    return database.isEmpty() ? shownHost : database + QStringLiteral(" @ ") + shownHost;
}

} // namespace Db
