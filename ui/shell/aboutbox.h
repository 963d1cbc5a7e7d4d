// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace Gui {

/// Opens the box that says what this program is and under which licence.
void showAbout(QWidget *window);

} // namespace Gui
