// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

class QAbstractButton;
class QDialog;
class QLabel;
class QPushButton;
class QScrollArea;
class QWidget;

/// What dialogs are made of.
namespace Gui::DialogParts {

/// The dialog's question, large, with the badge of the database that it is about at the end.
/// `name`: object name of the text.
[[nodiscard]] QWidget *heading(const QString &name, const QString &text,
                               const Profiles::Environment &environment, QWidget *parent);
/// Text that may be long, as it is; `quiet`: in the colour of what is not the point.
[[nodiscard]] QLabel *text(const QString &name, const QString &text, QWidget *parent, bool quiet = false);
/// `content` as high as there is room for, without a frame.
[[nodiscard]] QScrollArea *scrolled(QWidget *content, QWidget *parent);
/// A button that Enter presses only where it is made the default. `icon`: of the theme; empty: none.
[[nodiscard]] QPushButton *button(const char *name, const char *icon, const QString &text, QWidget *parent);
/// Names a button for tests and screen readers.
void describe(QAbstractButton *button, const char *name);
/// So many characters and lines, or what the screen has.
void resize(QDialog *dialog, int characters, int lines);

} // namespace Gui::DialogParts
