// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFile>

#include <array>
#include <memory>

namespace Backup {

/// A script on disk, open for as long as this lives, and a way to tell that nobody wrote to it meanwhile:
/// what was checked is what is used.
class ScriptFile final
{
public:
    /// Error: NotFound, Unsupported (a link, no regular file, an archive instead of a script, UTF-16), Io.
    [[nodiscard]] static Core::Result<std::unique_ptr<ScriptFile>> open(const QString &file);
    Q_DISABLE_COPY_MOVE(ScriptFile)

    [[nodiscard]] QIODevice &device() { return m_device; }
    [[nodiscard]] qint64 size() const { return m_stamp.front(); }
    [[nodiscard]] bool isUnchanged() const;

private:
    using Stamp = std::array<qint64, 3>; ///< size, and seconds and nanoseconds of the last change

    ScriptFile() = default;
    [[nodiscard]] std::optional<Stamp> stamp() const;

    QFile m_device;
    Stamp m_stamp = {};
};

} // namespace Backup
