// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"
#include "customers/draftjournal.h"
#include "db/connection.h"
#include "ui/backup/openeddatabase.h"
#include "ui/shell/writeguard.h"

#include <QObject>

#include <memory>

namespace Gui {

/// One opened profile: its two connections, what the catalogue says, and the services on top. Opening is
/// asynchronous; nothing of it is usable before opened(). The second connection is made by the first
/// background work.
class Workspace final : public QObject
{
    Q_OBJECT

public:
    /// `password`: nullopt where none is known. `log` is told every statement; values only where the
    /// environment is Local.
    Workspace(const Profiles::Profile &profile, const std::optional<QString> &password,
              const std::shared_ptr<Db::QueryLog> &log, const QString &draftFolder,
              QObject *parent = nullptr);
    ~Workspace() override;
    Q_DISABLE_COPY_MOVE(Workspace)

    void open();
    /// Makes a new SQLite file with the schema and so many sample customers in it, then opens it. A file that
    /// is there already is an error, and left alone.
    void createDatabase(int sampleCount);
    /// Makes the schema in a database that has no Customer table, then opens it.
    void createSchema();
    /// After its schema was changed: catalogueChanged() follows, or opened() where it has its first Customer
    /// table now, customerTableMissing(), or catalogueFailed().
    void reloadCatalogue();
    void cancel();

    [[nodiscard]] const Profiles::Profile &profile() const { return m_profile; }
    [[nodiscard]] WriteGuard &guard() { return m_guard; }
    [[nodiscard]] const Db::ConnectionSpec &spec() const { return m_interactive.spec(); }
    [[nodiscard]] const Db::LineInfo &line() const { return m_line; }
    [[nodiscard]] Customers::CustomerRepository &repository() { return *m_repository; }
    [[nodiscard]] Customers::DraftJournal &journal() { return m_journal; }
    /// What long work needs to open a line of its own, beside the two of the window.
    [[nodiscard]] OpenedDatabase forJobs() const;

Q_SIGNALS:
    void opened();
    /// The line stands, but the database has no Customer table.
    void customerTableMissing();
    void failed(const Core::Error &error);
    void catalogueChanged();
    /// What was known of the database stays in use.
    void catalogueFailed(const Core::Error &error);
    /// A line stands again, or another one; line() tells.
    void lineChanged();
    /// The database does not answer yet, for a reason that usually passes; another try follows.
    void retrying(const Core::Error &reason);

private:
    [[nodiscard]] Db::SessionOptions optionsFor(const std::shared_ptr<Db::QueryLog> &log,
                                                const QString &purpose) const;
    void readCatalogue();
    void openAfter(Core::Task<int> creation);

    Profiles::Profile m_profile;
    std::shared_ptr<Db::QueryLog> m_log;
    WriteGuard m_guard;
    Db::Connection m_interactive;
    Db::Connection m_background;
    Customers::DraftJournal m_journal;
    Db::LineInfo m_line;
    Core::Task<Db::LineInfo> m_openTask;
    Core::Task<Db::Catalogue> m_catalogueTask;
    std::unique_ptr<Customers::CustomerRepository> m_repository;
};

} // namespace Gui
