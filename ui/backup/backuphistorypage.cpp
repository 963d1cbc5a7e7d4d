// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backuphistorypage.h"

#include "ui/backup/backupfacts.h"
#include "ui/backup/backuplistdelegate.h"
#include "ui/backup/backupwords.h"
#include "ui/base/aside.h"
#include "ui/base/listtable.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"
#include "ui/base/toolbars.h"

#include <QAction>
#include <QCheckBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QUrl>

#include <array>

namespace Gui {

using Backup::Entry;
using Core::Result;

namespace {

/// Usual widths in characters, by BackupListModel::Column.
constexpr std::array usualWidths = {32, 18, 26, 12, 26, 23, 23, 30};

bool isThere(const std::optional<Entry> &entry)
{
    return entry && entry->state != Entry::State::Missing;
}

} // namespace

BackupHistoryPage::BackupHistoryPage(Core::UserPrompt &prompt, QWidget *parent)
    : QWidget(parent)
    , m_prompt(prompt)
    , m_shown(m_model)
    , m_filter(new QLineEdit(this))
    , m_onlyThis(new QCheckBox(tr("&Only the opened database"), this))
    , m_advice(new ToneLabel(QStringLiteral("backupAdvice"), this))
    , m_adviceButton(new QPushButton(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new QTableView(this))
    , m_state(new StatePane(this))
    , m_facts(new QLabel(this))
{
    setObjectName(QStringLiteral("backupsPage"));
    createActions();
    arrange();
    connectParts();
    updateState();
}

BackupHistoryPage::~BackupHistoryPage()
{
    m_table->setModel(nullptr); // the models are members and would go first
}

void BackupHistoryPage::createActions()
{
    const auto add = [this](const char *name, const char *icon, const QString &text, const QString &toolTip) {
        auto *action = new QAction(Theme::icon(QLatin1String(icon)), text, this);
        action->setObjectName(QLatin1String(name));
        action->setToolTip(toolTip);
        return action;
    };
    m_actions.backUp =
        add("backUp", "document-save", tr("&Back up now…"), tr("Make a backup of the opened database"));
    m_actions.restore = add("restoreBackup", "edit-undo", tr("&Restore…"),
                            tr("Bring the selected backup back into the opened database"));
    m_actions.verify = add("verifyBackup", "dialog-ok-apply", tr("&Verify"),
                           tr("Read the selected backup whole and compare it with its manifest"));
    m_actions.rehearse = add("rehearseBackup", "media-playback-start", tr("&Test restore"),
                             tr("Restore the selected backup into a scratch place, compare, and clean up"));
    m_actions.compare = add("compareBackup", "view-split-left-right", tr("&Compare…"),
                            tr("Show the customers that differ, and bring some of them back"));
    m_actions.browse = add("browseBackup", "document-open", tr("Bro&wse"),
                           tr("Look into the selected backup in a window of its own"));
    m_actions.pin =
        add("pinBackup", "window-pin", tr("&Pin"), tr("Never delete this backup when cleaning up"));
    m_actions.pin->setCheckable(true);
    m_actions.remove = add("removeBackup", "edit-delete", tr("&Delete…"), tr("Delete the selected backup"));
    m_actions.openFolder =
        add("openBackupFolder", "folder-open", tr("Open &folder"), tr("Show the file in the file manager"));
    m_actions.cleanUp = add("cleanUpBackups", "edit-clear-all", tr("Clean &up…"),
                            tr("Delete old backups by a rule, after a look at them"));
}

void BackupHistoryPage::arrange()
{
    QToolBar *tools = ToolBars::forPage(QStringLiteral("backupTools"), tr("Backups"), this);
    const Actions &a = m_actions;
    tools->addActions({a.backUp, a.restore});
    tools->addSeparator();
    tools->addActions({a.verify, a.rehearse, a.compare, a.browse});
    tools->addSeparator();
    tools->addActions({a.pin, a.remove, a.openFolder, a.cleanUp});

    m_filter->setObjectName(QStringLiteral("backupFilter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter by database, kind, migration or file"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(Theme::icon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition)
        ->setText(tr("Filter"));
    m_onlyThis->setObjectName(QStringLiteral("onlyThisDatabase"));
    m_onlyThis->setAccessibleName(tr("Only the opened database"));
    auto *filters = new QHBoxLayout;
    filters->setContentsMargins(Spacing::medium, Spacing::tiny, Spacing::medium, Spacing::small);
    filters->setSpacing(Spacing::large);
    filters->addWidget(m_filter, 1);
    filters->addWidget(m_onlyThis);

    m_adviceButton->setObjectName(QStringLiteral("backupAdviceButton"));
    m_adviceButton->hide();
    auto *advice = new QHBoxLayout;
    advice->setContentsMargins(Spacing::medium, 0, Spacing::medium, Spacing::small);
    advice->setSpacing(Spacing::medium);
    advice->addWidget(m_advice, 1);
    advice->addWidget(m_adviceButton);

    m_table->setObjectName(QStringLiteral("backupTable"));
    m_table->setAccessibleName(tr("Backups"));
    showAsList(m_table);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setItemDelegate(new BackupListDelegate(m_table));
    m_table->setModel(&m_shown);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(BackupListModel::Made, Qt::DescendingOrder);
    for (int column = 0; column < int(usualWidths.size()); ++column)
        m_table->setColumnWidth(column, usualWidths.at(size_t(column)) * fontMetrics().averageCharWidth());
    m_table->addActions(
        {a.restore, a.verify, a.rehearse, a.compare, a.browse, a.pin, a.openFolder, a.remove});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);

    m_facts->setObjectName(QStringLiteral("backupFacts"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::small);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tools);
    layout->addLayout(filters);
    layout->addLayout(advice);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_facts);
}

void BackupHistoryPage::connectParts()
{
    const auto forward = [this](QAction *action, void (BackupHistoryPage::*signal)(const Entry &)) {
        connect(action, &QAction::triggered, this, [this, signal] {
            if (const auto entry = selected())
                Q_EMIT(this->*signal)(*entry);
        });
    };
    connect(m_actions.backUp, &QAction::triggered, this, &BackupHistoryPage::backupRequested);
    forward(m_actions.restore, &BackupHistoryPage::restoreRequested);
    forward(m_actions.verify, &BackupHistoryPage::verifyRequested);
    forward(m_actions.rehearse, &BackupHistoryPage::rehearseRequested);
    forward(m_actions.compare, &BackupHistoryPage::compareRequested);
    forward(m_actions.browse, &BackupHistoryPage::browseRequested);
    connect(m_actions.cleanUp, &QAction::triggered, this, &BackupHistoryPage::cleanUpRequested);
    connect(m_actions.pin, &QAction::triggered, this, &BackupHistoryPage::setPinned);
    connect(m_actions.remove, &QAction::triggered, this, &BackupHistoryPage::removeSelected);
    connect(m_actions.openFolder, &QAction::triggered, this, &BackupHistoryPage::openFolder);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown.setText(text.trimmed());
        updateState();
    });
    connect(m_onlyThis, &QCheckBox::toggled, this, [this](bool on) {
        m_shown.setDatabase(on && m_database ? Db::identity(m_database->profile.connection) : QString());
        updateState();
    });
    connect(m_state, &StatePane::actionRequested, this, [this] {
        if (m_model.rowCount() == 0)
            return void(Q_EMIT backupRequested());
        m_filter->clear();
        m_onlyThis->setChecked(false);
    });
    connect(m_adviceButton, &QPushButton::clicked, this, [this] {
        const QList<Entry> entries = entriesOfDatabase();
        if (entries.isEmpty())
            return void(Q_EMIT backupRequested());
        Q_EMIT rehearseRequested(entries.first());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        updateActions();
        updateFacts();
    });
    connect(m_table, &QTableView::doubleClicked, m_actions.browse, &QAction::trigger);
    m_ageTimer.setInterval(std::chrono::minutes(1));
    m_ageTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_ageTimer, &QTimer::timeout, this, [this] { m_model.setNow(QDateTime::currentDateTimeUtc()); });
    setFocusProxy(m_table);
}

void BackupHistoryPage::setDatabase(const std::optional<OpenedDatabase> &database)
{
    m_database = database;
    m_onlyThis->setVisible(database.has_value());
    m_onlyThis->setChecked(database.has_value());
    m_shown.setDatabase(database ? Db::identity(database->profile.connection) : QString());
    updateState();
}

void BackupHistoryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reload(); // other programs make and delete backups, too
    m_ageTimer.start();
}

void BackupHistoryPage::hideEvent(QHideEvent *event)
{
    m_ageTimer.stop();
    QWidget::hideEvent(event);
}

void BackupHistoryPage::reload(const QString &wanted)
{
    if (!wanted.isEmpty())
        m_wanted = wanted;
    if (m_isLoading) {
        m_isReloadWanted = true;
        return;
    }
    m_isLoading = true;
    runAside<QList<Entry>>(
        this, [](Core::JobContext &) { return Backup::Shelf().entries(); },
        [this](const Result<QList<Entry>> &entries) {
            m_isLoading = false;
            if (std::exchange(m_isReloadWanted, false))
                return reload();
            m_isLoadedOnce = true;
            if (entries)
                setEntries(*entries);
            else
                Q_EMIT errorReported(entries.error());
            updateState();
        });
    updateState();
}

void BackupHistoryPage::setEntries(const QList<Entry> &entries)
{
    const auto before = selected();
    m_model.setEntries(entries, QDateTime::currentDateTimeUtc());
    const QString wanted = std::exchange(m_wanted, QString());
    if (!wanted.isEmpty() && m_model.rowOf(wanted) >= 0)
        select(wanted);
    else if (before)
        select(before->file);
}

void BackupHistoryPage::select(const QString &file)
{
    const QModelIndex index = m_shown.mapFromSource(m_model.index(m_model.rowOf(file), 0));
    if (index.isValid())
        m_table->selectRow(index.row());
}

std::optional<Entry> BackupHistoryPage::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return std::nullopt;
    return m_model.entry(m_shown.mapToSource(rows.first()).row());
}

QList<Entry> BackupHistoryPage::entriesOfDatabase() const
{
    QList<Entry> entries = m_model.entries();
    if (m_database) {
        const QString identity = Db::identity(m_database->profile.connection);
        entries.removeIf([&](const Entry &entry) { return entry.manifest.origin.identity != identity; });
    }
    return entries;
}

void BackupHistoryPage::updateState()
{
    const bool hasRows = m_shown.rowCount() > 0;
    m_stack->setCurrentWidget(hasRows ? static_cast<QWidget *>(m_table) : m_state);
    if (!hasRows && !m_isLoadedOnce)
        m_state->setState(QStringLiteral("document-open-recent"), tr("Backups"), tr("Reading the list…"));
    else if (!hasRows && m_model.rowCount() > 0)
        m_state->setState(QStringLiteral("view-filter"), tr("Nothing to show"),
                          tr("There are backups, but none that is looked for here."), tr("Show all"));
    else if (!hasRows)
        m_state->setState(QStringLiteral("document-save"), tr("No backups yet"),
                          tr("A backup is a file that everything can be brought back from. It is checked as "
                             "soon as it is made."),
                          m_database ? tr("Back up now…") : QString());
    m_filter->setEnabled(m_model.rowCount() > 0);
    updateAdvice();
    updateActions();
    updateFacts();
}

void BackupHistoryPage::updateAdvice()
{
    m_adviceButton->hide();
    m_advice->clear();
    if (!m_database || !m_isLoadedOnce || m_model.rowCount() == 0)
        return;
    const QString name = m_database->profile.name;
    QList<Entry> entries = entriesOfDatabase();
    entries.removeIf([](const Entry &entry) { return entry.state == Entry::State::Missing; });
    const auto advise = [this](const QString &text, const QString &button) {
        m_advice->setMessage(Tone::Warning, text);
        m_adviceButton->setText(button);
        m_adviceButton->setAccessibleName(QString(button).remove(u'&'));
        m_adviceButton->show();
    };
    if (entries.isEmpty())
        return advise(tr("“%1” has no backup yet.").arg(name), tr("Back up &now…"));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::optional<int> days;
    for (const Entry &entry : std::as_const(entries))
        if (const auto since = entry.daysSinceRehearsal(now))
            days = days ? qMin(*days, *since) : *since;
    if (!days)
        advise(
            tr("No backup of “%1” was ever restored for trial. Only a test shows that it can be.").arg(name),
            tr("Test the &newest"));
    else if (*days > Backup::rehearsalAgeLimit)
        advise(tr("The last test restore of “%1” was %n day(s) ago. Test one every month.", nullptr, *days)
                   .arg(name),
               tr("Test the &newest"));
}

void BackupHistoryPage::updateActions()
{
    const auto entry = selected();
    const bool there = isThere(entry);
    const bool holdsRows = there && entry->manifest.scope != Backup::Scope::SchemaOnly;
    const bool isSnapshot = there && (entry->manifest.kind == Backup::Kind::SqliteSnapshot ||
                                      entry->manifest.kind == Backup::Kind::Portable);
    m_actions.backUp->setEnabled(m_database.has_value());
    m_actions.restore->setEnabled(there && m_database && !m_database->isReadOnly);
    m_actions.verify->setEnabled(there);
    m_actions.rehearse->setEnabled(there);
    m_actions.compare->setEnabled(holdsRows && m_database.has_value());
    m_actions.browse->setEnabled(isSnapshot && holdsRows);
    m_actions.browse->setToolTip(there && !isSnapshot
                                     ? tr("Only snapshots can be looked into: dumps and scripts are text for "
                                          "PostgreSQL. Compare shows what is in them.")
                                     : tr("Look into the selected backup in a window of its own"));
    m_actions.pin->setEnabled(there && entry->hasManifest);
    m_actions.pin->setChecked(entry && entry->manifest.isPinned);
    m_actions.openFolder->setEnabled(entry.has_value());
    m_actions.remove->setEnabled(entry.has_value() && !entry->manifest.isPinned);
    m_actions.remove->setText(entry && !there ? tr("Take off the &list") : tr("&Delete…"));
    m_actions.cleanUp->setEnabled(m_database && !entriesOfDatabase().isEmpty());
}

void BackupHistoryPage::updateFacts()
{
    const auto entry = selected();
    m_facts->setVisible(entry.has_value());
    m_facts->setText(entry ? factsOf(*entry).join(u'\n') : QString());
}

void BackupHistoryPage::changeShelf(std::function<Result<void>(Backup::Shelf &)> change,
                                    const QString &success)
{
    runAside<void>(
        this,
        [change = std::move(change)](Core::JobContext &) {
            Backup::Shelf shelf;
            return change(shelf);
        },
        [this, success](const Result<void> &done) {
            if (!done)
                Q_EMIT errorReported(done.error());
            else if (!success.isEmpty())
                Q_EMIT messageReported(success);
            reload();
        });
}

void BackupHistoryPage::setPinned(bool on)
{
    if (const auto entry = selected())
        changeShelf([file = entry->file, on](Backup::Shelf &shelf) { return shelf.setPinned(file, on); }, {});
}

void BackupHistoryPage::removeSelected()
{
    const auto entry = selected();
    if (!entry)
        return;
    if (!isThere(entry))
        return changeShelf([file = entry->file](Backup::Shelf &shelf) { return shelf.forget(file); }, {});
    m_prompt.ask(
        {tr("Delete this backup?"),
         tr("“%1” and its manifest are deleted from this computer.").arg(QFileInfo(entry->file).fileName()),
         tr("It was made %1. Nothing brings it back.")
             .arg(ageText(entry->manifest.finished, QDateTime::currentDateTimeUtc())),
         tr("Delete"), QString(), true},
        [this, file = entry->file, page = QPointer<BackupHistoryPage>(this)](Core::Answer answer) {
            if (page && answer == Core::Answer::Accept)
                changeShelf([file](Backup::Shelf &shelf) { return shelf.remove(file); },
                            tr("The backup was deleted."));
        });
}

void BackupHistoryPage::openFolder()
{
    if (const auto entry = selected())
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(entry->file).absolutePath()));
}

} // namespace Gui
