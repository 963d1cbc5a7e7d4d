// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"
#include "customers/draftjournal.h"
#include "db/connection.h"

#include <QObject>

#include <memory>

namespace Gui {

/// One opened database: its two connections, what the catalogue says, and the services on top. Opening is
/// asynchronous; nothing of it is usable before opened().
class Workspace final : public QObject
{
    Q_OBJECT

public:
    Workspace(const Db::ConnectionSpec &spec, const QString &draftFolder, QObject *parent = nullptr);
    ~Workspace() override;
    Q_DISABLE_COPY_MOVE(Workspace)

    void open();
    /// Makes a new SQLite file with the schema and so many sample customers in it, then opens it. A file that
    /// is there already is an error, and left alone.
    void createDatabase(int sampleCount);
    /// Makes the schema in a database that has no Customer table, then opens it.
    void createSchema();
    void cancel();

    [[nodiscard]] const Db::ConnectionSpec &spec() const { return m_interactive.spec(); }
    [[nodiscard]] const Db::LineInfo &line() const { return m_line; }
    [[nodiscard]] Customers::CustomerRepository &repository() { return *m_repository; }
    [[nodiscard]] Customers::DraftJournal &journal() { return m_journal; }

Q_SIGNALS:
    void opened();
    /// The line stands, but the database has no Customer table.
    void customerTableMissing();
    void failed(const Core::Error &error);

private:
    void readCatalogue();
    void openAfter(Core::Task<int> creation);

    Db::Connection m_interactive;
    Db::Connection m_background;
    Customers::DraftJournal m_journal;
    Db::LineInfo m_line;
    Core::Task<Db::LineInfo> m_openTask;
    Core::Task<Db::Catalogue> m_catalogueTask;
    std::unique_ptr<Customers::CustomerRepository> m_repository;
};

} // namespace Gui
