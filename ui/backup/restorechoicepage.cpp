// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/restorechoicepage.h"

#include "ui/backup/backuplistdelegate.h"
#include "ui/backup/backupwords.h"
#include "ui/backup/backupwork.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/listtable.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>

namespace Gui {

using Backup::Entry;
using Backup::RestoreMode;
using Core::Result;

RestoreChoicePage::RestoreChoicePage(const QStringList &ids, QWidget *parent)
    : QWidget(parent)
    , m_ids(ids)
    , m_shown(m_model)
    , m_table(new QTableView(this))
    , m_note(new ToneLabel(QStringLiteral("restoreChoiceNote"), this))
    , m_passphraseLabel(new QLabel(tr("&Passphrase of this backup:"), this))
    , m_passphrase(new QLineEdit(this))
{
    setObjectName(QStringLiteral("restoreChoice"));
    m_passphrase->setObjectName(QStringLiteral("restorePassphrase"));
    m_passphrase->setAccessibleName(tr("Passphrase of this backup"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphraseLabel->setBuddy(m_passphrase);
    auto *secret = new QHBoxLayout;
    secret->setSpacing(Spacing::medium);
    secret->addWidget(m_passphraseLabel);
    secret->addWidget(m_passphrase, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Spacing::small);
    layout->addWidget(createList(), 1);
    layout->addWidget(m_note);
    layout->addLayout(secret);
    layout->addWidget(createModes(ids));
    connect(m_passphrase, &QLineEdit::textChanged, this, &RestoreChoicePage::updateState);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_passphrase->clear();
        fillTables();
        updateState();
    });
    connect(m_table, &QTableView::doubleClicked, this, &RestoreChoicePage::activated);
    fillTables();
    updateState();
}

RestoreChoicePage::~RestoreChoicePage()
{
    m_table->setModel(nullptr); // the models are members and would go first
}

QWidget *RestoreChoicePage::createList()
{
    auto *box = new QWidget(this);
    auto *label = new QLabel(tr("&Backup:"), box);
    label->setBuddy(m_table);
    auto *other = new QPushButton(Theme::icon(QStringLiteral("document-open")), tr("&Other file…"), box);
    DialogParts::describe(other, "otherBackup");
    other->setAutoDefault(false);
    connect(other, &QPushButton::clicked, this, &RestoreChoicePage::chooseFile);
    auto *top = new QHBoxLayout;
    top->addWidget(label, 1);
    top->addWidget(other);

    m_table->setObjectName(QStringLiteral("restoreTable"));
    m_table->setAccessibleName(tr("Backups"));
    showAsList(m_table);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the last column takes what is left
    m_table->setItemDelegate(new BackupListDelegate(m_table));
    m_table->setMinimumHeight(fontMetrics().height() * 6);
    m_table->setModel(&m_shown);
    m_shown.sort(BackupListModel::Made, Qt::DescendingOrder);
    m_table->hideColumn(BackupListModel::Migrations);
    m_table->hideColumn(BackupListModel::Rehearsed);
    const int character = fontMetrics().averageCharWidth();
    m_table->setColumnWidth(BackupListModel::Database, 30 * character);
    m_table->setColumnWidth(BackupListModel::Made, 17 * character);
    m_table->setColumnWidth(BackupListModel::Kind, 23 * character);
    m_table->setColumnWidth(BackupListModel::Size, 11 * character);
    m_table->setColumnWidth(BackupListModel::Verified, 23 * character);

    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::tiny);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    return box;
}

QWidget *RestoreChoicePage::createModes(const QStringList &ids)
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, Spacing::small, 0, 0);
    column->setSpacing(Spacing::tiny);
    const auto add = [&](const char *name, const QString &text, const QString &about) {
        auto *button = new QRadioButton(text, box);
        DialogParts::describe(button, name);
        button->setAccessibleDescription(about);
        QLabel *words = DialogParts::text(QLatin1String(name) + QStringLiteral("About"), about, box, true);
        words->setContentsMargins(Spacing::huge, 0, 0, 0);
        column->addWidget(button);
        column->addWidget(words);
        connect(button, &QRadioButton::toggled, this, &RestoreChoicePage::updateState);
        return button;
    };
    m_replace =
        add("restoreReplace", tr("&Replace"),
            tr("Afterwards the tables hold exactly what the backup holds. Customers that jobs refer to are "
               "never removed."));
    m_merge =
        add("restoreMerge", tr("&Merge"),
            tr("What is missing is added, and what is older is updated. What is newer stays, and nothing is "
               "removed."));
    m_tables = new QComboBox(box);
    m_tables->setObjectName(QStringLiteral("restoreTables"));
    m_tables->setAccessibleName(tr("Tables"));
    m_tables->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto *label = new QLabel(tr("&Tables:"), box);
    label->setBuddy(m_tables);
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::medium);
    line->addWidget(label);
    line->addWidget(m_tables);
    line->addStretch(1);
    column->addSpacing(Spacing::tiny);
    column->addLayout(line);
    (ids.isEmpty() ? m_replace : m_merge)->setChecked(true);
    m_replace->setEnabled(ids.isEmpty());
    m_tables->setEnabled(ids.isEmpty());
    return box;
}

void RestoreChoicePage::setEntries(const QList<Entry> &entries, const QString &identity)
{
    m_identity = identity;
    QList<Entry> usable = entries;
    usable.removeIf([](const Entry &entry) { return entry.state == Entry::State::Missing; });
    m_model.setEntries(usable, QDateTime::currentDateTimeUtc());
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        const Entry &entry = m_model.entry(m_shown.mapToSource(m_shown.index(row, 0)).row());
        if (entry.manifest.origin.identity == identity)
            return m_table->selectRow(row);
    }
    updateState();
}

void RestoreChoicePage::choose(const Entry &entry)
{
    if (m_model.rowOf(entry.file) < 0) {
        QList<Entry> entries = m_model.entries();
        entries.prepend(entry);
        m_model.setEntries(entries, QDateTime::currentDateTimeUtc());
    }
    const QModelIndex index = m_shown.mapFromSource(m_model.index(m_model.rowOf(entry.file), 0));
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

std::optional<Entry> RestoreChoicePage::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return std::nullopt;
    return m_model.entry(m_shown.mapToSource(rows.first()).row());
}

void RestoreChoicePage::chooseFile()
{
    const auto current = chosen();
    auto *chooser = new QFileDialog(this, tr("Choose a Backup"),
                                    current ? QFileInfo(current->file).absolutePath() : QString());
    chooser->setObjectName(QStringLiteral("backupChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setNameFilters({tr("Backups (*.db *.dump *.sql *.zst *.enc)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString &file) {
        runAside<Entry>(
            this, [file](Core::JobContext &) { return BackupWork::entryOf(file); },
            [this](const Result<Entry> &entry) {
                if (entry)
                    choose(*entry);
                else
                    m_note->setMessage(Tone::Problem, entry.error().summary);
            });
    });
    chooser->open();
}

void RestoreChoicePage::fillTables()
{
    const auto entry = chosen();
    const QSignalBlocker blocker(m_tables);
    m_tables->clear();
    if (!m_ids.isEmpty())
        return m_tables->addItem(tr("%n chosen customer(s)", nullptr, int(m_ids.size())),
                                 QStringLiteral("Customer"));
    m_tables->addItem(tr("All tables"), QString());
    if (!entry)
        return;
    for (const Tables::TableSummary &table : entry->manifest.tables)
        m_tables->addItem(tr("Only %1").arg(table.name), table.name);
}

void RestoreChoicePage::updateState()
{
    const auto entry = chosen();
    const bool isEncrypted = entry && entry->manifest.isEncrypted;
    m_passphrase->setVisible(isEncrypted);
    m_passphraseLabel->setVisible(isEncrypted);
    if (!entry)
        m_note->setMessage(Tone::Information,
                           m_model.rowCount() > 0
                               ? tr("Choose a backup.")
                               : tr("No backup is known on this computer. Choose a file."));
    else if (const QString problem = trouble(*entry); !problem.isEmpty())
        m_note->setMessage(Tone::Warning, tr("%1. It is examined before anything is changed.").arg(problem));
    else if (!m_identity.isEmpty() && entry->manifest.origin.identity != m_identity)
        m_note->setMessage(Tone::Warning,
                           tr("This is a backup of another database: %1.").arg(nameOf(entry->manifest)));
    else
        m_note->clear();
    Q_EMIT changed();
}

void RestoreChoicePage::setWrongPassphrase()
{
    m_passphraseLabel->show();
    m_passphrase->show();
    m_passphrase->clear();
    m_passphrase->setFocus();
    m_note->setMessage(Tone::Problem, tr("This backup was encrypted with another passphrase."));
}

bool RestoreChoicePage::isComplete() const
{
    const auto entry = chosen();
    return entry && (!entry->manifest.isEncrypted || !m_passphrase->text().isEmpty());
}

void RestoreChoicePage::fill(Backup::RestoreRequest &request) const
{
    if (const auto entry = chosen())
        request.file = entry->file;
    request.passphrase = m_passphrase->text();
    request.mode = m_merge->isChecked() ? RestoreMode::Merge : RestoreMode::Replace;
    const QString table = m_tables->currentData().toString();
    request.tables = table.isEmpty() ? QStringList() : QStringList{table};
    request.ids = m_ids;
}

} // namespace Gui
