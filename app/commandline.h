// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/headless.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace App {

/// What the command line asks for.
struct CommandLine
{
    QString connection; ///< a profile's name or a connection string; empty: see connectionSource()
    QString fromFile;   ///< --from
    QString traceFile;  ///< --trace
};

/// Reads the arguments. Headless verbs and --help run here and answer an exit code; otherwise a window is
/// wanted and `window` says which. `arguments` includes the program's name.
[[nodiscard]] std::optional<ExitCode> runCommandLine(const QStringList &arguments, CommandLine &window);

/// Whether these arguments want no window, so that no display is needed.
[[nodiscard]] bool isHeadless(const QStringList &arguments);

/// Why no window can open, in one line, and how to get one.
[[nodiscard]] QString noDisplayText();

} // namespace App
