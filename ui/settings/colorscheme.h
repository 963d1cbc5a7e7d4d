// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

namespace Gui {

enum class ColorScheme { System, Light, Dark };

/// Makes the whole application light or dark. Qt 6.4 cannot ask the platform for that, so Light and Dark are
/// Fusion with a palette of our own; System is what the platform started with.
class ColorSchemeSwitch final
{
public:
    /// Remembers style and icon theme as the platform set them. Create after the application object.
    ColorSchemeSwitch();
    Q_DISABLE_COPY_MOVE(ColorSchemeSwitch)

    void apply(ColorScheme scheme);

    /// The tuned palettes; for System the application's present one.
    [[nodiscard]] static QPalette palette(ColorScheme scheme);

private:
    QString m_platformStyle;
    QString m_platformIcons;
};

} // namespace Gui
