// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupreader.h"
#include "backup/comparison.h"
#include "backup/text.h"
#include "db/jobsession.h"

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

constexpr int exampleCount = 5;
/// More rows are looked at than shown: the first ones may be new instead of changed.
constexpr int lookedAt = 200;
constexpr qsizetype longestValue = 60;

QString shown(const std::optional<QString> &value)
{
    if (!value)
        return Text::tr("nothing");
    const QString text = value->simplified();
    if (text.isEmpty())
        return Text::tr("empty");
    return text.size() > longestValue ? QString(text.left(longestValue - 1) + QChar(0x2026)) : text;
}

/// "Ada Lovelace: Phone 1 → 2": what becomes of the row that is there.
QString inWords(const RowDifference &row)
{
    QStringList changes;
    for (const RowDifference::Field &field : row.fields)
        if (field.column != QLatin1String("UpdatedAt"))
            changes.append(QStringLiteral("%1 %2 → %3")
                               .arg(field.column, shown(field.inDatabase), shown(field.inBackup)));
    if (changes.isEmpty())
        changes.append(QStringLiteral("UpdatedAt"));
    return QStringLiteral("%1: %2").arg(row.name.isEmpty() ? row.id : row.name,
                                        changes.join(QLatin1String(", ")));
}

Result<QStringList> examples(Ledger &ledger, Tables::TableSource &backup, const Reader &reader,
                             Db::Engine engine, Core::JobContext &context)
{
    QStringList found;
    for (const auto &table : ledger.tables()) {
        if (table->plan().inDatabase.name != QLatin1String("Customer"))
            continue;
        auto rows = differencesOf(*table, backup, reader, engine, lookedAt, context);
        if (!rows)
            return rows.error();
        for (const RowDifference &row : std::as_const(*rows))
            if (row.kind == RowDifference::Kind::Changed && found.size() < exampleCount)
                found.append(inWords(row));
    }
    return found;
}

Result<void> compare(Preview &preview, Db::Session &session, BackupReader &reader, const RestorePlan &plan,
                     const Target &target, const RestoreRequest &request, Core::JobContext &context)
{
    auto ledger = Ledger::create(reader.work(), plan, request, context);
    if (!ledger)
        return ledger.error();
    if (auto added = (*ledger)->addBackup(*reader.source(), reader.verification().found, context); !added)
        return added;
    auto compared = session.snapshot<bool>(
        [&](Db::Snapshot &snapshot) -> Result<bool> {
            const Reader live = readerOf(snapshot);
            if (auto noted = (*ledger)->addDatabase(live, target, context); !noted)
                return noted.error();
            auto words = examples(**ledger, *reader.source(), live, target.engine, context);
            if (!words)
                return words.error();
            preview.examples = *words;
            return true;
        },
        Db::limitsOfJobs());
    if (!compared)
        return compared.error();
    auto changes = (*ledger)->changes();
    if (!changes)
        return changes.error();
    preview.tables = *changes;
    return {};
}

} // namespace

Result<Preview> previewRestore(const RestoreRequest &request, Core::JobContext &context)
{
    // The gate does not matter here: nothing is written.
    if (auto possible = checkChoice(request); !possible)
        return possible.error();
    Db::JobSession session(request.target, request.options, context);
    auto target = readTarget(*session);
    if (!target)
        return target.error();
    auto reader = openForRestore(request, *target, context);
    if (!reader)
        return reader.error();
    const Verification &verification = (*reader)->verification();
    auto plan = planRestore(**reader, *target, request);
    if (!plan)
        return plan.error();
    Preview preview;
    preview.manifest = verification.manifest;
    preview.isVerified = verification.hasManifest;
    preview.isEmptyTarget = plan->isEmptyTarget;
    preview.newestInBackup = verification.manifest.newestUpdate;
    preview.newestInDatabase = target->marks.newestUpdate;
    preview.warnings = plan->warnings;
    if (plan->isEmptyTarget) {
        for (const Tables::TableSummary &table : verification.found)
            if (request.tables.isEmpty() || request.tables.contains(table.name)) {
                TableChange change;
                change.table = table.name;
                change.added = table.rows;
                preview.tables.append(change);
            }
    } else if (auto compared = compare(preview, *session, **reader, *plan, *target, request, context);
               !compared) {
        return compared.error();
    }
    return preview;
}

} // namespace Backup
