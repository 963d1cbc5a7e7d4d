// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backupfile.h"

#include "app/passphrase.h"
#include "backup/wrapping.h"

namespace App {

Backup::Origin originOf(const Profiles::Profile &profile)
{
    Backup::Origin origin;
    origin.profile = profile.name;
    origin.environment = Profiles::wordOf(profile.environment);
    origin.color = profile.environment.color;
    origin.engine = profile.connection.engine;
    origin.database = Db::displayName(profile.connection);
    origin.identity = Db::identity(profile.connection);
    return origin;
}

Core::Result<QString> passphraseOf(const QString &file, const QString &passphraseFile)
{
    const Core::Result<Backup::WrappingFound> wrapping = Backup::wrappingOf(file);
    if (!wrapping)
        return wrapping.error();
    return wrapping->isEncrypted ? passphraseFrom(passphraseFile, false) : Core::Result<QString>(QString());
}

Db::SessionOptions sessionOptionsFor(const Profiles::Profile &profile)
{
    Db::SessionOptions options;
    options.gate = std::make_shared<Db::AccessGate>(!profile.isReadOnly);
    return options;
}

} // namespace App
