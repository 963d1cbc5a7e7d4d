// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/backup/broughtback.h"

#include <functional>

class QObject;

namespace Customers {
class CustomerRepository;
}

namespace Gui {

class CustomerEditor;

/// What became of the wish to bring customers back.
struct Staging
{
    int changed = 0;   ///< customers with staged old values
    int created = 0;   ///< missing ones, staged as new
    int unchanged = 0; ///< the database, or what is staged, has these values already
    QStringList gone;  ///< deleted for good since the comparison
};

/// Stages what is brought back on top of the rows as they are now, in one step that can be undone; it is
/// saved like any other change, with its conflict check. `done` follows while `context` lives. The editor
/// must not be read-only.
void stageFromBackup(Customers::CustomerRepository &repository, CustomerEditor &editor,
                     const QList<BroughtBack> &customers, QObject *context,
                     std::function<void(const Core::Result<Staging> &)> done);
/// In words.
[[nodiscard]] QString toText(const Staging &staging);

} // namespace Gui
