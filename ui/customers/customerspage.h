// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"
#include "ui/customers/customereditor.h"
#include "ui/customers/customertablemodel.h"

#include <QWidget>

class QAction;
class QSplitter;
class QStackedWidget;

namespace Gui {

class CustomerFilterBar;
class CustomerForm;
class CustomerTableView;
class PendingBar;
class StatePane;

/// Search, table, form and pending changes of one opened database.
class CustomersPage final : public QWidget
{
    Q_OBJECT

public:
    /// Placed by the shell in tool bar and menus; the page knows when each is enabled.
    struct Actions
    {
        QAction *create = nullptr;
        QAction *save = nullptr;
        QAction *undo = nullptr;
        QAction *redo = nullptr;
        QAction *remove = nullptr;
        QAction *restore = nullptr;
        QAction *purge = nullptr;
        QAction *review = nullptr;
        QAction *discard = nullptr;
        QAction *find = nullptr;
        QAction *refresh = nullptr;
        QAction *copy = nullptr;
    };

    CustomersPage(Customers::CustomerRepository &repository, Customers::DraftJournal &journal,
                  Core::UserPrompt &prompt, QWidget *parent = nullptr);
    ~CustomersPage() override;
    Q_DISABLE_COPY_MOVE(CustomersPage)

    [[nodiscard]] const Actions &actions() const { return m_actions; }
    [[nodiscard]] CustomerEditor &editor() { return m_editor; }

    /// Reads the first rows and the drafts of last time.
    void start();
    /// Reads anew what is shown; place and selection stay.
    void refresh() { m_list.refresh(); }
    [[nodiscard]] bool hasFailed() const { return m_list.state() == Customers::CustomerList::State::Failed; }
    void showView(Customers::CustomerQuery::View view);
    [[nodiscard]] Customers::CustomerQuery::View view() const;
    /// Which customers are shown, in which order.
    [[nodiscard]] const Customers::CustomerQuery &query() const { return m_list.query(); }
    /// How many those are; nullopt until they are counted.
    [[nodiscard]] std::optional<int> customerCount() const;
    /// The columns on screen, from left to right.
    [[nodiscard]] QList<Customers::Field> visibleFields() const;
    void setSaveEachRow(bool saveEachRow) { m_saveEachRow = saveEachRow; }

    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &bytes);

Q_SIGNALS:
    void viewChanged();
    /// Something good or neutral to tell.
    void messageReported(const QString &text);
    /// The rows on screen are those of before, because the database could not be asked. refresh() tries
    /// again.
    void readingFailed(const Core::Error &error);
    /// Reading works again.
    void readingRecovered();
    void errorReported(const Core::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void createActions();
    void connectParts();
    void updateActions();
    void updateState();
    void updateForm();
    /// The details stand beside the table where there are rows and room.
    void placeForm();
    void currentRowChanged(const QModelIndex &current, const QModelIndex &previous);
    void keepCurrent();
    [[nodiscard]] QList<Customers::Customer> selected(int limit) const;
    [[nodiscard]] std::optional<QList<Customers::Customer>> selectedForAction();
    void goTo(qint64 id, Customers::Field field);

    void createCustomer();
    void removeSelected();
    void restoreSelected();
    void purgeSelected();
    void discardAll();
    void review();
    void showConflicts(const QList<Customers::Conflict> &conflicts);
    void showContextMenu(const QPoint &position);

    Customers::CustomerRepository &m_repository;
    Core::UserPrompt &m_prompt;
    Customers::CustomerList m_list;
    CustomerEditor m_editor;
    CustomerTableModel m_model;
    Actions m_actions;
    qint64 m_currentId = 0;
    bool m_saveEachRow = false;
    bool m_started = false;
    bool m_showsOldRows = false; ///< readingFailed() was the last that was told
    Core::Task<QList<Customers::Dependents>> m_dependentsTask;

    CustomerFilterBar *m_filters;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    CustomerTableView *m_table;
    StatePane *m_state;
    CustomerForm *m_form;
    PendingBar *m_pending;
};

} // namespace Gui
