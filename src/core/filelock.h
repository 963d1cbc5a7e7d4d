// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

namespace Core {

/// Held while a file is read, changed and written, so that two programs cannot lose each other's change. The
/// lock is one of FILE.lock, which stays for good: removing it would let two programs hold locks of two files
/// of one name. The kernel takes it back from a program that dies; QLockFile's file may be left empty by a
/// kill and then holds everybody up, or is taken from a living program that waits for a slow disk.
class FileLock final
{
public:
    /// Waits for at most `limit` ms. Not for the GUI thread. Error: Busy, Io, Permission.
    [[nodiscard]] static Result<FileLock> acquire(const QString &file, int limit);

private:
    explicit FileLock(Descriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {}
    Descriptor m_descriptor;
};

} // namespace Core
