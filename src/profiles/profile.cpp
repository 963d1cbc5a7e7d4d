// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profile.h"

#include <QCoreApplication>
#include <QUuid>

namespace Profiles {

bool Environment::needsGuard() const
{
    return kind == Kind::Production || (kind == Kind::Own && isGuarded);
}

QString wordOf(const Environment &environment)
{
    switch (environment.kind) {
    case Environment::Kind::Local:
        return QCoreApplication::translate("Profiles", "Local");
    case Environment::Kind::Staging:
        return QCoreApplication::translate("Profiles", "Staging");
    case Environment::Kind::Production:
        return QCoreApplication::translate("Profiles", "Production");
    case Environment::Kind::Own:
        return environment.word;
    }
    Q_UNREACHABLE();
}

bool opensLocked(const Profile &profile)
{
    return profile.isReadOnly || profile.environment.needsGuard();
}

} // namespace Profiles
