// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Core {

/// Replaces secrets (URI user information, password keywords, bearer tokens) and the server's DETAIL lines,
/// which carry customer rows, by "***". Every text that leaves the program on its own account passes through
/// here.
[[nodiscard]] QString redacted(const QString &text);

/// Routes every qDebug/qWarning of the process through redacted() to standard error.
void installLogSink();

} // namespace Core
