// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/copyrows.h"
#include "backup/sqlcursor.h"

#include <QStringList>

#include <optional>

namespace Backup {

/// Where the rows of a COPY block belong, and where in the script they lie.
struct CopyBlock
{
    RelationName table;
    QStringList columns;
    qint64 offset = 0; ///< of the first row, in bytes
    qint64 line = 0;   ///< of the COPY statement
};

/// The pieces of a script one after the other, under the rules of readScript(): its statements, its rows, and
/// that it is complete.
class ScriptParser final
{
public:
    /// `device` is open at its beginning and outlives this.
    explicit ScriptParser(QIODevice &device)
        : m_lines(device)
    {}
    Q_DISABLE_COPY_MOVE(ScriptParser)

    /// Goes to the next statement, over rows that were not read. False: the script is at its proper end.
    /// Error: those of readScript(), but for Cancelled.
    [[nodiscard]] Core::Result<bool> next();
    [[nodiscard]] const SqlStatement &statement() const { return m_statement; }
    /// Where the statement is a COPY; its rows are next.
    [[nodiscard]] const std::optional<CopyBlock> &copy() const { return m_copy; }
    /// The next row of the block, valid until the next call; false behind the last one.
    [[nodiscard]] Core::Result<bool> nextRow(Db::RawRow &row);
    /// How many bytes were read so far.
    [[nodiscard]] qint64 offset() const { return m_lines.offset(); }

private:
    /// What of pg_dump's last lines has been seen: in this order and without anything between.
    enum class Tail { NotYet, Words, Dashes, Blank, Unrestrict, Done };

    [[nodiscard]] Core::Result<bool> readLine();
    [[nodiscard]] Core::Result<bool> isOwnLine();
    [[nodiscard]] Core::Result<void> tailLine(QByteArrayView text);
    [[nodiscard]] Core::Result<void> restrictLine(QByteArrayView text);
    [[nodiscard]] Core::Error psqlCommand() const;
    [[nodiscard]] Core::Result<void> checkStatement();
    [[nodiscard]] Core::Result<void> beginCopy(SqlCursor &cursor);

    ScriptLines m_lines;
    QByteArrayView m_line; ///< the present one
    qsizetype m_at = 0;    ///< how much of it is read
    SqlScanner m_scanner;
    SqlStatement m_statement;
    std::optional<CopyBlock> m_copy;
    std::optional<CopyRows> m_rows;
    bool m_hasStatements = false;
    QByteArray m_key; ///< of \restrict; empty: the script has none
    Tail m_tail = Tail::NotYet;
};

} // namespace Backup
