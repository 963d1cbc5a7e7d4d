// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <memory>

namespace Secrets {

/// Held while a vault is read, changed and written, so that two programs cannot lose each other's change. The
/// kernel takes it back from a program that dies. QLockFile's file may be left empty by a kill and then holds
/// everybody up, or is taken from a living program that waits for a slow disk.
class VaultLock final
{
public:
    /// Waits for at most `limit` ms. Not for the GUI thread. Error: Busy, Io, Permission.
    [[nodiscard]] static Core::Result<VaultLock> acquire(const QString &vault, int limit);

private:
    struct Close
    {
        void operator()(const int *descriptor) const;
    };
    explicit VaultLock(int descriptor)
        : m_descriptor(new int(descriptor))
    {}
    std::unique_ptr<int, Close> m_descriptor;
};

} // namespace Secrets
