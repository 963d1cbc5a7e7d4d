// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/makebackup.h"
#include "backup/restore.h"
#include "filefixture.h"
#include "tables/tablesfixture.h"

#include <QTemporaryDir>

namespace Tests {

/// A database of a kind with the web application's tables, filled unless told otherwise.
struct Shop : EmptyDatabase
{
    explicit Shop(TempDatabase::Kind kind, int customers = 50)
        : EmptyDatabase(kind)
    {
        execute(database.isPostgres() ? webSchemaOnPostgres : webSchemaOnSqlite);
        if (customers > 0)
            fillWeb(*this, customers);
    }
    /// Counts and hashes as a backup's manifest has them.
    [[nodiscard]] QStringList summary() const
    {
        const auto tables = summaryOf(spec);
        return tables ? lines(*tables) : QStringList{Core::toText(tables.error())};
    }
    [[nodiscard]] QString value(const QString &sql) const
    {
        const Rows rows = execute(sql);
        return rows.isEmpty() ? QStringLiteral("no row") : rows.first().value(0);
    }
};

/// A key from a passphrase in no time.
inline constexpr Core::KdfLimits quickKey{crypto_pwhash_argon2id_OPSLIMIT_MIN,
                                          crypto_pwhash_argon2id_MEMLIMIT_MIN};

[[nodiscard]] inline Backup::Request requestFor(const Db::ConnectionSpec &source, Backup::Kind kind,
                                                const QString &file)
{
    Backup::Request request;
    request.kind = kind;
    request.source = source;
    request.origin.profile = QStringLiteral("Workshop");
    request.origin.environment = QStringLiteral("Local");
    request.file = file;
    return request;
}

[[nodiscard]] inline Core::Result<Backup::Made> backUp(const Db::ConnectionSpec &source, Backup::Kind kind,
                                                       const QString &file)
{
    Core::JobContext context;
    return Backup::makeBackup(requestFor(source, kind, file), context);
}

[[nodiscard]] inline Core::Result<Backup::Verification> verified(const QString &file,
                                                                 const QString &passphrase = {})
{
    Core::JobContext context;
    return Backup::verifyBackup(file, passphrase, context);
}

[[nodiscard]] inline Backup::RestoreRequest
restoreRequest(const QString &file, const Db::ConnectionSpec &target, const QString &safetyFolder)
{
    Backup::RestoreRequest request;
    request.file = file;
    request.target = target;
    request.safetyFolder = safetyFolder;
    request.withRehearsal = false;
    return request;
}

[[nodiscard]] inline Core::Result<Backup::Restored> restored(const Backup::RestoreRequest &request)
{
    Core::JobContext context;
    return Backup::restore(request, context);
}

/// The kinds of backup that a kind of database can have.
[[nodiscard]] inline QList<Backup::Kind> backupKinds(TempDatabase::Kind kind)
{
    using Backup::Kind;
    return kind == TempDatabase::Kind::Sqlite ? QList<Kind>{Kind::SqliteSnapshot, Kind::Portable}
                                              : QList<Kind>{Kind::Portable, Kind::Dump, Kind::Script};
}

} // namespace Tests

Q_DECLARE_METATYPE(Backup::Kind)
