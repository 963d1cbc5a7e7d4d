// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profiledelegate.h"

#include "ui/base/environmentbadge.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tone.h"
#include "ui/connect/profilelistmodel.h"

#include <QApplication>
#include <QPainter>

namespace Gui {

using Profiles::Environment;

namespace {

QFont nameFont(const QFont &font)
{
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    return strong;
}

/// One line of a profile, filled from both ends.
class Line final
{
public:
    Line(QPainter *painter, const QRect &area, Qt::LayoutDirection direction)
        : m_painter(painter)
        , m_whole(area)
        , m_left(area)
        , m_direction(direction)
    {}

    /// The next `width` pixels from the start.
    QRect take(int width)
    {
        const QRect part(m_left.left(), m_left.top(), qMin(width, m_left.width()), m_left.height());
        m_left.setLeft(part.right() + 1 + Spacing::small);
        return QStyle::visualRect(m_direction, m_whole, part);
    }
    /// The next `width` pixels from the end.
    QRect takeEnd(int width)
    {
        QRect part = m_left;
        part.setLeft(qMax(m_left.left(), m_left.right() + 1 - width));
        m_left.setRight(part.left() - 1 - Spacing::small);
        return QStyle::visualRect(m_direction, m_whole, part);
    }
    void text(const QRect &area, const QString &text, const QColor &color, Qt::TextElideMode elide)
    {
        m_painter->setPen(color);
        m_painter->drawText(area,
                            int(QStyle::visualAlignment(m_direction, Qt::AlignLeft | Qt::AlignVCenter)) |
                                Qt::TextSingleLine,
                            m_painter->fontMetrics().elidedText(text, elide, area.width()));
    }
    void icon(const QIcon &icon)
    {
        const int side = m_painter->fontMetrics().ascent();
        icon.paint(m_painter, take(side), Qt::AlignCenter);
    }
    void restOfLine(const QString &string, const QColor &color, Qt::TextElideMode elide)
    {
        text(take(m_left.width()), string, color, elide);
    }

private:
    QPainter *m_painter;
    QRect m_whole;
    QRect m_left;
    Qt::LayoutDirection m_direction;
};

} // namespace

QSize ProfileDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto environment = index.data(ProfileListModel::EnvironmentRole).value<Environment>();
    const QSize badge = EnvironmentBadge::sizeFor(environment, option.font);
    const int line = QFontMetrics(nameFont(option.font)).height();
    int height = Spacing::small + line + Spacing::tiny + badge.height() + Spacing::small;
    if (!index.data(ProfileListModel::AgeWarningRole).toString().isEmpty())
        height += Spacing::tiny + line;
    // The width is the list's: what does not fit is elided.
    return {badge.width() + 2 * Spacing::medium, height};
}

void ProfileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &styleOption,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem option = styleOption;
    initStyleOption(&option, index);
    option.text.clear(); // the style paints background, selection and focus; the rest is ours
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const bool selected = option.state & QStyle::State_Selected;
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QColor strong = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = selected ? strong : Theme::secondaryText(option.palette);
    const auto environment = index.data(ProfileListModel::EnvironmentRole).value<Environment>();
    const QSize badge = EnvironmentBadge::sizeFor(environment, option.font);

    painter->save();
    painter->setClipRect(option.rect);
    QRect rest = option.rect.adjusted(Spacing::medium, Spacing::small, -Spacing::medium, -Spacing::small);
    const auto nextLine = [&](int height) {
        const QRect area(rest.left(), rest.top(), rest.width(), height);
        rest.setTop(area.bottom() + 1 + Spacing::tiny);
        return Line(painter, area, option.direction);
    };
    const int lineHeight = QFontMetrics(nameFont(option.font)).height();

    Line first = nextLine(lineHeight);
    painter->setFont(option.font);
    if (const QString keys = index.data(ProfileListModel::ShortcutRole).toString(); !keys.isEmpty())
        first.text(first.takeEnd(painter->fontMetrics().horizontalAdvance(keys) + 1), keys, quiet,
                   Qt::ElideNone);
    painter->setFont(nameFont(option.font));
    first.restOfLine(index.data(Qt::DisplayRole).toString(), strong, Qt::ElideRight);

    Line second = nextLine(badge.height());
    EnvironmentBadge::paint(painter, second.take(badge.width()), environment, option.font, option.palette,
                            option.direction);
    painter->setFont(option.font);
    if (index.data(ProfileListModel::IsReadOnlyRole).toBool())
        second.icon(Theme::icon(QStringLiteral("emblem-readonly")));
    second.restOfLine(index.data(ProfileListModel::PlaceRole).toString(), quiet, Qt::ElideMiddle);

    if (const QString warning = index.data(ProfileListModel::AgeWarningRole).toString(); !warning.isEmpty()) {
        Line third = nextLine(lineHeight);
        third.icon(toneIcon(Tone::Warning));
        third.restOfLine(warning, selected ? strong : toneColor(Tone::Warning, option.palette),
                         Qt::ElideRight);
    }
    painter->restore();
}

} // namespace Gui
