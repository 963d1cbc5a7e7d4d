// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/choicebutton.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QPainter>

namespace Gui {

ChoiceButton::ChoiceButton(const QString &iconName, const QString &title, const QString &description,
                           QWidget *parent)
    : QPushButton(title, parent)
    , m_iconName(iconName)
    , m_description(description)
{
    QString spoken = title;
    setAccessibleName(spoken.remove(u'&'));
    setAccessibleDescription(description);
    setAutoDefault(true); // Enter presses it, as the space bar does
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChoiceButton::setCompact(bool compact)
{
    m_compact = compact;
    updateGeometry();
    update();
}

QFont ChoiceButton::titleFont() const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return bold;
}

int ChoiceButton::iconSide() const
{
    return m_compact ? fontMetrics().height() : fontMetrics().height() * 3 / 2;
}

int ChoiceButton::padding() const
{
    return m_compact ? Spacing::small : Spacing::large;
}

int ChoiceButton::textIndent() const
{
    return padding() + iconSide() + (m_compact ? Spacing::small : Spacing::large);
}

QSize ChoiceButton::sizeHint() const
{
    const int width = textIndent() + fontMetrics().averageCharWidth() * 38 + padding();
    return {width, heightForWidth(width)};
}

QSize ChoiceButton::minimumSizeHint() const
{
    const int width = textIndent() + fontMetrics().averageCharWidth() * 16 + padding();
    return {width, QFontMetrics(titleFont()).height() + 2 * padding()};
}

int ChoiceButton::heightForWidth(int width) const
{
    const int textWidth = qMax(1, width - textIndent() - padding());
    const QFontMetrics title(titleFont());
    if (m_compact)
        return title.height() + fontMetrics().height() + 2 * padding();
    const QRect room(0, 0, textWidth, QWIDGETSIZE_MAX);
    const int texts = title.boundingRect(room, Qt::TextWordWrap | Qt::TextShowMnemonic, text()).height() +
                      Spacing::tiny +
                      fontMetrics().boundingRect(room, Qt::TextWordWrap, m_description).height();
    return qMax(texts, iconSide()) + 2 * padding();
}

void ChoiceButton::enterEvent(QEnterEvent *event)
{
    QPushButton::enterEvent(event);
    update();
}

void ChoiceButton::leaveEvent(QEvent *event)
{
    QPushButton::leaveEvent(event);
    update();
}

void ChoiceButton::paintCard(QPainter &painter) const
{
    const QPalette &colors = palette();
    QColor line = colors.color(QPalette::WindowText);
    line.setAlphaF(m_compact ? 0.0F : 0.22F);
    QColor surface = m_compact ? Qt::transparent : colors.color(QPalette::Base);
    if (isDown() || underMouse()) {
        surface = colors.color(QPalette::Highlight);
        surface.setAlphaF(isDown() ? 0.22F : 0.10F);
        line = colors.color(QPalette::Highlight);
    }
    const qreal thickness = hasFocus() ? 2 : 1;
    if (hasFocus())
        line = colors.color(QPalette::Highlight);
    painter.setPen(QPen(line, thickness));
    painter.setBrush(surface);
    const qreal inset = thickness / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), Spacing::small - 2,
                            Spacing::small - 2);
}

void ChoiceButton::paintTexts(QPainter &painter) const
{
    const QRect room = rect().adjusted(textIndent(), padding(), -padding(), -padding());
    const QRect mirrored(isRightToLeft() ? padding() : room.left(), room.top(), room.width(), room.height());
    const int align = int(Qt::AlignLeft) | Qt::AlignTop; // the painter mirrors it

    painter.setFont(titleFont());
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    const int titleFlags = align | Qt::TextWordWrap | Qt::TextShowMnemonic;
    QRect used = painter.boundingRect(mirrored, titleFlags, text());
    if (m_compact)
        used = QRect(mirrored.topLeft(), QSize(mirrored.width(), painter.fontMetrics().height()));
    if (m_compact)
        painter.drawText(
            used, align | Qt::TextSingleLine | Qt::TextShowMnemonic,
            painter.fontMetrics().elidedText(text(), Qt::ElideRight, used.width(), Qt::TextShowMnemonic));
    else
        painter.drawText(mirrored, titleFlags, text());

    painter.setFont(font());
    painter.setPen(Theme::secondaryText(palette()));
    const QRect below = mirrored.adjusted(0, used.height() + (m_compact ? 0 : Spacing::tiny), 0, 0);
    if (m_compact)
        painter.drawText(below, align | Qt::TextSingleLine,
                         fontMetrics().elidedText(m_description, Qt::ElideMiddle, below.width()));
    else
        painter.drawText(below, align | Qt::TextWordWrap, m_description);
}

void ChoiceButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintCard(painter);
    const int side = iconSide();
    const int left = isRightToLeft() ? width() - padding() - side : padding();
    const int top = m_compact ? (height() - side) / 2 : padding();
    Theme::icon(m_iconName).paint(&painter, left, top, side, side);
    paintTexts(painter);
}

} // namespace Gui
