// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/databasestate.h"

#include "schema/text.h"

#include <algorithm>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Db::Statement;

namespace {

/// Reading the history waits for EF Core's lock on it, and whoever looks does not want to wait long.
constexpr Db::Limits readingLimits = {std::chrono::seconds(30), std::chrono::seconds(3)};

Result<void> readServer(Db::Snapshot &snapshot, DatabaseState &state)
{
    auto role = snapshot.run(Statement{
        QStringLiteral(
            "select current_user, has_schema_privilege(coalesce(current_schema(), 'public'), 'CREATE')"),
        {}});
    if (!role)
        return role.error();
    state.role = role->rows.first().text(0);
    state.mayCreateTables = role->rows.first().boolean(1);

    auto invalid = snapshot.run(Statement{
        QStringLiteral(R"sql(select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
                             where not i.indisvalid and c.relnamespace = current_schema()::regnamespace)sql"),
        {}});
    if (!invalid)
        return invalid.error();
    for (const Db::Row &row : std::as_const(invalid->rows))
        state.invalidIndexes.append(row.text(0));

    // Never analysed means unknown, not empty; the size tells then. A short customer takes about 150 bytes.
    auto sizes =
        snapshot.run(Statement{QStringLiteral(R"sql(select relname, case when reltuples >= 0 then reltuples
                                                  else pg_relation_size(oid) / 150 end::bigint
                             from pg_class where relkind in ('r', 'p')
                             and relnamespace = current_schema()::regnamespace)sql"),
                               {}});
    if (!sizes)
        return sizes.error();
    for (const Db::Row &row : std::as_const(sizes->rows))
        state.estimatedRows.insert(row.text(0), row.integer(1));

    auto extensions = snapshot.run(Statement{QStringLiteral(
                                                 R"sql(select a.name, a.installed_version is not null,
                         (select rolsuper from pg_roles where rolname = current_user)
                         or (has_database_privilege(current_database(), 'CREATE')
                             and (select coalesce(bool_or(v.trusted), false)
                                  from pg_available_extension_versions v where v.name = a.name))
                  from pg_available_extensions a)sql"),
                                             {}});
    if (!extensions)
        return extensions.error();
    for (const Db::Row &row : std::as_const(extensions->rows))
        state.extensions.append({row.text(0), row.boolean(1), true, row.boolean(2)});
    return {};
}

Result<DatabaseState> stateAt(Db::Snapshot &snapshot, DatabaseState state)
{
    auto history = readHistory(snapshot, state.engine);
    if (!history)
        return history.error();
    state.history = *std::move(history);
    auto schema = Tables::readSchema(snapshot, state.engine);
    if (!schema)
        return schema.error();
    state.schema = *std::move(schema);
    if (state.engine == Db::Engine::PostgreSQL)
        if (auto read = readServer(snapshot, state); !read)
            return read.error();
    return state;
}

} // namespace

bool DatabaseState::hasIndex(const QString &name) const
{
    if (invalidIndexes.contains(name))
        return false;
    return std::any_of(schema.tables.begin(), schema.tables.end(), [&](const Tables::TableModel &table) {
        return std::any_of(table.indexes.begin(), table.indexes.end(),
                           [&](const Tables::IndexModel &index) { return index.name == name; });
    });
}

Result<DatabaseState> readState(Db::Session &session)
{
    if (Db::isPooled(session.spec()))
        return Error{
            ErrorKind::Unsupported,
            Text::tr("Migrations need the direct way to the server, and this address is a connection "
                     "pooler's. Nothing was changed; enter the direct host in the profile."),
            {},
            {}};
    auto line = session.open();
    if (!line)
        return line.error();
    DatabaseState state;
    state.engine = session.engine();
    state.serverVersion = line->serverVersion;
    auto read = session.snapshot<DatabaseState>(
        [&](Db::Snapshot &snapshot) { return stateAt(snapshot, state); }, readingLimits);
    if (!read && read.error().code == QLatin1String("55P03"))
        return Error{
            ErrorKind::Busy,
            Text::tr("Another program is migrating this database right now: it holds the lock on the "
                     "history. Nothing was changed. Wait until it is done, or look who holds the lock."),
            read.error().detail, read.error().code};
    return read;
}

} // namespace Schema
