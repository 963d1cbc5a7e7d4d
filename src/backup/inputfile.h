// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <QByteArray>

namespace Backup {

/// A regular file that is read in pieces from its beginning to its end. Follows no link.
class InputFile final
{
public:
    /// Error: NotFound, Unsupported (a link, a folder, a pipe), Permission, Io.
    [[nodiscard]] static Core::Result<InputFile> open(const QString &file);

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] qint64 position() const { return m_position; }
    /// The next bytes, up to 1 MiB, valid until the next call; none at the end.
    /// Error: Io, also when the file ends elsewhere than it did at the start.
    [[nodiscard]] Core::Result<QByteArrayView> read();
    /// The first 16 bytes, or all of a shorter file; then begins again. Error: as read().
    [[nodiscard]] Core::Result<QByteArray> peek();
    /// Begins again.
    void rewind();

private:
    InputFile(const QString &name, Core::Descriptor descriptor, qint64 size);

    QString m_name;
    Core::Descriptor m_descriptor;
    qint64 m_size = 0;
    qint64 m_position = 0;
    QByteArray m_buffer;
};

} // namespace Backup
