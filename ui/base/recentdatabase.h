// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <QString>

namespace Gui {

/// A database that was open before, as remembered between runs. Never holds a password.
struct RecentDatabase
{
    QString identity; ///< as Db::identity() gives it
    QString text;     ///< canonical connection string without the password
    QString name;     ///< for people: the file's name, or "database @ host"
    QString place;    ///< where it is: the file's folder, or host and user
    Db::Engine engine = Db::Engine::SQLite;

    friend bool operator==(const RecentDatabase &, const RecentDatabase &) = default;
};

} // namespace Gui
