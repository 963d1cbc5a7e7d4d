// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"

/// What a restore does, in sentences.
namespace Gui::RestoreWords {

/// "Customer: 3 added, 2 changed, 1 removed, 4 kept": one table, what does not happen left out.
[[nodiscard]] QString change(const Backup::TableChange &change);
/// All tables that change, a line each; one sentence where none does.
[[nodiscard]] QStringList changes(const QList<Backup::TableChange> &changes);
[[nodiscard]] bool changesAnything(const QList<Backup::TableChange> &changes);
/// Rows by what happens to them, all tables together: "3 added, 2 changed".
[[nodiscard]] QString sum(const QList<Backup::TableChange> &changes);
/// What is newer than the backup, and would be lost by replacing; empty: nothing is.
[[nodiscard]] QString lossOf(const Backup::Preview &preview, Backup::RestoreMode mode);

} // namespace Gui::RestoreWords
