// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace Db {

enum class Engine { SQLite, PostgreSQL };

/// Who runs the server; decides wording and what is known about its pooler.
enum class Provider { Local, Neon, Azure, Supabase, Other };

/// libpq's sslmode values, weakest first.
enum class TlsMode { Disable, Allow, Prefer, Require, VerifyCa, VerifyFull };

enum class SqliteOpenMode { ReadWrite, ReadOnly };

/// One server of a connection string; several are tried in order.
struct HostPort
{
    QString host; ///< name, IP address or the folder of a Unix socket; empty: libpq's default socket
    quint16 port = 5432;
    friend bool operator==(const HostPort &, const HostPort &) = default;
};

/// What a connection string means, in typed fields. Only these reach a driver: no text of the user's does.
struct ConnectionSpec
{
    Engine engine = Engine::SQLite;

    // SQLite
    QString file;
    SqliteOpenMode openMode = SqliteOpenMode::ReadWrite;

    // PostgreSQL
    QList<HostPort> hosts;
    QString database;                    ///< empty: same as the user's name
    QString user;                        ///< empty: the operating system's user
    std::optional<QString> password;     ///< nullopt: none given, libpq looks into the password file
    std::optional<TlsMode> tls;          ///< nullopt: not given, effectiveTls() decides
    bool trustServerCertificate = false; ///< Npgsql's keyword: encrypt, but do not verify
    QString rootCertificate;             ///< file of CA certificates; empty: the system's
    QMap<QString, QString> parameters;   ///< further libpq parameters, whitelisted keys only

    QStringList dropped;  ///< keys of the string that are not passed on
    QStringList warnings; ///< one translated sentence each

    friend bool operator==(const ConnectionSpec &, const ConnectionSpec &) = default;
};

/// The TLS mode a connection uses: the one given; else verify-full, or prefer where every host is loopback or
/// a Unix socket.
[[nodiscard]] TlsMode effectiveTls(const ConnectionSpec &spec);
/// A translated sentence that says what can happen on the way or at the other end of this connection, as it
/// is configured; empty where everything is checked, and where nothing leaves this computer.
[[nodiscard]] QString tlsRisk(const ConnectionSpec &spec);
/// The same connection with verify-full. For the user to choose: nothing changes the mode by itself.
[[nodiscard]] ConnectionSpec strengthened(const ConnectionSpec &spec);
[[nodiscard]] QString tlsModeName(TlsMode mode);
[[nodiscard]] std::optional<TlsMode> tlsModeFromName(QStringView name);

[[nodiscard]] bool isLoopback(const HostPort &host);
[[nodiscard]] Provider provider(const ConnectionSpec &spec);
/// Whether the address is that of a transaction pooler: Neon's "-pooler" host, port 6432 or 6543.
[[nodiscard]] bool isPooled(const ConnectionSpec &spec);
/// The host to use for work a pooler cannot carry; the host itself where it is direct already; empty for
/// SQLite.
[[nodiscard]] QString directHost(const ConnectionSpec &spec);

/// The user for display: a name with a colon in it is most likely "user:password", percent-encoded as a
/// whole, and is shown up to the colon.
[[nodiscard]] QString shownUser(const ConnectionSpec &spec);

/// Tells databases apart in settings and drafts: engine, host, port, database and file, never user or
/// password.
[[nodiscard]] QString identity(const ConnectionSpec &spec);
/// For people: "gsctracking @ ep-cool-voice…" or the file's name. Never the password.
[[nodiscard]] QString displayName(const ConnectionSpec &spec);

} // namespace Db
