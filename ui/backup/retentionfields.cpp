// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/retentionfields.h"

#include "ui/base/spacing.h"

#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>

namespace Gui {

namespace {

constexpr int most = 1000;

} // namespace

RetentionFields::RetentionFields(QWidget *parent)
    : QWidget(parent)
    , m_last(new QSpinBox(this))
    , m_daily(new QSpinBox(this))
    , m_weekly(new QSpinBox(this))
    , m_monthly(new QSpinBox(this))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Spacing::medium);
    grid->setVerticalSpacing(Spacing::small);
    int column = 0;
    const auto add = [&](QSpinBox *box, const char *name, const QString &text, const QString &toolTip) {
        box->setObjectName(QLatin1String(name));
        box->setRange(0, most);
        box->setAccessibleName(QString(text).remove(u'&'));
        box->setToolTip(toolTip);
        auto *label = new QLabel(text, this);
        label->setBuddy(box);
        label->setToolTip(toolTip);
        grid->addWidget(label, 0, column);
        grid->addWidget(box, 1, column);
        ++column;
        connect(box, &QSpinBox::valueChanged, this, &RetentionFields::changed);
    };
    add(m_last, "keepLast", tr("&Last"), tr("So many of the newest backups"));
    add(m_daily, "keepDaily", tr("&Daily"), tr("The newest of each of so many days"));
    add(m_weekly, "keepWeekly", tr("Wee&kly"), tr("The newest of each of so many weeks"));
    add(m_monthly, "keepMonthly", tr("&Monthly"), tr("The newest of each of so many months"));
    grid->setColumnStretch(column, 1);
}

void RetentionFields::setRule(const Backup::Retention &rule)
{
    m_last->setValue(rule.last);
    m_daily->setValue(rule.daily);
    m_weekly->setValue(rule.weekly);
    m_monthly->setValue(rule.monthly);
}

void RetentionFields::setWeeklyEnabled(bool on)
{
    m_weekly->setEnabled(on);
}

Backup::Retention RetentionFields::rule() const
{
    return {m_last->value(), m_daily->value(), m_weekly->value(), m_monthly->value()};
}

} // namespace Gui
