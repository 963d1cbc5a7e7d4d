// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/sessionoptions.h"
#include "profiles/profile.h"

namespace Gui {

/// The database that is open in the window, as the backup dialogs and their jobs see it.
struct OpenedDatabase
{
    Profiles::Profile profile;
    Db::ConnectionSpec direct;  ///< the direct way in, with the password
    Db::SessionOptions options; ///< the window's gate and log
    QString serverVersion;      ///< "16.4", or SQLite's own
    QStringList tables;         ///< names that are known, for choosing one
    bool isReadOnly = false;    ///< never to be changed: neither now nor after unlocking
};

} // namespace Gui
