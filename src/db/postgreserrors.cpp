// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgreserrors.h"

#include "core/log.h"
#include "db/tlserrors.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace Db {

using Core::Error;
using Core::ErrorKind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

struct StateRule
{
    const char *prefix; // SQLSTATE or its first characters; the first rule that fits wins
    ErrorKind kind;
    const char *summary;
};

constexpr std::array stateRules = {
    StateRule{"23503", ErrorKind::Constraint,
              QT_TRANSLATE_NOOP("Db", "Other records still refer to this customer. Nothing was changed.")},
    StateRule{"23502", ErrorKind::Constraint,
              QT_TRANSLATE_NOOP("Db", "A required field is empty. Nothing was changed.")},
    StateRule{"23", ErrorKind::Constraint,
              QT_TRANSLATE_NOOP("Db", "A rule of the database forbids this value. Nothing was changed.")},
    StateRule{
        "22", ErrorKind::Constraint,
        QT_TRANSLATE_NOOP("Db", "The database does not accept one of the values. Nothing was changed.")},
    StateRule{"25006", ErrorKind::ReadOnly,
              QT_TRANSLATE_NOOP("Db", "This database is open for reading only. Nothing was changed.")},
    StateRule{"28", ErrorKind::Authentication,
              QT_TRANSLATE_NOOP("Db", "The server refused the user name or the password. Check both.")},
    StateRule{"42501", ErrorKind::Permission,
              QT_TRANSLATE_NOOP("Db",
                                "Your database user is not allowed to do this. Nothing was changed; ask the "
                                "person who looks after the database.")},
    StateRule{"42P01", ErrorKind::NotFound,
              QT_TRANSLATE_NOOP("Db", "A table this program needs is not there.")},
    StateRule{"42703", ErrorKind::NotFound,
              QT_TRANSLATE_NOOP("Db", "A column this program needs is not there.")},
    StateRule{"42", ErrorKind::Syntax,
              QT_TRANSLATE_NOOP("Db", "The database did not understand a request of this program.")},
    StateRule{"3D000", ErrorKind::NotFound,
              QT_TRANSLATE_NOOP("Db", "There is no database of this name on the server.")},
    StateRule{"40", ErrorKind::Busy,
              QT_TRANSLATE_NOOP(
                  "Db", "Somebody else changed the same data at the same moment. Nothing was changed; "
                        "try again.")},
    StateRule{"55P03", ErrorKind::Busy,
              QT_TRANSLATE_NOOP(
                  "Db", "Somebody else holds the data this needs. Nothing was changed; try again in a "
                        "moment.")},
    StateRule{"53300", ErrorKind::Connection,
              QT_TRANSLATE_NOOP("Db", "The server has no free connection. Try again in a moment.")},
    StateRule{"53", ErrorKind::Io,
              QT_TRANSLATE_NOOP("Db", "The server is out of space or memory. Nothing was changed.")},
    StateRule{"57014", ErrorKind::Timeout,
              QT_TRANSLATE_NOOP(
                  "Db", "The database took too long to answer and was stopped. Try again, or check the "
                        "connection.")},
    StateRule{"57P", ErrorKind::Connection,
              QT_TRANSLATE_NOOP("Db", "The server ended the connection. It is opened again when you go on.")},
    StateRule{
        "08", ErrorKind::Connection,
        QT_TRANSLATE_NOOP("Db", "The connection to the server broke. It is opened again when you go on.")},
};

/// What trying again later would bring.
enum class Fate {
    Lasting, ///< the same
    Passing, ///< perhaps a connection
    Waking,  ///< a connection: the server is on its way up
};

struct TextRule
{
    const char *part;
    const char *state; ///< the SQLSTATE that comes with this text alone; empty: none or several
    ErrorKind kind;
    Fate fate;
    const char *summary; ///< %1 is the host
};

constexpr auto noSuchDatabase =
    QT_TRANSLATE_NOOP("Db", "“%1” has no such database or user. Check the names.");
constexpr auto waking =
    QT_TRANSLATE_NOOP("Db", "The database at “%1” is still waking up. Try again in a few seconds.");
constexpr auto starting =
    QT_TRANSLATE_NOOP("Db", "The server “%1” is just starting. Try again in a few seconds.");
constexpr auto stopping =
    QT_TRANSLATE_NOOP("Db", "The server “%1” is just being stopped. Try again in a minute.");
constexpr auto full = QT_TRANSLATE_NOOP(
    "Db", "“%1” has no free connection. Close programs that use it, or try again in a moment.");
constexpr auto overloaded =
    QT_TRANSLATE_NOOP("Db", "“%1” has too much to do at the moment. Try again in a few seconds.");
constexpr auto cutOff = QT_TRANSLATE_NOOP(
    "Db", "The connection pooler “%1” cannot reach the database behind it. Try again in a moment; if it "
          "stays so, check that the database is running.");
constexpr auto noNetwork =
    QT_TRANSLATE_NOOP("Db", "The network does not reach “%1”. Check the network of this computer.");
constexpr auto notPostgres =
    QT_TRANSLATE_NOOP("Db", "What answers at “%1” is no PostgreSQL server. Check the host and the port.");
constexpr auto brokenOff = QT_TRANSLATE_NOOP(
    "Db", "“%1” took the connection and ended it at once. Try again in a moment; if it stays so, check that "
          "the server is running and the port is right.");

/// What libpq says while connecting, TLS aside; the first rule that fits wins.
constexpr std::array textRules = {
    // Neon's proxy, control_plane/errors.rs: all of it is XX000.
    TextRule{"Couldn't connect to compute node", "XX000", ErrorKind::Connection, Fate::Waking, waking},
    TextRule{"Control plane request failed", "XX000", ErrorKind::Connection, Fate::Passing, overloaded},
    TextRule{"Too many connections attempts", "XX000", ErrorKind::Connection, Fate::Passing, overloaded},
    TextRule{"Failed to acquire permit", "XX000", ErrorKind::Connection, Fate::Passing, overloaded},
    TextRule{"quota", "XX000", ErrorKind::Permission, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "The plan of “%1” is used up. Look at its quota in the provider's "
                                     "console.")},
    TextRule{"endpoint could not be found", "XX000", ErrorKind::NotFound, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "The provider knows no database of the address “%1”. Check the host "
                                     "name; the branch may have been deleted.")},
    TextRule{"endpoint has been disabled", "XX000", ErrorKind::Permission, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” was switched off at the provider. Switch it on in the "
                                     "provider's console.")},
    TextRule{"Endpoint ID is not specified", "XX000", ErrorKind::NotFound, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "The provider could not tell which database is meant. Connect to “%1” "
                                     "by its full host name, not by an address.")},

    // PgBouncer: 08P01 for nearly everything.
    TextRule{"no such database", "", ErrorKind::NotFound, Fate::Lasting, noSuchDatabase},
    TextRule{"no such user", "", ErrorKind::Authentication, Fate::Lasting, noSuchDatabase},
    TextRule{"cannot connect to server", "", ErrorKind::Connection, Fate::Passing, cutOff},
    TextRule{"server login has been failing", "", ErrorKind::Connection, Fate::Passing, cutOff},
    TextRule{"server_login_failed", "", ErrorKind::Connection, Fate::Passing, cutOff},
    TextRule{"server_login_retry", "", ErrorKind::Connection, Fate::Passing, cutOff},
    TextRule{"query_wait_timeout", "", ErrorKind::Connection, Fate::Passing, full},
    TextRule{"no more connections allowed", "", ErrorKind::Connection, Fate::Passing, full},
    TextRule{"unsupported startup parameter", "", ErrorKind::Unsupported, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” is a connection pooler and refuses a start-up option. Remove "
                                     "“options” from the connection string, or use the direct host.")},

    // PostgreSQL
    TextRule{"the database system is starting up", "57P03", ErrorKind::Connection, Fate::Waking, starting},
    TextRule{"the database system is in recovery mode", "57P03", ErrorKind::Connection, Fate::Waking,
             starting},
    TextRule{"the database system is not", "57P03", ErrorKind::Connection, Fate::Waking, starting},
    TextRule{"the database system is shutting down", "57P03", ErrorKind::Connection, Fate::Passing, stopping},
    TextRule{"too many clients already", "53300", ErrorKind::Connection, Fate::Passing, full},
    TextRule{"remaining connection slots are reserved", "53300", ErrorKind::Connection, Fate::Passing, full},
    TextRule{"too many connections for", "53300", ErrorKind::Connection, Fate::Passing, full},
    TextRule{"password authentication failed", "28P01", ErrorKind::Authentication, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” refused the user name or the password. Check both.")},
    TextRule{"authentication failed", "28000", ErrorKind::Authentication, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” refused the user name or the password. Check both.")},
    TextRule{"no password supplied", "", ErrorKind::Authentication, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” asks for a password, and the connection string has none.")},
    TextRule{"no pg_hba.conf entry", "28000", ErrorKind::Authentication, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” does not let this user in from this computer.")},
    TextRule{"is not permitted to log in", "28000", ErrorKind::Authentication, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” knows this user, but does not let it log in. Use another one.")},
    TextRule{"permission denied for database", "42501", ErrorKind::Permission, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "This user may not connect to that database on “%1”. Ask the person "
                                     "who looks after the database.")},
    TextRule{"is not currently accepting connections", "55000", ErrorKind::Permission, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "That database on “%1” is closed for connections. Ask the person who "
                                     "looks after the database.")},
    TextRule{"does not exist", "", ErrorKind::NotFound, Fate::Lasting, noSuchDatabase},

    // libpq and the network
    TextRule{"channel binding", "", ErrorKind::Authentication, Fate::Lasting,
             QT_TRANSLATE_NOOP("Db", "“%1” could not prove that it knows the password's check value (channel "
                                     "binding), so somebody may be listening in between. The password was "
                                     "not sent.")},
    TextRule{"could not translate host name", "", ErrorKind::Connection, Fate::Passing,
             QT_TRANSLATE_NOOP("Db", "There is no server named “%1”, or this computer is offline.")},
    TextRule{"Connection refused", "", ErrorKind::Connection, Fate::Passing,
             QT_TRANSLATE_NOOP(
                 "Db", "“%1” does not accept connections. Is the server running, and the port right?")},
    TextRule{"timeout expired", "", ErrorKind::Timeout, Fate::Passing,
             QT_TRANSLATE_NOOP("Db", "“%1” did not answer in time. Check the network, then try again.")},
    TextRule{"Network is unreachable", "", ErrorKind::Connection, Fate::Passing, noNetwork},
    TextRule{"No route to host", "", ErrorKind::Connection, Fate::Passing, noNetwork},
    TextRule{"invalid response to SSL negotiation", "", ErrorKind::Unsupported, Fate::Lasting, notPostgres},
    TextRule{"expected authentication request", "", ErrorKind::Unsupported, Fate::Lasting, notPostgres},
    TextRule{"server closed the connection", "", ErrorKind::Connection, Fate::Passing, brokenOff},
    TextRule{"connection has been closed", "", ErrorKind::Connection, Fate::Passing, brokenOff},
    TextRule{"EOF detected", "", ErrorKind::Connection, Fate::Passing, brokenOff},
    TextRule{"Connection reset", "", ErrorKind::Connection, Fate::Passing, brokenOff},
    TextRule{
        "SSL error", "", ErrorKind::Connection, Fate::Passing,
        QT_TRANSLATE_NOOP("Db", "No encrypted connection to “%1” could be made. Nothing was sent to it.")},
};

const TextRule *ruleOf(const QString &text)
{
    const auto *rule = std::find_if(textRules.begin(), textRules.end(), [&](const TextRule &candidate) {
        return text.contains(QLatin1String(candidate.part));
    });
    return rule == textRules.end() ? nullptr : rule;
}

/// Proxies and poolers use these two states for everything, and libpq none at all: then the text tells.
/// Elsewhere it may be a customer's.
bool isToldByText(const QString &state)
{
    return state.isEmpty() || state == QLatin1String("XX000") || state == QLatin1String("08P01");
}

Fate fateOf(const Error &error)
{
    // Whether the COMMIT happened has to be found out first; and nobody wants again what was stopped.
    if (error.kind == ErrorKind::OutcomeUnknown || error.kind == ErrorKind::Cancelled ||
        error.kind == ErrorKind::Closed)
        return Fate::Lasting;
    if (isToldByText(error.code)) {
        if (tlsFailure(error.detail))
            return Fate::Lasting;
        if (const TextRule *rule = ruleOf(error.detail))
            return rule->fate;
    }
    if (error.code == QLatin1String("57P03"))
        return Fate::Waking;
    static constexpr std::array passing = {"57P01", "57P02", "57P05", "08", "53300", "40001", "40P01"};
    const bool isPassing = std::any_of(passing.begin(), passing.end(), [&](const char *prefix) {
        return error.code.startsWith(QLatin1String(prefix));
    });
    return isPassing || (error.code.isEmpty() && error.kind == ErrorKind::Connection) ? Fate::Passing
                                                                                      : Fate::Lasting;
}

} // namespace

Error postgresError(const QString &sqlState, const QString &serverText)
{
    const QString detail = Core::redacted(serverText);
    const auto rule = std::find_if(stateRules.begin(), stateRules.end(), [&](const StateRule &candidate) {
        return sqlState.startsWith(QLatin1String(candidate.prefix));
    });
    if (rule != stateRules.end())
        return {rule->kind, Text::tr(rule->summary), detail, sqlState};
    if (sqlState.isEmpty())
        return {ErrorKind::Connection,
                Text::tr("The connection to the server broke. It is opened again when you go on."), detail,
                sqlState};
    return {ErrorKind::Internal, Text::tr("The server reported an error. Nothing was changed."), detail,
            sqlState};
}

Error postgresConnectError(const QString &libpqText, const QString &host)
{
    const QString detail = Core::redacted(libpqText.trimmed());
    if (const auto failure = tlsFailure(libpqText))
        return {ErrorKind::Connection, tlsFailureText(*failure, host), detail, {}};
    if (const TextRule *rule = ruleOf(libpqText))
        return {rule->kind, Text::tr(rule->summary).arg(host), detail, QLatin1String(rule->state)};
    return {ErrorKind::Connection,
            Text::tr("No connection to “%1”. Check the address and the network.").arg(host),
            detail,
            {}};
}

bool isTransient(const Error &error)
{
    return fateOf(error) != Fate::Lasting;
}

bool isWaking(const Error &error)
{
    return fateOf(error) == Fate::Waking;
}

} // namespace Db
