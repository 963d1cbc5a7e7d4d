// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/connectiondoctor.h"

#include "doctor/filechecks.h"
#include "doctor/serverchecks.h"
#include "doctor/serverentry.h"

namespace Doctor {

QList<Step> stepsOf(Db::Engine engine)
{
    if (engine == Db::Engine::SQLite)
        return {Step::String,      Step::Authentication, Step::Database,      Step::Version,
                Step::Connections, Step::Privileges,     Step::CustomerTable, Step::Migrations};
    return {Step::String,         Step::Dns,           Step::Tcp,        Step::Tls,
            Step::Authentication, Step::Database,      Step::Version,    Step::Connections,
            Step::Privileges,     Step::CustomerTable, Step::Migrations, Step::Pooler};
}

QString titleOf(Step step, Db::Engine engine)
{
    const bool isFile = engine == Db::Engine::SQLite;
    switch (step) {
    case Step::String:
        return Text::tr("Connection string");
    case Step::Dns:
        return Text::tr("Server's address");
    case Step::Tcp:
        return Text::tr("Network");
    case Step::Tls:
        return Text::tr("Encryption");
    case Step::Authentication:
        return isFile ? Text::tr("File") : Text::tr("Login");
    case Step::Database:
        return Text::tr("Database");
    case Step::Version:
        return Text::tr("Version");
    case Step::Connections:
        return isFile ? Text::tr("Other programs") : Text::tr("Connections");
    case Step::Privileges:
        return isFile ? Text::tr("Access rights") : Text::tr("User's rights");
    case Step::CustomerTable:
        return Text::tr("Customer table");
    case Step::Migrations:
        return Text::tr("Migrations");
    case Step::Pooler:
        return Text::tr("Pooler");
    }
    Q_UNREACHABLE();
}

QList<Finding> examine(const Db::ConnectionSpec &connection, const std::function<void(Step)> &started,
                       const std::function<void(const Finding &)> &found, const std::atomic_bool &stop,
                       const Waiting &waiting)
{
    Examination examination(connection, started, found, waiting, stop);
    QString reason;
    if (connection.engine == Db::Engine::SQLite) {
        reason = FileChecks(examination).run();
    } else {
        WatchedSession session(connection, stop);
        ServerEntry entry(examination);
        reason =
            entry.enter(session) ? ServerChecks(examination, session, entry.line()).run() : entry.reason();
    }
    examination.skipRest(reason);
    return examination.findings();
}

} // namespace Doctor
