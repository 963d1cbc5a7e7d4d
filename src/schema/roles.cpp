// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/roles.h"

#include "db/jobsession.h"
#include "schema/rolesql.h"
#include "schema/text.h"

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;

namespace {

QList<Statement> questions()
{
    return {
        {QStringLiteral(
             R"sql(select current_user, current_database(), current_setting('server_version_num')::int / 10000,
                          r.rolsuper, r.rolcreaterole, r.rolcreatedb,
                          has_schema_privilege('public', 'CREATE'),
                          exists (select 1 from pg_namespace n, aclexplode(n.nspacl) a
                                  where n.nspname = 'public' and a.grantee = 0 and a.privilege_type = 'CREATE')
                   from pg_roles r where r.rolname = current_user)sql"),
         {}},
        {QStringLiteral(R"sql(select c.relname, o.rolname, o.rolsuper, pg_has_role(o.oid, 'USAGE'),
                                     has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'),
                                     has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE')
                              from pg_class c join pg_roles o on o.oid = c.relowner
                              where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
                              order by c.relname)sql"),
         {}},
        {QStringLiteral(R"sql(select r.rolname, exists (select 1 from pg_auth_members m
                                                        join pg_roles me on me.oid = m.member
                                                        where m.roleid = r.oid and m.admin_option
                                                        and me.rolname = current_user)
                              from pg_roles r order by 1)sql"),
         {}},
    };
}

/// The tables that lack or have something, as a clause: "INSERT on Customer, Job".
void addTables(QStringList &list, const QString &right, const QList<TableRights> &tables,
               bool TableRights::*may, bool wanted)
{
    QStringList names;
    for (const TableRights &table : tables)
        if (table.*may == wanted)
            names.append(table.table);
    if (!names.isEmpty())
        list.append(Text::tr("%1 on %2").arg(right, names.join(QLatin1String(", "))));
}

void addWriting(QStringList &list, const QList<TableRights> &tables, bool wanted)
{
    addTables(list, QStringLiteral("INSERT"), tables, &TableRights::insert, wanted);
    addTables(list, QStringLiteral("UPDATE"), tables, &TableRights::update, wanted);
    addTables(list, QStringLiteral("DELETE"), tables, &TableRights::remove, wanted);
}

QString sentenceOf(const RoleFit &fit, const QString &role)
{
    const QString kind = wordOf(fit.kind);
    if (fit.isExact())
        return Text::tr("%1: “%2” may do exactly that.").arg(kind, role);
    if (fit.isEnough())
        return Text::tr("%1: “%2” may do all of that, and more than it needs: %3.")
            .arg(kind, role, fit.beyond.join(QLatin1String("; ")));
    return Text::tr("%1: “%2” lacks %3.").arg(kind, role, fit.missing.join(QLatin1String("; ")));
}

RoleFit fitOf(RoleKind kind, const RoleReport &report)
{
    RoleFit fit;
    fit.kind = kind;
    if (report.isSuperuser) {
        fit.beyond.append(Text::tr("everything on the server, as a superuser"));
        fit.sentence = sentenceOf(fit, report.role);
        return fit;
    }
    addTables(fit.missing, QStringLiteral("SELECT"), report.tables, &TableRights::select, false);
    if (kind != RoleKind::ReadOnly)
        addWriting(fit.missing, report.tables, false);
    else
        addWriting(fit.beyond, report.tables, true);
    if (kind == RoleKind::Migration) {
        if (!report.mayCreateTables)
            fit.missing.append(Text::tr("the right to make tables"));
        addTables(fit.missing, Text::tr("ownership"), report.tables, &TableRights::isOwner, false);
    } else {
        if (report.mayCreateTables)
            fit.beyond.append(Text::tr("the right to make tables"));
        addTables(fit.beyond, Text::tr("ownership"), report.tables, &TableRights::isOwner, true);
    }
    if (report.mayCreateRoles)
        fit.beyond.append(Text::tr("the right to make users"));
    fit.sentence = sentenceOf(fit, report.role);
    return fit;
}

Result<RoleReport> reportOf(Db::Session &session)
{
    auto answers = session.select(questions());
    if (!answers)
        return answers.error();
    RoleReport report;
    const Db::Row &self = answers->at(0).rows.first();
    report.role = self.text(0);
    report.database = self.text(1);
    report.serverMajor = int(self.integer(2));
    report.isSuperuser = self.boolean(3);
    report.mayCreateRoles = self.boolean(4);
    report.mayCreateTables = self.boolean(6);
    report.publicMayCreate = self.boolean(7);
    for (const Db::Row &row : answers->at(1).rows)
        report.tables.append({row.text(0), row.text(1), row.boolean(2), row.boolean(3), row.boolean(4),
                              row.boolean(5), row.boolean(6), row.boolean(7)});
    for (const Db::Row &row : answers->at(2).rows) {
        report.roles.append(row.text(0));
        if (row.boolean(1))
            report.grantable.append(row.text(0));
    }
    for (const RoleKind kind : roleKinds)
        report.fits.append(fitOf(kind, report));
    if (report.publicMayCreate)
        report.warnings.append(Text::tr(
            "Every user of the server may make tables in this database. The owner of the database can "
            "end that: REVOKE CREATE ON SCHEMA public FROM PUBLIC;"));
    if (report.isSuperuser)
        report.warnings.append(Text::tr(
            "You are logged in as a superuser, for whom no rule of the database holds. Use another user "
            "for everyday work."));
    return report;
}

Error unsupported()
{
    return {ErrorKind::Unsupported,
            Text::tr("An SQLite file has no users: whoever may write the file may do everything."),
            {},
            {}};
}

QString asText(const RoleStatements &statements)
{
    QString text;
    for (const QString &note : statements.notes)
        text += QLatin1String("-- ") + note + u'\n';
    text += QLatin1String("BEGIN;\n");
    for (const QString &sql : statements.sql)
        text += sql + QLatin1String(";\n");
    return text + QLatin1String("COMMIT;\n");
}

} // namespace

QString wordOf(RoleKind kind)
{
    switch (kind) {
    case RoleKind::Application:
        return Text::tr("Application");
    case RoleKind::Migration:
        return Text::tr("Migrations");
    case RoleKind::ReadOnly:
        return Text::tr("Reading only");
    }
    Q_UNREACHABLE();
}

QString keyOf(RoleKind kind)
{
    switch (kind) {
    case RoleKind::Application:
        return QStringLiteral("application");
    case RoleKind::Migration:
        return QStringLiteral("migration");
    case RoleKind::ReadOnly:
        return QStringLiteral("readonly");
    }
    Q_UNREACHABLE();
}

QList<NewRole> defaultRoles(const QString &database)
{
    const QString begin = database.left(40);
    return {{RoleKind::Application, begin + QLatin1String("_app"), {}},
            {RoleKind::Migration, begin + QLatin1String("_migration"), {}},
            {RoleKind::ReadOnly, begin + QLatin1String("_readonly"), {}}};
}

Result<RoleReport> examineRoles(const Target &target, Core::JobContext &context)
{
    if (target.connection.engine == Db::Engine::SQLite)
        return unsupported();
    context.enter(Text::tr("Looking what your database user may do"));
    Db::JobSession session(target.connection, target.options, context);
    return reportOf(*session);
}

Result<QString> roleScript(const RoleReport &report, const QList<NewRole> &roles)
{
    auto statements = roleStatements(report, roles);
    if (!statements)
        return statements.error();
    return asText(*statements);
}

Result<QString> roleScript(const Target &target, const QList<NewRole> &roles, Core::JobContext &context)
{
    auto report = examineRoles(target, context);
    if (!report)
        return report.error();
    return roleScript(*report, roles);
}

Result<QStringList> createRoles(const Target &target, const QList<NewRole> &roles, Core::JobContext &context)
{
    if (target.connection.engine == Db::Engine::SQLite)
        return unsupported();
    context.enter(Text::tr("Making the users"));
    Db::JobSession session(target.connection, target.options, context);
    auto report = reportOf(*session);
    if (!report)
        return report.error();
    auto statements = roleStatements(*report, roles);
    if (!statements)
        return statements.error();
    return session->write<QStringList>([&](Db::Transaction &transaction) -> Result<QStringList> {
        QList<Statement> all;
        for (const QString &sql : std::as_const(statements->sql))
            all.append({sql, {}});
        if (auto done = transaction.run(all); !done)
            return done.error();
        for (const NewRole &role : roles) {
            auto missing = transaction.run(missingRights(role));
            if (!missing)
                return missing.error();
            if (!missing->rows.isEmpty())
                return Error{
                    ErrorKind::Permission,
                    Text::tr("“%1” may not give “%2” the right %3. Nothing was changed. Do it as the "
                             "owner of the tables.")
                        .arg(report->role, role.name, missing->rows.first().text(0)),
                    {},
                    {}};
        }
        return statements->created;
    });
}

} // namespace Schema
