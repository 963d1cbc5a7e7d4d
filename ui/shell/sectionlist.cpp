// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sectionlist.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QLocale>

namespace Gui {

namespace {

QString iconOf(Section section)
{
    switch (section) {
    case Section::Customers:
        return QStringLiteral("system-users");
    case Section::Trash:
        return QStringLiteral("user-trash");
    case Section::Backups:
        return QStringLiteral("document-save-all");
    case Section::Schema:
        return QStringLiteral("server-database");
    case Section::QueryLog:
        return QStringLiteral("view-list-text");
    }
    Q_UNREACHABLE();
}

} // namespace

SectionList::SectionList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("sections"));
    setAccessibleName(tr("Sections"));
    setFrameShape(QFrame::NoFrame);
    setFixedWidth(fontMetrics().averageCharWidth() * 20);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // what is too long is cut off
    setSpacing(Spacing::tiny / 2);
    for (const Section section : sections())
        new QListWidgetItem(Theme::icon(iconOf(section)), titleOf(section), this);
    connect(this, &QListWidget::currentRowChanged, this, [this] {
        if (const auto section = current())
            Q_EMIT chosen(*section);
    });
}

QList<Section> SectionList::sections()
{
    return {Section::Customers, Section::Trash, Section::Backups, Section::Schema, Section::QueryLog};
}

QString SectionList::titleOf(Section section)
{
    switch (section) {
    case Section::Customers:
        return tr("Customers");
    case Section::Trash:
        return tr("Trash");
    case Section::Backups:
        return tr("Backups");
    case Section::Schema:
        return tr("Schema");
    case Section::QueryLog:
        return tr("Query log");
    }
    Q_UNREACHABLE();
}

std::optional<Section> SectionList::current() const
{
    const int row = currentRow();
    return row < 0 ? std::nullopt : std::optional(sections().at(row));
}

void SectionList::choose(Section section)
{
    setCurrentRow(int(sections().indexOf(section)));
}

void SectionList::mark(Section section)
{
    const QSignalBlocker blocker(this);
    choose(section);
}

void SectionList::setTrashCount(qint64 count)
{
    setCount(Section::Trash, count);
}

void SectionList::setPendingCount(int count)
{
    setCount(Section::Schema, count);
}

void SectionList::setCount(Section section, qint64 count)
{
    item(int(sections().indexOf(section)))
        //: A section of the window, how many things are in it
        ->setText(count > 0 ? tr("%1 (%2)").arg(titleOf(section), QLocale().toString(count))
                            : titleOf(section));
}

} // namespace Gui
