// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/serverchecks.h"

#include "doctor/commonchecks.h"
#include "doctor/serverload.h"

#include <algorithm>

namespace Doctor {

using Core::Error;
using Core::Result;
using std::chrono::seconds;

namespace {

constexpr seconds answerLimit{10};
constexpr seconds openLimit{10};

} // namespace

QString ServerChecks::run()
{
    if (!checkVersion())
        return Text::tr("Not tried: the server is too old.");
    for (const auto check :
         {&ServerChecks::checkConnections, &ServerChecks::checkPrivileges, &ServerChecks::checkTable,
          &ServerChecks::checkMigrations, &ServerChecks::checkPooler}) {
        if (m_examination.isStopped())
            break;
        (this->*check)();
    }
    return Text::tr("Stopped.");
}

Finding ServerChecks::unanswered(Step step, const Error &error)
{
    return {step,
            Verdict::Failed,
            Text::tr("The question got no answer. %1").arg(error.summary),
            Text::tr("Try again; the details have the server's own words."),
            error.detail,
            {}};
}

bool ServerChecks::checkVersion()
{
    m_examination.begin(Step::Version);
    const Finding finding = checkServerVersion(m_line.serverVersion);
    m_examination.end(finding);
    return finding.verdict != Verdict::Failed;
}

void ServerChecks::checkConnections()
{
    m_examination.begin(Step::Connections);
    const auto load = readServerLoad(m_session);
    m_examination.end(load ? checkLoad(*load) : unanswered(Step::Connections, load.error()));
}

Result<QList<ServerChecks::Table>> ServerChecks::readTables()
{
    const QString sql = QStringLiteral(R"sql(
        select n.nspname, c.relname, pg_get_userbyid(c.relowner), c.oid = to_regclass('"Customer"'),
               has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'),
               has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE'),
               has_schema_privilege(n.oid, 'USAGE'), pg_has_role(c.relowner, 'MEMBER')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and lower(c.relname) in ('customer', 'customers')
          and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%'
        order by 4 desc nulls last, 1, 2)sql");
    const auto sets = m_session.select({{sql, {}}}, answerLimit);
    if (!sets)
        return sets.error();
    QList<Table> tables;
    for (const Db::Row &row : sets->first().rows)
        tables.append({row.text(0), row.text(1), row.text(2), row.boolean(3), row.boolean(4), row.boolean(5),
                       row.boolean(6), row.boolean(7), row.boolean(8), row.boolean(9)});
    return tables;
}

void ServerChecks::checkPrivileges()
{
    m_examination.begin(Step::Privileges);
    auto tables = readTables();
    if (!tables)
        return m_examination.end(unanswered(Step::Privileges, tables.error()));
    m_tables = *tables;
    const auto answers = m_session.select(
        {{QStringLiteral(
              "select rolsuper, pg_is_in_recovery(), current_setting('default_transaction_read_only')::bool, "
              "coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), current_user "
              "from pg_roles where rolname = current_user"),
          {}}},
        answerLimit);
    if (!answers)
        return m_examination.end(unanswered(Step::Privileges, answers.error()));
    const Db::Row &role = answers->first().rows.first();
    m_line.user = role.text(4);
    const bool isSuperuser = role.boolean(0);
    m_mayChangeSchema = role.boolean(3) && (m_tables.isEmpty() || m_tables.first().owns);

    Remarks remarks;
    judgePrivileges(remarks);
    if (isSuperuser)
        remarks.add(Verdict::Warning,
                    Text::tr("“%1” is a superuser, who may do everything.").arg(m_line.user),
                    Text::tr("For daily work use a user with SELECT, INSERT, UPDATE and DELETE only."));
    if (role.boolean(1))
        remarks.add(Verdict::Warning,
                    Text::tr("This server is a standby: it only gives data and takes no changes."),
                    Text::tr("Use the address of the primary server to change customers."));
    else if (role.boolean(2))
        remarks.add(
            Verdict::Warning,
            Text::tr("New transactions are read-only here (default_transaction_read_only)."),
            Text::tr(
                "If customers are to be changed, have that setting of the user or the database taken back."));
    remarks.addDetail(m_mayChangeSchema
                          ? Text::tr("The user may change the schema.")
                          : Text::tr("The user may not change the schema: migrations need another one."));
    Finding finding = remarks.finding(Step::Privileges);
    if (finding.summary.isEmpty()) {
        finding.verdict = Verdict::Skipped;
        finding.summary = Text::tr("There is no table whose rights could be checked.");
    }
    m_examination.end(finding);
}

void ServerChecks::judgePrivileges(Remarks &remarks) const
{
    const auto named = std::find_if(m_tables.cbegin(), m_tables.cend(), [](const Table &table) {
        return table.isOurs || table.name == QLatin1String("Customer");
    });
    if (named == m_tables.cend())
        return;
    const QString grantee = Db::quoted(m_line.user);
    const QString table = Db::quoted(named->schema) + QLatin1Char('.') + Db::quoted(named->name);
    if (!named->maySchema) {
        remarks.add(Verdict::Failed,
                    Text::tr("“%1” may not use the schema “%2”, in which the table is.")
                        .arg(m_line.user, named->schema),
                    Text::tr("Let “%1” run: %2")
                        .arg(named->owner, QStringLiteral("GRANT USAGE ON SCHEMA %1 TO %2;")
                                               .arg(Db::quoted(named->schema), grantee)));
        return;
    }
    QStringList missing;
    for (const auto &[may, word] :
         {std::pair(named->maySelect, "SELECT"), std::pair(named->mayInsert, "INSERT"),
          std::pair(named->mayUpdate, "UPDATE"), std::pair(named->mayDelete, "DELETE")})
        if (!may)
            missing.append(QLatin1String(word));
    const QString grant = Text::tr("Let “%1” run: %2")
                              .arg(named->owner, QStringLiteral("GRANT %1 ON %2 TO %3;")
                                                     .arg(missing.join(QLatin1String(", ")), table, grantee));
    if (missing.isEmpty())
        remarks.add(Verdict::Passed, Text::tr("“%1” may read and change customers.").arg(m_line.user));
    else if (!named->maySelect)
        remarks.add(
            Verdict::Failed,
            Text::tr("“%1” may not read the table, which belongs to “%2”. Perhaps this is the wrong user.")
                .arg(m_line.user, named->owner),
            grant);
    else if (missing.size() == 3)
        remarks.add(Verdict::Warning,
                    Text::tr("“%1” may read customers, but not change them.").arg(m_line.user),
                    Text::tr("If that is not on purpose: %1").arg(grant));
    else
        remarks.add(Verdict::Warning,
                    Text::tr("“%1” may not do everything with customers: %2 is missing.")
                        .arg(m_line.user, missing.join(QLatin1String(", "))),
                    grant);
    remarks.addDetail(Text::tr("The table %1 belongs to “%2”.").arg(table, named->owner));
}

void ServerChecks::checkTable()
{
    m_examination.begin(Step::CustomerTable);
    const auto catalogue = m_session.readCatalogue(answerLimit);
    m_hasCustomerTable = catalogue && catalogue->hasCustomerTable;
    QStringList others;
    for (const Table &table : std::as_const(m_tables))
        if (!table.isOurs)
            others.append(table.schema + QLatin1Char('.') + table.name);
    m_examination.end(checkCustomerTable(catalogue, others, Db::Engine::PostgreSQL));
}

void ServerChecks::checkMigrations()
{
    m_examination.begin(Step::Migrations);
    const auto there =
        m_session.select({{QStringLiteral(R"sql(select to_regclass('"__EFMigrationsHistory"') is not null,
             coalesce(has_table_privilege(to_regclass('"__EFMigrationsHistory"'), 'SELECT'), false))sql"),
                           {}}},
                         answerLimit);
    if (!there)
        return m_examination.end(unanswered(Step::Migrations, there.error()));
    History history;
    history.hasCustomerTable = m_hasCustomerTable;
    history.mayChangeSchema = m_mayChangeSchema;
    history.exists = there->first().rows.first().boolean(0);
    if (history.exists && !there->first().rows.first().boolean(1))
        return m_examination.end({Step::Migrations,
                                  Verdict::Warning,
                                  Text::tr("This user may not read the migration history."),
                                  Text::tr("For daily work that does no harm; migrations need another user."),
                                  {},
                                  {}});
    if (history.exists) {
        const auto rows = m_session.select(
            {{QStringLiteral(
                  R"sql(select "MigrationId", "ProductVersion" from "__EFMigrationsHistory" order by 1)sql"),
              {}}},
            answerLimit);
        if (!rows && rows.error().kind == Core::ErrorKind::Busy)
            return m_examination.end(
                {Step::Migrations,
                 Verdict::Warning,
                 Text::tr("The migration history is locked: a migration is running, or one was left open."),
                 Text::tr("Wait until it is done, then try again."),
                 rows.error().detail,
                 {}});
        if (!rows)
            return m_examination.end(unanswered(Step::Migrations, rows.error()));
        for (const Db::Row &row : rows->first().rows) {
            history.ids.append(row.text(0));
            history.productVersion = row.text(1);
        }
    }
    m_examination.end(checkHistory(history));
}

/// PgBouncer and its kin refuse startup options, because they would stay with a server connection that
/// somebody else gets next. The option is PostgreSQL's default and changes nothing.
bool ServerChecks::refusesStartupOptions() const
{
    if (m_connection.parameters.contains(QStringLiteral("options")))
        return false;
    Db::ConnectionSpec probe = m_connection;
    probe.parameters.insert(QStringLiteral("options"), QStringLiteral("-c geqo=on"));
    WatchedSession session(probe, m_examination.stopFlag());
    const auto opened = session.open(openLimit);
    return !opened && opened.error().detail.contains(QLatin1String("unsupported startup parameter"),
                                                     Qt::CaseInsensitive);
}

/// Two lines that are open at the same time and have the same server process behind them: only a transaction
/// pooler does that.
bool ServerChecks::sharesServerConnections()
{
    const QList<Db::Statement> question = {{QStringLiteral("select pg_backend_pid()"), {}}};
    WatchedSession other(m_connection, m_examination.stopFlag());
    const auto first = m_session.select(question, answerLimit);
    const auto second = other.select(question, answerLimit);
    const auto third = m_session.select(question, answerLimit);
    if (!first || !second || !third)
        return false;
    const QString mine = first->first().rows.first().text(0);
    return mine == second->first().rows.first().text(0) || mine != third->first().rows.first().text(0);
}

void ServerChecks::checkPooler()
{
    m_examination.begin(Step::Pooler);
    const bool isShared = sharesServerConnections();
    const bool refusesOptions = !m_examination.isStopped() && refusesStartupOptions();
    if (m_examination.isStopped())
        return;
    const bool isNamedPooler = Db::isPooled(m_connection);
    const QString direct = Db::directHost(m_connection);
    const bool hasDirect = Db::provider(m_connection) == Db::Provider::Neon &&
                           !m_connection.hosts.isEmpty() && direct != m_connection.hosts.first().host;
    if (isShared || isNamedPooler) {
        Finding finding = {
            Step::Pooler,
            Verdict::Warning,
            Text::tr(
                "A transaction pooler: every transaction may get another server connection. Customers can "
                "be edited; migrations, backups and notifications cannot use it."),
            hasDirect ? Text::tr("This program needs few connections: use the direct host %1.").arg(direct)
                      : Text::tr("This program needs few connections: use the server's own address, or a "
                                 "session pooler."),
            isShared ? Text::tr("Two lines shared one server process.")
                     : Text::tr("Known by its address; no sharing was seen just now."),
            {}};
        return m_examination.end(finding);
    }
    const bool isSessionPooler =
        refusesOptions || (Db::provider(m_connection) == Db::Provider::Supabase &&
                           m_connection.hosts.first().host.contains(QLatin1String(".pooler.")));
    if (isSessionPooler)
        return m_examination.end(
            {Step::Pooler,
             Verdict::Passed,
             Text::tr("A session pooler: everything works but settings in the connection string (options)."),
             {},
             refusesOptions ? Text::tr("It refused a start-up option.") : QString(),
             {}});
    m_examination.end({Step::Pooler,
                       Verdict::Passed,
                       Text::tr("None: a direct connection, which can do everything."),
                       {},
                       {},
                       {}});
}

} // namespace Doctor
