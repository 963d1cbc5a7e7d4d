// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customercelldelegate.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/customers/celleditor.h"
#include "ui/customers/customertablemodel.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace Gui {

using Customers::Field;

namespace {

bool isLong(Field field)
{
    return field == Field::Address || field == Field::Notes;
}

void paintSkeleton(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    QColor colour = option.palette.color(QPalette::Text);
    colour.setAlphaF(0.10F);
    const int height = option.fontMetrics.height() / 2;
    // Uneven lengths look like text, and always the same ones do not flicker.
    const int share = 45 + (index.row() * 7 + index.column() * 13) % 35;
    const QRect bar(option.rect.left() + Spacing::small, option.rect.center().y() - height / 2,
                    option.rect.width() * share / 100 - Spacing::small, height);
    painter->fillRect(bar, colour);
}

/// A filled corner: the second sign beside the colour.
void paintCorner(QPainter *painter, const QRect &cell, const QColor &colour, bool rightToLeft)
{
    const int size = Spacing::small;
    QPolygon corner;
    if (rightToLeft)
        corner << cell.topRight() << cell.topRight() - QPoint(size, 0) << cell.topRight() + QPoint(0, size);
    else
        corner << cell.topLeft() << cell.topLeft() + QPoint(size, 0) << cell.topLeft() + QPoint(0, size);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawPolygon(corner);
}

} // namespace

CustomerCellDelegate::CustomerCellDelegate(const Customers::Rules &rules, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_rules(rules)
{}

void CustomerCellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &styleOption,
                                 const QModelIndex &index) const
{
    QStyleOptionViewItem option = styleOption;
    initStyleOption(&option, index);
    option.text.clear(); // the style paints background, selection and focus; the text is ours
    const bool selected = option.state & QStyle::State_Selected;
    const bool hasProblem = !index.data(CustomerTableModel::ProblemRole).toString().isEmpty();
    const bool isChanged = index.data(CustomerTableModel::IsChangedRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!selected && hasProblem)
        option.backgroundBrush = Theme::problemBackground(option.palette);
    else if (!selected && isChanged)
        option.backgroundBrush = Theme::changedBackground(option.palette);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    if (index.data(CustomerTableModel::IsLoadingRole).toBool()) {
        paintSkeleton(painter, option, index);
        return painter->restore();
    }
    const QColor mark = hasProblem ? Theme::problemText(option.palette) : Theme::changedText(option.palette);
    if (hasProblem || isChanged)
        paintCorner(painter, option.rect, selected ? option.palette.color(QPalette::HighlightedText) : mark,
                    option.direction == Qt::RightToLeft);
    QRect area = option.rect.adjusted(Spacing::small, 0, -Spacing::small, 0);
    if (hasProblem) {
        const int size = option.fontMetrics.height();
        QRect iconArea(0, 0, size, size);
        iconArea.moveCenter(QPoint(area.right() - size / 2, area.center().y()));
        const QRect placed = QStyle::visualRect(option.direction, area, iconArea);
        Theme::icon(QStringLiteral("dialog-warning")).paint(painter, placed);
        const QRect rest = area.adjusted(0, 0, -size - Spacing::tiny, 0);
        area = QStyle::visualRect(option.direction, area, rest);
    }
    paintText(painter, option, area, index);
    painter->restore();
}

void CustomerCellDelegate::paintText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area,
                                     const QModelIndex &index) const
{
    const bool selected = option.state & QStyle::State_Selected;
    const bool deleted = index.data(CustomerTableModel::IsDeletedRole).toBool();
    QPalette::ColorGroup group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    QColor colour = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    QFont font = option.font;
    QString text = index.data(Qt::DisplayRole).toString();
    if (index.data(CustomerTableModel::IsNullRole).toBool()) {
        text = QStringLiteral("—");
        font.setItalic(true);
        if (!selected)
            colour = Theme::secondaryText(option.palette);
    }
    font.setStrikeOut(deleted);
    if (deleted && !selected)
        colour = Theme::secondaryText(option.palette);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, area.width());
    painter->setFont(font);
    painter->setPen(colour);
    const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, option.displayAlignment);
    const auto hits = index.data(CustomerTableModel::HitsRole).value<QList<std::pair<int, int>>>();
    if (!hits.isEmpty()) {
        // Only cells with a hit pay for a layout.
        QTextLayout layout(shown, font);
        QList<QTextLayout::FormatRange> formats;
        QTextCharFormat format;
        if (selected) { // the selection has its own colours
            format.setFontUnderline(true);
        } else {
            format.setBackground(Theme::hitBackground(option.palette));
            format.setForeground(option.palette.color(QPalette::Text));
        }
        for (const auto &[start, length] : hits)
            if (start < shown.size())
                formats.append({start, std::min(length, int(shown.size()) - start), format});
        layout.setFormats(formats);
        QTextOption textOption(alignment & Qt::AlignHorizontal_Mask);
        textOption.setWrapMode(QTextOption::NoWrap);
        textOption.setTextDirection(option.direction);
        layout.setTextOption(textOption);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(area.width());
        layout.endLayout();
        layout.draw(painter, QPointF(area.left(), area.center().y() - line.height() / 2.0 + 0.5));
        return;
    }
    painter->drawText(area, int(alignment | Qt::TextSingleLine), shown);
}

QWidget *CustomerCellDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                            const QModelIndex &index) const
{
    const Field field = CustomerTableModel::field(index.column());
    auto *editor = new CellEditor(m_rules, field, isLong(field), parent);
    // The input has the keyboard, so it is what a screen reader names.
    editor->focusProxy()->setAccessibleName(
        index.model()->headerData(index.column(), Qt::Horizontal).toString());
    connect(editor, &CellEditor::committed, this, [this, editor] {
        auto *self =
            const_cast<CustomerCellDelegate *>(this); // NOLINT: createEditor is const, its signals are not
        Q_EMIT self->commitData(editor);
        Q_EMIT self->closeEditor(editor);
    });
    return editor;
}

void CustomerCellDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    static_cast<CellEditor *>(editor)->setText(index.data(Qt::EditRole).toString());
}

void CustomerCellDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                        const QModelIndex &index) const
{
    // Looking at a value is no change, even where the box shows its line ends differently.
    if (const auto *cell = static_cast<CellEditor *>(editor); cell->hasNewText())
        model->setData(index, cell->text(), Qt::EditRole);
}

void CustomerCellDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                                const QModelIndex &) const
{
    QRect area = option.rect;
    area.setSize(area.size().expandedTo(editor->sizeHint()));
    if (option.direction == Qt::RightToLeft)
        area.moveRight(option.rect.right());
    const QRect room = editor->parentWidget()->rect();
    area.setSize(area.size().boundedTo(room.size()));
    area.moveLeft(std::clamp(area.left(), room.left(), std::max(room.left(), room.right() - area.width())));
    area.moveTop(std::clamp(area.top(), room.top(), std::max(room.top(), room.bottom() - area.height())));
    editor->setGeometry(area);
}

} // namespace Gui
