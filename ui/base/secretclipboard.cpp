// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>

namespace Gui {

SecretClipboard::SecretClipboard(std::chrono::milliseconds limit, QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(limit);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::clear);
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, &SecretClipboard::noteChange);
    // Before the clipboard's content is handed to a clipboard manager that outlives the program.
    connect(qApp, &QCoreApplication::aboutToQuit, this, &SecretClipboard::clear);
}

SecretClipboard::~SecretClipboard()
{
    disconnect(&m_timer, nullptr, this, nullptr);
    clear();
}

void SecretClipboard::copy(const QString &secret)
{
    auto *lent = new QMimeData;
    lent->setText(secret);
    // Klipper, KeePassXC's idea, and by now most clipboard managers leave what is so marked out of their
    // history.
    lent->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    m_lent = lent;
    QGuiApplication::clipboard()->setMimeData(lent);
    m_timer.start();
}

void SecretClipboard::clear()
{
    if (!holdsSecret())
        return;
    QGuiApplication::clipboard()->clear();
    noteChange();
}

bool SecretClipboard::holdsSecret() const
{
    // Comparing objects, not texts: asking another program for its clipboard may take seconds.
    return m_lent && QGuiApplication::clipboard()->mimeData() == m_lent;
}

void SecretClipboard::noteChange()
{
    if (!m_timer.isActive() && !m_lent)
        return;
    if (holdsSecret())
        return;
    m_lent = nullptr;
    m_timer.stop();
    Q_EMIT released();
}

} // namespace Gui
