// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/reviewdialog.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/customers/customereditor.h"
#include "ui/customers/fieldlabel.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace Gui {

using Customers::Field;
using Customers::RowChange;

namespace {

constexpr int idRole = Qt::UserRole + 1;
constexpr int fieldRole = Qt::UserRole + 2;

QString shown(const Db::Cell &value)
{
    if (!value)
        return ReviewDialog::tr("no value");
    return value->isEmpty() ? ReviewDialog::tr("empty") : value->simplified();
}

QString headline(const RowChange &change)
{
    const QString name = change.current.text(Field::Name).value_or(QString()).trimmed();
    const QString title = name.isEmpty() ? ReviewDialog::tr("(no name)") : name;
    if (change.isNew())
        return ReviewDialog::tr("%1: new customer").arg(title);
    if (change.deletes())
        return ReviewDialog::tr("%1: moved to the trash").arg(title);
    if (change.restores())
        return ReviewDialog::tr("%1: restored").arg(title);
    return title;
}

} // namespace

ReviewDialog::ReviewDialog(CustomerEditor &editor, QWidget *parent)
    : QDialog(parent)
    , m_editor(editor)
    , m_title(new QLabel(this))
    , m_list(new QTreeWidget(this))
    , m_save(new QPushButton(Theme::icon(QStringLiteral("document-save")), tr("&Save"), this))
    , m_goTo(new QPushButton(tr("&Go to customer"), this))
    , m_discard(new QPushButton(tr("&Discard selected"), this))
    , m_discardAll(new QPushButton(tr("Discard &all"), this))
{
    setObjectName(QStringLiteral("reviewDialog"));
    setWindowTitle(tr("Changes that are not saved yet"));
    m_list->setObjectName(QStringLiteral("reviewList"));
    m_list->setAccessibleName(tr("Changes"));
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("Customer and field"), tr("Before"), tr("After")});
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(true);
    m_save->setObjectName(QStringLiteral("reviewSave"));
    m_discard->setObjectName(QStringLiteral("reviewDiscard"));
    m_discardAll->setObjectName(QStringLiteral("reviewDiscardAll"));
    m_goTo->setObjectName(QStringLiteral("reviewGoTo"));
    m_title->setObjectName(QStringLiteral("reviewTitle"));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_save->setDefault(true);

    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(m_goTo, QDialogButtonBox::ActionRole);
    buttons->addButton(m_discard, QDialogButtonBox::ResetRole);
    buttons->addButton(m_discardAll, QDialogButtonBox::ResetRole);
    buttons->addButton(QDialogButtonBox::Close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::small);
    layout->addWidget(m_title);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 26);

    connect(m_save, &QPushButton::clicked, this, [this] {
        Q_EMIT saveRequested();
        accept();
    });
    connect(m_discard, &QPushButton::clicked, this, [this] { m_editor.discard(selectedIds()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_discardAll, &QPushButton::clicked, &editor, &CustomerEditor::discardAll);
    connect(m_goTo, &QPushButton::clicked, this, &ReviewDialog::goToCurrent);
    connect(m_list, &QTreeWidget::itemActivated, this, &ReviewDialog::goToCurrent);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, [this] {
        const bool any = !m_list->selectedItems().isEmpty();
        m_goTo->setEnabled(any);
        m_discard->setEnabled(any && !m_editor.isSaving());
    });
    m_refill.setSingleShot(true);
    m_refill.setInterval(0);
    connect(&m_refill, &QTimer::timeout, this, &ReviewDialog::fill);
    connect(&editor, &CustomerEditor::changed, this, &ReviewDialog::fillSoon);
    connect(&editor, &CustomerEditor::reset, this, &ReviewDialog::fillSoon);
    connect(&editor, &CustomerEditor::savingChanged, this, &ReviewDialog::fillSoon);
    fill();
}

void ReviewDialog::fillSoon()
{
    m_refill.start();
}

void ReviewDialog::goToCurrent()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    Q_EMIT customerRequested(item->data(0, idRole).toLongLong(), Field(item->data(0, fieldRole).toInt()));
    accept();
}

void ReviewDialog::fill()
{
    m_list->clear();
    const QList<RowChange> changes = m_editor.changes().changes();
    QList<QTreeWidgetItem *> items; // put in together: the list is laid out once, not once a line
    for (const RowChange &change : changes) {
        auto *top = new QTreeWidgetItem({headline(change)});
        items.append(top);
        top->setData(0, idRole, change.id());
        top->setData(0, fieldRole, int(Field::Name));
        for (const int covered : {1, 2}) // what a screen reader finds under the spanning text
            top->setData(covered, Qt::AccessibleTextRole, headline(change));
        QFont bold = top->font(0);
        bold.setBold(true);
        top->setFont(0, bold);
        for (const Field field : Customers::editableFields) {
            const QString problem = m_editor.problem(change.id(), field);
            const bool filled = change.isNew() && !change.current.text(field).value_or(QString()).isEmpty();
            if (!filled && problem.isEmpty() && (change.isNew() || !change.isChanged(field)))
                continue;
            const QString after = shown(change.current.text(field));
            auto *line = new QTreeWidgetItem(
                top, {fieldLabel(field), change.isNew() ? QString() : shown(change.base.text(field)),
                      problem.isEmpty() ? after : tr("%1 — %2", "value, what is wrong").arg(after, problem)});
            if (change.isNew())
                line->setData(1, Qt::AccessibleTextRole, tr("no value"));
            line->setData(0, idRole, change.id());
            line->setData(0, fieldRole, int(field));
            if (!problem.isEmpty()) {
                line->setIcon(2, Theme::icon(QStringLiteral("dialog-warning")));
                line->setForeground(2, Theme::problemText(palette()));
            }
        }
    }
    m_list->addTopLevelItems(items);
    m_list->expandAll();
    m_list->resizeColumnToContents(0);
    m_list->setColumnWidth(1, fontMetrics().averageCharWidth() * 32);
    m_save->setEnabled(!changes.isEmpty() && !m_editor.isSaving() && !m_editor.isReadOnly());
    m_discard->setEnabled(false);
    m_discardAll->setEnabled(!changes.isEmpty() && !m_editor.isSaving());
    m_goTo->setEnabled(false);
    // Two numbers in one sentence: each is a plural of its own.
    m_title->setText(tr("%1 in %2", "3 changes in 2 customers")
                         .arg(tr("%Ln change(s)", nullptr, m_editor.changes().changeCount()),
                              tr("%Ln customer(s)", nullptr, int(changes.size()))));
    if (changes.isEmpty())
        reject();
}

QList<qint64> ReviewDialog::selectedIds() const
{
    QList<qint64> ids;
    const QList<QTreeWidgetItem *> items = m_list->selectedItems();
    for (const QTreeWidgetItem *item : items)
        if (const qint64 id = item->data(0, idRole).toLongLong(); !ids.contains(id))
            ids.append(id);
    return ids;
}

} // namespace Gui
