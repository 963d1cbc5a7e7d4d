// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Doctor {

/// A program that holds a lock on an SQLite database.
struct LockHolder
{
    qint64 processId = 0;
    QString program;
    bool isWriting = false; ///< holds the lock of a writer, not only that of a reader
};

/// Who has `file` locked, except this process: read from the system's table of locks, because opening the
/// file and closing it again would drop SQLite's own locks in this process. Empty where the system has no
/// such table.
[[nodiscard]] QList<LockHolder> lockHolders(const QString &file);

} // namespace Doctor
