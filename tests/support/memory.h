// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

namespace Tests {

/// One of the figures of /proc/self/status that the kernel gives in kB, in bytes; 0: it gives none.
[[nodiscard]] inline qint64 statusBytes(QByteArrayView name)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith(name))
            return line.sliced(name.size() + 1).simplified().split(' ').first().toLongLong() * 1024;
    return 0;
}

/// What this process has in memory now, in bytes.
[[nodiscard]] inline qint64 residentMemory()
{
    return statusBytes("VmRSS");
}

/// The most that it ever had, or since forgetMemoryPeak(), in bytes.
[[nodiscard]] inline qint64 memoryPeak()
{
    return statusBytes("VmHWM");
}

inline void forgetMemoryPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (!file.open(QIODevice::WriteOnly) || file.write("5") != 1)
        qFatal("the peak of the memory cannot be reset");
}

/// `bytes`, and where AddressSanitizer looks on, what it keeps of freed memory to find its later use.
[[nodiscard]] constexpr qint64 memoryLimit(qint64 bytes)
{
#ifdef __SANITIZE_ADDRESS__
    return bytes + 600 * 1024 * 1024;
#else
    return bytes;
#endif
}

} // namespace Tests
