// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/statepane.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Gui {

StatePane::StatePane(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(QStringLiteral("statePane"));
    QFont titleFont = m_title->font();
    titleFont.setPointSizeF(titleFont.pointSizeF() * 1.3);
    titleFont.setBold(true);
    m_title->setFont(titleFont);
    m_title->setTextFormat(Qt::PlainText);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_action->setObjectName(QStringLiteral("stateAction"));
    m_action->setAutoDefault(true);
    for (QLabel *label : {m_icon, m_title, m_sentence})
        label->setAlignment(Qt::AlignCenter);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::huge, Spacing::huge, Spacing::huge, Spacing::huge);
    layout->setSpacing(Spacing::medium);
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence); // over the whole width: an aligned label would not grow with its lines
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &StatePane::actionRequested);
}

void StatePane::setState(const QString &iconName, const QString &title, const QString &sentence,
                         const QString &action)
{
    const int size = fontMetrics().height() * 3;
    m_icon->setPixmap(Theme::icon(iconName).pixmap(QSize(size, size), devicePixelRatioF()));
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
}

} // namespace Gui
