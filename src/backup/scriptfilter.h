// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/scriptparser.h"

namespace Backup {

/// What loading a script does with one of its statements.
struct ScriptStep
{
    enum class Kind { LeaveOut, Run, SetSequence };
    Kind kind = Kind::LeaveOut;
    QString sql;         ///< Run
    QString sequence;    ///< SetSequence: as regclass reads it
    qint64 value = 0;    ///< SetSequence
    bool called = false; ///< SetSequence: whether `value` was given out already
};

/// Lets through what pg_dump writes for tables, their rows, sequences, keys and indexes, and only for tables
/// that the script makes itself. A script that makes none (data only) may fill tables that are there.
class ScriptFilter final
{
public:
    /// Tables that the script has in "public" go into `schemaName`.
    explicit ScriptFilter(QString schemaName)
        : m_schemaName(std::move(schemaName))
    {}

    /// Error: Unsupported, with the line and the reason.
    [[nodiscard]] Core::Result<ScriptStep> step(const SqlStatement &statement);
    [[nodiscard]] Core::Result<void> copy(const CopyBlock &block);

    [[nodiscard]] bool makesTables() const { return !m_made.isEmpty(); }
    [[nodiscard]] const QStringList &made() const { return m_made; }           ///< tables and sequences
    [[nodiscard]] const QStringList &filled() const { return m_filled; }       ///< tables with rows
    [[nodiscard]] const QStringList &sequences() const { return m_sequences; } ///< set, but not made
    /// The table's name in the database, quoted.
    [[nodiscard]] QString quotedName(const QString &relation) const;

private:
    using Step = std::optional<ScriptStep>;

    Step setting(SqlCursor &cursor);
    Step selection(SqlCursor &cursor);
    Step creation(SqlCursor &cursor);
    Step extension(SqlCursor &cursor);
    Step table(SqlCursor &cursor);
    Step sequence(SqlCursor &cursor);
    Step index(SqlCursor &cursor);
    Step alteration(SqlCursor &cursor);
    Step tableAlteration(SqlCursor &cursor);
    Step columnAlteration(SqlCursor &cursor);
    Step identity(SqlCursor &cursor);
    Step sequenceAlteration(SqlCursor &cursor);
    bool constraint(SqlCursor &cursor);
    bool foreignKey(SqlCursor &cursor);
    bool tableBody(SqlCursor &cursor);
    bool sequenceOptions(SqlCursor &cursor);

    Step refuse(const QString &reason);
    Step run(const SqlCursor &cursor) const;
    /// A relation of "public"; remembers to lead it to the schema that is loaded into.
    std::optional<QString> publicName(SqlCursor &cursor);
    /// The same, of those that the script made.
    bool madeName(SqlCursor &cursor);
    bool make(const QString &relation);
    bool isFine(const SqlCursor &cursor, qsizetype from, qsizetype to);

    const QString m_schemaName;
    QStringList m_made;
    QStringList m_filled;
    QStringList m_sequences;
    // Of the present statement:
    QList<std::pair<qsizetype, QByteArray>> m_replaced;
    QString m_reason;
};

} // namespace Backup
