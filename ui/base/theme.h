// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>

/// What the palette has no role for, derived from the palette, so that light, dark and high contrast all
/// work.
namespace Gui::Theme {

/// A freedesktop icon from the desktop's theme, else from Breeze.
[[nodiscard]] QIcon icon(const QString &name);

[[nodiscard]] bool isDark(const QPalette &palette);
/// Text that is there but not the point: placeholders, units, times. Readable (AA) on Base.
[[nodiscard]] QColor secondaryText(const QPalette &palette);
/// Background of something changed but not saved, and of something wrong; text in QPalette::Text stays AA on
/// both.
[[nodiscard]] QColor changedBackground(const QPalette &palette);
[[nodiscard]] QColor problemBackground(const QPalette &palette);
/// Text colours for the same states, AA on Base and Window.
[[nodiscard]] QColor changedText(const QPalette &palette);
[[nodiscard]] QColor problemText(const QPalette &palette);
/// Fill of radio buttons and check boxes, whose outline a dark window would swallow.
[[nodiscard]] QColor indicatorFill(const QPalette &palette);
/// Background behind a search hit.
[[nodiscard]] QColor hitBackground(const QPalette &palette);

} // namespace Gui::Theme
