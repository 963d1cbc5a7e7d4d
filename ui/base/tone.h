// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>

/// What a message or a state is about, told by word, icon and colour together, never by colour alone.
namespace Gui {

enum class Tone { Information, Success, Warning, Problem };

/// The word that stands before a message: "Problem".
[[nodiscard]] QString toneWord(Tone tone);
[[nodiscard]] QIcon toneIcon(Tone tone);
/// Text, icons and lines of that tone; readable (AA) on Base, Window and toneBackground().
[[nodiscard]] QColor toneColor(Tone tone, const QPalette &palette);
/// A quiet surface of that tone; text in QPalette::WindowText stays AA on it.
[[nodiscard]] QColor toneBackground(Tone tone, const QPalette &palette);

} // namespace Gui
