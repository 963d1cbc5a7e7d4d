// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/rehearsal.h"

#include "backup/contents.h"
#include "backup/script.h"
#include "backup/text.h"
#include "db/databasefile.h"
#include "db/jobsession.h"
#include "tables/copyinto.h"
#include "tables/scratch.h"

#include <QElapsedTimer>

namespace Backup {

using Core::ErrorKind;
using Core::Result;
using Summaries = QList<Tables::TableSummary>;

namespace {

/// Where the rehearsal takes place, and how to get there.
struct Stage
{
    std::unique_ptr<Tables::Scratch> scratch; ///< null: a file in the work folder
    Db::ConnectionSpec spec;
    QString schemaName = QStringLiteral("public");
    QString where;
};

Result<Stage> makeStage(const BackupReader &reader, const std::optional<Db::ConnectionSpec> &beside,
                        Core::JobContext &context)
{
    Stage stage;
    if (!beside) {
        stage.spec.file = reader.work().filePath(QStringLiteral("rehearsal.db"));
        if (auto created = Db::createDatabaseFile(stage.spec.file); !created)
            return created.error();
        stage.where = Text::tr("a scratch file");
        return stage;
    }
    auto scratch = Tables::Scratch::create(*beside, {}, context);
    if (!scratch)
        return scratch.error();
    stage.scratch = std::move(*scratch);
    stage.spec = stage.scratch->spec();
    stage.schemaName = stage.scratch->schemaName();
    stage.where = stage.scratch->where();
    return stage;
}

Result<void> writeInto(Db::Session &session, BackupReader &reader, const Stage &stage,
                       Core::JobContext &context)
{
    if (!reader.hasRows()) {
        auto loaded = loadScript(reader.script(), session, context, stage.schemaName);
        return loaded ? Result<void>() : Result<void>(loaded.error());
    }
    auto copied = session.write<Summaries>(
        [&](Db::Transaction &transaction) {
            return Tables::copyInto(transaction, session.engine(), *reader.source(), context,
                                    stage.schemaName);
        },
        Db::limitsOfJobs());
    return copied ? Result<void>() : Result<void>(copied.error());
}

/// What lies in the scratch place, read anew.
Result<Summaries> readFrom(Db::Session &session, const Stage &stage, const QStringList &tables,
                           Core::JobContext &context)
{
    return session.snapshot<Summaries>(
        [&](Db::Snapshot &snapshot) -> Result<Summaries> {
            auto source = Tables::sourceOf(snapshot, session.engine(), stage.schemaName);
            if (!source)
                return source.error();
            context.enter(Text::tr("Reading what was restored"), Core::JobProgress::Unit::Rows);
            return Tables::summarize(**source, context, tables);
        },
        Db::limitsOfJobs());
}

/// Whether the error is about what is in the backup, as opposed to the line or the disk.
bool isAboutTheBackup(ErrorKind kind)
{
    return kind == ErrorKind::Constraint || kind == ErrorKind::Corrupt || kind == ErrorKind::Syntax ||
           kind == ErrorKind::Conflict || kind == ErrorKind::Unsupported || kind == ErrorKind::NotFound;
}

void note(const QString &file, const Rehearsal &rehearsal)
{
    (void)updateManifest(file, [&rehearsal](Manifest &manifest) {
        manifest.problem = rehearsal.problem;
        if (rehearsal.isGood)
            manifest.rehearsed = QDateTime::currentDateTimeUtc();
    });
}

} // namespace

Result<Rehearsal> rehearseOpened(BackupReader &reader, const std::optional<Db::ConnectionSpec> &beside,
                                 Core::JobContext &context)
{
    const bool needsServer = reader.kind() == Kind::Dump || reader.kind() == Kind::Script;
    if (needsServer && !beside)
        return failure(
            ErrorKind::Unsupported,
            Text::tr("A dump or a script can only be rehearsed on a PostgreSQL server. Choose one; a "
                     "database of its own is made there for a moment."));
    QElapsedTimer timer;
    timer.start();
    context.enter(Text::tr("Rehearsing the restore"));
    auto stage = makeStage(reader, beside, context);
    if (!stage)
        return stage.error();
    if (!reader.hasRows() && stage->spec.engine == Db::Engine::SQLite)
        return failure(ErrorKind::Unsupported,
                       Text::tr("A script without a manifest, or with tables alone, can only be "
                                "rehearsed on a PostgreSQL server."));
    Rehearsal rehearsal;
    rehearsal.where = stage->where;
    Db::JobSession session(stage->spec, {}, context);
    auto written = writeInto(*session, reader, *stage, context);
    if (!written && !isAboutTheBackup(written.error().kind))
        return written.error();
    if (!written) {
        rehearsal.problem = written.error().summary;
    } else {
        const Summaries &expected = reader.verification().found;
        QStringList names;
        for (const Tables::TableSummary &table : expected)
            names.append(table.name);
        auto found = readFrom(*session, *stage, names, context);
        if (!found)
            return found.error();
        rehearsal.tables = *found;
        if (reader.hasRows())
            rehearsal.problem = differenceOf(expected, *found).value_or(QString());
        rehearsal.isGood = rehearsal.problem.isEmpty();
    }
    rehearsal.milliseconds = timer.elapsed();
    note(reader.file(), rehearsal);
    return rehearsal;
}

Result<Rehearsal> rehearse(const QString &file, const QString &passphrase,
                           const std::optional<Db::ConnectionSpec> &scratch, Core::JobContext &context)
{
    auto reader = BackupReader::open(file, passphrase, context);
    if (!reader)
        return reader.error();
    (*reader)->note();
    if (!(*reader)->verification().isGood) {
        Rehearsal rehearsal;
        rehearsal.problem = (*reader)->verification().problem;
        return rehearsal;
    }
    return rehearseOpened(**reader, scratch, context);
}

} // namespace Backup
