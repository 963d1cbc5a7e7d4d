// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "schema/migrationplan.h"
#include "ui/schema/migrationlistmodel.h"

#include <QPointer>
#include <QTime>
#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace Gui {

class StatePane;
class StepDetails;
class ToneLabel;

/// Where the schema of the opened database stands: each migration with its state and its SQL, who made the
/// tables, and what differs. The page only reads; what changes something is asked for by signals.
class SchemaPage final : public QWidget
{
    Q_OBJECT

public:
    /// Enabled as the database, its migrations and the selected one allow.
    struct Actions
    {
        QAction *applyAll = nullptr;
        QAction *applyTo = nullptr;
        QAction *rollBackTo = nullptr;
        QAction *rollBackAll = nullptr;
        QAction *adopt = nullptr;
        QAction *dryRun = nullptr;
        QAction *saveScript = nullptr;
        QAction *verify = nullptr;
        QAction *locks = nullptr;
        QAction *roles = nullptr;
        QAction *refresh = nullptr;
    };

    explicit SchemaPage(QWidget *parent = nullptr);
    ~SchemaPage() override;
    Q_DISABLE_COPY_MOVE(SchemaPage)

    [[nodiscard]] const Actions &actions() const { return m_actions; }
    /// Another database was opened; nothing is known of it. `isReadOnly`: it can never be changed.
    void setDatabase(Db::Engine engine, bool isReadOnly);
    /// None is open.
    void clear();
    /// Reads the status elsewhere; what is shown stays meanwhile.
    void read(const Schema::Target &target);
    [[nodiscard]] bool isReading() const { return m_job != nullptr; }
    /// Something works on the schema: what is shown cannot be acted on.
    void setBusy(bool on);
    /// As it was read last.
    [[nodiscard]] const std::optional<Schema::MigrationStatus> &status() const { return m_status; }
    [[nodiscard]] const Schema::MigrationEntry *selected() const;

    /// Columns and splitter.
    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &bytes);

Q_SIGNALS:
    /// The status is to be read: read() follows.
    void readRequested();
    void statusRead(const Schema::MigrationStatus &status);
    /// `to`: as for Schema::makePlan().
    void planRequested(Schema::Direction direction, const QString &to);
    void dryRunRequested();
    void adoptionRequested();
    void scriptRequested();
    void locksRequested();
    void rolesRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void createActions();
    void arrange();
    [[nodiscard]] QWidget *createList();
    void connectParts();
    void requestRead();
    void stopReading();
    void wasRead(const Core::Result<Schema::MigrationStatus> &status);
    void showStatus();
    void updateState();
    void updateActions();
    void updateDetails();

    MigrationListModel m_model;
    Actions m_actions;
    std::optional<Db::Engine> m_engine; ///< nullopt: no database is open
    std::optional<Schema::MigrationStatus> m_status;
    std::optional<Core::Error> m_error; ///< of the last reading
    QTime m_readAt;
    QPointer<Core::Job> m_job; ///< while it is being read
    quint64 m_question = 0;    ///< the latest reading
    bool m_isReadOnly = false;
    bool m_isBusy = false;
    bool m_isVerifying = false;

    QLabel *m_explanation;
    ToneLabel *m_summary;
    ToneLabel *m_warnings;
    QProgressBar *m_progress;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    QTableView *m_table;
    StepDetails *m_details;
    StatePane *m_state;
};

} // namespace Gui
