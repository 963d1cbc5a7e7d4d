// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"

#include <QFileInfo>
#include <QUrl>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <utility>

namespace Db::ConnectionString {

namespace {

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

/// .NET's quoting: needed for what would end an unquoted value or be trimmed from it.
QString quotedForAdoNet(const QString &value)
{
    const bool plain = std::none_of(value.begin(), value.end(), [](QChar c) {
        return c == u';' || c == u'\'' || c == u'"' || c.isSpace() || c.category() == QChar::Other_Control;
    });
    // After the keyword, a second equals sign would be part of the keyword.
    if (plain && !value.startsWith(u'='))
        return value;
    QString doubled = value;
    return u'"' + doubled.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString hostsText(const QList<HostPort> &hosts)
{
    QStringList parts;
    for (const HostPort &host : hosts) {
        const bool v6 = host.host.contains(u':') && !host.host.contains(u'/') && !host.host.contains(u']');
        QString part = v6 ? u'[' + QString::fromLatin1(QUrl::toPercentEncoding(host.host, ":")) + u']'
                          : encoded(host.host);
        // One port alone would count for all hosts, so that several are always written out.
        if (host.port != 5432 || hosts.size() > 1)
            part += u':' + QString::number(host.port);
        parts.append(part);
    }
    return parts.join(u',');
}

QString toUri(const ConnectionSpec &spec, Secrets secrets)
{
    QString text = QStringLiteral("postgresql://");
    const bool withPassword = secrets == Secrets::Include && spec.password;
    if (!spec.user.isEmpty() || withPassword) {
        text += encoded(secrets == Secrets::Include ? spec.user : shownUser(spec));
        if (withPassword)
            text += u':' + encoded(*spec.password);
        text += u'@';
    }
    text += hostsText(spec.hosts) + u'/' + encoded(spec.database);

    QMap<QString, QString> query = spec.parameters;
    if (spec.tls)
        query.insert(QStringLiteral("sslmode"), tlsModeName(*spec.tls));
    if (!spec.rootCertificate.isEmpty())
        query.insert(QStringLiteral("sslrootcert"), spec.rootCertificate);
    if (spec.trustServerCertificate)
        query.insert(QStringLiteral("trustServerCertificate"), QStringLiteral("true"));
    QChar separator = u'?';
    for (auto it = query.cbegin(); it != query.cend(); ++it) {
        text += separator + encoded(it.key()) + u'=' + encoded(it.value());
        separator = u'&';
    }
    return text;
}

/// The file with the certificates that the distribution trusts, for a libpq before 16, which knows no
/// "system".
QString systemCertificates()
{
    static constexpr std::array bundles{"/etc/ssl/certs/ca-certificates.crt",
                                        "/etc/pki/tls/certs/ca-bundle.crt"};
    for (const char *bundle : bundles) {
        if (QFileInfo::exists(QString::fromLatin1(bundle)))
            return QString::fromLatin1(bundle);
    }
    // libpq then says that it has no root certificate, and does not connect.
    return QString::fromLatin1(bundles.front());
}

/// Limits for a line that went silent; a parameter of the string goes before them. Seconds, but
/// tcp_user_timeout is in milliseconds.
constexpr std::array<std::pair<const char *, const char *>, 7> defaults{{
    {"application_name", "gsc-admin"},
    {"connect_timeout", "15"},
    {"keepalives", "1"},
    {"keepalives_count", "3"},
    {"keepalives_idle", "30"},
    {"keepalives_interval", "10"},
    {"tcp_user_timeout", "30000"},
}};

void addTls(const ConnectionSpec &spec, int libpqVersion, QMap<QString, QString> &result)
{
    const TlsMode mode = effectiveTls(spec);
    result.insert(QStringLiteral("sslmode"), tlsModeName(mode));
    // With a root certificate libpq would verify after all.
    if (spec.trustServerCertificate)
        return;
    if (!spec.rootCertificate.isEmpty())
        result.insert(QStringLiteral("sslrootcert"), spec.rootCertificate);
    else if (mode == TlsMode::VerifyFull && libpqVersion >= 160000)
        result.insert(QStringLiteral("sslrootcert"), QStringLiteral("system"));
    else if (mode == TlsMode::VerifyFull || mode == TlsMode::VerifyCa)
        result.insert(QStringLiteral("sslrootcert"), systemCertificates());
}

} // namespace

QString toText(const ConnectionSpec &spec, Secrets secrets)
{
    if (spec.engine == Engine::PostgreSQL)
        return toUri(spec, secrets);
    // Behind "Data Source=", a name that begins like a URI would be taken for one.
    if (spec.file.startsWith(QLatin1String("file:")))
        return QStringLiteral("file:") + QString::fromLatin1(QUrl::toPercentEncoding(spec.file, "/")) +
               (spec.openMode == SqliteOpenMode::ReadOnly ? QStringLiteral("?mode=ro") : QString());
    QString text = QStringLiteral("Data Source=") + quotedForAdoNet(spec.file);
    if (spec.openMode == SqliteOpenMode::ReadOnly)
        text += QStringLiteral(";Mode=ReadOnly");
    return text;
}

QMap<QString, QString> toLibpqParameters(const ConnectionSpec &spec, int libpqVersion)
{
    QMap<QString, QString> result = spec.parameters;
    for (const auto &[keyword, value] : defaults) {
        if (!result.contains(QLatin1String(keyword)))
            result.insert(QLatin1String(keyword), QLatin1String(value));
    }

    QStringList hosts;
    QStringList ports;
    for (const HostPort &host : spec.hosts) {
        hosts.append(host.host);
        ports.append(QString::number(host.port));
    }
    if (const QString host = hosts.join(u','); !host.isEmpty())
        result.insert(QStringLiteral("host"), host);
    if (!ports.isEmpty())
        result.insert(QStringLiteral("port"), ports.join(u','));
    if (!spec.database.isEmpty())
        result.insert(QStringLiteral("dbname"), spec.database);
    if (!spec.user.isEmpty())
        result.insert(QStringLiteral("user"), spec.user);
    if (spec.password)
        result.insert(QStringLiteral("password"), *spec.password);
    addTls(spec, libpqVersion == 0 ? PQlibVersion() : libpqVersion, result);

    result.insert(QStringLiteral("client_encoding"), QStringLiteral("UTF8"));
    // Encryption is TLS alone: GSS would be tried first wherever a ticket lies around.
    result.insert(QStringLiteral("gssencmode"), QStringLiteral("disable"));
    return result;
}

} // namespace Db::ConnectionString
