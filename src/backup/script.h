// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "db/session.h"
#include "tables/tablesource.h"

namespace Backup {

/// One piece of a script that pg_dump wrote.
struct ScriptPiece
{
    enum class Kind { Statement, Copy };
    Kind kind = Kind::Statement;
    QString sql;         ///< Copy: the COPY … FROM stdin statement
    QString table;       ///< Copy: its table, without schema
    QStringList columns; ///< Copy: its columns
    qint64 line = 0;     ///< where it begins, from 1
};

/// Reads a plain SQL script as pg_dump writes it, without running anything. It is hostile until shown
/// otherwise: every backslash command but pg_dump's own \restrict and \unrestrict lines is refused, as are
/// COPY to or from anything but stdin, and a script that does not end with pg_dump's closing lines, to the
/// last empty one. `statement` is called for each piece; for a Copy piece `row` follows for each row, still
/// in PostgreSQL's text, unescaped. Either may be empty. Bounded memory: one statement (at most 16 MB) or one
/// row (at most 64 MB) at a time. Error: Syntax with the line, Unsupported (refused, and why), Corrupt (cut
/// off), Cancelled, Io.
struct ScriptReader
{
    std::function<Core::Result<void>(const ScriptPiece &)> statement;
    std::function<Core::Result<void>(const ScriptPiece &, const Db::RawRow &)> row;
};
[[nodiscard]] Core::Result<void> readScript(const QString &file, const ScriptReader &reader,
                                            Core::JobContext &context);

/// The rows of a script's COPY blocks as tables; `schema` says what the columns are (from the manifest, or
/// from the database that it goes into). Its own schema() has the tables and columns that the script has rows
/// for, and no others: an absent table is not an empty one. Error: as readScript(), Unsupported (a table or
/// column that `schema` lacks); everything is read once at the start.
[[nodiscard]] Core::Result<std::unique_ptr<Tables::TableSource>>
sourceOfScript(const QString &file, const Tables::SchemaModel &schema, Core::JobContext &context);

/// Runs a script in one transaction of a database without the script's tables: the statements that pg_dump
/// writes for tables, sequences, indexes, keys and rows; settings, owners, grants and comments are left out,
/// anything else (functions, triggers, rules, DROP, DO, COPY PROGRAM, …) is refused before anything runs. A
/// script with rows alone is loaded into tables that are there and empty. `schemaName`: where the script's
/// tables of "public" go. Returns how many rows. Error: those of readScript(), Conflict (a table is there
/// already, or has rows), the server's.
[[nodiscard]] Core::Result<qint64> loadScript(const QString &file, Db::Session &session,
                                              Core::JobContext &context,
                                              const QString &schemaName = QStringLiteral("public"));

} // namespace Backup
