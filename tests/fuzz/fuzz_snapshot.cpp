// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/tablesource.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

void require(bool condition, const char *promise, const QString &words)
{
    if (condition)
        return;
    std::fprintf(stderr, "broken promise: %s\n%s\n", promise, qPrintable(words));
    std::abort();
}

void requireTidy(const Core::Error &error)
{
    require(!error.summary.isEmpty() && !error.summary.contains(u'\n'), "one line of error", error.summary);
    require(error.kind != Core::ErrorKind::Internal, "a file is no mistake of this program",
            Core::toText(error));
}

/// In memory where the system offers it: a file for each input.
const QString &fileName()
{
    static const QTemporaryDir folder(QFile::exists(QStringLiteral("/dev/shm"))
                                          ? QStringLiteral("/dev/shm/gsc-fuzz-XXXXXX")
                                          : QStringLiteral("gsc-fuzz-XXXXXX"));
    static const QString name = folder.filePath(QStringLiteral("snapshot.db"));
    return name;
}

} // namespace

/// Any bytes as a snapshot: it is refused, or its rows are read; each time the same ones.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QFile file(fileName());
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char *>(data), qint64(size)) !=
                                                qint64(size)) // NOLINT: libFuzzer's bytes
        std::abort();
    file.close();

    auto opened = Db::SqliteFile::open(fileName(), Db::SqliteFile::Use::Read);
    if (!opened) {
        requireTidy(opened.error());
        return 0;
    }
    if (const auto whole = (*opened)->checkIntegrity(); !whole)
        requireTidy(whole.error());
    auto source = Tables::sourceOf(std::move(*opened));
    if (!source) {
        requireTidy(source.error());
        return 0;
    }
    Core::JobContext context;
    const auto first = Tables::summarize(**source, context);
    if (!first) {
        requireTidy(first.error());
        return 0;
    }
    const auto second = Tables::summarize(**source, context);
    require(second.has_value() && *first == *second, "the same rows each time", {});
    if (const auto marks = Tables::marksOf(**source); !marks)
        requireTidy(marks.error());
    const auto carried = Tables::schemaFromJson(Tables::toJson((*source)->schema()));
    require(carried.has_value() && *carried == (*source)->schema(), "the schema survives the manifest", {});
    for (const Db::Engine engine : {Db::Engine::SQLite, Db::Engine::PostgreSQL})
        (void)Tables::definitionFor((*source)->schema(), engine);
    return 0;
}
