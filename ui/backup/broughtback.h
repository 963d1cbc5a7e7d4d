// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace Gui {

/// What of one customer is to be as it was in a backup.
struct BroughtBack
{
    qint64 id = 0;
    QString name;                                 ///< for messages
    bool isMissing = false;                       ///< not in the database: it comes back as a new customer
    QMap<QString, std::optional<QString>> fields; ///< by column name; nullopt is NULL
};

} // namespace Gui
