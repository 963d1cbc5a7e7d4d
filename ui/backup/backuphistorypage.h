// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"
#include "ui/backup/backupfiltermodel.h"
#include "ui/backup/backuplistmodel.h"
#include "ui/backup/openeddatabase.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace Gui {

class StatePane;
class ToneLabel;

/// All backups that this computer knows: what each is worth, and what can be done with it. The page lists,
/// pins and deletes; what takes long is asked for by signals and done by jobs of the window.
class BackupHistoryPage final : public QWidget
{
    Q_OBJECT

public:
    /// Enabled as the selected backup and the opened database allow.
    struct Actions
    {
        QAction *backUp = nullptr;
        QAction *restore = nullptr;
        QAction *verify = nullptr;
        QAction *rehearse = nullptr;
        QAction *compare = nullptr;
        QAction *browse = nullptr;
        QAction *pin = nullptr;
        QAction *remove = nullptr;
        QAction *openFolder = nullptr;
        QAction *cleanUp = nullptr;
    };

    explicit BackupHistoryPage(Core::UserPrompt &prompt, QWidget *parent = nullptr);
    ~BackupHistoryPage() override;
    Q_DISABLE_COPY_MOVE(BackupHistoryPage)

    [[nodiscard]] const Actions &actions() const { return m_actions; }
    /// The one that is open in the window; nullopt: none, all backups are shown.
    void setDatabase(const std::optional<OpenedDatabase> &database);
    /// Reads the list anew, elsewhere. `wanted`: the file to select then; empty: the selection stays.
    void reload(const QString &wanted = {});
    [[nodiscard]] bool isLoading() const { return m_isLoading; }
    /// The backups of the opened database, newest first; of all where none is open.
    [[nodiscard]] QList<Backup::Entry> entriesOfDatabase() const;
    [[nodiscard]] std::optional<Backup::Entry> selected() const;

Q_SIGNALS:
    void backupRequested();
    void restoreRequested(const Backup::Entry &entry);
    void verifyRequested(const Backup::Entry &entry);
    void rehearseRequested(const Backup::Entry &entry);
    void compareRequested(const Backup::Entry &entry);
    void browseRequested(const Backup::Entry &entry);
    void cleanUpRequested();
    void messageReported(const QString &text);
    void errorReported(const Core::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void createActions();
    void arrange();
    void connectParts();
    void setEntries(const QList<Backup::Entry> &entries);
    void select(const QString &file);
    void updateState();
    void updateActions();
    void updateAdvice();
    void updateFacts();
    void setPinned(bool on);
    void removeSelected();
    void openFolder();
    /// Runs `change` of the list in a thread, then reloads.
    void changeShelf(std::function<Core::Result<void>(Backup::Shelf &)> change, const QString &success);

    Core::UserPrompt &m_prompt;
    BackupListModel m_model;
    BackupFilterModel m_shown;
    std::optional<OpenedDatabase> m_database;
    Actions m_actions;
    bool m_isLoading = false;
    bool m_isLoadedOnce = false;
    bool m_isReloadWanted = false;
    QString m_wanted;  ///< file to select once it is in the list
    QTimer m_ageTimer; ///< while somebody looks, "just now" does not stay for hours

    QLineEdit *m_filter;
    QCheckBox *m_onlyThis;
    ToneLabel *m_advice;
    QPushButton *m_adviceButton;
    QStackedWidget *m_stack;
    QTableView *m_table;
    StatePane *m_state;
    QLabel *m_facts;
};

} // namespace Gui
