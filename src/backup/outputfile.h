// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

#include <QFile>

namespace Backup {

/// The file that takes the output of another program. Written by this program, because pg_dump at the end of
/// an archive overlooks that the disk is full.
class OutputFile final
{
public:
    OutputFile() = default;
    Q_DISABLE_COPY_MOVE(OutputFile)

    /// Empties an existing file; never through a link that somebody put in its place. Error: Io.
    [[nodiscard]] Core::Result<void> open(const QString &file);
    /// Error: Io.
    [[nodiscard]] Core::Result<void> write(const QByteArray &piece);
    /// Bytes so far.
    [[nodiscard]] qint64 written() const { return m_written; }

private:
    QFile m_file;
    QString m_name;
    qint64 m_written = 0;
};

} // namespace Backup
