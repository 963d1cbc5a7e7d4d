// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <memory>

namespace Backup {

/// A private folder (0700, in the state folder) for what a job needs for a while: the inside of a wrapped
/// backup, a dump as text, the ledger of a restore. Removed with the object; what a killed process left is
/// removed by the next one.
class WorkFolder final
{
public:
    /// Error: Io, Permission.
    [[nodiscard]] static Core::Result<std::unique_ptr<WorkFolder>> create();
    ~WorkFolder();
    Q_DISABLE_COPY_MOVE(WorkFolder)

    [[nodiscard]] QString filePath(const QString &name) const;
    /// The path of an empty file that is there then. Error: Io.
    [[nodiscard]] Core::Result<QString> newFile(const QString &name) const;

    /// Removes the folders whose processes are gone. Returns how many.
    static int removeDead();

private:
    WorkFolder(QString path, int lock);
    QString m_path;
    int m_lock; ///< of a file in it; held for as long as the folder is in use
};

} // namespace Backup
