// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QIODevice>

namespace Backup {

/// The lines of a script, in a buffer that grows to the longest one and no further than lineLimit.
class ScriptLines final
{
public:
    /// A row of a table is one line; PostgreSQL's own limit for a value is 1 GB.
    static constexpr qsizetype lineLimit = qsizetype(64) * 1024 * 1024;

    /// `device` is open, outlives this and is read from where it stands, which is the beginning of line 1.
    explicit ScriptLines(QIODevice &device)
        : m_device(device)
    {}
    Q_DISABLE_COPY_MOVE(ScriptLines)

    /// Gives the next line with its '\n'; it is valid until the next call. False: there is none. Only the
    /// last line may lack the '\n'. Error: Io, Syntax (U+0000), Unsupported (longer than lineLimit).
    [[nodiscard]] Core::Result<bool> next(QByteArrayView &line);
    /// Of the line that next() gave last, from 1.
    [[nodiscard]] qint64 number() const { return m_number; }
    /// Where the next line begins, in bytes.
    [[nodiscard]] qint64 offset() const { return m_offset; }
    /// Goes on at a place that offset() named, behind line `number`. False: the device cannot.
    [[nodiscard]] bool seek(qint64 offset, qint64 number);

private:
    [[nodiscard]] Core::Result<bool> fill();

    QIODevice &m_device;
    QByteArray m_buffer; ///< bytes from m_from on are read, but not given yet
    qsizetype m_from = 0;
    qint64 m_offset = 0;
    qint64 m_number = 0;
};

} // namespace Backup
