// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment.h"

#include "ui/base/theme.h"

#include <QCoreApplication>

namespace Gui {

Environment Environment::none()
{
    return {QCoreApplication::translate("Gui::Environment", "Not connected"), Role::None,
            QStringLiteral("network-disconnect")};
}

Environment Environment::of(const Db::LineInfo &line)
{
    if (line.engine == Db::Engine::SQLite)
        return {QCoreApplication::translate("Gui::Environment", "Local"), Role::Local,
                QStringLiteral("computer")};
    return {QCoreApplication::translate("Gui::Environment", "PostgreSQL"), Role::Remote,
            QStringLiteral("network-server")};
}

QColor bandColor(Environment::Role role, const QPalette &palette)
{
    const bool dark = Theme::isDark(palette);
    switch (role) {
    case Environment::Role::None:
        return palette.color(QPalette::Mid);
    case Environment::Role::Local:
        return dark ? QColor(0x7d, 0x95, 0xae) : QColor(0x5b, 0x73, 0x8c);
    case Environment::Role::Remote:
        return dark ? QColor(0x6f, 0x9f, 0xb8) : QColor(0x33, 0x67, 0x91);
    }
    Q_UNREACHABLE();
}

} // namespace Gui
