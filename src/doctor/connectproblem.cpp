// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/connectproblem.h"

#include "db/postgreserrors.h"
#include "db/tlserrors.h"
#include "doctor/examination.h"

#include <algorithm>
#include <array>

namespace Doctor {

namespace {

struct Rule
{
    const char *part; // of the error's own words, without case; the first rule that fits wins
    Step step;
    const char *summary; // %1 host, %2 user, %3 database
    const char *fix;
};

constexpr auto poolerCutOff = QT_TRANSLATE_NOOP(
    "Doctor", "The pooler at “%1” answers, but it cannot reach the database server behind it.");
constexpr auto startServer =
    QT_TRANSLATE_NOOP("Doctor", "Start the database server, or have the pooler's settings for it checked.");

// The words are those of PostgreSQL 15 to 18, PgBouncer, Neon's proxy and Supavisor.
constexpr std::array rules = {
    // Limits; "too many" comes before the words of authentication, which stand in the same sentence.
    Rule{"too many connections for role", Step::Connections,
         QT_TRANSLATE_NOOP("Doctor", "The user “%2” has used up the connections it may have."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Close other programs that use it, or let the database's administrator raise its limit "
             "(ALTER ROLE … CONNECTION LIMIT).")},
    Rule{"too many connections for database", Step::Connections,
         QT_TRANSLATE_NOOP("Doctor", "The database “%3” has used up the connections it may have."),
         QT_TRANSLATE_NOOP(
             "Doctor", "Close other programs that use it, or let its owner raise the limit (ALTER DATABASE … "
                       "CONNECTION LIMIT).")},
    Rule{"too many", Step::Connections, QT_TRANSLATE_NOOP("Doctor", "“%1” has no free connection."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Try again in a moment. If it stays so: let applications use a connection pool, shorten "
             "their time limits, look for connections they never close, or raise max_connections.")},
    Rule{"connection slots are reserved", Step::Connections,
         QT_TRANSLATE_NOOP("Doctor",
                           "“%1” has no free connection; the last ones are kept for its administrator."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Try again in a moment. If it stays so: let applications use a connection pool, shorten "
             "their time limits, look for connections they never close, or raise max_connections.")},
    Rule{"no more connections allowed", Step::Connections,
         QT_TRANSLATE_NOOP("Doctor", "The pooler at “%1” has no free place."),
         QT_TRANSLATE_NOOP("Doctor", "Try again in a moment, or raise max_client_conn of the pooler.")},
    Rule{"ssl error", Step::Tls,
         QT_TRANSLATE_NOOP("Doctor", "No encrypted line to “%1” could be made. Nothing was sent to it."),
         QT_TRANSLATE_NOOP("Doctor",
                           "Try another network: a device in between may open encrypted lines. If it "
                           "stays so, ask whoever runs the server for its TLS settings.")},
    Rule{"response to ssl negotiation", Step::Tls,
         QT_TRANSLATE_NOOP("Doctor", "What answers at “%1” is no PostgreSQL server."),
         QT_TRANSLATE_NOOP("Doctor", "Check the host and the port.")},
    // Provider
    Rule{"exceeded the", Step::Database,
         QT_TRANSLATE_NOOP("Doctor",
                           "The provider has stopped this database: a limit of its plan is used up."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Look at the project's usage in the provider's console, and wait for the next period or "
             "change the plan.")},
    Rule{"endpoint id is not specified", Step::Authentication,
         QT_TRANSLATE_NOOP(
             "Doctor", "The provider cannot tell which database is meant: the host's name did not reach it."),
         QT_TRANSLATE_NOOP("Doctor", "Connect by the full host name, not by an address.")},
    Rule{"endpoint", Step::Authentication,
         QT_TRANSLATE_NOOP(
             "Doctor", "The provider does not know the endpoint in the host's name, or it is switched off."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Copy the connection string again from the provider's console; the branch may have been "
             "deleted or renamed.")},
    Rule{"tenant or user not found", Step::Authentication,
         QT_TRANSLATE_NOOP("Doctor", "The pooler at “%1” does not know the user “%2”."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "At Supabase's pooler the user is postgres.PROJECT: copy the connection string again from "
             "its console.")},
    // Authentication
    Rule{"password authentication failed", Step::Authentication,
         QT_TRANSLATE_NOOP("Doctor", "“%1” refused the password of “%2”, or does not know this user."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Copy the connection string again where it is kept (the provider's console, or “flyctl "
             "secrets list” to see which secret the application uses). Special characters in a URI's "
             "password are written %XX. The password may have been changed.")},
    Rule{
        "sasl", Step::Authentication,
        QT_TRANSLATE_NOOP("Doctor", "“%1” refused the password of “%2”, or does not know this user."),
        QT_TRANSLATE_NOOP("Doctor", "Copy the connection string again; the password may have been changed.")},
    Rule{"no password supplied", Step::Authentication,
         QT_TRANSLATE_NOOP("Doctor", "“%1” asks for a password, and none was given."),
         QT_TRANSLATE_NOOP("Doctor", "Enter the password of “%2”, or store it with the profile.")},
    Rule{"pg_hba.conf", Step::Authentication,
         QT_TRANSLATE_NOOP("Doctor", "“%1” does not let “%2” into “%3” from this computer."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Have this computer's address added to the server's list: pg_hba.conf, or the provider's "
             "IP allow list or firewall rules.")},
    Rule{"peer authentication failed", Step::Authentication,
         QT_TRANSLATE_NOOP(
             "Doctor", "Over the local socket the server lets a user in only under the same name as on this "
                       "computer."),
         QT_TRANSLATE_NOOP("Doctor", "Give host=127.0.0.1 and a password instead, or leave out the user.")},
    Rule{"is not permitted to log in", Step::Authentication,
         QT_TRANSLATE_NOOP("Doctor", "The user “%2” is not allowed to log in."),
         QT_TRANSLATE_NOOP("Doctor",
                           "Use a user that may log in, or let an administrator run: ALTER ROLE … LOGIN.")},
    Rule{"role \"", Step::Authentication, QT_TRANSLATE_NOOP("Doctor", "“%1” has no user “%2”."),
         QT_TRANSLATE_NOOP("Doctor", "Check the user's name; upper and lower case count.")},
    Rule{"no such user", Step::Authentication, QT_TRANSLATE_NOOP("Doctor", "“%1” has no user “%2”."),
         QT_TRANSLATE_NOOP("Doctor", "Check the user's name; upper and lower case count.")},
    // Database
    Rule{"permission denied for database", Step::Database,
         QT_TRANSLATE_NOOP("Doctor", "The user “%2” is not allowed to connect to the database “%3”."),
         QT_TRANSLATE_NOOP("Doctor", "Let the database's owner run: GRANT CONNECT ON DATABASE … TO ….")},
    Rule{"not currently accepting connections", Step::Database,
         QT_TRANSLATE_NOOP("Doctor", "The database “%3” is closed to connections."),
         QT_TRANSLATE_NOOP("Doctor", "Ask its administrator (ALTER DATABASE … ALLOW_CONNECTIONS).")},
    Rule{"no such database", Step::Database, QT_TRANSLATE_NOOP("Doctor", "“%1” has no database “%3”."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Check the database's name; upper and lower case count. The guide's name is gsctracking.")},
    Rule{"does not exist", Step::Database, QT_TRANSLATE_NOOP("Doctor", "“%1” has no database “%3”."),
         QT_TRANSLATE_NOOP(
             "Doctor",
             "Check the database's name; upper and lower case count. The guide's name is gsctracking.")},
    Rule{"cannot connect to server", Step::Database, poolerCutOff, startServer},
    Rule{"server login", Step::Database,
         QT_TRANSLATE_NOOP("Doctor",
                           "The pooler at “%1” answers, but it cannot reach the database server behind it."),
         QT_TRANSLATE_NOOP("Doctor",
                           "Start the database server, or have the pooler's settings for it checked.")},
    Rule{"server_login", Step::Database,
         QT_TRANSLATE_NOOP("Doctor",
                           "The pooler at “%1” answers, but it cannot reach the database server behind it."),
         QT_TRANSLATE_NOOP("Doctor",
                           "Start the database server, or have the pooler's settings for it checked.")},
    Rule{
        "query_wait_timeout", Step::Database,
        QT_TRANSLATE_NOOP(
            "Doctor", "The pooler at “%1” answers, but the database server behind it is down or fully busy."),
        QT_TRANSLATE_NOOP("Doctor", "Start the database server, or wait until it has a free connection.")},
};

struct TlsRule
{
    Db::TlsFailure failure;
    const char *summary; // %1 host
    const char *fix;
};

constexpr auto notWeaker = QT_TRANSLATE_NOOP(
    "Doctor",
    "If the server has an authority of its own, name its certificate file in sslrootcert. Otherwise "
    "somebody may be answering in its place: do not weaken sslmode.");
constexpr auto checkDate = QT_TRANSLATE_NOOP(
    "Doctor", "Check this computer's date and time. If they are right, ask whoever runs the server for a new "
              "certificate.");

constexpr std::array tlsRules = {
    TlsRule{Db::TlsFailure::UnknownAuthority,
            QT_TRANSLATE_NOOP("Doctor",
                              "“%1” could not prove that it is the right server: nobody this computer "
                              "trusts has signed its certificate. Nothing was sent to it."),
            notWeaker},
    TlsRule{Db::TlsFailure::SelfSigned,
            QT_TRANSLATE_NOOP("Doctor",
                              "“%1” vouches only for itself: it has signed its own certificate. Nothing "
                              "was sent to it."),
            notWeaker},
    TlsRule{Db::TlsFailure::WrongName,
            QT_TRANSLATE_NOOP("Doctor",
                              "The certificate that “%1” shows is for a server of another name. Nothing "
                              "was sent to it."),
            QT_TRANSLATE_NOOP("Doctor",
                              "Use the server's full name as your provider gives it, not an address or a "
                              "short name. If the name is right, somebody may be answering in its place: "
                              "do not weaken sslmode.")},
    TlsRule{Db::TlsFailure::Expired,
            QT_TRANSLATE_NOOP("Doctor", "The certificate of “%1” has expired. Nothing was sent to it."),
            checkDate},
    TlsRule{Db::TlsFailure::NotYetValid,
            QT_TRANSLATE_NOOP("Doctor", "The certificate of “%1” is not valid yet. Nothing was sent to it."),
            checkDate},
    TlsRule{Db::TlsFailure::Rejected,
            QT_TRANSLATE_NOOP("Doctor", "The certificate of “%1” was not accepted. Nothing was sent to it."),
            notWeaker},
    TlsRule{Db::TlsFailure::NotOffered,
            QT_TRANSLATE_NOOP("Doctor",
                              "“%1” offers no encryption, or somebody on the way takes it away. Nothing "
                              "was sent to it."),
            QT_TRANSLATE_NOOP("Doctor",
                              "Try another network. If it stays so, have TLS switched on at the server "
                              "(ssl = on). Only on a network you trust entirely: sslmode=disable.")},
    TlsRule{Db::TlsFailure::Demanded,
            QT_TRANSLATE_NOOP("Doctor", "“%1” lets this user in over an encrypted line only."),
            QT_TRANSLATE_NOOP("Doctor",
                              "Add sslmode=verify-full to the connection string (sslmode=require only "
                              "where the server's certificate cannot be checked).")},
    TlsRule{Db::TlsFailure::NoCommonProtocol,
            QT_TRANSLATE_NOOP("Doctor",
                              "This computer and “%1” have no version of TLS in common. Nothing was sent "
                              "to it."),
            QT_TRANSLATE_NOOP("Doctor", "Have TLS 1.2 or newer allowed at the server.")},
    TlsRule{Db::TlsFailure::NoRootCertificates,
            QT_TRANSLATE_NOOP("Doctor",
                              "The certificates that “%1” is checked against could not be read. Nothing "
                              "was sent to it."),
            QT_TRANSLATE_NOOP("Doctor", "Install the package ca-certificates, or name an existing file in "
                                        "sslrootcert.")},
    TlsRule{
        Db::TlsFailure::ClientCertificate,
        QT_TRANSLATE_NOOP("Doctor", "The client certificate for “%1” is missing, or its key cannot be used."),
        QT_TRANSLATE_NOOP("Doctor", "Check sslcert and sslkey; nobody else may be able to read the key.")},
};

QString databaseName(const Db::ConnectionSpec &connection)
{
    return connection.database.isEmpty() ? Db::shownUser(connection) : connection.database;
}

} // namespace

ConnectProblem connectProblem(const Core::Error &error, const Db::ConnectionSpec &connection)
{
    const QString host = connection.hosts.isEmpty() || connection.hosts.first().host.isEmpty()
                             ? Text::tr("this computer")
                             : connection.hosts.first().host;
    const auto fill = [&](const char *text) {
        QString filled = Text::tr(text);
        filled.replace(QLatin1String("%1"), host)
            .replace(QLatin1String("%2"), Db::shownUser(connection))
            .replace(QLatin1String("%3"), databaseName(connection));
        return filled;
    };
    if (const auto failure = Db::tlsFailure(error.detail)) {
        const auto tls = std::find_if(tlsRules.begin(), tlsRules.end(), [&](const TlsRule &candidate) {
            return candidate.failure == *failure;
        });
        if (tls != tlsRules.end())
            return {Step::Tls, fill(tls->summary), fill(tls->fix)};
    }
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule &candidate) {
        return error.detail.contains(QLatin1String(candidate.part), Qt::CaseInsensitive);
    });
    if (rule != rules.end())
        return {rule->step, fill(rule->summary), fill(rule->fix)};
    if (error.kind == Core::ErrorKind::Timeout)
        return {
            Step::Authentication,
            fill(QT_TRANSLATE_NOOP("Doctor", "“%1” takes the connection, but then says nothing.")),
            Text::tr("Something between here and the server swallows what is sent (a firewall, a VPN), or "
                     "the server is overloaded. Try again from another network.")};
    if (error.detail.contains(QLatin1String("closed the connection"), Qt::CaseInsensitive))
        return {Step::Authentication,
                fill(QT_TRANSLATE_NOOP("Doctor", "“%1” takes the connection and closes it again at once.")),
                Text::tr("Check that PostgreSQL listens on this port. A firewall or the provider's IP allow "
                         "list may also turn this computer away.")};
    return {Step::Authentication, error.summary,
            Text::tr("The details have the server's own words; send them to whoever runs it.")};
}

bool isWaking(const Core::Error &error)
{
    // Neon's proxy has one code for all that passes while a compute starts.
    return Db::isWaking(error) || (error.code == QLatin1String("XX000") && Db::isTransient(error));
}

} // namespace Doctor
