// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>

namespace Db {

/// Whether a database may be changed at the moment: the one gate through which every write of the program
/// goes, present and future. One gate is shared by all connections of an opened profile. A closed gate
/// refuses the next write; a transaction that has begun is finished. While it is closed SQLite files are
/// opened read-only and PostgreSQL is sent READ ONLY transactions only. Any thread.
class AccessGate final
{
public:
    explicit AccessGate(bool allowsWriting)
        : m_allowsWriting(allowsWriting)
    {}
    Q_DISABLE_COPY_MOVE(AccessGate)

    void setAllowsWriting(bool on) { m_allowsWriting = on; }
    [[nodiscard]] bool allowsWriting() const { return m_allowsWriting; }

private:
    std::atomic_bool m_allowsWriting;
};

} // namespace Db
