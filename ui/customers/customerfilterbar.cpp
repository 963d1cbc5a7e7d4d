// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customerfilterbar.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/customers/fieldlabel.h"

#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace Gui {

using Customers::CustomerQuery;
using Customers::Field;
using View = Customers::CustomerQuery::View;

namespace {

constexpr int typingPause = 250; // ms: one search a word, not a letter
constexpr int patience = 150;    // ms: shorter waits need no sign

/// Qt gives the button that empties a field no name of its own.
void addClearButton(QLineEdit *edit)
{
    edit->setClearButtonEnabled(true);
    if (auto *clear = edit->findChild<QAction *>(QStringLiteral("_q_qlineeditclearaction")))
        clear->setText(CustomerFilterBar::tr("Clear"));
}

} // namespace

CustomerFilterBar::CustomerFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_views(new QButtonGroup(this))
    , m_search(new QLineEdit(this))
    , m_filterToggle(new QToolButton(this))
    , m_filterRow(new QWidget(this))
    , m_count(new QLabel(this))
    , m_busy(new QProgressBar(this))
{
    setObjectName(QStringLiteral("filterBar"));
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setPlaceholderText(tr("Search name, email, phone, address, notes"));
    addClearButton(m_search);
    m_search->addAction(Theme::icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition)
        ->setText(tr("Search"));
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 64);
    m_search->installEventFilter(this);
    m_filterToggle->setObjectName(QStringLiteral("filterToggle"));
    m_filterToggle->setIcon(Theme::icon(QStringLiteral("view-filter")));
    m_filterToggle->setText(tr("Filter columns"));
    m_filterToggle->setToolTip(tr("Filter single columns"));
    m_filterToggle->setAccessibleName(tr("Filter columns"));
    m_filterToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_filterToggle->setCheckable(true);
    m_filterToggle->setAutoRaise(true);
    m_count->setObjectName(QStringLiteral("matchCount"));
    m_busy->setObjectName(QStringLiteral("busyLine"));
    m_busy->setAccessibleName(tr("Reading"));
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedHeight(Spacing::tiny / 2);
    // Always laid out, so that nothing jumps when it appears.
    QSizePolicy policy = m_busy->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(policy);
    m_busy->hide();

    auto *row = new QHBoxLayout;
    row->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::tiny);
    row->setSpacing(Spacing::tiny);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(Spacing::tiny);
    row->addLayout(chips);
    row->addStretch(1);
    row->addWidget(m_count);
    row->addSpacing(Spacing::small);
    row->addWidget(m_search, 3);
    row->addWidget(m_filterToggle);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_filterRow);
    layout->addWidget(m_busy);
    buildViews();
    const QList<QAbstractButton *> buttons = m_views->buttons();
    for (QAbstractButton *button : buttons)
        chips->addWidget(button);
    buildFilters();

    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_typing, &QTimer::timeout, this, &CustomerFilterBar::changeNow);
    connect(&m_patience, &QTimer::timeout, m_busy, &QWidget::show);
    connect(m_search, &QLineEdit::textChanged, this, &CustomerFilterBar::changeSoon);
    connect(m_search, &QLineEdit::returnPressed, this, &CustomerFilterBar::changeNow);
    connect(m_views, &QButtonGroup::idClicked, this, &CustomerFilterBar::changeNow);
    connect(m_filterToggle, &QToolButton::toggled, this, [this](bool on) {
        m_filterRow->setVisible(on);
        if (on)
            m_filters.front()->setFocus();
        else
            clearFilters();
    });
    m_filterRow->hide();
}

void CustomerFilterBar::buildViews()
{
    m_views->setExclusive(true);
    const auto add = [this](View view, const QString &text, const QString &tip) {
        auto *chip = new QToolButton(this);
        chip->setObjectName(QStringLiteral("view%1").arg(int(view)));
        chip->setText(text);
        chip->setToolTip(tip);
        chip->setAccessibleName(text);
        chip->setAccessibleDescription(tip);
        chip->setCheckable(true);
        chip->setAutoRaise(true);
        chip->setFocusPolicy(Qt::StrongFocus);
        m_views->addButton(chip, int(view));
    };
    add(View::Active, tr("Active"), tr("Customers that are not deleted"));
    add(View::Incomplete, tr("Incomplete"), tr("Active customers without email, phone or address"));
    add(View::NewThisWeek, tr("New this week"), tr("Active customers added in the last seven days"));
    add(View::Trash, tr("Trash"), tr("Deleted customers, which can be restored"));
    add(View::All, tr("All"), tr("Active and deleted customers"));
    m_views->button(int(View::Active))->setChecked(true);
}

void CustomerFilterBar::buildFilters()
{
    m_filterRow->setObjectName(QStringLiteral("filterRow"));
    auto *row = new QHBoxLayout(m_filterRow);
    row->setContentsMargins(Spacing::medium, 0, Spacing::medium, Spacing::tiny);
    row->setSpacing(Spacing::small);
    for (const Field field : Customers::editableFields) {
        auto *edit = new QLineEdit(m_filterRow);
        edit->setObjectName(QStringLiteral("filter%1").arg(Customers::columnName(field)));
        edit->setPlaceholderText(fieldLabel(field));
        edit->setAccessibleName(tr("Filter by %1").arg(fieldLabel(field)));
        addClearButton(edit);
        edit->installEventFilter(this);
        connect(edit, &QLineEdit::textChanged, this, &CustomerFilterBar::changeSoon);
        connect(edit, &QLineEdit::returnPressed, this, &CustomerFilterBar::changeNow);
        row->addWidget(edit, 1);
        m_filters.at(size_t(field)) = edit;
    }
    m_clear = new QToolButton(m_filterRow);
    m_clear->setObjectName(QStringLiteral("clearFilters"));
    m_clear->setIcon(Theme::icon(QStringLiteral("edit-clear-all")));
    m_clear->setText(tr("Clear"));
    m_clear->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_clear->setAccessibleName(tr("Clear all column filters"));
    m_clear->setToolTip(m_clear->accessibleName());
    m_clear->setAutoRaise(true);
    m_clear->setEnabled(false);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        clearFilters();
        m_filters.front()->setFocus();
    });
    row->addWidget(m_clear);
}

CustomerQuery CustomerFilterBar::query() const
{
    CustomerQuery query;
    query.view = View(m_views->checkedId());
    query.search = m_search->text().trimmed();
    for (const Field field : Customers::editableFields)
        if (const QString text = m_filters.at(size_t(field))->text().trimmed(); !text.isEmpty())
            query.filters.insert(field, text);
    return query;
}

void CustomerFilterBar::setQuery(const CustomerQuery &query)
{
    m_views->button(int(query.view))->setChecked(true);
    // Not blocked: the clear button of a line edit follows its signals. The timer they start is stopped
    // below.
    m_search->setText(query.search);
    for (const Field field : Customers::editableFields)
        m_filters.at(size_t(field))->setText(query.filters.value(field));
    const QSignalBlocker toggleBlocker(m_filterToggle);
    m_filterToggle->setChecked(!query.filters.isEmpty());
    m_filterRow->setVisible(!query.filters.isEmpty());
    m_typing.stop();
    m_announced = this->query();
}

void CustomerFilterBar::showFilterCount()
{
    int used = 0;
    for (const QLineEdit *filter : m_filters)
        used += filter->text().trimmed().isEmpty() ? 0 : 1;
    m_clear->setEnabled(used > 0);
    m_filterToggle->setText(used > 0
                                ? tr("Filter columns (%1)", "columns in use").arg(QLocale().toString(used))
                                : tr("Filter columns"));
    m_filterToggle->setAccessibleName(m_filterToggle->text());
}

void CustomerFilterBar::changeSoon()
{
    showFilterCount();
    m_typing.start();
}

void CustomerFilterBar::changeNow()
{
    m_typing.stop();
    const CustomerQuery now = query();
    if (now == m_announced)
        return;
    m_announced = now;
    Q_EMIT queryChanged();
}

void CustomerFilterBar::clearFilters()
{
    for (QLineEdit *filter : m_filters)
        filter->clear();
    changeNow();
}

void CustomerFilterBar::setCount(int count, bool exact, bool filtered)
{
    const QString number = QLocale().toString(count);
    if (!exact)
        m_count->setText(filtered ? tr("counting…") : tr("about %1").arg(number));
    else
        m_count->setText(filtered ? tr("%Ln match(es)", nullptr, count)
                                  : tr("%Ln customer(s)", nullptr, count));
    m_count->setAccessibleName(m_count->text());
}

void CustomerFilterBar::setBusy(bool busy)
{
    if (busy && !m_patience.isActive() && m_busy->isHidden())
        m_patience.start();
    if (!busy) {
        m_patience.stop();
        m_busy->hide();
    }
}

void CustomerFilterBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool CustomerFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    // Esc takes the text back first; in an empty field it goes on to the page.
    auto *edit = qobject_cast<QLineEdit *>(watched);
    if (edit && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && !edit->text().isEmpty()) {
        edit->clear();
        changeNow();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Gui
