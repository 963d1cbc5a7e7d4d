// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/makebackup.h"
#include "backup/text.h"
#include "db/session.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace Backup {

using Core::Result;

namespace {

constexpr qint64 schemaSize = qint64(64) * 1024;
constexpr int usualCompression = 4; ///< by zstd, and by pg_dump -Fc itself

Result<qint64> sizeOfTables(const Request &request)
{
    Db::Session session(request.source, request.options);
    // Not the database's size: that counts dead rows and indexes, which no backup holds.
    const QString size = QStringLiteral(
        "select coalesce(sum(pg_table_size(c.oid)), 0)::bigint from pg_class c join pg_namespace "
        "n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'm')");
    auto set = request.scope == Scope::OneTable
                   ? session.select({size + QLatin1String(" and c.relname = $1"), {request.table}})
                   : session.select({size, {}});
    if (!set)
        return set.error();
    return set->rows.first().integer(0);
}

/// The nearest folder above that exists.
QString existingFolder(const QString &file)
{
    QString folder = QFileInfo(file).absolutePath();
    while (!QFileInfo::exists(folder) && folder != QFileInfo(folder).absolutePath())
        folder = QFileInfo(folder).absolutePath();
    return folder;
}

} // namespace

Result<Estimate> estimate(const Request &request)
{
    Estimate estimate;
    const QStorageInfo storage(existingFolder(request.file));
    estimate.freeSpace = std::max<qint64>(storage.bytesAvailable(), 0);
    if (request.scope == Scope::SchemaOnly) {
        estimate.size = schemaSize;
    } else if (request.source.engine == Db::Engine::SQLite) {
        // Asking the file system opens nothing, so that SQLite's locks stay.
        estimate.size = QFileInfo(request.source.file).size() +
                        QFileInfo(request.source.file + QLatin1String("-wal")).size();
    } else {
        auto size = sizeOfTables(request);
        if (!size)
            return size.error();
        estimate.size = *size;
    }
    if (request.kind == Kind::Dump || request.wrapping.compress)
        estimate.size /= usualCompression;
    return estimate;
}

} // namespace Backup
