// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/rolesql.h"

#include "db/scramverifier.h"
#include "schema/text.h"

#include <algorithm>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::quoted;

namespace {

constexpr qsizetype maxNameBytes = 63; // NAMEDATALEN - 1: the server would cut the rest off
constexpr int membershipOptions = 16;  // since then CREATEROLE reaches only roles that one administers

class Writer final
{
public:
    Writer(const RoleReport &report, const QList<NewRole> &roles)
        : m_report(report)
        , m_roles(roles)
    {}

    Result<RoleStatements> write()
    {
        for (const NewRole &role : m_roles)
            if (auto made = create(role); !made)
                return made.error();
        for (const NewRole &role : m_roles)
            grant(role);
        ownTables();
        futureTables();
        return m_out;
    }

private:
    void add(const QString &sql) { m_out.sql.append(sql); }

    /// The name of the role of that kind, quoted; empty: it is not among them.
    [[nodiscard]] QString nameOfKind(RoleKind kind) const
    {
        const auto it = std::find_if(m_roles.begin(), m_roles.end(),
                                     [&](const NewRole &role) { return role.kind == kind; });
        return it == m_roles.end() ? QString() : quoted(it->name);
    }

    Result<void> create(const NewRole &role)
    {
        if (role.name.isEmpty() || role.name.toUtf8().size() > maxNameBytes || !Db::isStorable(role.name) ||
            role.name.startsWith(QLatin1String("pg_")))
            return Error{
                ErrorKind::Constraint,
                Text::tr("“%1” cannot be the name of a database user. Nothing was changed.").arg(role.name),
                {},
                {}};
        if (m_report.roles.contains(role.name)) {
            m_out.notes.append(
                Text::tr("“%1” is there already; its password stays as it is.").arg(role.name));
            return {};
        }
        QString sql =
            QStringLiteral("CREATE ROLE %1 LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").arg(quoted(role.name));
        if (!role.password.isEmpty()) {
            // A verifier has no quotes, and the server's log does not see the password.
            const Result<QString> verifier = Db::scramVerifier(role.password);
            if (!verifier)
                return verifier.error();
            sql += QStringLiteral(" PASSWORD '%1'").arg(*verifier);
        } else {
            m_out.notes.append(
                Text::tr("“%1” has no password yet: in psql, \\password sets one.").arg(role.name));
        }
        add(sql);
        m_out.created.append(role.name);
        return {};
    }

    void grant(const NewRole &role)
    {
        const QString name = quoted(role.name);
        add(QStringLiteral("GRANT CONNECT ON DATABASE %1 TO %2").arg(quoted(m_report.database), name));
        add(QStringLiteral("GRANT USAGE%1 ON SCHEMA public TO %2")
                .arg(role.kind == RoleKind::Migration ? QStringLiteral(", CREATE") : QString(), name));
        add(QStringLiteral("GRANT %1 ON ALL TABLES IN SCHEMA public TO %2")
                .arg(tableRights(role.kind), name));
        if (role.kind != RoleKind::ReadOnly)
            add(QStringLiteral("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %1").arg(name));
    }

    static QString tableRights(RoleKind kind)
    {
        switch (kind) {
        case RoleKind::Application:
            return QStringLiteral("SELECT, INSERT, UPDATE, DELETE");
        case RoleKind::Migration:
            return QStringLiteral("ALL");
        case RoleKind::ReadOnly:
            break;
        }
        return QStringLiteral("SELECT");
    }

    /// Only the owner of a table changes it, and whoever is a member of the owner. Never of a superuser: a
    /// member could become one. Such tables are given away instead; a superuser needs no ownership.
    void ownTables()
    {
        const QString migration = nameOfKind(RoleKind::Migration);
        if (migration.isEmpty())
            return;
        QStringList owners;
        for (const TableRights &table : m_report.tables) {
            if (quoted(table.owner) == migration)
                continue;
            if (!table.ownerIsSuperuser) {
                if (!owners.contains(table.owner))
                    owners.append(table.owner);
            } else if (m_report.isSuperuser) {
                add(QStringLiteral("ALTER TABLE %1 OWNER TO %2").arg(quoted(table.table), migration));
            } else {
                m_out.notes.append(
                    Text::tr("“%1” belongs to the superuser “%2”. Only a superuser can give it to "
                             "the user for migrations.")
                        .arg(table.table, table.owner));
            }
        }
        for (const QString &owner : std::as_const(owners)) {
            if (mayGrant(owner))
                add(QStringLiteral("GRANT %1 TO %2").arg(quoted(owner), migration));
            else
                m_out.notes.append(
                    Text::tr("The user for migrations has to be a member of “%1”, the owner of the tables. A "
                             "superuser can do that: GRANT %2 TO %3;")
                        .arg(owner, quoted(owner), migration));
        }
    }

    [[nodiscard]] bool mayGrant(const QString &owner) const
    {
        return m_report.isSuperuser || m_report.grantable.contains(owner) ||
               (m_report.serverMajor < membershipOptions && m_report.mayCreateRoles);
    }

    /// What the owners of today and the user for migrations make from now on.
    void futureTables()
    {
        const QString migration = nameOfKind(RoleKind::Migration);
        QStringList makers;
        for (const TableRights &table : m_report.tables)
            if (table.isOwner && !makers.contains(quoted(table.owner)))
                makers.append(quoted(table.owner));
        // Rights for what another role will make can only be given by its members.
        const bool joins = !migration.isEmpty() && !m_report.isSuperuser;
        if (joins)
            add(QStringLiteral("GRANT %1 TO CURRENT_USER").arg(migration));
        if (!migration.isEmpty() && !makers.contains(migration))
            makers.append(migration);
        for (const QString &maker : std::as_const(makers))
            for (const NewRole &role : m_roles)
                if (quoted(role.name) != maker)
                    addDefaults(maker, role);
        if (joins)
            add(QStringLiteral("REVOKE %1 FROM CURRENT_USER").arg(migration));
    }

    void addDefaults(const QString &maker, const NewRole &role)
    {
        const QString begin =
            QStringLiteral("ALTER DEFAULT PRIVILEGES FOR ROLE %1 IN SCHEMA public GRANT ").arg(maker);
        const QString end = QStringLiteral(" TO ") + quoted(role.name);
        add(begin + tableRights(role.kind) + QStringLiteral(" ON TABLES") + end);
        if (role.kind != RoleKind::ReadOnly)
            add(begin + QStringLiteral("USAGE, SELECT ON SEQUENCES") + end);
    }

    const RoleReport &m_report;
    const QList<NewRole> &m_roles;
    RoleStatements m_out;
};

} // namespace

Result<RoleStatements> roleStatements(const RoleReport &report, const QList<NewRole> &roles)
{
    return Writer(report, roles).write();
}

Db::Statement missingRights(const NewRole &role)
{
    // GRANT only warns where whoever gives may not give.
    const QString rights = role.kind == RoleKind::ReadOnly
                               ? QStringLiteral("'SELECT'")
                               : QStringLiteral("'SELECT', 'INSERT', 'UPDATE', 'DELETE'");
    return {
        QStringLiteral(
            "select p || ' ON ' || quote_ident(c.relname) from pg_class c cross join unnest(array[%1]) as p "
            "where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace "
            "and not has_table_privilege($1, c.oid, p) "
            "union all select 'CONNECT' where not has_database_privilege($1, current_database(), 'CONNECT') "
            "union all select 'USAGE ON SCHEMA public' where not has_schema_privilege($1, 'public', 'USAGE')")
            .arg(rights),
        {role.name}};
}

} // namespace Schema
