// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/lineinfo.h"

#include <QColor>
#include <QPalette>
#include <QString>

namespace Gui {

/// What kind of database is open, as everyone must see it at all times: word, colour and icon together.
struct Environment
{
    enum class Role { None, Local, Remote };

    QString word;
    Role role = Role::None;
    QString icon; ///< freedesktop name

    [[nodiscard]] static Environment none();
    [[nodiscard]] static Environment of(const Db::LineInfo &line);
};

[[nodiscard]] QColor bandColor(Environment::Role role, const QPalette &palette);

} // namespace Gui
