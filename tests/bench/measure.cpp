// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measure.h"

#include <QFile>

namespace Bench {

double residentMegabytes(qint64 processId)
{
    const QString who = processId ? QString::number(processId) : QStringLiteral("self");
    QFile status(QStringLiteral("/proc/") + who + QStringLiteral("/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

} // namespace Bench
