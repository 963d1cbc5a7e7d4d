// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/npgsqlspec.h"

#include "db/connectionerror.h"
#include "db/conninfokeywords.h"
#include "db/libpqspec.h"
#include "db/npgsqlkeywords.h"

#include <QCoreApplication>

#include <algorithm>

namespace Db::Npgsql {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

/// .NET's booleans, and 1 and 0, which people write.
std::optional<bool> toFlag(const QString &text)
{
    const QString word = text.toLower();
    if (word == QLatin1String("true") || word == QLatin1String("yes") || word == QLatin1String("1"))
        return true;
    if (word == QLatin1String("false") || word == QLatin1String("no") || word == QLatin1String("0"))
        return false;
    return std::nullopt;
}

/// Words compare without case, blanks and dashes in .NET; libpq wants them lower case and with dashes.
QString toLibpqWord(const QString &text)
{
    QString word = text.toLower();
    word.remove(u' ').remove(u'-').remove(u'_');
    for (const char *dashed :
         {"read-write", "read-only", "prefer-standby", "prefer-primary", "verify-ca", "verify-full"}) {
        QString candidate = QString::fromLatin1(dashed);
        if (QString(candidate).remove(u'-') == word)
            return candidate;
    }
    return word;
}

class Builder
{
public:
    explicit Builder(const QList<AdoNet::Pair> &pairs)
        : m_pairs(pairs)
    {}

    Core::Result<ConnectionSpec> build();

private:
    bool fail(const AdoNet::Pair &pair, const QString &reason);
    bool apply(const AdoNet::Pair &pair, const Rule &rule);
    bool applyHost(const AdoNet::Pair &pair);
    bool applyFlag(const AdoNet::Pair &pair, const Rule &rule);
    bool applyNumber(const AdoNet::Pair &pair, const Rule &rule);
    bool applyWord(const AdoNet::Pair &pair, const Rule &rule);
    void applySearchPath(const AdoNet::Pair &pair);
    void pass(const AdoNet::Pair &pair, const char *libpq, const QString &value);
    void dropUnknown(const AdoNet::Pair &pair, bool mayBePassword);
    void foldPorts();

    const QList<AdoNet::Pair> &m_pairs;
    LibpqValues m_result;
    QStringList m_ports; ///< of the hosts that have one of their own, else empty
    Core::Error m_error;
};

bool Builder::fail(const AdoNet::Pair &pair, const QString &reason)
{
    m_error = valueError(pair.keyword, reason);
    return false;
}

Core::Result<ConnectionSpec> Builder::build()
{
    bool mayBePassword = false;
    for (const AdoNet::Pair &pair : m_pairs) {
        const Rule *rule = ruleOf(pair.name);
        if (!rule) {
            dropUnknown(pair, mayBePassword);
            continue;
        }
        if (!apply(pair, *rule))
            return m_error;
        mayBePassword = !pair.quoted && QLatin1String(rule->libpq) == QLatin1String("password");
    }
    if (m_result.values.value(QStringLiteral("host")).isEmpty())
        return syntaxError(m_pairs.isEmpty() ? 0 : m_pairs.first().position,
                           Text::tr("the keyword “Host” is missing"));
    foldPorts();
    return specFromLibpq(m_result);
}

bool Builder::apply(const AdoNet::Pair &pair, const Rule &rule)
{
    switch (rule.meaning) {
    case Meaning::Same:
        pass(pair, rule.libpq, pair.value);
        return true;
    case Meaning::Word:
        return applyWord(pair, rule);
    case Meaning::Host:
        return applyHost(pair);
    case Meaning::Trust:
    case Meaning::Flag:
    case Meaning::LoadBalance:
    case Meaning::WarnIfTrue:
        return applyFlag(pair, rule);
    case Meaning::Positive:
    case Meaning::Milliseconds:
        return applyNumber(pair, rule);
    case Meaning::SearchPath:
        applySearchPath(pair);
        return true;
    case Meaning::Ignored:
        m_result.dropped.append(pair.keyword);
        return true;
    }
    return true;
}

void Builder::pass(const AdoNet::Pair &pair, const char *libpq, const QString &value)
{
    const QString keyword = QString::fromLatin1(libpq);
    if (!Conninfo::isKeyword(libpq)) {
        m_result.dropped.append(pair.keyword);
        m_result.warnings.append(
            Text::tr("“%1” was ignored: the installed libpq is too old for it.").arg(pair.keyword));
        return;
    }
    m_result.values.insert(keyword, value);
    m_result.spellings.insert(keyword, pair.keyword);
}

bool Builder::applyHost(const AdoNet::Pair &pair)
{
    QStringList names;
    QStringList ports;
    bool anyPort = false;
    for (const QString &part : pair.value.split(u',')) {
        QString name = part.trimmed();
        QString port;
        const qsizetype colon = name.lastIndexOf(u':');
        if (name.startsWith(u'[') && name.contains(u']')) {
            // [::1] or [::1]:5432
            const qsizetype bracket = name.indexOf(u']');
            if (bracket + 1 < name.size() && name.at(bracket + 1) != u':')
                return fail(pair, Text::tr("after an IPv6 address only a port may follow"));
            port = name.mid(bracket + 2);
            name = name.mid(1, bracket - 1);
        } else if (!name.startsWith(u'/') && colon >= 0 && name.indexOf(u':') == colon) {
            port = name.mid(colon + 1);
            name.truncate(colon);
        }
        // What cannot be in a host name is a sign that a semicolon or a quote is missing somewhere.
        const bool impossible = std::any_of(name.begin(), name.end(), [&](QChar c) {
            return c == u'=' || c == u'@' || c == u'\'' || c == u'"' ||
                   (c.isSpace() && !name.startsWith(u'/'));
        });
        if (impossible)
            return fail(pair, Text::tr("this is not a host name; keywords are separated by semicolons"));
        anyPort = anyPort || !port.isEmpty();
        names.append(name);
        ports.append(port);
    }
    m_ports = anyPort ? ports : QStringList();
    pass(pair, "host", names.join(u','));
    return true;
}

void Builder::foldPorts()
{
    if (m_ports.isEmpty())
        return;
    // A host's own port wins over the common one, as in Npgsql.
    const QString common = m_result.values.value(QStringLiteral("port"));
    for (QString &port : m_ports) {
        if (port.isEmpty())
            port = common;
    }
    m_result.values.insert(QStringLiteral("port"), m_ports.join(u','));
}

bool Builder::applyWord(const AdoNet::Pair &pair, const Rule &rule)
{
    const QString word = toLibpqWord(pair.value);
    if (word == QLatin1String("prefer-primary")) {
        m_result.dropped.append(pair.keyword);
        m_result.warnings.append(
            Text::tr("“%1” was ignored: only Npgsql can prefer a primary server. Use “primary”.")
                .arg(pair.keyword));
    } else {
        pass(pair, rule.libpq, word);
    }
    return true;
}

bool Builder::applyFlag(const AdoNet::Pair &pair, const Rule &rule)
{
    if (pair.value.isEmpty())
        return true;
    const std::optional<bool> flag = toFlag(pair.value);
    if (!flag && rule.meaning != Meaning::WarnIfTrue)
        return fail(pair, Text::tr("the value must be true or false"));
    switch (rule.meaning) {
    case Meaning::Trust:
        m_result.trustServerCertificate = *flag;
        break;
    case Meaning::LoadBalance:
        if (*flag)
            pass(pair, rule.libpq, QStringLiteral("random"));
        break;
    case Meaning::Flag:
        pass(pair, rule.libpq, *flag ? QStringLiteral("1") : QStringLiteral("0"));
        break;
    default:
        m_result.dropped.append(pair.keyword);
        // "Integrated Security=SSPI" is as much switched on as "true".
        if (flag.value_or(true))
            m_result.warnings.append(
                Text::tr("“%1” was ignored: this program cannot do it.").arg(pair.keyword));
        break;
    }
    return true;
}

bool Builder::applyNumber(const AdoNet::Pair &pair, const Rule &rule)
{
    if (pair.value.isEmpty())
        return true;
    bool ok = false;
    int number = pair.value.toInt(&ok);
    if (!ok || number < 0)
        return fail(pair, Text::tr("the value is not a whole number"));
    // Npgsql documents TCP keepalive times in milliseconds; libpq has whole seconds.
    if (rule.meaning == Meaning::Milliseconds)
        number = number == 0 ? 0 : std::max(1, number / 1000);
    if (number > 0)
        pass(pair, rule.libpq, QString::number(number));
    else
        m_result.dropped.append(pair.keyword);
    return true;
}

void Builder::applySearchPath(const AdoNet::Pair &pair)
{
    // In libpq's "options" a blank ends an argument unless a backslash stands before it.
    QString path = pair.value;
    path.replace(u'\\', QStringLiteral("\\\\")).replace(u' ', QStringLiteral("\\ "));
    if (!path.isEmpty())
        pass(pair, "options", QStringLiteral("-csearch_path=") + path);
}

void Builder::dropUnknown(const AdoNet::Pair &pair, bool mayBePassword)
{
    m_result.dropped.append(AdoNet::shownKeyword(pair, mayBePassword));
    if (mayBePassword)
        m_result.warnings.append(
            Text::tr("The text at character %1, right after the password, is no known keyword and "
                     "was ignored. If the password contains a semicolon, put it in quotes.")
                .arg(pair.position + 1));
    else if (pair.name == QLatin1String("pooler") || pair.name == QLatin1String("pgbouncer"))
        m_result.warnings.append(
            Text::tr("“%1” was ignored: it is not a parameter. The host name decides whether a "
                     "pooler is used (at Neon, “-pooler” in it).")
                .arg(pair.keyword));
    else
        m_result.warnings.append(Text::tr("“%1” was ignored: it is not a known keyword.").arg(pair.keyword));
}

} // namespace

Core::Result<ConnectionSpec> specFromPairs(const QList<AdoNet::Pair> &pairs)
{
    return Builder(pairs).build();
}

} // namespace Db::Npgsql
