// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backuplistdelegate.h"

#include "ui/backup/backuplistmodel.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/spacing.h"

#include <QApplication>
#include <QPainter>

namespace Gui {

using Profiles::Environment;

void BackupListDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant tone = index.data(BackupListModel::ToneRole);
    if (!tone.isValid())
        return;
    option->icon = toneIcon(Tone(tone.toInt()));
    option->features |= QStyleOptionViewItem::HasDecoration;
    if (!(option->state & QStyle::State_Selected))
        option->palette.setColor(QPalette::Text, toneColor(Tone(tone.toInt()), option->palette));
}

void BackupListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &styleOption,
                               const QModelIndex &index) const
{
    const QVariant value = index.data(BackupListModel::EnvironmentRole);
    if (!value.isValid())
        return QStyledItemDelegate::paint(painter, styleOption, index);
    QStyleOptionViewItem option = styleOption;
    initStyleOption(&option, index);
    const QString name = option.text;
    option.text.clear(); // background, selection and focus are the style's
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const auto environment = value.value<Environment>();
    const QSize wanted = EnvironmentBadge::sizeFor(environment, option.font);
    const QRect inside = option.rect.adjusted(Spacing::tiny, 0, -Spacing::tiny, 0);
    const QSize size(qMin(wanted.width(), inside.width()), qMin(wanted.height(), inside.height() - 2));
    const QRect badge(QPoint(inside.left(), inside.center().y() - size.height() / 2 + 1), size);
    const QRect rest = inside.adjusted(size.width() + Spacing::small, 0, 0, 0);
    painter->save();
    painter->setClipRect(option.rect);
    EnvironmentBadge::paint(painter, QStyle::visualRect(option.direction, inside, badge), environment,
                            option.font, option.palette, option.direction);
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    painter->setPen(option.palette.color(
        group, option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(option.font);
    painter->drawText(QStyle::visualRect(option.direction, inside, rest),
                      int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) |
                          Qt::TextSingleLine,
                      option.fontMetrics.elidedText(name, Qt::ElideRight, rest.width()));
    painter->restore();
}

} // namespace Gui
