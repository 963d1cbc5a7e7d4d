// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/migratetarget.h"

#include "app/backupfile.h"
#include "app/headless.h"
#include "app/target.h"
#include "secrets/keyringstore.h"

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

} // namespace

Core::Result<MigrateTarget> migrateTargetOf(const QString &word, const QString &folder)
{
    Core::Result<Profiles::Profile> profile = targetOf(word);
    if (!profile)
        return profile.error();
    MigrateTarget result;
    result.profile = *std::move(profile);
    result.target.connection = Profiles::migrationConnection(result.profile);
    result.target.options = sessionOptionsFor(result.profile);
    result.target.folder = folder.isEmpty() ? result.profile.migrationsFolder : folder;
    const bool isAnotherUser = result.target.connection.user != result.profile.connection.user;
    if (!isAnotherUser || result.profile.secret != Profiles::SecretPlace::Keyring)
        return result;
    Secrets::KeyringStore keyring;
    const Core::Result<QString> password = waitFor(keyring.read(Profiles::migrationSecret(result.profile)));
    if (password)
        result.target.connection.password = *password;
    else
        printError(Text::tr("warning: %1").arg(password.error().summary));
    return result;
}

} // namespace App
