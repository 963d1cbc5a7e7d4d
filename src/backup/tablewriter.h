// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/rowledger.h"
#include "tables/rowbatch.h"

namespace Backup {

/// Writes into one table what its ledger decided, by few large statements. For one use.
class TableWriter final
{
public:
    /// `plan` outlives it.
    TableWriter(Db::Transaction &transaction, Db::Engine engine, const TablePlan &plan);
    Q_DISABLE_COPY_MOVE(TableWriter)

    /// Adds and changes the wanted rows.
    [[nodiscard]] Core::Result<void> write(Tables::TableSource &backup, const RowLedger::Wanted &wanted,
                                           Core::JobContext &context);
    /// Removes the rows that can be. Error: Conflict where some are not there.
    [[nodiscard]] Core::Result<void> remove(RowLedger &ledger, Core::JobContext &context);

private:
    /// An empty table with the types of these columns, which nobody else sees.
    [[nodiscard]] Core::Result<void> makeStage(const QStringList &columns);
    [[nodiscard]] QString stage() const;
    /// A neutral row as the engine reads it.
    [[nodiscard]] const Db::RawRow &inEnginesWords(const Db::RawRow &row);
    /// Loads the rows of a batch, which is empty afterwards.
    [[nodiscard]] Core::Result<void> flush(Tables::RowBatch &batch, const QString &table,
                                           const QStringList &columns);
    [[nodiscard]] Core::Result<void> moveStaged();

    Db::Transaction &m_transaction;
    Db::Engine m_engine;
    const TablePlan &m_plan;
    QString m_table;
    RowText m_text;
    QList<QByteArray> m_buffers;
    QStringList m_names; ///< of the plan's columns, quoted
    QStringList m_keys;  ///< quoted
    QList<Tables::ValueKind> m_kinds;
    Db::RawRow m_row;
    Tables::RowBatch m_staged;
    Tables::RowBatch m_direct;
};

} // namespace Backup
