// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"
#include "tables/contenthash.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <functional>
#include <optional>

namespace Backup {

enum class Kind {
    SqliteSnapshot, ///< an SQLite database as it is, page by page
    Portable,       ///< every table of either engine in an SQLite file, with the original schema
    Dump,           ///< pg_dump's own archive (-Fc)
    Script,         ///< pg_dump's SQL text
};

/// What of a database is in a backup.
enum class Scope { Everything, OneTable, DataOnly, SchemaOnly };

/// The kind's word in manifests and on the command line: "sqlite", "portable", "dump", "script".
[[nodiscard]] QString keyOf(Kind kind);
[[nodiscard]] std::optional<Kind> kindFromKey(QStringView key);
/// For people, translated: "Portable snapshot".
[[nodiscard]] QString wordOf(Kind kind);

/// Where a backup comes from, without secrets.
struct Origin
{
    QString profile;     ///< its name; empty: none
    QString environment; ///< the word: "Staging"
    QString color;       ///< of an environment of the user's own, "#rrggbb"; else empty
    Db::Engine engine = Db::Engine::SQLite;
    QString serverVersion;
    QString database; ///< Db::displayName()
    QString identity; ///< Db::identity(): tells databases apart
    friend bool operator==(const Origin &, const Origin &) = default;
};

/// What is known about a backup file. Lies beside it as FILE.manifest.json. See docs/backup-format.md.
struct Manifest
{
    static constexpr int currentFormat = 1;
    static constexpr qint64 maximalSize = 4 << 20; ///< bytes of JSON

    Kind kind = Kind::Portable;
    Scope scope = Scope::Everything;
    Origin origin;
    QString toolVersion;     ///< of this program
    QString dumpToolVersion; ///< of pg_dump; empty: not used
    QStringList migrations;  ///< ids of "__EFMigrationsHistory", in order
    QList<Tables::TableSummary> tables;
    QString newestUpdate; ///< greatest "UpdatedAt" of Customer, neutral text; empty: none
    QJsonObject schema;   ///< Schema::toJson() of the tables, so that a script's rows can be understood
    QByteArray sha256;    ///< of the file as it lies there, 32 bytes
    qint64 size = 0;      ///< bytes
    bool isCompressed = false;
    bool isEncrypted = false;
    QDateTime started, finished; ///< UTC
    QDateTime verified;          ///< UTC; invalid: never. Of a check that found everything right
    QDateTime rehearsed;         ///< UTC; invalid: never. Of a test restore with equal counts and hashes
    QString problem;             ///< what the last verification or rehearsal found wrong; empty: nothing
    bool isPinned = false;       ///< never deleted by retention
    bool isSafetyCopy = false;   ///< made by a restore, of what it replaced
    QJsonObject unknown;         ///< keys of a newer version of the same format, kept as they are
};

/// FILE.manifest.json
[[nodiscard]] QString manifestFile(const QString &backupFile);
[[nodiscard]] QByteArray toJson(const Manifest &manifest);
/// Error: Corrupt (no JSON, a wrong type, a missing key), Unsupported (a newer format, or over 4 MB). The
/// manifest carries a checksum of itself, so that any changed byte is an error.
[[nodiscard]] Core::Result<Manifest> manifestFromJson(const QByteArray &json);
/// Error: NotFound where there is none; those of manifestFromJson().
/// A link is Unsupported.
[[nodiscard]] Core::Result<Manifest> readManifest(const QString &backupFile);
/// Replaces what is there, durably, 0600. What could not be read back is not written: then, and after every
/// other Error, the old manifest is there. Error: Unsupported (over 4 MB), Busy, Permission, Io, Internal.
[[nodiscard]] Core::Result<void> writeManifest(const QString &backupFile, const Manifest &manifest);
/// Reads, changes and writes while other programs wait, so that a note of a verification and a pin do not
/// lose each other. Error: those of readManifest() and writeManifest().
[[nodiscard]] Core::Result<void> updateManifest(const QString &backupFile,
                                                const std::function<void(Manifest &)> &change);

} // namespace Backup
