// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/makebackup.h"
#include "profiles/profile.h"

namespace App {

/// Where a backup of this profile comes from, as its manifest says it. The server's version is filled in by
/// Backup::makeBackup().
[[nodiscard]] Backup::Origin originOf(const Profiles::Profile &profile);

/// The passphrase of an existing backup: empty where it is not encrypted; else as passphraseFrom(). Error:
/// that of Backup::wrappingOf() too.
[[nodiscard]] Core::Result<QString> passphraseOf(const QString &file, const QString &passphraseFile);

/// What a verb's connections share: the gate is closed for a read-only profile.
[[nodiscard]] Db::SessionOptions sessionOptionsFor(const Profiles::Profile &profile);

} // namespace App
