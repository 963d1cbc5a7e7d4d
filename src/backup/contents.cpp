// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/contents.h"

#include "backup/text.h"
#include "core/descriptor.h"

#include <QFile>
#include <QLocale>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

Result<std::unique_ptr<Tables::TableSource>> harmlessSourceOf(std::unique_ptr<Db::SqliteFile> file)
{
    auto source = Tables::sourceOf(std::move(file));
    if (!source)
        return source;
    if (auto harmless = Tables::checkHarmless((*source)->schema()); !harmless)
        return harmless.error();
    return source;
}

Result<void> settle(const QString &file)
{
    const Core::Descriptor fd(::open(QFile::encodeName(file).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd.isOpen() || ::fsync(fd.get()) != 0)
        return failure(ErrorKind::Io,
                       Text::tr("The backup could not be written to the disk. No backup was made."),
                       QString::fromLocal8Bit(std::strerror(errno)));
    ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    return {};
}

QStringList namesOf(const Tables::SchemaModel &schema)
{
    QStringList names;
    for (const Tables::TableModel &table : schema.tables)
        names.append(table.name);
    return names;
}

Result<Tables::SchemaModel> schemaInScope(const Tables::SchemaModel &schema, const Request &request)
{
    if (request.scope != Scope::OneTable)
        return schema;
    if (!schema.table(request.table))
        return failure(ErrorKind::NotFound,
                       Text::tr("The database has no table “%1”. No backup was made.").arg(request.table));
    return Tables::onlyTables(schema, {request.table});
}

std::optional<QString> differenceOf(const QList<Tables::TableSummary> &expected,
                                    const QList<Tables::TableSummary> &found)
{
    const QLocale locale;
    for (const Tables::TableSummary &table : expected) {
        const auto same = std::find_if(found.cbegin(), found.cend(), [&](const Tables::TableSummary &other) {
            return other.name == table.name;
        });
        if (same == found.cend())
            return Text::tr("The table “%1” is missing.").arg(table.name);
        if (same->rows != table.rows)
            return Text::tr("The table “%1” has %2 rows instead of %3.")
                .arg(table.name, locale.toString(same->rows), locale.toString(table.rows));
        if (same->hash != table.hash)
            return Text::tr("The table “%1” has other content.").arg(table.name);
    }
    if (found.size() > expected.size())
        return Text::tr("There are tables too many.");
    return {};
}

} // namespace Backup
