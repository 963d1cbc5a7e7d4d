// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/tidyup.h"

#include "backup/filename.h"
#include "backup/partfile.h"
#include "backup/workfolder.h"

#include <QFileInfo>

namespace Backup {

Core::Result<QStringList> tidyUp(const Shelf &shelf)
{
    WorkFolder::removeDead();
    const Core::Result<QList<Entry>> entries = shelf.entries();
    if (!entries)
        return entries.error();
    QStringList folders{defaultFolder()};
    for (const Entry &entry : *entries)
        folders.append(QFileInfo(entry.file).absolutePath());
    folders.removeDuplicates();
    QStringList removed;
    for (const QString &folder : std::as_const(folders))
        removed += removeLeftovers(folder);
    return removed;
}

} // namespace Backup
