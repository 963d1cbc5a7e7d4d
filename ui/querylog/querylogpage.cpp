// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogpage.h"

#include "core/durablefile.h"
#include "ui/base/pagelayout.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/base/tone.h"
#include "ui/querylog/querylogexport.h"
#include "ui/querylog/querylogfigures.h"
#include "ui/querylog/querylogtext.h"
#include "ui/querylog/querylogview.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QThreadPool>
#include <QToolButton>

#include <numeric>

namespace Gui {

using Db::QueryRecord;

namespace {

QString withKeys(const QString &text, const QKeySequence &keys)
{
    return QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText));
}

QString withoutMnemonic(const QString &text)
{
    return QString(text).remove(QLatin1Char('&'));
}

/// Says what the button does, for the mouse and for screen readers.
void describe(QAbstractButton *button, const QString &toolTip)
{
    button->setAccessibleName(withoutMnemonic(button->text()));
    button->setToolTip(withKeys(toolTip, button->shortcut()));
}

} // namespace

QueryLogPage::QueryLogPage(std::shared_ptr<const Db::QueryLog> log, QWidget *parent)
    : QWidget(parent)
    , m_model(std::move(log))
    , m_shown(m_model)
    , m_filter(new QLineEdit(this))
    , m_problemsOnly(addToggle("problemsOnly", tr("Pro&blems only"), tr("Show only what failed")))
    , m_slowOnly(addToggle("slowOnly", tr("Slo&w only"), tr("Show only what took longer than a second")))
    , m_framing(addToggle("showFraming", tr("Show transaction contro&l"),
                          tr("Also show BEGIN, COMMIT and settings that went well")))
    , m_pause(addButton("pause", "media-playback-pause", tr("Pa&use")))
    , m_clear(addButton("clear", "edit-clear-all", tr("Clea&r")))
    , m_copy(addButton("copy", "edit-copy", tr("Cop&y")))
    , m_save(addButton("save", "document-save-as", tr("Save to &file…")))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new QueryLogView(this))
    , m_state(new StatePane(this))
    , m_mark(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_details(new QPlainTextEdit(this))
    , m_summary(new QLabel(this))
{
    setObjectName(QStringLiteral("queryLogPage"));
    m_table->setObjectName(QStringLiteral("queryLogTable"));
    m_table->setAccessibleName(tr("Query log"));
    m_table->setModel(&m_shown);
    m_summary->setObjectName(QStringLiteral("querySummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setToolTip(tr("Of the statements that are shown"));
    m_settling.setSingleShot(true);
    describe(m_pause, tr("Stop adding new statements to the list"));
    describe(m_clear, tr("Empty the list"));
    describe(m_save, tr("Save what is shown as CSV or as text"));
    m_copy->setAccessibleName(withoutMnemonic(m_copy->text()));
    m_copy->setToolTip(withKeys(tr("Copy the selected statements as text"), QKeySequence::Copy));
    buildFilter();
    placeParts();
    connectParts();
    updateState();
    updateDetails();
}

QueryLogPage::~QueryLogPage()
{
    m_table->setModel(nullptr); // the models are members and would go first
}

QToolButton *QueryLogPage::addButton(const char *name, const char *icon, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setIcon(Theme::icon(QLatin1String(icon)));
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

QCheckBox *QueryLogPage::addToggle(const char *name, const QString &text, const QString &toolTip)
{
    auto *toggle = new QCheckBox(text, this);
    toggle->setObjectName(QLatin1String(name));
    describe(toggle, toolTip);
    return toggle;
}

void QueryLogPage::buildFilter()
{
    m_filter->setObjectName(QStringLiteral("queryFilter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter by statement, value, connection or error"));
    m_filter->setToolTip(withKeys(tr("Show only what contains this text"), QKeySequence::Find));
    m_filter->setClearButtonEnabled(true);
    if (auto *clear = m_filter->findChild<QAction *>(QStringLiteral("_q_qlineeditclearaction")))
        clear->setText(tr("Clear the filter")); // Qt gives it no name
    m_filter->addAction(Theme::icon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition)
        ->setText(tr("Filter"));
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    m_filter->installEventFilter(this);
}

QWidget *QueryLogPage::createDetails()
{
    m_mark->setObjectName(QStringLiteral("queryMark"));
    m_facts->setObjectName(QStringLiteral("queryFacts"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_details->setObjectName(QStringLiteral("queryDetails"));
    m_details->setAccessibleName(tr("Statement and values"));
    m_details->setPlaceholderText(tr("Choose a statement to read all of it."));
    m_details->setReadOnly(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setTabChangesFocus(true);
    m_details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_details->setFrameShape(QFrame::NoFrame);
    m_details->document()->setDocumentMargin(Spacing::medium); // in line with what stands above

    auto *pane = new QWidget(this);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::small);
    line->setSpacing(Spacing::small);
    line->addWidget(m_mark);
    line->addWidget(m_facts, 1);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_details, 1);
    return pane;
}

void QueryLogPage::placeParts()
{
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    m_splitter->setObjectName(QStringLiteral("queryLogSplitter"));
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(createDetails());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(0, false);

    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, 0);
    tools->setSpacing(Spacing::tiny);
    tools->addWidget(m_filter, 1);
    for (QToolButton *button : {m_pause, m_clear, m_copy, m_save})
        tools->addWidget(button);
    auto *toggles = new QHBoxLayout;
    toggles->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::small);
    toggles->setSpacing(Spacing::large);
    for (QCheckBox *toggle : {m_problemsOnly, m_slowOnly, m_framing})
        toggles->addWidget(toggle);
    toggles->addStretch(1);
    m_summary->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::small);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools);
    layout->addLayout(toggles);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_summary);

    QWidget *before = m_filter;
    for (QWidget *next : std::initializer_list<QWidget *>{m_pause, m_clear, m_copy, m_save, m_problemsOnly,
                                                          m_slowOnly, m_framing, m_table, m_details}) {
        setTabOrder(before, next);
        before = next;
    }
}

void QueryLogPage::connectParts()
{
    connect(m_filter, &QLineEdit::textChanged, &m_shown,
            [this](const QString &text) { m_shown.setText(text.trimmed()); });
    connect(m_problemsOnly, &QCheckBox::toggled, &m_shown, &QueryLogFilterModel::setProblemsOnly);
    connect(m_slowOnly, &QCheckBox::toggled, &m_shown, &QueryLogFilterModel::setSlowOnly);
    connect(m_framing, &QCheckBox::toggled, &m_shown, &QueryLogFilterModel::setShowsFraming);
    connect(m_pause, &QToolButton::clicked, this, &QueryLogPage::togglePause);
    connect(m_clear, &QToolButton::clicked, &m_model, &QueryLogModel::clear);
    connect(m_copy, &QToolButton::clicked, this, &QueryLogPage::copySelected);
    connect(m_save, &QToolButton::clicked, this, &QueryLogPage::chooseFile);
    connect(m_state, &StatePane::actionRequested, this, &QueryLogPage::showAll);

    auto *copy = new QAction(Theme::icon(QStringLiteral("edit-copy")), tr("&Copy"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &QueryLogPage::copySelected);
    m_table->addAction(copy);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);

    const auto settle = [this] { m_settling.start(); };
    // The source as well: rows that are not shown decide what stands in place of rows.
    for (QAbstractItemModel *model : std::initializer_list<QAbstractItemModel *>{&m_model, &m_shown}) {
        connect(model, &QAbstractItemModel::rowsInserted, this, settle);
        connect(model, &QAbstractItemModel::rowsRemoved, this, settle);
        connect(model, &QAbstractItemModel::modelReset, this, settle);
    }
    connect(&m_settling, &QTimer::timeout, this, &QueryLogPage::updateState);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, settle);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &QueryLogPage::updateDetails);
    connect(&m_shown, &QAbstractItemModel::modelReset, this, &QueryLogPage::updateDetails);
}

void QueryLogPage::togglePause()
{
    m_model.setPaused(!m_model.isPaused());
    const bool paused = m_model.isPaused();
    m_pause->setText(paused ? tr("Res&ume") : tr("Pa&use"));
    m_pause->setIcon(Theme::icon(paused ? QStringLiteral("media-playback-start")
                                        : QStringLiteral("media-playback-pause")));
    describe(m_pause, paused ? tr("Show what was sent meanwhile and go on")
                             : tr("Stop adding new statements to the list"));
    updateState();
}

void QueryLogPage::showAll()
{
    m_filter->clear();
    m_problemsOnly->setChecked(false);
    m_slowOnly->setChecked(false);
    m_framing->setChecked(true);
}

void QueryLogPage::updateState()
{
    QueryLogFigures figures;
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        const QueryRecord &record = m_shown.record(row);
        figures.add(record.duration, record.failed(), record.isSlow());
    }
    QString summary = figures.text();
    if (m_model.isPaused())
        summary = summary.isEmpty() ? tr("Paused") : tr("Paused · %1").arg(summary);
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());

    if (figures.count() > 0)
        m_stack->setCurrentWidget(m_table);
    else if (m_model.rowCount() > 0)
        m_state->setState(QStringLiteral("view-filter"), tr("Nothing to show"),
                          tr("None of what was sent matches the filter."), tr("Show all"));
    else if (m_model.wasCleared())
        m_state->setState(QStringLiteral("view-history"), tr("The list is empty"),
                          tr("What is sent to a database from now on appears here."));
    else
        m_state->setState(QStringLiteral("view-history"), tr("Query log"),
                          tr("Nothing was sent to a database yet."));
    if (figures.count() == 0)
        m_stack->setCurrentWidget(m_state);
    m_splitter->widget(1)->setVisible(figures.count() > 0);
    m_clear->setEnabled(m_model.rowCount() > 0);
    m_save->setEnabled(figures.count() > 0 && !m_saving.isRunning());
    m_copy->setEnabled(m_table->selectionModel()->hasSelection());
}

void QueryLogPage::updateDetails()
{
    const QModelIndex current = m_table->currentIndex();
    const bool isChosen = current.isValid();
    m_mark->hide();
    m_facts->setVisible(isChosen);
    if (!isChosen)
        return m_details->clear();
    const QueryRecord &record = m_shown.record(current.row());
    if (record.failed() || record.isSlow()) {
        const int size = fontMetrics().height();
        const QIcon icon = toneIcon(record.failed() ? Tone::Problem : Tone::Warning);
        m_mark->setPixmap(icon.pixmap(QSize(size, size), devicePixelRatioF()));
        m_mark->show();
    }
    m_facts->setText(QueryLogText::facts(record));
    m_details->setPlainText(QueryLogText::details(record));
}

QList<QueryRecord> QueryLogPage::records(const QList<int> &rows) const
{
    QList<QueryRecord> result;
    result.reserve(rows.size());
    for (const int row : rows)
        result.append(m_shown.record(row));
    return result;
}

void QueryLogPage::copySelected()
{
    const QList<int> rows = m_table->selectedRowNumbers();
    if (!rows.isEmpty())
        QApplication::clipboard()->setText(QueryLogExport::toPlainText(records(rows)));
}

void QueryLogPage::chooseFile()
{
    auto *chooser = new QFileDialog(this, tr("Save query log"));
    chooser->setObjectName(QStringLiteral("queryLogChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    const QString csv = tr("CSV, for spreadsheets (*.csv)");
    chooser->setNameFilters({csv, tr("Plain text (*.txt)")});
    chooser->setDefaultSuffix(QStringLiteral("csv"));
    chooser->selectFile(QStringLiteral("query-log.csv"));
    connect(chooser, &QFileDialog::filterSelected, chooser, [chooser, csv](const QString &filter) {
        chooser->setDefaultSuffix(filter == csv ? QStringLiteral("csv") : QStringLiteral("txt"));
    });
    connect(chooser, &QFileDialog::fileSelected, this, &QueryLogPage::save);
    chooser->open();
}

void QueryLogPage::save(const QString &file)
{
    QList<int> rows(m_shown.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    const QList<QueryRecord> saved = records(rows);
    auto state = std::make_shared<Core::TaskState<void>>();
    QThreadPool::globalInstance()->start([state, file, saved] {
        const bool isCsv = file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
        state->answer(Core::writeDurably(file, isCsv ? QueryLogExport::toCsv(saved)
                                                     : QueryLogExport::toPlainText(saved).toUtf8()));
    });
    m_saving = Core::Task<void>(state);
    m_saving.then(this, [this, file, count = int(saved.size())](const Core::Result<void> &result) {
        updateState();
        if (result)
            Q_EMIT messageReported(tr("Saved %Ln statement(s) to %1.", nullptr, count).arg(file));
        else
            Q_EMIT errorReported(result.error());
    });
    updateState();
}

QByteArray QueryLogPage::saveLayout() const
{
    return PageLayout{m_table->saveColumns(), m_splitter->saveState()}.toBytes();
}

void QueryLogPage::restoreLayout(const QByteArray &bytes)
{
    const PageLayout layout = PageLayout::fromBytes(bytes);
    m_table->restoreColumns(layout.columns);
    m_splitter->restoreState(layout.splitter);
}

void QueryLogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model.setWatched(true);
}

void QueryLogPage::hideEvent(QHideEvent *event)
{
    m_model.setWatched(false); // minimized as well
    QWidget::hideEvent(event);
}

bool QueryLogPage::event(QEvent *event)
{
    // In this page Find means its filter, whatever else the window finds.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void QueryLogPage::keyPressEvent(QKeyEvent *event)
{
    if (!event->matches(QKeySequence::Find))
        return QWidget::keyPressEvent(event);
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

bool QueryLogPage::eventFilter(QObject *watched, QEvent *event)
{
    // Esc takes the text back first; in an empty field it goes on.
    if (watched == m_filter && event->type() == QEvent::KeyPress && !m_filter->text().isEmpty() &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        m_filter->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Gui
