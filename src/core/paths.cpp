// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paths.h"

#include <QDir>
#include <QStandardPaths>

namespace Core::Paths {

namespace {

constexpr auto folder = u"/gsc-admin";

QString below(const QString &base)
{
    return base + QString::fromUtf16(folder);
}

} // namespace

QString data()
{
    return below(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
}

QString config()
{
    return below(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation));
}

QString state()
{
    // QStandardPaths knows the state folder only since Qt 6.7; the rule is that of the XDG base directory
    // specification 0.8: absolute paths only, else ~/.local/state.
    const QString fromEnvironment = qEnvironmentVariable("XDG_STATE_HOME");
    return below(QDir::isAbsolutePath(fromEnvironment) ? fromEnvironment
                                                       : QDir::homePath() + QStringLiteral("/.local/state"));
}

QString embeddedDatabase()
{
    return data() + QStringLiteral("/gsctracking.db");
}

} // namespace Core::Paths
