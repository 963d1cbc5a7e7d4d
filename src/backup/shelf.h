// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/entry.h"
#include "backup/listfile.h"
#include "backup/retention.h"

namespace Backup {

/// The backups that this computer knows: a list of files in the data folder (backups.json, durable), filled
/// with what lies in the folders they are in. Holds no secrets. Several programs may use it at once. A
/// damaged list is renamed, and every function says so once (Corrupt). Blocking: not for the GUI thread.
class Shelf final
{
public:
    static constexpr qsizetype maximalEntries = 10'000;

    /// `file`: where the list is kept; empty: backups.json in Core::Paths::data().
    explicit Shelf(const QString &file = {});

    /// Newest first. Also finds backups with a manifest that lie beside known ones or in defaultFolder(), but
    /// for those that were forgotten.
    [[nodiscard]] Core::Result<QList<Entry>> entries() const;
    /// Error: NotFound, Unsupported (a link, no ordinary file, or too many), ….
    [[nodiscard]] Core::Result<void> add(const QString &backupFile);
    /// Takes it off the list; the file stays.
    [[nodiscard]] Core::Result<void> forget(const QString &backupFile);
    /// Deletes the backup and its manifest, and takes it off the list. Error: Permission (pinned), NotFound
    /// (neither on the list nor with a manifest: no backup that is known), Unsupported (a link, no ordinary
    /// file), Io.
    [[nodiscard]] Core::Result<void> remove(const QString &backupFile);
    /// Error: NotFound (no manifest, which retention spares anyway), and those of updateManifest().
    [[nodiscard]] Core::Result<void> setPinned(const QString &backupFile, bool on);

private:
    ListFile m_list;
};

} // namespace Backup
