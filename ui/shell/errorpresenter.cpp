// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/errorpresenter.h"

#include "core/log.h"
#include "ui/shell/noticebar.h"

#include <QCoreApplication>

namespace Gui {

void ErrorPresenter::present(const Core::Error &error, const QString &retryLabel, std::function<void()> retry,
                             const QString &key)
{
    Notice notice;
    // Stopping is what the user asked for, not a problem.
    notice.kind = error.kind == Core::ErrorKind::Cancelled ? Tone::Information : Tone::Problem;
    notice.text = Core::redacted(error.summary);
    notice.detail = Core::redacted(error.detail);
    if (!error.code.isEmpty()) {
        if (!notice.detail.isEmpty())
            notice.detail += QLatin1Char('\n');
        notice.detail += QCoreApplication::translate("Gui::ErrorPresenter", "Code: %1").arg(error.code);
    }
    if (retry) {
        notice.actionText = retryLabel.isEmpty()
                                ? QCoreApplication::translate("Gui::ErrorPresenter", "Try again")
                                : retryLabel;
        notice.action = std::move(retry);
    }
    notice.key = key.isEmpty() ? QStringLiteral("error:") + QString::number(int(error.kind)) +
                                     QLatin1Char(':') + error.summary
                               : key;
    m_bar.show(notice);
}

} // namespace Gui
