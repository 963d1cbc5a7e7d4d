// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/libpqspec.h"

#include "db/connectionerror.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace Db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

enum class Policy {
    Field,   ///< has a member of its own in ConnectionSpec
    Text,    ///< passed on
    Number,  ///< passed on when it is an integer
    Choice,  ///< passed on when it is one of the listed values
    Options, ///< passed on unless a pooler would refuse it
    Quiet,   ///< dropped; this program always does the same, so nothing is lost
};

struct Rule
{
    const char *keyword;
    Policy policy;
    const char *choices = ""; ///< separated by blanks
};

/// The whitelist. A keyword that is not here is dropped with a warning: a service file or hostaddr can send
/// the password to another machine, sslkeylogfile writes down the session keys, replication changes the
/// protocol.
constexpr std::array rules{
    Rule{"host", Policy::Field},
    Rule{"hostaddr", Policy::Field},
    Rule{"port", Policy::Field},
    Rule{"dbname", Policy::Field},
    Rule{"user", Policy::Field},
    Rule{"password", Policy::Field},
    Rule{"sslmode", Policy::Field},
    Rule{"sslrootcert", Policy::Field},
    Rule{"application_name", Policy::Text},
    Rule{"krbsrvname", Policy::Text},
    Rule{"passfile", Policy::Text},
    Rule{"require_auth", Policy::Text},
    Rule{"requirepeer", Policy::Text},
    Rule{"sslcert", Policy::Text},
    Rule{"sslcrl", Policy::Text},
    Rule{"sslcrldir", Policy::Text},
    Rule{"sslkey", Policy::Text},
    Rule{"connect_timeout", Policy::Number},
    Rule{"keepalives", Policy::Number},
    Rule{"keepalives_count", Policy::Number},
    Rule{"keepalives_idle", Policy::Number},
    Rule{"keepalives_interval", Policy::Number},
    Rule{"tcp_user_timeout", Policy::Number},
    Rule{"channel_binding", Policy::Choice, "disable prefer require"},
    Rule{"load_balance_hosts", Policy::Choice, "disable random"},
    Rule{"max_protocol_version", Policy::Choice, "3.0 3.2 latest"},
    Rule{"min_protocol_version", Policy::Choice, "3.0 3.2 latest"},
    Rule{"ssl_max_protocol_version", Policy::Choice, "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
    Rule{"ssl_min_protocol_version", Policy::Choice, "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"},
    Rule{"sslcertmode", Policy::Choice, "disable allow require"},
    Rule{"sslnegotiation", Policy::Choice, "postgres direct"},
    Rule{"sslsni", Policy::Choice, "0 1"},
    Rule{"target_session_attrs", Policy::Choice, "any read-write read-only primary standby prefer-standby"},
    Rule{"options", Policy::Options},
    Rule{"client_encoding", Policy::Quiet},
    Rule{"fallback_application_name", Policy::Quiet},
    Rule{"gssdelegation", Policy::Quiet},
    Rule{"gssencmode", Policy::Quiet},
    Rule{"gsslib", Policy::Quiet},
    Rule{"sslcompression", Policy::Quiet},
};

const Rule *ruleOf(const QString &keyword)
{
    const auto *found = std::find_if(
        rules.begin(), rules.end(), [&](const Rule &rule) { return keyword == QLatin1String(rule.keyword); });
    return found == rules.end() ? nullptr : found;
}

/// libpq's reading of an integer parameter: blanks around it are fine, anything else is not.
std::optional<int> toNumber(const QString &text)
{
    bool ok = false;
    const int number = text.trimmed().toInt(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

class Builder
{
public:
    explicit Builder(const LibpqValues &input)
        : m_input(input)
    {
        m_spec.engine = Engine::PostgreSQL;
        m_spec.trustServerCertificate = input.trustServerCertificate;
        m_spec.dropped = input.dropped;
        m_spec.warnings = input.warnings;
    }

    Core::Result<ConnectionSpec> build();

private:
    [[nodiscard]] QString value(const char *keyword) const
    {
        return m_input.values.value(QLatin1String(keyword));
    }
    [[nodiscard]] QString spelling(const QString &keyword) const
    {
        return m_input.spellings.value(keyword, keyword);
    }
    bool fail(const QString &keyword, const QString &reason);
    void drop(const QString &keyword, const QString &warning = {});

    bool readHosts();
    bool readTls();
    void readLogin();
    bool readParameter(const QString &keyword, const QString &text);
    void readOptions(const QString &text);
    void dropQuietly(const QString &keyword, const QString &text);
    void dropLoudly(const QString &keyword);

    const LibpqValues &m_input;
    ConnectionSpec m_spec;
    Core::Error m_error;
};

bool Builder::fail(const QString &keyword, const QString &reason)
{
    m_error = valueError(spelling(keyword), reason);
    return false;
}

void Builder::drop(const QString &keyword, const QString &warning)
{
    m_spec.dropped.append(spelling(keyword));
    if (!warning.isEmpty())
        m_spec.warnings.append(warning);
}

Core::Result<ConnectionSpec> Builder::build()
{
    if (!readHosts() || !readTls())
        return m_error;
    readLogin();
    for (auto it = m_input.values.cbegin(); it != m_input.values.cend(); ++it) {
        // Like libpq for most keywords: an empty value is none.
        if (!it.value().isEmpty() && !readParameter(it.key(), it.value()))
            return m_error;
    }
    if (const QString risk = tlsRisk(m_spec); !risk.isEmpty())
        m_spec.warnings.append(risk);
    return m_spec;
}

bool Builder::readHosts()
{
    QString hostText = value("host");
    const QString address = value("hostaddr");
    if (!address.isEmpty()) {
        // libpq connects to hostaddr and checks the certificate against host. Alone, hostaddr is the host;
        // beside a host it would send the password elsewhere, and hosts that are told apart by name would not
        // answer.
        if (hostText.isEmpty())
            hostText = address;
        else
            drop(QStringLiteral("hostaddr"),
                 Text::tr("“hostaddr” was ignored: the address is looked up from the host name."));
    }
    const QStringList names = hostText.split(u',');
    const QStringList ports = value("port").split(u',');
    if (ports.size() != 1 && ports.size() != names.size())
        return fail(QStringLiteral("port"),
                    Text::tr("there must be one port, or as many as there are hosts"));
    for (qsizetype i = 0; i < names.size(); ++i) {
        HostPort host{names.at(i), 5432};
        const QString &port = ports.size() == 1 ? ports.first() : ports.at(i);
        if (!port.isEmpty()) {
            const std::optional<int> number = toNumber(port);
            if (!number || *number < 1 || *number > std::numeric_limits<quint16>::max())
                return fail(
                    QStringLiteral("port"),
                    Text::tr("the port is not a number from 1 to 65535; if the password contains “/”, “:” "
                             "or “@”, write %2F, %3A or %40"));
            host.port = quint16(*number);
        }
        m_spec.hosts.append(host);
    }
    return true;
}

bool Builder::readTls()
{
    const QString mode = value("sslmode");
    if (!mode.isEmpty()) {
        m_spec.tls = tlsModeFromName(mode);
        if (!m_spec.tls)
            return fail(QStringLiteral("sslmode"),
                        Text::tr("allowed are disable, allow, prefer, require, verify-ca and verify-full"));
    }
    m_spec.rootCertificate = value("sslrootcert");
    if (m_spec.rootCertificate == QLatin1String("system")) {
        // libpq 16 takes this word for the system's certificates and then insists on verify-full.
        m_spec.rootCertificate.clear();
        if (m_spec.tls && *m_spec.tls != TlsMode::VerifyFull)
            m_spec.warnings.append(Text::tr("With the system's certificates the server's name is always "
                                            "checked: sslmode is verify-full."));
        m_spec.tls = TlsMode::VerifyFull;
    }
    return true;
}

void Builder::readLogin()
{
    m_spec.database = value("dbname");
    m_spec.user = value("user");
    if (!m_input.values.contains(QStringLiteral("password")))
        return;
    const QString password = value("password");
    if (password.isEmpty())
        m_spec.warnings.append(Text::tr("The password is empty: it is treated as not given."));
    else
        m_spec.password = password;
}

bool Builder::readParameter(const QString &keyword, const QString &text)
{
    const Rule *rule = ruleOf(keyword);
    if (!rule) {
        dropLoudly(keyword);
        return true;
    }
    switch (rule->policy) {
    case Policy::Field:
        return true;
    case Policy::Text:
        break;
    case Policy::Number:
        if (const std::optional<int> number = toNumber(text)) {
            m_spec.parameters.insert(keyword, QString::number(*number));
            return true;
        }
        return fail(keyword, Text::tr("the value is not a whole number"));
    case Policy::Choice:
        if (!QString::fromLatin1(rule->choices).split(u' ').contains(text))
            return fail(keyword, Text::tr("allowed are %1").arg(QString::fromLatin1(rule->choices)));
        break;
    case Policy::Options:
        readOptions(text);
        return true;
    case Policy::Quiet:
        dropQuietly(keyword, text);
        return true;
    }
    m_spec.parameters.insert(keyword, text);
    return true;
}

void Builder::readOptions(const QString &text)
{
    // Transaction poolers refuse start-up options; Neon's proxy takes its endpoint out before the pooler sees
    // it.
    const bool endpointOnly = text.startsWith(QLatin1String("endpoint=")) && !text.contains(u' ');
    if (!isPooled(m_spec) || endpointOnly)
        m_spec.parameters.insert(QStringLiteral("options"), text);
    else
        drop(QStringLiteral("options"),
             Text::tr("“%1” was ignored: a connection pooler refuses start-up options.")
                 .arg(spelling(QStringLiteral("options"))));
}

void Builder::dropQuietly(const QString &keyword, const QString &text)
{
    QString warning;
    if (keyword == QLatin1String("client_encoding")) {
        const QString plain = text.toLower().remove(u'-');
        if (plain != QLatin1String("utf8") && plain != QLatin1String("unicode") &&
            plain != QLatin1String("auto"))
            warning = Text::tr("The client encoding was ignored: it is always UTF-8.");
    } else if (keyword == QLatin1String("gssencmode") && text == QLatin1String("require")) {
        warning = Text::tr("Encryption by Kerberos was ignored: connections are encrypted by TLS.");
    }
    drop(keyword, warning);
}

void Builder::dropLoudly(const QString &keyword)
{
    if (keyword == QLatin1String("service") || keyword == QLatin1String("servicefile"))
        drop(keyword, Text::tr("“%1” was ignored: service files are not read, because they can redirect a "
                               "connection. Give host, database and user here.")
                          .arg(keyword));
    else if (keyword == QLatin1String("sslpassword"))
        drop(keyword, Text::tr("“%1” was ignored: a client key with a passphrase is not supported.")
                          .arg(spelling(keyword)));
    else
        drop(keyword, Text::tr("“%1” was ignored: this program does not use it.").arg(spelling(keyword)));
}

} // namespace

Core::Result<ConnectionSpec> specFromLibpq(const LibpqValues &input)
{
    return Builder(input).build();
}

} // namespace Db
