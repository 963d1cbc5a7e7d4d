// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QColor>
#include <QPalette>

namespace Gui {

/// An environment shows by word, colour and icon together: never by colour alone. These give the colour and
/// the icon; the word is Profiles::wordOf().

/// Freedesktop name.
[[nodiscard]] QString iconNameOf(const Profiles::Environment &environment);
/// The band and the ground of badges: local blue-grey, staging amber, production red, or the user's own.
[[nodiscard]] QColor groundOf(const Profiles::Environment &environment, const QPalette &palette);
/// Black or white, whichever reads better on `ground`: at least 4.5 to 1 on every colour.
[[nodiscard]] QColor textOn(const QColor &ground);

} // namespace Gui
