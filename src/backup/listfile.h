// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonreader.h"
#include "core/result.h"

#include <functional>

namespace Backup {

/// A small JSON file with a list that several programs change at once: versioned, 0600, replaced durably
/// under a lock. A damaged file is renamed and told once; one of a newer version is left alone. Blocking.
class ListFile final
{
public:
    static constexpr int currentVersion = 1;

    /// What is wrong with an object that claims to be such a file; nullopt: nothing.
    using Check = std::function<std::optional<Core::JsonProblem>(const QJsonObject &)>;

    ListFile(QString file, Check check);

    /// What is in the file; a missing one is an empty object. Error: Corrupt (it was renamed, the summary
    /// says to what; the next call finds nothing), Unsupported (a newer version, no ordinary file, too
    /// large), Busy, Io, Permission.
    [[nodiscard]] Core::Result<QJsonObject> read() const;
    /// Reads, changes and writes while other programs wait. Where `change` answers an Error nothing is
    /// written. Error also: Syntax (what `change` made would not be read back).
    [[nodiscard]] Core::Result<void>
    update(const std::function<Core::Result<void>(QJsonObject &)> &change) const;

    [[nodiscard]] const QString &name() const { return m_file; }

private:
    [[nodiscard]] Core::Result<QJsonObject> load() const;
    [[nodiscard]] Core::Result<QJsonObject> loadOrSetAside() const;

    QString m_file;
    Check m_check;
};

} // namespace Backup
