// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/tone.h"

#include <QString>

#include <functional>

namespace Gui {

/// One message in the page: what happened, what to do, one action.
struct Notice
{
    Tone kind = Tone::Information;
    QString text;                 ///< plain text, one or two sentences
    QString detail;               ///< shown on demand; may be empty
    QString actionText;           ///< a verb; empty: no action
    std::function<void()> action; ///< called after the notice is gone
    QString key;                  ///< a newer notice of the same key replaces this one; empty: none does
    bool stays = false; ///< a Success stays until it is closed: nobody may be looking at the end of long work

    /// It goes by itself after a while.
    [[nodiscard]] bool passes() const { return kind == Tone::Success && !stays; }
};

} // namespace Gui
