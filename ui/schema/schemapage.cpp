// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemapage.h"

#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/listtable.h"
#include "ui/base/pagelayout.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"
#include "ui/base/toolbars.h"
#include "ui/schema/schemawords.h"
#include "ui/schema/stepdetails.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace Gui {

using Core::Result;
using Schema::Direction;
using Schema::MigrationEntry;
using Schema::MigrationState;
using Schema::MigrationStatus;

namespace {

/// Usual widths in characters, by MigrationListModel::Column.
constexpr std::array usualWidths = {26, 46, 30, 24, 11, 20};

bool canBeApplied(const MigrationEntry &entry)
{
    return entry.state == MigrationState::Pending || entry.state == MigrationState::Interrupted;
}

bool isApplied(const MigrationEntry &entry)
{
    return entry.state == MigrationState::Applied || entry.state == MigrationState::Changed;
}

bool hasApplied(const QList<MigrationEntry> &entries, qsizetype from)
{
    return std::any_of(entries.begin() + from, entries.end(), isApplied);
}

} // namespace

SchemaPage::SchemaPage(QWidget *parent)
    : QWidget(parent)
    , m_explanation(DialogParts::text(QStringLiteral("schemaExplanation"), {}, this))
    , m_summary(new ToneLabel(QStringLiteral("schemaSummary"), this))
    , m_warnings(new ToneLabel(QStringLiteral("schemaWarnings"), this))
    , m_progress(new QProgressBar(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_table(new QTableView(this))
    , m_details(new StepDetails(this))
    , m_state(new StatePane(this))
{
    setObjectName(QStringLiteral("schemaPage"));
    createActions();
    arrange();
    connectParts();
    updateState();
}

SchemaPage::~SchemaPage()
{
    m_table->setModel(nullptr); // the model is a member and would go first
}

void SchemaPage::createActions()
{
    const auto add = [this](const char *name, const char *icon, const QString &text) {
        auto *action = new QAction(Theme::icon(QLatin1String(icon)), text, this);
        action->setObjectName(QLatin1String(name));
        addAction(action);
        return action;
    };
    m_actions.applyAll = add("applyAll", "media-playback-start", tr("&Apply all pending…"));
    m_actions.applyTo = add("applyTo", "go-bottom", tr("Apply to &here…"));
    m_actions.rollBackTo = add("rollBackTo", "edit-undo", tr("Roll &back to here…"));
    m_actions.rollBackAll = add("rollBackAll", "go-up", tr("Roll back a&ll…"));
    m_actions.adopt = add("adoptSchema", "list-add", tr("A&dopt…"));
    m_actions.dryRun = add("dryRun", "system-run", tr("Dr&y run…"));
    m_actions.saveScript = add("saveScript", "document-save-as", tr("&Save as script…"));
    m_actions.verify = add("verifySchema", "dialog-ok-apply", tr("&Verify"));
    m_actions.locks = add("showLocks", "object-locked", tr("Loc&ks…"));
    m_actions.roles = add("showRoles", "system-users", tr("&Roles…"));
    m_actions.refresh = add("refreshSchema", "view-refresh", tr("Re&fresh"));
    m_actions.refresh->setShortcut(QKeySequence::Refresh);
}

QWidget *SchemaPage::createList()
{
    m_table->setObjectName(QStringLiteral("migrationTable"));
    m_table->setAccessibleName(tr("Migrations"));
    showAsList(m_table);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->horizontalHeader()->setAccessibleName(tr("Columns"));
    m_table->setModel(&m_model);
    for (int column = 0; column < int(usualWidths.size()); ++column)
        m_table->setColumnWidth(column, usualWidths.at(size_t(column)) * fontMetrics().averageCharWidth());
    const Actions &a = m_actions;
    m_table->addActions(
        {a.applyTo, a.rollBackTo, a.applyAll, a.rollBackAll, a.adopt, a.dryRun, a.saveScript, a.verify});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    return m_table;
}

void SchemaPage::arrange()
{
    QToolBar *tools = ToolBars::forPage(QStringLiteral("schemaTools"), tr("Schema"), this);
    const Actions &a = m_actions;
    tools->addActions({a.applyAll, a.applyTo, a.rollBackTo});
    tools->addSeparator();
    tools->addActions({a.dryRun, a.verify, a.refresh});
    tools->addSeparator();
    tools->addActions({a.adopt, a.saveScript, a.locks, a.roles});

    m_progress->setObjectName(QStringLiteral("schemaProgress"));
    m_progress->setAccessibleName(tr("Reading the schema"));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 0);
    m_progress->setFixedHeight(Spacing::tiny);
    QSizePolicy policy = m_progress->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // nothing jumps when it comes and goes
    m_progress->setSizePolicy(policy);

    auto *words = new QVBoxLayout;
    words->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::small);
    words->setSpacing(Spacing::tiny);
    words->addWidget(m_summary);
    words->addWidget(m_warnings);
    words->addWidget(m_explanation);

    m_splitter->setObjectName(QStringLiteral("schemaSplitter"));
    m_splitter->addWidget(createList());
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setChildrenCollapsible(false);
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_state);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tools);
    layout->addWidget(m_progress);
    layout->addLayout(words);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_table);
}

void SchemaPage::connectParts()
{
    const auto plan = [this](QAction *action, Direction direction, auto to) {
        connect(action, &QAction::triggered, this,
                [this, direction, to] { Q_EMIT planRequested(direction, to()); });
    };
    const auto chosen = [this] { return selected() ? selected()->id : QString(); };
    plan(m_actions.applyAll, Direction::Apply, [] { return QString(); });
    plan(m_actions.applyTo, Direction::Apply, chosen);
    plan(m_actions.rollBackTo, Direction::RollBack, chosen);
    plan(m_actions.rollBackAll, Direction::RollBack, [] { return QStringLiteral("0"); });
    connect(m_actions.adopt, &QAction::triggered, this, &SchemaPage::adoptionRequested);
    connect(m_actions.dryRun, &QAction::triggered, this, &SchemaPage::dryRunRequested);
    connect(m_actions.saveScript, &QAction::triggered, this, &SchemaPage::scriptRequested);
    connect(m_actions.verify, &QAction::triggered, this, [this] {
        m_isVerifying = true;
        requestRead();
    });
    connect(m_actions.locks, &QAction::triggered, this, &SchemaPage::locksRequested);
    connect(m_actions.roles, &QAction::triggered, this, &SchemaPage::rolesRequested);
    connect(m_actions.refresh, &QAction::triggered, this, &SchemaPage::requestRead);
    connect(m_state, &StatePane::actionRequested, this, [this] { m_job ? stopReading() : requestRead(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        updateActions();
        updateDetails();
    });
}

void SchemaPage::setDatabase(Db::Engine engine, bool isReadOnly)
{
    clear();
    m_engine = engine;
    m_isReadOnly = isReadOnly;
    updateState();
    if (isVisible())
        requestRead();
}

void SchemaPage::clear()
{
    stopReading();
    m_engine.reset();
    m_status.reset();
    m_error.reset();
    m_isBusy = false;
    m_isVerifying = false;
    showStatus();
    updateState();
}

void SchemaPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    requestRead(); // other programs migrate, too
}

void SchemaPage::requestRead()
{
    if (m_engine && !m_job && !m_isBusy)
        Q_EMIT readRequested();
}

void SchemaPage::stopReading()
{
    ++m_question;
    if (m_job)
        m_job->cancel();
    m_job.clear();
    updateState();
}

void SchemaPage::read(const Schema::Target &target)
{
    stopReading();
    m_job = runAside<MigrationStatus>(
        this, [target](Core::JobContext &context) { return Schema::readStatus(target, context); },
        [this, question = m_question](const Result<MigrationStatus> &status) {
            if (question == m_question)
                wasRead(status);
        });
    updateState();
}

void SchemaPage::wasRead(const Result<MigrationStatus> &status)
{
    m_job.clear();
    m_readAt = QTime::currentTime();
    m_error.reset();
    if (status)
        m_status = *status;
    else
        m_error = status.error();
    if (status)
        showStatus();
    updateState();
    if (std::exchange(m_isVerifying, false) && status)
        m_details->showDifferences();
    if (status)
        Q_EMIT statusRead(*status);
}

void SchemaPage::setBusy(bool on)
{
    m_isBusy = on;
    updateState();
}

const MigrationEntry *SchemaPage::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_model.entry(rows.first().row());
}

void SchemaPage::showStatus()
{
    const QString before = selected() ? selected()->id : QString();
    const QList<MigrationEntry> entries = m_status ? m_status->entries : QList<MigrationEntry>();
    m_model.setEntries(entries);
    m_details->setDifferences(m_status ? m_status->differences : QList<Schema::Difference>());
    int row = m_model.rowOf(before);
    // At first what is to be done next, else what was done last.
    const auto next = std::find_if(entries.begin(), entries.end(), canBeApplied);
    if (row < 0)
        row = next == entries.end() ? int(entries.size()) - 1 : int(next - entries.begin());
    if (row >= 0)
        m_table->selectRow(row);
    updateDetails();
}

void SchemaPage::updateDetails()
{
    m_details->setEntry(selected());
}

void SchemaPage::updateState()
{
    m_progress->setVisible(m_job && m_status);
    m_stack->setCurrentWidget(m_status ? static_cast<QWidget *>(m_splitter) : m_state);
    m_explanation->setText(m_status ? m_status->explanation : QString());
    m_explanation->setVisible(m_status.has_value());
    m_warnings->setMessage(Tone::Warning, m_status ? SchemaWords::listed(m_status->warnings) : QString());
    if (m_status && m_isBusy) {
        m_summary->setMessage(Tone::Information,
                              tr("The schema is being changed. The line at the bottom shows how far it is."));
    } else if (m_status && m_error) {
        m_summary->setMessage(Tone::Warning, tr("This may be out of date. %1").arg(m_error->summary));
    } else if (m_status) {
        const auto [tone, text] = SchemaWords::summaryOf(*m_status);
        //: A sentence about the schema, a time
        m_summary->setMessage(
            tone, tr("%1 (Looked at %2)").arg(text, QLocale().toString(m_readAt, QLocale::ShortFormat)));
    } else {
        m_summary->clear();
    }
    const QString icon = QStringLiteral("server-database");
    if (!m_engine)
        m_state->setState(icon, tr("No database is open"), tr("Open one to see its migrations."));
    else if (m_job)
        m_state->setState(icon, tr("Schema"), tr("Reading the schema…"), tr("Stop"));
    else if (m_error)
        m_state->setState(QStringLiteral("dialog-error"), tr("The schema could not be read"),
                          m_error->summary, tr("Try again"));
    else
        m_state->setState(icon, tr("Schema"), tr("Nothing was read yet."), tr("Read"));
    updateActions();
}

void SchemaPage::updateActions()
{
    const QString hindrance = !m_engine      ? tr("No database is open.")
                              : m_isBusy     ? tr("Something is changing the schema right now.")
                              : !m_status    ? tr("The schema was not read yet.")
                              : m_isReadOnly ? tr("This database is opened read-only.")
                                             : QString();
    const auto set = [](QAction *action, const QString &toolTip, const QString &reason) {
        action->setEnabled(reason.isEmpty());
        action->setToolTip(reason.isEmpty() ? toolTip : reason);
    };
    const auto first = [](std::initializer_list<QString> reasons) {
        const auto it = std::find_if(reasons.begin(), reasons.end(),
                                     [](const QString &reason) { return !reason.isEmpty(); });
        return it == reasons.end() ? QString() : *it;
    };
    const QList<MigrationEntry> entries = m_status ? m_status->entries : QList<MigrationEntry>();
    const MigrationEntry *entry = selected();
    const int row = entry ? m_model.rowOf(entry->id) : -1;
    const bool mustAdopt = m_status && !m_status->idsIn(MigrationState::Adoptable).isEmpty();
    const QString adoptFirst = mustAdopt ? tr("Adopt the tables that are there first.") : QString();
    const bool hasOpen = std::any_of(entries.begin(), entries.end(), canBeApplied);
    const QString nothing = hasOpen ? QString() : tr("Nothing is to be applied.");

    set(m_actions.applyAll, tr("Apply every migration that is pending"),
        first({hindrance, adoptFirst, nothing}));
    set(m_actions.applyTo, tr("Apply the pending migrations up to the selected one"),
        first({hindrance, adoptFirst,
               entry && canBeApplied(*entry) ? QString() : tr("Choose a migration that is pending.")}));
    const bool isInHistory = entry && (isApplied(*entry) || entry->state == MigrationState::Elsewhere);
    set(m_actions.rollBackTo, tr("Take back every migration after the selected one, which stays"),
        first({hindrance, isInHistory && hasApplied(entries, row + 1)
                              ? QString()
                              : tr("Choose an applied migration that has others after it.")}));
    set(m_actions.rollBackAll, tr("Take back everything that this program applied"),
        first({hindrance, hasApplied(entries, 0) ? QString() : tr("Nothing is applied.")}));
    const bool mayAdopt = m_status && m_status->hasPending();
    set(m_actions.adopt, tr("Write into the history what is in the database already; no table is touched"),
        first({hindrance, mayAdopt ? QString() : tr("The history is complete.")}));
    const QString unread = !m_engine   ? tr("No database is open.")
                           : m_isBusy  ? tr("Something is changing the schema right now.")
                           : !m_status ? tr("The schema was not read yet.")
                                       : QString();
    set(m_actions.dryRun, tr("Try the pending migrations out on a copy; the database is not touched"),
        first({unread, adoptFirst, nothing}));
    set(m_actions.saveScript, tr("Save the migrations as one SQL text for psql or sqlite3"), unread);
    const QString closed = m_engine ? QString() : tr("No database is open.");
    set(m_actions.verify, tr("Compare the database with what is expected of it"),
        m_isBusy || m_job ? tr("The schema is being read or changed.") : closed);
    set(m_actions.refresh, tr("Read the schema again"),
        m_isBusy || m_job ? tr("The schema is being read or changed.") : closed);
    set(m_actions.locks, tr("Show who or what keeps migrations waiting"), closed);
    set(m_actions.roles, tr("Show what your database user may do, and make the users of least privilege"),
        m_engine == Db::Engine::SQLite ? tr("An SQLite file has no users.") : closed);
}

QByteArray SchemaPage::saveLayout() const
{
    return PageLayout{m_table->horizontalHeader()->saveState(), m_splitter->saveState()}.toBytes();
}

void SchemaPage::restoreLayout(const QByteArray &bytes)
{
    const PageLayout layout = PageLayout::fromBytes(bytes);
    m_table->horizontalHeader()->restoreState(layout.columns); // of no bytes: nothing
    m_splitter->restoreState(layout.splitter);
}

} // namespace Gui
