// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/manifest.h"

namespace Backup {

QString manifestFile(const QString &backupFile)
{
    return backupFile + QLatin1String(".manifest.json");
}

} // namespace Backup
