// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilefields.h"

#include "ui/base/spacing.h"

namespace Gui {

ProfileFields::ProfileFields(QFormLayout *form)
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
    heading->setContentsMargins(0, m_form->rowCount() == 0 ? 0 : Spacing::medium, 0, 0);
    m_form->addRow(heading);
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

void ProfileFields::setRowShown(QWidget *field, bool shown)
{
    for (QWidget *widget = field; widget && widget != m_form->parentWidget();
         widget = widget->parentWidget()) {
        if (m_form->indexOf(widget) >= 0)
            return m_form->setRowVisible(widget, shown);
    }
}

QString withoutMnemonic(QString label)
{
    label.remove(u'&');
    if (label.endsWith(u':'))
        label.chop(1);
    return label;
}

} // namespace Gui
