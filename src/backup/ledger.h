// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/rowledger.h"
#include "backup/workfolder.h"

namespace Backup {

/// The ledgers of all tables of a restore, and which rows cannot be removed because others refer to them.
class Ledger final
{
public:
    /// `plan` and `work` outlive it.
    [[nodiscard]] static Core::Result<std::unique_ptr<Ledger>> create(const WorkFolder &work,
                                                                      const RestorePlan &plan,
                                                                      const RestoreRequest &request,
                                                                      Core::JobContext &context);
    ~Ledger();
    Q_DISABLE_COPY_MOVE(Ledger)

    /// Error: Corrupt where the rows are not those that were `verified`.
    [[nodiscard]] Core::Result<void> addBackup(Tables::TableSource &source,
                                               const QList<Tables::TableSummary> &verified,
                                               Core::JobContext &context);
    /// May be called again, for another moment.
    [[nodiscard]] Core::Result<void> addDatabase(const Reader &reader, const Target &target,
                                                 Core::JobContext &context);

    [[nodiscard]] const std::vector<std::unique_ptr<RowLedger>> &tables() const { return m_tables; }
    /// The tables as addDatabase() found them.
    [[nodiscard]] const QList<Tables::TableSummary> &found() const { return m_found; }
    [[nodiscard]] Core::Result<QList<TableChange>> changes();
    /// "Customer 17", at most a thousand.
    [[nodiscard]] Core::Result<QStringList> unremovable();
    [[nodiscard]] Core::Result<bool> isAsDecided(const Reader &reader, Db::Engine engine,
                                                 Core::JobContext &context);

private:
    Ledger();
    [[nodiscard]] int numberOf(const QString &table) const;
    [[nodiscard]] Core::Result<void> keepReferred(const Reader &reader, const Target &target);
    [[nodiscard]] Core::Result<bool> addReference(const Reader &reader, const Target &target,
                                                  const Reference &reference);
    [[nodiscard]] Core::Result<void> spreadStaying();

    std::unique_ptr<Db::SqliteFile> m_file;
    std::unique_ptr<Core::JobContext::Stopper> m_stopper;
    std::vector<std::unique_ptr<RowLedger>> m_tables;
    QList<Tables::TableSummary> m_found;
    /// Which tables refer to which, by number; -1: one that is not restored.
    QSet<std::pair<int, int>> m_pairs;
};

} // namespace Backup
