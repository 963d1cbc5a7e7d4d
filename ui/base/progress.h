// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"

class QProgressBar;

namespace Gui {

/// Shows how far a phase is; going to and fro where its total is not known.
void showProgress(QProgressBar *bar, const Core::JobProgress &progress);

} // namespace Gui
