// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profilepassword.h"

#include "app/headless.h"
#include "profiles/profilestore.h"
#include "secrets/keyringstore.h"

namespace App {

namespace {

using Core::ErrorKind;
using Core::Result;
using Profiles::Profile;
using Profiles::SecretPlace;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::ProfilesVerb)
};

} // namespace

bool keepPassword(Profile &profile, const QString &password)
{
    // Not while the profiles are locked: a keyring may ask its user first.
    Secrets::KeyringStore keyring;
    if (!waitFor(keyring.write(profile.id, password)))
        return false;
    const Result<QString> back = waitFor(keyring.read(profile.id));
    if (!back || *back != password)
        return false;
    const auto noted = Profiles::ProfileStore(Profiles::profilesFile())
                           .update([&](Profiles::ProfileSet &set) -> Result<void> {
                               const qsizetype index = Profiles::indexOf(set.profiles, profile.id);
                               if (index < 0) // somebody else removed it meanwhile
                                   return Core::Error{ErrorKind::NotFound, {}, {}, {}};
                               set.profiles[index].secret = SecretPlace::Keyring;
                               profile = set.profiles.at(index);
                               return {};
                           });
    if (!noted)
        (void)waitFor(keyring.remove(profile.id));
    return noted.has_value();
}

void forgetPassword(const Profile &profile)
{
    if (profile.secret == SecretPlace::Vault)
        printError(Text::tr("warning: the password stays in the vault, which is not open here."));
    if (profile.secret != SecretPlace::Keyring)
        return;
    Secrets::KeyringStore keyring;
    const Result<bool> removed = waitFor(keyring.remove(profile.id));
    if (!removed && removed.error().kind != ErrorKind::NotFound)
        printError(
            Text::tr("warning: the password may still be in the keyring. %1").arg(removed.error().summary));
}

} // namespace App
