// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/target.h"

#include "app/headless.h"
#include "profiles/profilestore.h"
#include "profiles/servicefile.h"
#include "secrets/keyringstore.h"

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

Core::Result<Profiles::Profile> profileOf(const QString &target)
{
    const auto loaded = Profiles::ProfileStore(Profiles::profilesFile()).load();
    if (loaded && !loaded->setAside.isEmpty())
        printError(Text::tr("The profiles file is damaged. It was kept as “%1”; the list is empty now.")
                       .arg(loaded->setAside));
    auto profile =
        Profiles::resolveTarget(loaded ? loaded->set.profiles : QList<Profiles::Profile>(), target);
    // A connection string needs no profiles, a name does.
    if (!loaded && !profile && profile.error().kind == Core::ErrorKind::NotFound)
        return loaded.error();
    return profile;
}

} // namespace

Core::Result<Profiles::Profile> targetOf(const QString &target)
{
    Core::Result<Profiles::Profile> profile = profileOf(target);
    if (!profile)
        return profile;
    const Core::Result<Db::ConnectionSpec> connection = Profiles::resolved(*profile);
    if (!connection)
        return connection.error();
    profile->connection = *connection;
    if (profile->secret != Profiles::SecretPlace::Keyring || profile->id.isEmpty())
        return profile;
    Secrets::KeyringStore keyring;
    const Core::Result<QString> password = waitFor(keyring.read(profile->id));
    if (password)
        profile->connection.password = *password;
    else
        printError(Text::tr("warning: %1").arg(password.error().summary));
    return profile;
}

Core::Result<Db::ConnectionSpec> connectionOf(const QString &target)
{
    const Core::Result<Profiles::Profile> profile = targetOf(target);
    return profile ? profile->connection : Core::Result<Db::ConnectionSpec>(profile.error());
}

} // namespace App
