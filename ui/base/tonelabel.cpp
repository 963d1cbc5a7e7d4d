// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/tonelabel.h"

#include "ui/base/spacing.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace Gui {

ToneLabel::ToneLabel(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
{
    m_text->setObjectName(name);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    m_text->setSizePolicy(policy);
    auto *across = new QHBoxLayout(this);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(Spacing::small);
    across->addWidget(m_icon, 0, Qt::AlignTop);
    across->addWidget(m_text, 1);
    hide();
}

void ToneLabel::setMessage(Tone tone, const QString &text)
{
    m_tone = tone;
    m_text->setText(text);
    m_icon->setAccessibleName(toneWord(tone));
    updateLooks();
    setVisible(!text.isEmpty());
    updateGeometry();
}

QString ToneLabel::text() const
{
    return m_text->text();
}

void ToneLabel::updateLooks()
{
    const int side = fontMetrics().height();
    m_icon->setPixmap(toneIcon(m_tone).pixmap(QSize(side, side), devicePixelRatio()));
    QPalette palette;
    if (m_tone != Tone::Information)
        palette.setColor(QPalette::WindowText, toneColor(m_tone, QApplication::palette()));
    m_text->setPalette(palette);
}

void ToneLabel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

} // namespace Gui
