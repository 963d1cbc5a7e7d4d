// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/pagelayout.h"

#include <QDataStream>
#include <QIODevice>

namespace Gui {

QByteArray PageLayout::toBytes() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << columns << splitter;
    return bytes;
}

PageLayout PageLayout::fromBytes(const QByteArray &bytes)
{
    PageLayout layout;
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_4);
    stream >> layout.columns >> layout.splitter;
    return stream.status() == QDataStream::Ok ? layout : PageLayout();
}

} // namespace Gui
