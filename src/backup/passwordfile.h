// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <memory>

namespace Backup {

/// A password in the form in which libpq reads it (PGPASSFILE), readable by its owner only and in memory
/// alone: a file in a folder would stay behind when this process is killed. A child that inherits the
/// descriptor opens it by path().
class PasswordFile final
{
public:
    /// Error: Unsupported (a line break, for which the file has no spelling), Io.
    [[nodiscard]] static Core::Result<std::unique_ptr<PasswordFile>> create(const QString &password);
    ~PasswordFile();
    Q_DISABLE_COPY_MOVE(PasswordFile)

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] QString path() const;

private:
    explicit PasswordFile(int descriptor)
        : m_descriptor(descriptor)
    {}
    int m_descriptor;
};

} // namespace Backup
