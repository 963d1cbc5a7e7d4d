// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/examination.h"
#include "doctor/watchedsession.h"

namespace Doctor {

class Remarks;

/// What an opened PostgreSQL database is: version, connections, rights, table, migrations, pooler.
class ServerChecks final
{
public:
    /// `line` is what `session` was opened with.
    ServerChecks(Examination &examination, WatchedSession &session, Db::LineInfo line)
        : m_examination(examination)
        , m_connection(examination.connection())
        , m_session(session)
        , m_line(std::move(line))
    {}
    Q_DISABLE_COPY_MOVE(ServerChecks)

    /// Gives the reason why the steps that are missing afterwards have no result.
    [[nodiscard]] QString run();

private:
    /// A table that is Customer or looks like it.
    struct Table
    {
        QString schema;
        QString name;
        QString owner;
        bool isOurs = false; ///< what "Customer" means by the search_path
        bool maySelect = false;
        bool mayInsert = false;
        bool mayUpdate = false;
        bool mayDelete = false;
        bool maySchema = false; ///< USAGE of its schema
        bool owns = false;
    };

    [[nodiscard]] bool checkVersion();
    void checkConnections();
    void checkPrivileges();
    void checkTable();
    void checkMigrations();
    void checkPooler();
    [[nodiscard]] Core::Result<QList<Table>> readTables();
    void judgePrivileges(Remarks &remarks) const;
    [[nodiscard]] bool refusesStartupOptions() const;
    [[nodiscard]] bool sharesServerConnections();
    /// What every step says when its question got no answer.
    [[nodiscard]] static Finding unanswered(Step step, const Core::Error &error);

    Examination &m_examination;
    const Db::ConnectionSpec &m_connection;
    WatchedSession &m_session;
    Db::LineInfo m_line;
    QList<Table> m_tables;
    bool m_hasCustomerTable = false;
    bool m_mayChangeSchema = false;
};

} // namespace Doctor
