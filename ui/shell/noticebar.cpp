// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/noticebar.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QAccessibleWidget>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace Gui {

namespace {

/// Screen readers announce objects of this role by themselves; a plain frame they would pass over.
QAccessibleInterface *createAccessible(const QString &className, QObject *object)
{
    if (className == QLatin1String(NoticeBar::staticMetaObject.className()))
        return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::AlertMessage);
    return nullptr;
}

/// In the order in which notices push each other aside. What goes by itself may cover Information.
int importance(const Notice &notice)
{
    switch (notice.kind) {
    case Tone::Information:
        return 0;
    case Tone::Success:
        return notice.passes() ? 1 : 0;
    case Tone::Warning:
        return 2;
    case Tone::Problem:
        return 3;
    }
    Q_UNREACHABLE();
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(createAccessible), true);
    setObjectName(QStringLiteral("noticeBar"));
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    buildChildren();
    arrange();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &NoticeBar::expire);
    applyColors();
    hide();
}

void NoticeBar::buildChildren()
{
    m_icon = new QLabel(this);
    m_word = new QLabel(this);
    m_word->setObjectName(QStringLiteral("noticeWord"));
    m_word->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_word->setFont(bold);

    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("noticeText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_waiting = new QLabel(this);
    m_waiting->setObjectName(QStringLiteral("noticeWaiting"));

    m_action = new QPushButton(this);
    m_action->setObjectName(QStringLiteral("noticeAction"));
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::runAction);

    m_detailToggle = new QToolButton(this);
    m_detailToggle->setObjectName(QStringLiteral("noticeDetailToggle"));
    m_detailToggle->setText(tr("Details"));
    m_detailToggle->setAccessibleName(tr("Details"));
    m_detailToggle->setCheckable(true);
    m_detailToggle->setAutoRaise(true);
    m_detailToggle->setFocusPolicy(Qt::StrongFocus);
    m_detailToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_detailToggle, &QToolButton::toggled, this, &NoticeBar::setDetailVisible);

    m_close = new QToolButton(this);
    m_close->setObjectName(QStringLiteral("noticeClose"));
    const QIcon cross = Theme::icon(QStringLiteral("window-close-symbolic"));
    m_close->setIcon(cross.isNull() ? style()->standardIcon(QStyle::SP_TitleBarCloseButton) : cross);
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::StrongFocus);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::closeCurrent);

    m_detail = new QPlainTextEdit(this);
    m_detail->setObjectName(QStringLiteral("noticeDetail"));
    m_detail->setAccessibleName(tr("Details of this message"));
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setFixedHeight(m_detail->fontMetrics().lineSpacing() * 5);

    m_copy = new QPushButton(tr("Copy details"), this);
    m_copy->setObjectName(QStringLiteral("noticeCopy"));
    m_copy->setAccessibleName(tr("Copy details"));
    m_copy->setIcon(Theme::icon(QStringLiteral("edit-copy")));
    connect(m_copy, &QPushButton::clicked, this, &NoticeBar::copyDetail);
}

void NoticeBar::arrange()
{
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::small);
    line->addWidget(m_icon);
    line->addWidget(m_word);
    line->addWidget(m_text, 1);
    line->addWidget(m_waiting);
    line->addWidget(m_action);
    line->addWidget(m_detailToggle);
    line->addWidget(m_close);

    auto *detailLine = new QHBoxLayout;
    detailLine->setSpacing(Spacing::small);
    detailLine->addWidget(m_detail, 1);
    detailLine->addWidget(m_copy, 0, Qt::AlignTop);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::small, Spacing::small, Spacing::small);
    layout->setSpacing(Spacing::small);
    layout->addLayout(line);
    layout->addLayout(detailLine);
}

const Notice *NoticeBar::current() const
{
    const qsizetype index = indexOf(m_shown);
    return index < 0 ? nullptr : &m_notices.at(index).notice;
}

qsizetype NoticeBar::indexOf(quint64 number) const
{
    const auto it = std::find_if(m_notices.begin(), m_notices.end(),
                                 [number](const Entry &entry) { return entry.number == number; });
    return it == m_notices.end() ? -1 : it - m_notices.begin();
}

void NoticeBar::show(const Notice &notice)
{
    m_notices.removeIf(
        [&](const Entry &entry) { return !notice.key.isEmpty() && entry.notice.key == notice.key; });
    const auto place = std::find_if(m_notices.begin(), m_notices.end(), [&](const Entry &entry) {
        return importance(entry.notice) <= importance(notice);
    });
    m_notices.insert(place, Entry{notice, m_nextNumber++, QDeadlineTimer(m_successDuration)});
    refresh();
}

void NoticeBar::dismiss(const QString &key)
{
    if (key.isEmpty())
        return;
    m_notices.removeIf([&](const Entry &entry) { return entry.notice.key == key; });
    refresh();
}

void NoticeBar::dismissAll()
{
    m_notices.clear();
    refresh();
}

void NoticeBar::refresh()
{
    m_notices.removeIf([this](const Entry &entry) {
        return entry.notice.passes() && entry.number != m_shown && entry.end.hasExpired();
    });
    const bool waits = m_notices.size() > 1;
    m_waiting->setVisible(waits);
    if (waits)
        m_waiting->setText(tr("%n more", nullptr, int(m_notices.size()) - 1));
    if (m_notices.isEmpty()) {
        m_shown = 0;
        m_timer.stop();
        hide();
        return;
    }
    const Entry &first = m_notices.first();
    if (first.number == m_shown)
        return;
    m_shown = first.number;
    present(first.notice);
}

void NoticeBar::present(const Notice &notice)
{
    m_word->setText(toneWord(notice.kind));
    m_text->setText(notice.text);
    m_action->setVisible(!notice.actionText.isEmpty());
    m_action->setText(notice.actionText);
    m_action->setAccessibleName(notice.actionText);
    m_detail->setPlainText(notice.detail);
    m_detailToggle->setVisible(!notice.detail.isEmpty());
    m_detailToggle->setChecked(false);
    setDetailVisible(false);
    applyColors();
    //: Read by a screen reader: kind of message, then the message
    setAccessibleName(tr("%1: %2").arg(m_word->text(), notice.text));
    setVisible(true);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);

    m_timer.stop();
    if (notice.passes())
        m_timer.start(m_successDuration);
}

void NoticeBar::applyColors()
{
    const Notice *notice = current();
    const Tone tone = notice ? notice->kind : Tone::Information;
    const QPalette base = parentWidget() ? parentWidget()->palette() : QApplication::palette();
    QPalette own;
    own.setColor(QPalette::Window, toneBackground(tone, base));
    setPalette(own);
    QPalette word;
    word.setColor(QPalette::WindowText, toneColor(tone, base));
    m_word->setPalette(word);
    const int side = fontMetrics().height();
    m_icon->setPixmap(toneIcon(tone).pixmap(QSize(side, side), devicePixelRatio()));
}

void NoticeBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    // The own palette is derived from the application's, which is what changes between light and dark.
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::FontChange)
        applyColors();
}

void NoticeBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        closeCurrent();
    else
        QFrame::keyPressEvent(event);
}

bool NoticeBar::isBeingRead() const
{
    const QWidget *focus = QApplication::focusWidget();
    return underMouse() || m_detailToggle->isChecked() || (focus && isAncestorOf(focus));
}

void NoticeBar::expire()
{
    if (isBeingRead())
        m_timer.start(m_successDuration);
    else
        closeCurrent();
}

void NoticeBar::closeCurrent()
{
    if (const qsizetype index = indexOf(m_shown); index >= 0)
        m_notices.removeAt(index);
    refresh();
}

void NoticeBar::runAction()
{
    const Notice *notice = current();
    if (!notice)
        return;
    const std::function<void()> action = notice->action; // closing destroys the notice
    closeCurrent();
    if (action)
        action();
}

void NoticeBar::setDetailVisible(bool visible)
{
    m_detail->setVisible(visible);
    m_copy->setVisible(visible);
    m_detailToggle->setArrowType(visible ? Qt::DownArrow
                                         : (isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow));
}

void NoticeBar::copyDetail()
{
    const Notice *notice = current();
    if (notice)
        QApplication::clipboard()->setText(notice->text + QLatin1Char('\n') + notice->detail);
}

} // namespace Gui
