// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupreader.h"

namespace Backup {

Core::Result<Verification> verifyBackup(const QString &file, const QString &passphrase,
                                        Core::JobContext &context)
{
    auto reader = BackupReader::open(file, passphrase, context);
    if (!reader)
        return reader.error();
    (*reader)->note();
    return (*reader)->verification();
}

} // namespace Backup
