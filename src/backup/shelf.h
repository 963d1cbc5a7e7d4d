// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "core/job.h"

namespace Backup {

/// A backup that is known: on the shelf because this program made, verified or opened it.
struct Entry
{
    enum class State { Present, Missing, Changed /* size differs */, Unreadable /* manifest damaged */ };

    QString file;
    State state = State::Present;
    bool hasManifest = false;
    Manifest manifest; ///< what is known without one: kind by ending, size, finished = file's time
    /// Days since the last successful rehearsal; nullopt: never.
    [[nodiscard]] std::optional<int> daysSinceRehearsal(const QDateTime &now) const;
};
inline constexpr int rehearsalAgeLimit = 30; ///< days after which a rehearsal no longer counts

/// The backups that this computer knows: a list of files in the data folder (backups.json, durable), filled
/// with what lies in the folders they are in. Holds no secrets. Blocking: not for the GUI thread.
class Shelf final
{
public:
    /// `file`: where the list is kept; empty: backups.json in Core::Paths::data().
    explicit Shelf(const QString &file = {});

    /// Newest first. Also finds backups with a manifest that lie beside known ones.
    [[nodiscard]] Core::Result<QList<Entry>> entries() const;
    [[nodiscard]] Core::Result<void> add(const QString &backupFile);
    /// Takes it off the list; the file stays.
    [[nodiscard]] Core::Result<void> forget(const QString &backupFile);
    /// Deletes the backup and its manifest. Error: Permission (pinned), Io.
    [[nodiscard]] Core::Result<void> remove(const QString &backupFile);
    [[nodiscard]] Core::Result<void> setPinned(const QString &backupFile, bool on);

private:
    QString m_file;
};

/// How many backups to keep of one database; 0: none for that reason.
struct Retention
{
    int last = 0;
    int daily = 0;
    int weekly = 0;
    int monthly = 0;
    friend bool operator==(const Retention &, const Retention &) = default;
};

/// Which of the entries of one database the rule would delete, with the reason for keeping each other one.
/// Never pinned ones, safety copies younger than 30 days, the newest verified one, nor anything that is not
/// Present with a manifest.
struct RetentionPlan
{
    QList<Entry> remove;
    QList<std::pair<Entry, QString>> keep; ///< with the reason, translated
};
[[nodiscard]] RetentionPlan planRetention(const QList<Entry> &entries, const Retention &rule,
                                          const QDateTime &now);

} // namespace Backup
