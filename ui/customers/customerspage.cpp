// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customerspage.h"

#include "ui/base/pagelayout.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/customers/conflictdialog.h"
#include "ui/customers/customercelldelegate.h"
#include "ui/customers/customerfilterbar.h"
#include "ui/customers/customerform.h"
#include "ui/customers/customertableview.h"
#include "ui/customers/pendingbar.h"
#include "ui/customers/reviewdialog.h"

#include <QAction>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMenu>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Gui {

using Core::Answer;
using Core::Result;
using Customers::Customer;
using Customers::CustomerList;
using Customers::CustomerQuery;
using Customers::Field;

namespace {

/// More than this cannot be decided about at once.
constexpr int selectionLimit = 5'000;
constexpr int narrowWidth = 750; // of the page; the sections take the rest of 1000

QString dependentsText(const QList<Customers::Dependents> &dependents)
{
    QStringList parts;
    for (const Customers::Dependents &d : dependents)
        parts.append(d.table == QLatin1String("Job")
                         ? CustomersPage::tr("%n job(s)", nullptr, int(d.count))
                         : CustomersPage::tr("%n row(s) in %1", nullptr, int(d.count)).arg(d.table));
    return parts.join(QStringLiteral(", "));
}

} // namespace

CustomersPage::CustomersPage(Customers::CustomerRepository &repository, Customers::DraftJournal &journal,
                             Core::UserPrompt &prompt, QWidget *parent)
    : QWidget(parent)
    , m_repository(repository)
    , m_prompt(prompt)
    , m_list(repository)
    , m_editor(repository, m_list, journal)
    , m_model(m_list, m_editor)
    , m_filters(new CustomerFilterBar(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new CustomerTableView(this))
    , m_state(new StatePane(this))
    , m_form(new CustomerForm(m_editor, this))
    , m_pending(new PendingBar(m_editor, this))
{
    setObjectName(QStringLiteral("customersPage"));
    m_table->setObjectName(QStringLiteral("customersTable"));
    m_table->setAccessibleName(tr("Customers"));
    m_table->setItemDelegate(new CustomerCellDelegate(m_editor.rules(), m_table));
    m_table->setModel(&m_model);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    m_splitter->setObjectName(QStringLiteral("customersSplitter"));
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_form);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setCollapsible(0, false);
    m_splitter->setHandleWidth(1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filters);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_pending);

    createActions();
    connectParts();
    // Buttons keep their place while menus tell what the next step is.
    m_actions.undo->setIconText(tr("Undo"));
    m_actions.redo->setIconText(tr("Redo"));
    updateState();
    updateForm();
    updateActions();
}

CustomersPage::~CustomersPage()
{
    // Views look at the model until they are gone, and the model is a member: it would go first.
    m_table->setModel(nullptr);
    delete m_form;
    delete m_pending;
}

void CustomersPage::createActions()
{
    const auto make = [this](const char *icon, const QString &text, const QKeySequence &keys, auto slot) {
        auto *action = new QAction(Theme::icon(QLatin1String(icon)), text, this);
        action->setShortcut(keys);
        if (!keys.isEmpty())
            action->setToolTip(QStringLiteral("%1 (%2)").arg(QString(text).remove(QLatin1Char('&')),
                                                             keys.toString(QKeySequence::NativeText)));
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    m_actions.create =
        make("list-add", tr("&New customer"), QKeySequence::New, &CustomersPage::createCustomer);
    m_actions.save = make("document-save", tr("&Save"), QKeySequence::Save, [this] { m_editor.save(); });
    m_actions.undo =
        make("edit-undo", tr("&Undo"), QKeySequence::Undo, [this] { m_editor.undoStack()->undo(); });
    m_actions.redo = make("edit-redo", tr("&Redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
                          [this] { m_editor.undoStack()->redo(); });
    m_actions.remove = make("edit-delete", tr("&Delete"), {}, &CustomersPage::removeSelected);
    m_actions.restore = make("edit-undo-history", tr("Res&tore"), {}, &CustomersPage::restoreSelected);
    m_actions.purge = make("edit-delete-shred", tr("Delete for &good…"), {}, &CustomersPage::purgeSelected);
    m_actions.review = make("document-preview", tr("Re&view changes…"), {}, &CustomersPage::review);
    m_actions.discard = make("edit-clear-all", tr("Dis&card all changes…"), {}, &CustomersPage::discardAll);
    m_actions.find = make("edit-find", tr("&Find"), QKeySequence::Find, [this] { m_filters->focusSearch(); });
    m_actions.refresh =
        make("view-refresh", tr("Re&fresh"), QKeySequence::Refresh, [this] { m_list.refresh(); });
    m_actions.copy = make("edit-copy", tr("&Copy"), QKeySequence::Copy, [this] { m_table->copySelection(); });
    m_actions.copy->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(m_actions.copy);
}

void CustomersPage::connectParts()
{
    connect(m_filters, &CustomerFilterBar::queryChanged, this, [this] {
        CustomerQuery query = m_filters->query();
        query.sort = m_list.query().sort;
        query.descending = m_list.query().descending;
        m_list.setQuery(query);
        Q_EMIT viewChanged();
    });
    connect(&m_list, &CustomerList::stateChanged, this, &CustomersPage::updateState);
    connect(&m_list, &CustomerList::counted, this, &CustomersPage::updateState);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &CustomersPage::keepCurrent);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &CustomersPage::keepCurrent);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &CustomersPage::keepCurrent);
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &from, const QModelIndex &to) {
                const int row = m_table->currentIndex().row();
                if (row >= from.row() && row <= to.row() && m_currentId != m_model.idAt(row))
                    updateForm();
                updateActions();
            });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CustomersPage::updateForm);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &CustomersPage::currentRowChanged);
    connect(m_table, &CustomerTableView::removeRequested, this, [this] {
        if (m_actions.remove->isEnabled())
            removeSelected();
    });
    connect(m_table, &CustomerTableView::contextMenuRequested, this, &CustomersPage::showContextMenu);
    connect(m_table, &CustomerTableView::copyRefused, this, [this](int cells) {
        Q_EMIT messageReported(
            tr("%n cells are too many to copy at once. Select fewer rows.", nullptr, cells));
    });
    connect(m_table, &CustomerTableView::copyNotReady, this, [this] {
        Q_EMIT messageReported(
            tr("Some of the selected customers are still being read. Try again in a moment."));
    });
    connect(m_state, &StatePane::actionRequested, this, [this] {
        if (m_list.state() == CustomerList::State::Failed)
            m_list.refresh();
        else if (m_list.query().needsScan() || m_list.query().view != CustomerQuery::View::Active)
            showView(CustomerQuery::View::Active);
        else
            createCustomer();
    });
    connect(m_form, &CustomerForm::newRequested, this, &CustomersPage::createCustomer);
    connect(m_form, &CustomerForm::removeRequested, this, &CustomersPage::removeSelected);
    connect(m_form, &CustomerForm::restoreRequested, this, &CustomersPage::restoreSelected);
    connect(m_form, &CustomerForm::escapePressed, this, [this] { m_table->setFocus(); });
    connect(m_pending, &PendingBar::saveRequested, m_actions.save, &QAction::trigger);
    connect(m_pending, &PendingBar::reviewRequested, this, &CustomersPage::review);
    connect(m_pending, &PendingBar::discardRequested, this, &CustomersPage::discardAll);

    connect(&m_editor, &CustomerEditor::changed, this, &CustomersPage::updateActions);
    connect(&m_editor, &CustomerEditor::reset, this, &CustomersPage::updateActions);
    connect(&m_editor, &CustomerEditor::savingChanged, this, &CustomersPage::updateActions);
    connect(&m_editor, &CustomerEditor::readOnlyChanged, this, &CustomersPage::updateActions);
    connect(m_editor.undoStack(), &QUndoStack::indexChanged, this, &CustomersPage::updateActions);
    connect(&m_editor, &CustomerEditor::saved, this, [this](int rows, int mergedRows) {
        updateForm(); // the list has the saved values already; the rows are read again in a moment
        QString text = tr("Saved %n customer(s).", nullptr, rows);
        if (mergedRows > 0)
            text +=
                QLatin1Char(' ') + tr("Changes of somebody else to other fields of %n customer(s) were kept.",
                                      nullptr, mergedRows);
        Q_EMIT messageReported(text);
    });
    connect(&m_editor, &CustomerEditor::purged, this, [this](int rows) {
        Q_EMIT messageReported(tr("Deleted %n customer(s) for good.", nullptr, rows));
    });
    connect(&m_editor, &CustomerEditor::draftsLoaded, this, [this](int rows) {
        Q_EMIT messageReported(
            tr("Unsaved changes to %n customer(s) from last time are back.", nullptr, rows));
    });
    connect(&m_editor, &CustomerEditor::conflicted, this, &CustomersPage::showConflicts);
    connect(&m_editor, &CustomerEditor::failed, this, [this](const Core::Error &error) {
        if (const auto problem = m_editor.firstProblem();
            problem && error.kind == Core::ErrorKind::Constraint)
            goTo(problem->first, problem->second);
        Q_EMIT errorReported(error);
    });
}

void CustomersPage::start()
{
    m_editor.loadDrafts();
    m_list.setQuery(m_filters->query());
}

CustomerQuery::View CustomersPage::view() const
{
    return m_filters->query().view;
}

std::optional<int> CustomersPage::customerCount() const
{
    return m_list.isCounted() ? std::optional(m_list.count()) : std::nullopt;
}

QList<Customers::Field> CustomersPage::visibleFields() const
{
    QList<Customers::Field> fields;
    for (const int column : m_table->visibleColumns())
        fields.append(CustomerTableModel::field(column));
    return fields;
}

void CustomersPage::showView(CustomerQuery::View view)
{
    CustomerQuery query;
    query.view = view;
    query.sort = m_list.query().sort;
    query.descending = m_list.query().descending;
    m_filters->setQuery(query);
    m_list.setQuery(query);
    Q_EMIT viewChanged();
}

void CustomersPage::updateState()
{
    const bool failed = m_list.state() == CustomerList::State::Failed;
    const bool loading = m_list.state() == CustomerList::State::Loading;
    m_started = m_started || m_list.state() == CustomerList::State::Ready;
    m_filters->setBusy(loading);
    m_filters->setCount(m_list.count(), m_list.isCounted(), m_list.query().needsScan());

    const bool empty = m_model.rowCount() == 0;
    if (const bool showsOldRows = failed && !empty; showsOldRows != m_showsOldRows && !loading) {
        m_showsOldRows = showsOldRows;
        if (showsOldRows)
            Q_EMIT readingFailed(m_list.error());
        else
            Q_EMIT readingRecovered();
    }
    if (failed) {
        m_state->setState(QStringLiteral("dialog-error"), tr("The customers could not be read"),
                          m_list.error().summary, tr("Try again"));
    } else if (!m_started) {
        m_state->setState(QStringLiteral("view-refresh"), tr("Reading customers…"), QString());
    } else if (empty && m_list.query().needsScan()) {
        m_state->setState(
            QStringLiteral("edit-find"), tr("No customer matches"),
            tr("Nothing in this view contains what you look for. Check the spelling, or search all "
               "active customers."),
            tr("Clear search"));
    } else if (empty && m_list.query().view == CustomerQuery::View::Trash) {
        m_state->setState(QStringLiteral("user-trash"), tr("The trash is empty"),
                          tr("Deleted customers wait here until you restore them or delete them for good."));
    } else if (empty && m_list.query().view != CustomerQuery::View::Active) {
        m_state->setState(QStringLiteral("dialog-ok-apply"), tr("Nobody here"),
                          tr("No customer belongs to this view at the moment."), tr("Show active customers"));
    } else if (empty) {
        m_state->setState(QStringLiteral("system-users"), tr("No customers yet"),
                          tr("Add the first one; everything is saved in this database only."),
                          tr("New customer"));
    }
    // Rows that could not be read anew are better than none: place, selection and changes stay.
    const bool showTable = m_started && !empty;
    m_stack->setCurrentWidget(showTable ? static_cast<QWidget *>(m_table) : m_state);
    placeForm();
    updateForm();
}

void CustomersPage::keepCurrent()
{
    updateState();
    if (m_model.rowCount() == 0)
        return;
    const int row = m_model.rowOf(m_currentId);
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && (row < 0 || row == current.row()))
        return;
    // There always is a current cell: keyboard and screen readers start from it.
    const int column = current.isValid() ? current.column() : CustomerTableModel::column(Field::Name);
    m_table->goToIndex(m_model.index(row >= 0 ? row : 0, column));
}

QList<Customer> CustomersPage::selected(int limit) const
{
    QList<Customer> customers;
    const QList<int> rows = m_table->selectedRowNumbers(limit);
    for (const int row : rows)
        if (const auto customer = m_model.stored(row))
            customers.append(*customer);
    return customers;
}

std::optional<QList<Customer>> CustomersPage::selectedForAction()
{
    const int count = m_table->selectedRowCount();
    if (count > selectionLimit) {
        Q_EMIT messageReported(tr("%n customers are too many at once. Select fewer.", nullptr, count));
        return std::nullopt;
    }
    QList<Customer> customers = selected(selectionLimit);
    if (customers.size() < count) {
        Q_EMIT messageReported(
            tr("Some of the selected customers are still being read. Try again in a moment."));
        return std::nullopt;
    }
    return customers;
}

void CustomersPage::updateForm()
{
    const int count = m_table->selectedRowCount();
    const QList<Customer> customers = selected(2);
    m_form->setCustomers(customers, count);
    m_form->setDependents({});
    m_dependentsTask.cancel();
    m_currentId = m_model.idAt(m_table->currentIndex().row());
    if (customers.size() == 1 && count == 1 && customers.first().id > 0 &&
        !m_repository.catalogue().references.isEmpty()) {
        m_dependentsTask = m_repository.dependents({customers.first().id});
        m_dependentsTask.then(
            this, [this, id = customers.first().id](const Result<QList<Customers::Dependents>> &found) {
                if (found && id == m_currentId)
                    m_form->setDependents(*found);
            });
    }
    updateActions();
}

void CustomersPage::currentRowChanged(const QModelIndex &, const QModelIndex &previous)
{
    if (!m_saveEachRow || !previous.isValid() || m_currentId == 0)
        return;
    const qint64 id = m_currentId;
    m_currentId = m_model.idAt(m_table->currentIndex().row());
    if (id != m_currentId && m_editor.changes().find(id))
        m_editor.save(id);
}

void CustomersPage::updateActions()
{
    const bool writable = !m_editor.isReadOnly() && !m_editor.isSaving();
    const bool staged = !m_editor.changes().isEmpty();
    const QList<Customer> some = selected(1);
    const bool any = !some.isEmpty();
    const bool inTrash = any && m_editor.current(some.first()).isDeleted;
    m_actions.create->setEnabled(writable);
    m_actions.save->setEnabled(writable && staged);
    m_actions.save->setText(staged ? tr("&Save %1").arg(m_editor.changes().changeCount()) : tr("&Save"));
    m_actions.undo->setEnabled(writable && m_editor.undoStack()->canUndo());
    const QString undone = m_editor.undoStack()->undoText().replace(QLatin1Char('&'), QLatin1String("&&"));
    m_actions.undo->setText(undone.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(undone));
    m_actions.redo->setEnabled(writable && m_editor.undoStack()->canRedo());
    const QString redone = m_editor.undoStack()->redoText().replace(QLatin1Char('&'), QLatin1String("&&"));
    m_actions.redo->setText(redone.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(redone));
    m_actions.remove->setEnabled(writable && any && !inTrash);
    m_actions.restore->setEnabled(writable && inTrash);
    m_actions.purge->setEnabled(writable && any && some.first().isDeleted);
    m_actions.review->setEnabled(staged);
    m_actions.discard->setEnabled(writable && staged);
}

void CustomersPage::goTo(qint64 id, Field field)
{
    const int row = m_model.rowOf(id);
    if (row >= 0)
        m_table->goToIndex(m_model.index(row, CustomerTableModel::column(field)));
    if (row >= 0 && m_form->isVisible())
        m_form->focusField(field);
}

void CustomersPage::createCustomer()
{
    if (m_list.query().view == CustomerQuery::View::Trash)
        showView(CustomerQuery::View::Active);
    const qint64 id = m_editor.addCustomer();
    if (id == 0)
        return;
    m_currentId = id;
    m_table->scrollToTop();
    goTo(id, Field::Name);
    if (!m_form->isVisible())
        m_table->edit(m_table->currentIndex());
}

void CustomersPage::removeSelected()
{
    const auto customers = selectedForAction();
    if (!customers || customers->isEmpty())
        return;
    QList<qint64> ids;
    for (const Customer &customer : *customers)
        if (customer.id > 0)
            ids.append(customer.id);
    m_repository.dependents(ids).then(
        this, [this, customers = *customers](const Result<QList<Customers::Dependents>> &found) {
            if (!found)
                return void(Q_EMIT errorReported(found.error()));
            if (found->isEmpty())
                return m_editor.remove(customers);
            m_prompt.ask(
                {tr("Delete customers"),
                 tr("The %n customer(s) you delete have %1.", nullptr, int(customers.size()))
                     .arg(dependentsText(*found)),
                 tr("The web application hides them together with the customer. Nothing is lost: restoring "
                    "the customer brings them back."),
                 tr("Delete"), QString(), false},
                [this, customers](Answer answer) {
                    if (answer == Answer::Accept)
                        m_editor.remove(customers);
                });
        });
}

void CustomersPage::restoreSelected()
{
    if (const auto customers = selectedForAction())
        m_editor.restore(*customers);
}

void CustomersPage::purgeSelected()
{
    const auto customers = selectedForAction();
    if (!customers || customers->isEmpty())
        return;
    m_prompt.ask(
        {tr("Delete for good"),
         tr("%n customer(s) will be gone for good. This cannot be undone.", nullptr, int(customers->size())),
         tr("Customers that jobs refer to are kept, and then nothing is deleted."), tr("Delete for good"),
         QString(), true, tr("Only a backup has them then."), true},
        [this, customers = *customers](Answer answer) {
            if (answer == Answer::Accept)
                m_editor.purge(customers);
        });
}

void CustomersPage::discardAll()
{
    m_prompt.ask({tr("Discard changes"),
                  tr("%n change(s) will be forgotten. Undo brings them back as long as this window is open.",
                     nullptr, m_editor.changes().changeCount()),
                  QString(), tr("Discard"), QString(), true},
                 [this](Answer answer) {
                     if (answer == Answer::Accept)
                         m_editor.discardAll();
                 });
}

void CustomersPage::review()
{
    auto *dialog = new ReviewDialog(m_editor, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ReviewDialog::saveRequested, m_actions.save, &QAction::trigger);
    connect(dialog, &ReviewDialog::customerRequested, this, &CustomersPage::goTo);
    dialog->open();
}

void CustomersPage::showConflicts(const QList<Customers::Conflict> &conflicts)
{
    auto *dialog = new ConflictDialog(conflicts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, conflicts] {
        for (const Customers::Conflict &conflict : conflicts)
            if (!conflict.theirs)
                m_editor.discard({conflict.mine.id()});
        m_editor.resolve(dialog->decided());
        m_editor.save();
    });
    dialog->open();
}

void CustomersPage::showContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_actions.create);
    menu->addSeparator();
    menu->addAction(m_actions.copy);
    menu->addSeparator();
    for (QAction *action : {m_actions.remove, m_actions.restore, m_actions.purge})
        if (action->isEnabled())
            menu->addAction(action);
    menu->addSeparator();
    menu->addAction(m_actions.refresh);
    menu->popup(position);
}

QByteArray CustomersPage::saveLayout() const
{
    return PageLayout{m_table->saveColumns(), m_splitter->saveState()}.toBytes();
}

void CustomersPage::restoreLayout(const QByteArray &bytes)
{
    const PageLayout layout = PageLayout::fromBytes(bytes);
    m_table->restoreColumns(layout.columns);
    m_splitter->restoreState(layout.splitter);
}

void CustomersPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeForm();
}

void CustomersPage::placeForm()
{
    const qreal scale = fontMetrics().height() / 16.0; // the limit is meant for a usual font
    const bool hasRows = m_stack->currentWidget() == m_table;
    m_form->setVisible(hasRows && width() >= narrowWidth * scale);
}

void CustomersPage::keyPressEvent(QKeyEvent *event)
{
    // One step back: from the table to an unfiltered list.
    if (event->key() == Qt::Key_Escape && m_list.query().needsScan())
        return showView(m_list.query().view);
    QWidget::keyPressEvent(event);
}

} // namespace Gui
