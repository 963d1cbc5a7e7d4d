// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/progress.h"

#include <QProgressBar>

namespace Gui {

void showProgress(QProgressBar *bar, const Core::JobProgress &progress)
{
    constexpr int steps = 1000; // rows and bytes may be more than an int holds
    const bool isKnown = progress.total > 0;
    bar->setRange(0, isKnown ? steps : 0);
    if (isKnown)
        bar->setValue(int(double(qBound<qint64>(qint64(0), progress.done, progress.total)) * steps /
                          double(progress.total)));
}

} // namespace Gui
