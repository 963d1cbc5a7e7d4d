// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <QDate>
#include <QJsonObject>

namespace Profiles {

/// What a database is used for. It decides how the window warns, and whether changes are locked at first.
struct Environment
{
    enum class Kind { Local, Staging, Production, Own };

    Kind kind = Kind::Local;
    QString word;           ///< Own only: what people call it
    QString color;          ///< Own only: "#rrggbb"
    QString icon;           ///< Own only: freedesktop name
    bool isGuarded = false; ///< Own only: treated with Production's care

    /// Opens read-only, and irreversible acts ask for the environment's name to be typed.
    [[nodiscard]] bool needsGuard() const;
    friend bool operator==(const Environment &, const Environment &) = default;
};

/// The environment's word for people, translated for the built-in ones.
[[nodiscard]] QString wordOf(const Environment &environment);

/// Where the password of a profile is kept.
enum class SecretPlace {
    Session,      ///< in memory, asked once each time the program runs
    Keyring,      ///< the desktop's keyring
    Vault,        ///< this program's own encrypted file
    PasswordFile, ///< the user's own .pgpass: libpq finds it
};

/// A database under a name. No password is stored with it.
struct Profile
{
    QString id; ///< a UUID without braces; names the secret, stays when the profile is renamed
    QString name;
    Environment environment;
    Db::ConnectionSpec connection; ///< the way in that staff use; a stored profile has no password in it
    QString service;               ///< section of pg_service.conf that fills what `connection` leaves open
    QString pooledHost;      ///< "host" or "host:port"; empty: derived where the provider's rule is known
    QString directHost;      ///< likewise
    QString readReplica;     ///< host of a read replica; empty: none
    bool isReadOnly = false; ///< never opened for writing
    SecretPlace secret = SecretPlace::Session;
    QDate passwordChanged;    ///< invalid: not known
    QString migrationsFolder; ///< of SQL migrations of the team's own; empty: none
    QString migrationUser;    ///< who migrates; empty: whoever the connection names
    QString notes;
    QJsonObject unknown; ///< keys of a newer version, kept as they are

    friend bool operator==(const Profile &, const Profile &) = default;
};

/// Guarded or read-only by choice: the window opens it locked.
[[nodiscard]] bool opensLocked(const Profile &profile);
/// A profile for a connection that has none; it has no id, is in no file, and keeps the connection as it is,
/// its password too. Local for a file or a loopback host; else Production where the name of the host, the
/// database or the user says "prod", and Staging where none does.
[[nodiscard]] Profile profileFor(const Db::ConnectionSpec &connection);
/// A profile to be stored: with an id, the environment that profileFor() assumes, a file's whole path, and
/// without the password.
[[nodiscard]] Profile newProfile(const QString &name, Db::ConnectionSpec connection);

/// `connection` with the pooled or direct host put in its place; as it is where the host is not known.
[[nodiscard]] Db::ConnectionSpec pooledConnection(const Profile &profile);
[[nodiscard]] Db::ConnectionSpec directConnection(const Profile &profile);

/// The way in for migrations: direct, and as the user that is meant for them, whose password is kept under
/// migrationSecret() in the place of the profile's own.
[[nodiscard]] Db::ConnectionSpec migrationConnection(const Profile &profile);
/// The id of that password; that of the profile's own where migrations have no user of their own.
[[nodiscard]] QString migrationSecret(const Profile &profile);

/// Days since the password was changed; nullopt: not known, or there is none (SQLite).
[[nodiscard]] std::optional<int> passwordAge(const Profile &profile, const QDate &today);
inline constexpr int passwordAgeLimit = 90; ///< days after which the program reminds

} // namespace Profiles
