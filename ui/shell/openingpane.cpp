// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/openingpane.h"

#include <QVBoxLayout>

#include <chrono>

namespace Gui {

OpeningPane::OpeningPane(QWidget *parent)
    : QWidget(parent)
    , m_pane(new StatePane(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pane);
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &OpeningPane::tell);
    connect(m_pane, &StatePane::actionRequested, this, &OpeningPane::cancelled);
}

void OpeningPane::begin(const QString &name, bool mayBeAsleep)
{
    m_name = name;
    m_mayBeAsleep = mayBeAsleep;
    m_isWaking = false;
    m_since.start();
    m_timer.start();
    tell();
}

void OpeningPane::setWaking()
{
    m_isWaking = true;
    tell();
}

void OpeningPane::end()
{
    m_timer.stop();
}

void OpeningPane::tell()
{
    constexpr qint64 worthTelling = 2;
    const qint64 seconds = m_since.elapsed() / 1000;
    QString sentence;
    if (m_isWaking)
        sentence = tr("It was asleep, which is normal after a quiet time. It takes a few seconds.");
    else if (m_mayBeAsleep)
        sentence = tr("A database that has been asleep may take a few seconds to wake up.");
    if (seconds >= worthTelling)
        sentence += QLatin1Char(' ') + tr("%n second(s) so far.", nullptr, int(seconds));
    m_pane->setState(QStringLiteral("network-connect"),
                     m_isWaking ? tr("Waking the database…") : tr("Opening %1…").arg(m_name), sentence,
                     tr("Cancel"));
}

} // namespace Gui
