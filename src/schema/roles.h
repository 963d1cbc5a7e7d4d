// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/databasestate.h"

#include <array>

namespace Schema {

/// The three users of a database that the guide asks for: each may do what it needs, and nothing else.
enum class RoleKind {
    Application, ///< the web application and this program: SELECT, INSERT, UPDATE, DELETE
    Migration,   ///< owns the tables, may make others
    ReadOnly,    ///< for reports: SELECT
};
inline constexpr std::array roleKinds = {RoleKind::Application, RoleKind::Migration, RoleKind::ReadOnly};
[[nodiscard]] QString wordOf(RoleKind kind); ///< translated
[[nodiscard]] QString keyOf(RoleKind kind);  ///< "application", "migration", "readonly"

/// What a role may do to one table.
struct TableRights
{
    QString table;
    QString owner;
    bool ownerIsSuperuser = false;
    bool isOwner = false; ///< or a member of the owner
    bool select = false;
    bool insert = false;
    bool update = false;
    bool remove = false;
};

/// The role beside one of the three.
struct RoleFit
{
    RoleKind kind = RoleKind::Application;
    QStringList missing; ///< what it would need; translated
    QStringList beyond;  ///< what it has and would not need; translated
    QString sentence;    ///< for people, translated

    [[nodiscard]] bool isEnough() const { return missing.isEmpty(); }
    [[nodiscard]] bool isExact() const { return missing.isEmpty() && beyond.isEmpty(); }
};

/// What the role that is logged in may do.
struct RoleReport
{
    QString role;
    QString database;
    int serverMajor = 0;
    bool isSuperuser = false;
    bool mayCreateRoles = false;
    bool mayCreateTables = false;
    bool publicMayCreate = false; ///< everybody may make tables in the schema
    QList<TableRights> tables;
    QList<RoleFit> fits; ///< in the order of roleKinds
    QStringList warnings;
    QStringList roles;     ///< every name that is taken on the server
    QStringList grantable; ///< roles that this one may make others members of

    [[nodiscard]] const RoleFit &fit(RoleKind kind) const { return fits.at(qsizetype(kind)); }
};
/// Error: Unsupported for SQLite, where the file's rights are all there is.
[[nodiscard]] Core::Result<RoleReport> examineRoles(const Target &target, Core::JobContext &context);

/// What the three are to be called, and their passwords.
struct NewRole
{
    RoleKind kind = RoleKind::Application;
    QString name;
    QString password; ///< empty: none is set, and nobody can log in as it until one is
};
/// "gsctracking_app", "gsctracking_migration", "gsctracking_readonly".
[[nodiscard]] QList<NewRole> defaultRoles(const QString &database);

/// The SQL that makes what is missing of `roles` and gives all of them their rights, those for tables to come
/// included. Passwords are in it as SCRAM verifiers only. Comments say what this role cannot do.
/// Error: Unsupported (a password that cannot be sent safely), Constraint (a name that cannot be used).
[[nodiscard]] Core::Result<QString> roleScript(const RoleReport &report, const QList<NewRole> &roles);
[[nodiscard]] Core::Result<QString> roleScript(const Target &target, const QList<NewRole> &roles,
                                               Core::JobContext &context);

/// Runs it in one transaction, once its user agreed, and makes sure afterwards that each role has its rights.
/// Returns the names of the roles that were made; one that was there keeps its password.
/// Error: Permission, with what is missing, ReadOnly (the gate); nothing is changed then.
[[nodiscard]] Core::Result<QStringList> createRoles(const Target &target, const QList<NewRole> &roles,
                                                    Core::JobContext &context);

} // namespace Schema
