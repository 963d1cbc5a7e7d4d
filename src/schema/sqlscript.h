// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

namespace Schema {

/// One statement of a script.
struct ScriptStatement
{
    QString sql;  ///< without its semicolon; comments are blanks, line feeds stay, so that places stay right
    int line = 1; ///< of the script, where it begins
};

/// One direction of a migration: a file of SQL. Its first lines may say how it is run:
///
///     -- gsc: outside a transaction
///     -- gsc: concurrently when large
///     -- gsc: needs the extension pg_trgm
struct SqlScript
{
    QString file; ///< for people
    QString text; ///< as it lies there
    QList<ScriptStatement> statements;
    QString checksum; ///< SHA-256 in hex digits of what the engine reads: comments and blanks do not count

    /// Its statements cannot be in a transaction. After an interruption it goes on with the statement that
    /// was being run, so each of them must be able to run twice.
    bool isOutsideTransaction = false;
    /// PostgreSQL: its indexes are built without locking writers out where their table is large.
    bool isConcurrentWhenLarge = false;
    /// PostgreSQL: left out, and not an error, where this extension may not be made.
    QString extension;
};

/// Cuts a script into statements at semicolons outside of quotes, comments, parentheses and bodies of
/// routines.
[[nodiscard]] QList<ScriptStatement> statementsOf(const QString &script, Db::Engine dialect);

/// Reads a script and makes sure that it can be run in our way. Error: Syntax, with a summary naming the file
/// and the line, when it has no statement, a mark that does not exist, a COMMIT or other word that would take
/// the transaction out of our hands, a parameter, or touches the history, which this program writes itself.
[[nodiscard]] Core::Result<SqlScript> readScript(const QString &file, const QByteArray &content,
                                                 Db::Engine dialect);

} // namespace Schema
