// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgreserrors.h"

#include "core/log.h"

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

struct TextRule
{
    const char *part;
    ErrorKind kind;
    const char *summary;
};

constexpr std::array textRules = {
    TextRule{"authentication failed", ErrorKind::Authentication,
             QT_TRANSLATE_NOOP("Db", "“%1” refused the user name or the password. Check both.")},
    TextRule{"no password supplied", ErrorKind::Authentication,
             QT_TRANSLATE_NOOP("Db", "“%1” asks for a password, and the connection string has none.")},
    TextRule{"no pg_hba.conf entry", ErrorKind::Authentication,
             QT_TRANSLATE_NOOP("Db", "“%1” does not let this user in from this computer.")},
    TextRule{"certificate", ErrorKind::Connection,
             QT_TRANSLATE_NOOP("Db",
                               "“%1” could not prove that it is the right server: its certificate was not "
                               "accepted. Nothing was sent to it.")},
    TextRule{
        "SSL", ErrorKind::Connection,
        QT_TRANSLATE_NOOP("Db", "No encrypted connection to “%1” could be made. Nothing was sent to it.")},
    TextRule{"does not exist", ErrorKind::NotFound,
             QT_TRANSLATE_NOOP("Db", "“%1” has no such database or user. Check the names.")},
    TextRule{"could not translate host name", ErrorKind::Connection,
             QT_TRANSLATE_NOOP("Db", "There is no server named “%1”, or this computer is offline.")},
    TextRule{"Connection refused", ErrorKind::Connection,
             QT_TRANSLATE_NOOP(
                 "Db", "“%1” does not accept connections. Is the server running, and the port right?")},
    TextRule{"timeout expired", ErrorKind::Timeout,
             QT_TRANSLATE_NOOP("Db", "“%1” did not answer in time. Check the network, then try again.")},
    TextRule{"too many", ErrorKind::Connection,
             QT_TRANSLATE_NOOP("Db", "“%1” has no free connection. Try again in a moment.")},
};

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
    const auto rule = std::find_if(textRules.begin(), textRules.end(), [&](const TextRule &candidate) {
        return libpqText.contains(QLatin1String(candidate.part));
    });
    if (rule != textRules.end())
        return {rule->kind, Text::tr(rule->summary).arg(host), detail, {}};
    return {ErrorKind::Connection,
            Text::tr("No connection to “%1”. Check the address and the network.").arg(host),
            detail,
            {}};
}

} // namespace Db
