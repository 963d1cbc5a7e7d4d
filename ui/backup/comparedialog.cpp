// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/comparedialog.h"

#include "ui/backup/backupwords.h"
#include "ui/backup/differencefields.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/listtable.h"
#include "ui/base/progresspane.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/tonelabel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

using Backup::RowDifference;
using Core::Result;

namespace {

/// By kind and by text.
class DifferenceFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void set(int kind, const QString &text)
    {
        m_kind = kind;
        m_text = text;
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (m_kind >= 0 && index.data(DifferenceModel::KindRole).toInt() != m_kind)
            return false;
        return m_text.isEmpty() ||
               index.data(DifferenceModel::SearchRole).toString().contains(m_text, Qt::CaseInsensitive);
    }

private:
    int m_kind = -1;
    QString m_text;
};

} // namespace

CompareDialog::CompareDialog(const OpenedDatabase &database, const Backup::Entry &entry,
                             const QString &passphrase, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_entry(entry)
    , m_passphrase(passphrase)
    , m_shown(new DifferenceFilter(this))
    , m_stack(new QStackedWidget(this))
    , m_state(new StatePane(this))
{
    setObjectName(QStringLiteral("compareDialog"));
    setWindowTitle(tr("Compare a Backup with the Database"));
    setWindowModality(Qt::WindowModal);
    m_shown->setSourceModel(&m_model);
    arrange();
    connectParts();
    updateState();
    DialogParts::resize(this, 130, 38);
}

CompareDialog::~CompareDialog()
{
    m_table->setModel(nullptr); // the model is a member and would go first
}

void CompareDialog::arrange()
{
    m_progress = new ProgressPane(tr("Progress of the comparison"), this);
    m_stack->addWidget(m_progress);
    m_stack->addWidget(createList());
    m_stack->addWidget(m_state);

    m_note = new ToneLabel(QStringLiteral("compareNote"), this);
    m_bringBack = DialogParts::button("bringBack", "edit-undo", tr("&Bring back"), this);
    m_bringBack->setToolTip(tr("Stages the old values in the table, where you review and save them"));
    m_restore = DialogParts::button("restoreRows", "", tr("&Restore with the same numbers…"), this);
    m_restore->setToolTip(tr("Restores the chosen customers as whole rows, with their numbers and times"));
    QPushButton *close = DialogParts::button("compareClose", "", tr("&Close"), this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    lowest->addWidget(m_bringBack);
    lowest->addWidget(m_restore);
    lowest->addStretch(1);
    lowest->addWidget(close);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(
        DialogParts::heading(QStringLiteral("compareTitle"),
                             //: A backup, the name of the database
                             tr("%1 and “%2” now").arg(titleOf(m_entry), m_database.profile.name),
                             m_database.profile.environment, this));
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_note);
    layout->addLayout(lowest);
}

QWidget *CompareDialog::createList()
{
    auto *page = new QWidget(this);
    m_kind = new QComboBox(page);
    m_kind->setObjectName(QStringLiteral("compareKind"));
    m_kind->setAccessibleName(tr("Show"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_search = new QLineEdit(page);
    m_search->setObjectName(QStringLiteral("compareSearch"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setPlaceholderText(tr("Search in names and values"));
    m_search->setClearButtonEnabled(true);
    auto *top = new QHBoxLayout;
    top->setSpacing(Spacing::small);
    top->addWidget(m_kind);
    top->addWidget(m_search, 1);

    m_table = new QTableView(page);
    m_table->setObjectName(QStringLiteral("compareTable"));
    m_table->setAccessibleName(tr("Customers that differ"));
    showAsList(m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(m_shown);
    const int character = fontMetrics().averageCharWidth();
    m_table->setColumnWidth(DifferenceModel::Id, 10 * character);
    m_table->setColumnWidth(DifferenceModel::Name, 34 * character);
    m_table->setColumnWidth(DifferenceModel::What, 28 * character);
    m_fields = new DifferenceFields(page);
    auto *splitter = new QSplitter(Qt::Vertical, page);
    splitter->addWidget(m_table);
    splitter->addWidget(m_fields);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::small);
    column->addLayout(top);
    column->addWidget(splitter, 1);
    return page;
}

void CompareDialog::connectParts()
{
    connect(m_kind, &QComboBox::currentIndexChanged, this, &CompareDialog::filter);
    connect(m_search, &QLineEdit::textChanged, this, &CompareDialog::filter);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_note->clear();
        const QList<int> rows = selectedRows();
        m_fields->setDifference(rows.size() == 1 ? &m_model.difference(rows.first()) : nullptr);
        updateState();
    });
    connect(m_fields, &DifferenceFields::tickedChanged, this, &CompareDialog::updateState);
    connect(m_bringBack, &QPushButton::clicked, this, &CompareDialog::bringBack);
    connect(m_restore, &QPushButton::clicked, this, &CompareDialog::restoreRows);
    connect(m_state, &StatePane::actionRequested, this, &CompareDialog::compare);
}

void CompareDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (!std::exchange(m_wasShown, true))
        compare();
}

void CompareDialog::done(int result)
{
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

void CompareDialog::compare()
{
    m_progress->begin(tr("Comparing…"));
    m_stack->setCurrentWidget(m_progress);
    m_job = runAside<QList<RowDifference>>(
        this,
        [file = m_entry.file, passphrase = m_passphrase, spec = m_database.direct,
         options = m_database.options](Core::JobContext &context) {
            return Backup::compareCustomers(file, passphrase, spec, options, limit, context);
        },
        [this](const Result<QList<RowDifference>> &differences) { compared(differences); });
    connect(m_job, &Core::Job::progressed, m_progress, &ProgressPane::setProgress);
}

void CompareDialog::compared(const Result<QList<RowDifference>> &differences)
{
    m_job.clear();
    const bool mayBeEncrypted = m_entry.manifest.isEncrypted || !m_entry.hasManifest;
    if (!differences && differences.error().kind == Core::ErrorKind::Authentication && mayBeEncrypted) {
        close();
        return void(Q_EMIT passphraseRefused());
    }
    if (!differences) {
        m_state->setState(QStringLiteral("dialog-error"), tr("Not compared"), differences.error().summary,
                          tr("Try again"));
        return m_stack->setCurrentWidget(m_state);
    }
    m_model.setDifferences(*differences);
    if (differences->isEmpty()) {
        m_state->setState(QStringLiteral("dialog-positive"), tr("No difference"),
                          tr("The customers in the database are those of the backup."));
        return m_stack->setCurrentWidget(m_state);
    }
    fillKinds();
    m_stack->setCurrentIndex(1);
    m_table->selectRow(0);
    m_table->setFocus();
    if (differences->size() >= limit)
        m_note->setMessage(Tone::Information,
                           tr("Only the first %Ln differences are shown.", nullptr, limit));
}

void CompareDialog::fillKinds()
{
    using Kind = RowDifference::Kind;
    const QSignalBlocker blocker(m_kind);
    m_kind->clear();
    //: What is shown, how many
    const QString pattern = tr("%1 (%2)");
    m_kind->addItem(pattern.arg(tr("All differences")).arg(m_model.rowCount()), -1);
    for (const Kind kind : {Kind::Changed, Kind::OnlyInBackup, Kind::OnlyInDatabase})
        if (const int count = m_model.count(kind); count > 0)
            m_kind->addItem(pattern.arg(wordOf(kind)).arg(count), int(kind));
}

void CompareDialog::filter()
{
    static_cast<DifferenceFilter *>(m_shown)->set(m_kind->currentData().toInt(), m_search->text().trimmed());
    updateState();
}

QList<int> CompareDialog::selectedRows() const
{
    QList<int> rows;
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(m_shown->mapToSource(index).row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void CompareDialog::updateState()
{
    const QList<int> rows = selectedRows();
    int missing = 0;
    int useful = 0;
    for (const int row : rows) {
        const RowDifference &difference = m_model.difference(row);
        missing += difference.kind == RowDifference::Kind::OnlyInBackup ? 1 : 0;
        useful += difference.kind != RowDifference::Kind::OnlyInDatabase ? 1 : 0;
    }
    const bool isSomethingTicked = rows.size() != 1 || !m_fields->ticked().isEmpty();
    m_bringBack->setEnabled(useful > 0 && isSomethingTicked && !m_database.isReadOnly);
    m_bringBack->setText(useful > 1 ? tr("&Bring back %n customer(s)", nullptr, useful) : tr("&Bring back"));
    m_bringBack->setAccessibleName(QString(m_bringBack->text()).remove(u'&'));
    m_restore->setVisible(missing > 0);
    m_restore->setEnabled(!m_database.isReadOnly);
}

void CompareDialog::bringBack()
{
    const QList<int> rows = selectedRows();
    QList<BroughtBack> customers;
    for (const int row : rows) {
        const RowDifference &difference = m_model.difference(row);
        if (difference.kind == RowDifference::Kind::OnlyInDatabase)
            continue;
        BroughtBack customer;
        customer.id = difference.id.toLongLong();
        customer.name = difference.name;
        customer.isMissing = difference.kind == RowDifference::Kind::OnlyInBackup;
        for (const RowDifference::Field &field : difference.fields)
            if (canBringBack(field.column) && (rows.size() != 1 || m_fields->ticked().contains(field.column)))
                customer.fields.insert(field.column, field.inBackup);
        if (!customer.fields.isEmpty())
            customers.append(customer);
    }
    if (!customers.isEmpty())
        Q_EMIT bringBackRequested(customers);
}

void CompareDialog::restoreRows()
{
    QStringList ids;
    const QList<int> rows = selectedRows();
    for (const int row : rows)
        if (m_model.difference(row).kind == RowDifference::Kind::OnlyInBackup)
            ids.append(m_model.difference(row).id);
    if (ids.isEmpty())
        return;
    close();
    Q_EMIT restoreRequested(m_entry, ids);
}

void CompareDialog::report(bool isGood, const QString &text)
{
    m_note->setMessage(isGood ? Tone::Success : Tone::Warning, text);
}

} // namespace Gui
