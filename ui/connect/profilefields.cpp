// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilefields.h"

#include "ui/base/spacing.h"

namespace Gui {

ProfileForm::ProfileForm()
{
    setHorizontalSpacing(Spacing::medium);
    setVerticalSpacing(Spacing::small);
    setColumnStretch(1, 1);
}

void ProfileForm::addRow(QLabel *label, QWidget *field)
{
    if (label)
        addWidget(label, m_rows, 0);
    addWidget(field, m_rows++, 1);
}

void ProfileForm::addHeading(QLabel *heading)
{
    heading->setContentsMargins(0, m_rows == 0 ? 0 : Spacing::medium, 0, 0);
    addWidget(heading, m_rows++, 0, 1, 2);
}

void ProfileForm::setRowShown(QWidget *widget, bool shown)
{
    for (; widget && widget != parentWidget(); widget = widget->parentWidget()) {
        const int index = indexOf(widget);
        if (index < 0)
            continue;
        int row = 0;
        int column = 0;
        int rows = 0;
        int columns = 0;
        getItemPosition(index, &row, &column, &rows, &columns);
        widget->setVisible(shown);
        if (QLayoutItem *label = column == 1 ? itemAtPosition(row, 0) : nullptr)
            label->widget()->setVisible(shown);
        return;
    }
}

ProfileFields::ProfileFields(ProfileForm *form)
    : QObject(form->parentWidget())
    , m_form(form)
{}

QLabel *ProfileFields::addHeading(const QString &text, const QString &name)
{
    auto *heading = new QLabel(text, m_form->parentWidget());
    heading->setObjectName(name);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    m_form->addHeading(heading);
    return heading;
}

void ProfileFields::addField(const QString &label, QWidget *field, const QString &name)
{
    field->setObjectName(name);
    field->setAccessibleName(withoutMnemonic(label));
    auto *caption = new QLabel(label, m_form->parentWidget());
    caption->setBuddy(field);
    m_form->addRow(caption, field);
}

void ProfileFields::addField(const QString &label, QLayout *line, QWidget *focus, const QString &name)
{
    focus->setObjectName(name);
    focus->setAccessibleName(withoutMnemonic(label));
    // A widget around the line: only rows that are widgets can be hidden by their field.
    auto *holder = new QWidget(m_form->parentWidget());
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Spacing::small);
    holder->setLayout(line);
    auto *caption = new QLabel(label, m_form->parentWidget());
    caption->setBuddy(focus);
    m_form->addRow(caption, holder);
}

QString withoutMnemonic(QString label)
{
    label.remove(u'&');
    if (label.endsWith(u':'))
        label.chop(1);
    return label;
}

} // namespace Gui
