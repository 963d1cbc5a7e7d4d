// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "profiles/profile.h"

#include <QStringList>

/// What libpq's own files say: pg_service.conf, which a profile may refer to, and .pgpass, where a password
/// may live. They are read here and not by libpq, so that every value passes the rules of a connection
/// string. Blocking, but small: 1 MiB at most is read.
namespace Profiles {

/// The service files in libpq's order: ~/.pg_service.conf, then the system's. PGSERVICEFILE has no effect.
[[nodiscard]] QStringList serviceFiles();

/// The services of these files, in order and once each; files that cannot be read have none.
[[nodiscard]] QStringList serviceNames(const QStringList &files = serviceFiles());

/// The profile's connection with the values of its service where it leaves them open; without a service as it
/// is. The result may hold the service's password: it is for connecting, not for storing. LDAP lines are
/// ignored. Errors: NotFound when no file has the service; Syntax, naming file and line, never a value; Io,
/// Permission.
[[nodiscard]] Core::Result<Db::ConnectionSpec> resolved(const Profile &profile,
                                                        const QStringList &files = serviceFiles());

enum class PasswordFileState {
    Missing,
    Usable,
    TooOpen, ///< others may read or write it: libpq ignores it
    NotAFile ///< a folder or the like: libpq ignores it
};

/// The password file that libpq reads for this profile: the parameter passfile, else ~/.pgpass.
[[nodiscard]] QString passwordFile(const Profile &profile);
[[nodiscard]] PasswordFileState passwordFileState(const QString &file);

} // namespace Profiles
