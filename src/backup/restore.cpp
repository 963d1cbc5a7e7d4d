// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/restore.h"

#include "backup/applying.h"
#include "backup/filename.h"
#include "backup/filling.h"
#include "backup/leftover.h"
#include "backup/rehearsal.h"
#include "backup/script.h"
#include "backup/subsetsource.h"
#include "backup/text.h"
#include "core/durablefile.h"
#include "db/jobsession.h"

#include <QFile>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

/// Others may write between the safety backup and the lock; then both are taken again.
constexpr int tries = 3;

Error damagedTarget(const Error &error)
{
    return failure(
        ErrorKind::Corrupt,
        Text::tr("The database itself is damaged, so its present state cannot be kept before a restore. "
                 "Nothing was changed. Create a new, empty database and restore the backup into that."),
        error.detail);
}

Error unknownOutcome(const Error &error, const QString &safety)
{
    QString summary =
        Text::tr("The connection broke at the very moment when the restore was to become valid, and "
                 "the server could not be asked. Either everything was restored or nothing was; "
                 "compare the database with the backup to find out.");
    if (!safety.isEmpty())
        summary += QLatin1Char(' ') + Text::tr("The state before is in “%1”.").arg(safety);
    return failure(ErrorKind::OutcomeUnknown, summary, error.detail);
}

/// A name in the folder that nothing has yet.
QString freeName(const QString &folder, const QString &name)
{
    QString file = folder + QLatin1Char('/') + name;
    for (int i = 2; QFile::exists(file) || QFile::exists(file + partEnding); ++i)
        file = QStringLiteral("%1/%2-%3").arg(folder).arg(i).arg(name);
    return file;
}

Result<Made> makeSafetyBackup(const RestoreRequest &request, Core::JobContext &context)
{
    const QString folder = request.safetyFolder.isEmpty() ? defaultFolder() : request.safetyFolder;
    if (!Core::makePrivateFolder(folder))
        return failure(ErrorKind::Io,
                       Text::tr("The folder “%1” for the safety backup could not be made. Nothing was "
                                "changed.")
                           .arg(folder));
    Request backup;
    const Db::Engine engine = request.target.engine;
    backup.kind = engine == Db::Engine::SQLite ? Kind::SqliteSnapshot : Kind::Portable;
    backup.source = request.target;
    backup.options = request.options;
    backup.origin = request.targetOrigin;
    backup.origin.engine = engine;
    backup.origin.database = Db::displayName(request.target);
    backup.isSafetyCopy = true;
    backup.file =
        freeName(folder, QStringLiteral("before_restore_") +
                             fileName(defaultTemplate(engine, backup.kind), backup.origin, backup.kind,
                                      Scope::Everything, QDateTime::currentDateTime()));
    auto made = makeBackup(backup, context);
    return made || made.error().kind != ErrorKind::Corrupt ? made : Result<Made>(damagedTarget(made.error()));
}

void removeSafetyBackup(const Made &made)
{
    QFile::remove(made.file);
    QFile::remove(manifestFile(made.file));
}

/// What is in the database now, all of it new.
Result<QList<TableChange>> countedTables(Db::Session &session, Core::JobContext &context)
{
    return session.snapshot<QList<TableChange>>(
        [&](Db::Snapshot &snapshot) -> Result<QList<TableChange>> {
            auto source = Tables::sourceOf(snapshot, session.engine());
            if (!source)
                return source.error();
            auto tables = Tables::summarize(**source, context);
            if (!tables)
                return tables.error();
            QList<TableChange> changes;
            for (const Tables::TableSummary &table : std::as_const(*tables)) {
                TableChange change;
                change.table = table.name;
                change.added = table.rows;
                changes.append(change);
            }
            return changes;
        },
        Db::limitsOfJobs());
}

/// A script whose columns nobody knows, or one that has no rows: it makes its tables itself.
Result<Restored> runScript(Db::Session &session, const BackupReader &reader, Core::JobContext &context)
{
    if (session.isSqlite())
        return failure(
            ErrorKind::Unsupported,
            Text::tr("A script without a manifest, or with tables alone, can only be restored into "
                     "PostgreSQL. Nothing was changed."));
    auto loaded = loadScript(reader.script(), session, context);
    if (!loaded)
        return loaded.error();
    // It is done; that it cannot be counted any more would be no reason to say otherwise.
    Restored restored;
    if (auto tables = countedTables(session, context))
        restored.tables = *tables;
    return restored;
}

Result<Restored> restoreIntoEmpty(Db::Session &session, BackupReader &reader, const RestoreRequest &request,
                                  Core::JobContext &context)
{
    if (!reader.hasRows())
        return runScript(session, reader, context);
    Restored restored;
    const Tables::SchemaModel schema = request.tables.isEmpty()
                                           ? reader.source()->schema()
                                           : Tables::onlyTables(reader.source()->schema(), request.tables);
    SubsetSource source(*reader.source(), schema);
    QList<Tables::TableSummary> verified;
    for (const Tables::TableSummary &table : reader.verification().found)
        if (schema.table(table.name))
            verified.append(table);
    auto filled = session.write<QList<TableChange>>(
        [&](Db::Transaction &transaction) {
            return fill(transaction, session.engine(), source, verified, context);
        },
        Db::limitsOfJobs());
    if (!filled)
        return filled.error();
    restored.tables = *filled;
    return restored;
}

Result<Restored> restoreIntoTables(Db::Session &session, BackupReader &reader, const RestorePlan &plan,
                                   const Target &target, const RestoreRequest &request,
                                   Core::JobContext &context)
{
    auto ledger = Ledger::create(reader.work(), plan, request, context);
    if (!ledger)
        return ledger.error();
    if (auto added = (*ledger)->addBackup(*reader.source(), reader.verification().found, context); !added)
        return added.error();
    for (int attempt = 1;; ++attempt) {
        auto safety = makeSafetyBackup(request, context);
        if (!safety)
            return safety.error();
        auto applied = session.write<Applied>(
            [&](Db::Transaction &transaction) {
                return apply(transaction, target, **ledger, *reader.source(), safety->manifest.tables,
                             context);
            },
            Db::limitsOfJobs());
        if (applied) {
            Restored restored;
            restored.tables = applied->changes;
            restored.unremovable = applied->unremovable;
            restored.safetyBackup = safety->file;
            return restored;
        }
        if (applied.error().kind == ErrorKind::OutcomeUnknown)
            return unknownOutcome(applied.error(), safety->file);
        // Nothing was changed, so there is nothing to go back to.
        removeSafetyBackup(*safety);
        if (applied.error().kind != ErrorKind::Conflict || attempt == tries)
            return applied.error();
    }
}

} // namespace

Result<Restored> restore(const RestoreRequest &request, Core::JobContext &context)
{
    if (auto allowed = checkGate(request); !allowed)
        return allowed.error();
    if (auto possible = checkChoice(request); !possible)
        return possible.error();
    Db::JobSession session(request.target, request.options, context);
    auto line = session->open();
    if (!line)
        return line.error();
    if (line->readOnly)
        return failure(ErrorKind::ReadOnly,
                       Text::tr("This database is open for reading only. Nothing was changed."));
    auto target = readTarget(*session);
    if (!target)
        return target.error().kind == ErrorKind::Corrupt ? damagedTarget(target.error()) : target.error();
    auto reader = openForRestore(request, *target, context);
    if (!reader)
        return reader.error();
    auto plan = planRestore(**reader, *target, request);
    if (!plan)
        return plan.error();

    std::optional<Rehearsal> rehearsal;
    if (request.withRehearsal) {
        auto rehearsed = rehearseOpened(**reader, request.target, context);
        if (!rehearsed)
            return rehearsed.error();
        if (!rehearsed->isGood)
            return failure(ErrorKind::Corrupt,
                           Text::tr("The rehearsal failed: %1 Nothing was changed.").arg(rehearsed->problem));
        rehearsal = *rehearsed;
    }
    auto restored = plan->isEmptyTarget
                        ? restoreIntoEmpty(*session, **reader, request, context)
                        : restoreIntoTables(*session, **reader, *plan, *target, request, context);
    if (!restored)
        return restored.error().kind == ErrorKind::OutcomeUnknown && plan->isEmptyTarget
                   ? unknownOutcome(restored.error(), {})
                   : restored.error();
    restored->rehearsal = rehearsal;
    return restored;
}

} // namespace Backup
