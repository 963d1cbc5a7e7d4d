// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"
#include "profiles/profile.h"
#include "schema/databasestate.h"

namespace Gui {

/// The database whose schema is looked at or changed, as the dialogs of this folder see it.
struct SchemaPlace
{
    Profiles::Profile profile;
    Schema::Target target; ///< the direct way in, as whoever migrates, with the window's gate and log
};

/// Goes on with what it is given once the database may be changed and the user agreed to the question.
using Permission = std::function<void(const Core::Question &, std::function<void()>)>;

} // namespace Gui
