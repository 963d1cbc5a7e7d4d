// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/restoreplan.h"

#include "backup/text.h"

#include <algorithm>
#include <set>

namespace Backup {

using Core::ErrorKind;
using Core::Result;
using Tables::ColumnModel;
using Tables::SchemaModel;
using Tables::TableModel;

namespace {

const QString &historyTable()
{
    static const QString name = QStringLiteral("__EFMigrationsHistory");
    return name;
}

/// Whether rows of one are at home in the other, with the same migrations applied: names, kinds of values,
/// keys and indexes. The engines' words for types do not count.
bool isSameShape(const SchemaModel &a, const SchemaModel &b)
{
    using Shape = std::set<QStringList>;
    const auto shapeOf = [](const SchemaModel &schema) {
        Shape shape;
        for (const TableModel &table : schema.tables) {
            if (isMigrationTable(table.name))
                continue;
            for (const ColumnModel &column : table.columns)
                shape.insert({table.name, QStringLiteral("column"), column.name,
                              column.notNull ? QStringLiteral("not null") : QString()});
            shape.insert(QStringList{table.name, QStringLiteral("key")} + table.primaryKey);
            for (const Tables::ForeignKey &key : table.foreignKeys)
                shape.insert(QStringList{table.name, QStringLiteral("reference"), key.table} + key.columns);
            for (const Tables::IndexModel &index : table.indexes)
                shape.insert({table.name, QStringLiteral("index"), index.name});
        }
        return shape;
    };
    return shapeOf(a) == shapeOf(b);
}

bool canStayUnset(const ColumnModel &column)
{
    return !column.notNull || !column.defaultValue.isEmpty() || column.isIdentity || column.isGenerated;
}

Result<TablePlan> planTable(const TableModel &inBackup, const TableModel &inDatabase, QStringList &warnings)
{
    const auto refused = [&](const QString &summary) {
        return failure(ErrorKind::Unsupported, summary + QLatin1Char(' ') + Text::tr("Nothing was changed."));
    };
    TablePlan plan;
    plan.inBackup = inBackup;
    plan.inDatabase = inDatabase;
    const QStringList there = Tables::storedColumns(inBackup);
    const QStringList here = Tables::storedColumns(inDatabase);
    for (const QString &column : there)
        if (!here.contains(column))
            return refused(
                Text::tr("The backup has a column “%1” in the table “%2”, which the database lacks. "
                         "Bring the database to the backup's migrations first, or restore into an "
                         "empty database.")
                    .arg(column, inBackup.name));
    QStringList unset;
    for (int i = 0; i < here.size(); ++i) {
        const QString &column = here.at(i);
        const auto place = there.indexOf(column);
        if (place >= 0) {
            plan.columns.append(column);
            plan.backupPlaces.append(int(place));
            plan.databasePlaces.append(i);
        } else if (canStayUnset(*inDatabase.column(column))) {
            unset.append(column);
        } else {
            return refused(
                Text::tr("The database has a column “%1” in the table “%2” that must have a value, "
                         "and the backup has none for it. Restore into an empty database instead.")
                    .arg(column, inBackup.name));
        }
    }
    for (const QString &column : inDatabase.primaryKey)
        plan.keyPlaces.append(int(plan.columns.indexOf(column)));
    if (plan.keyPlaces.isEmpty() || plan.keyPlaces.contains(-1))
        return refused(
            Text::tr("The table “%1” has no primary key in common with the backup, so its rows "
                     "cannot be told apart. Leave this table out, or restore into an empty database.")
                .arg(inBackup.name));
    plan.updatedAt = int(plan.columns.indexOf(QStringLiteral("UpdatedAt")));
    if (!unset.isEmpty())
        warnings.append(
            Text::tr("The backup has nothing for %1 of the table “%2”: rows that are there keep what "
                     "they have, and new ones get the default.")
                .arg(unset.join(QLatin1String(", ")), inBackup.name));
    return plan;
}

void warnOfLineage(const Manifest &manifest, const Target &target, bool takesHistory, QStringList &warnings)
{
    if (manifest.migrations == target.marks.migrations)
        return;
    QStringList onlyBackup = manifest.migrations;
    for (const QString &id : target.marks.migrations)
        onlyBackup.removeAll(id);
    QStringList onlyDatabase = target.marks.migrations;
    for (const QString &id : manifest.migrations)
        onlyDatabase.removeAll(id);
    if (!onlyDatabase.isEmpty())
        warnings.append(Text::tr("The backup was made before these migrations: %1.")
                            .arg(onlyDatabase.join(QLatin1String(", "))));
    if (!onlyBackup.isEmpty())
        warnings.append(Text::tr("The backup has migrations that the database does not have: %1.")
                            .arg(onlyBackup.join(QLatin1String(", "))));
    warnings.append(takesHistory
                        ? Text::tr("The tables are the same, so the list of migrations is restored, too.")
                        : Text::tr("Only rows are restored. The database keeps its tables and its own "
                                   "list of migrations, which describes them."));
}

} // namespace

bool TablePlan::hasNumberKey() const
{
    return keyPlaces.size() == 1 &&
           inDatabase.column(columns.at(keyPlaces.first()))->kind == Tables::ValueKind::Integer;
}

bool isMigrationTable(const QString &name)
{
    return name == historyTable() || name == QLatin1String("__EFMigrationsLock");
}

Result<void> checkGate(const RestoreRequest &request)
{
    const bool isClosed = request.options.gate && !request.options.gate->allowsWriting();
    if (!isClosed && request.target.openMode == Db::SqliteOpenMode::ReadWrite)
        return {};
    return failure(ErrorKind::ReadOnly,
                   Text::tr("This database is locked against changes. Unlock it before you "
                            "restore a backup. Nothing was changed."));
}

Result<void> checkChoice(const RestoreRequest &request)
{
    const auto refused = [](const QString &summary) { return failure(ErrorKind::Unsupported, summary); };
    if (Db::isPooled(request.target))
        return refused(
            Text::tr("This address leads to a connection pooler, which cannot carry a restore. Use the "
                     "direct address: %1. Nothing was changed.")
                .arg(Db::directHost(request.target)));
    if (!request.ids.isEmpty() &&
        (request.mode != RestoreMode::Merge || request.tables != QStringList{QStringLiteral("Customer")}))
        return refused(
            Text::tr("Single customers can only be merged into the table of customers. Nothing was "
                     "changed."));
    return {};
}

bool hasOwnTables(const SchemaModel &schema)
{
    return std::any_of(schema.tables.cbegin(), schema.tables.cend(),
                       [](const TableModel &table) { return !isMigrationTable(table.name); });
}

Result<std::unique_ptr<BackupReader>> openForRestore(const RestoreRequest &request, const Target &target,
                                                     Core::JobContext &context)
{
    // The columns of a script without a manifest are those of the tables that it goes into.
    const SchemaModel *fallback = hasOwnTables(target.schema) ? &target.schema : nullptr;
    auto reader = BackupReader::open(request.file, request.passphrase, context, fallback);
    if (!reader)
        return reader.error();
    (*reader)->note();
    const Verification &verification = (*reader)->verification();
    if (!verification.isGood)
        return failure(ErrorKind::Corrupt,
                       verification.problem + QLatin1Char(' ') + Text::tr("Nothing was changed."));
    return reader;
}

Result<RestorePlan> planRestore(const BackupReader &opened, const Target &target,
                                const RestoreRequest &request)
{
    RestorePlan plan;
    const Verification &verification = opened.verification();
    const SchemaModel backup = opened.source() ? opened.source()->schema() : SchemaModel();
    if (!verification.hasManifest)
        plan.warnings.append(
            Text::tr("The backup has no manifest. Whether it is complete and unchanged cannot be "
                     "told: it is unverified."));
    for (const QString &name : request.tables)
        if (!backup.table(name))
            return failure(ErrorKind::NotFound,
                           Text::tr("The backup has no table “%1”. Nothing was changed.").arg(name));
    plan.isEmptyTarget = !hasOwnTables(target.schema);
    if (plan.isEmptyTarget) {
        if (!target.schema.tables.isEmpty())
            return failure(
                ErrorKind::Unsupported,
                Text::tr("The database has a list of migrations, but none of their tables. Restore "
                         "into a database that is really empty. Nothing was changed."));
        return plan;
    }
    if (verification.hasManifest && verification.manifest.scope == Scope::SchemaOnly)
        return failure(ErrorKind::Unsupported,
                       Text::tr("The backup holds tables without rows. It can only be restored into an empty "
                                "database. Nothing was changed."));
    if (backup.tables.isEmpty())
        return failure(ErrorKind::Unsupported, Text::tr("The backup holds no rows. Nothing was changed."));
    const bool takesHistory = request.mode == RestoreMode::Replace && request.tables.isEmpty() &&
                              isSameShape(Tables::translated(backup, target.engine), target.schema);
    warnOfLineage(verification.manifest, target, takesHistory, plan.warnings);

    // In the database's order: its foreign keys are the ones that have to hold.
    QStringList missing;
    for (const TableModel &table : backup.tables)
        if (!target.schema.table(table.name) && !isMigrationTable(table.name) &&
            (request.tables.isEmpty() || request.tables.contains(table.name)))
            missing.append(table.name);
    if (!missing.isEmpty())
        return failure(ErrorKind::Unsupported,
                       Text::tr("The database lacks tables that the backup has: %1. Bring it to the backup's "
                                "migrations first, choose single tables, or restore into an empty database. "
                                "Nothing was changed.")
                           .arg(missing.join(QLatin1String(", "))));
    QStringList untouched;
    for (const TableModel &table : target.schema.tables) {
        const bool isHistory = isMigrationTable(table.name);
        if (isHistory ? !(takesHistory && table.name == historyTable())
                      : !request.tables.isEmpty() && !request.tables.contains(table.name))
            continue;
        const TableModel *inBackup = backup.table(table.name);
        if (!inBackup) {
            if (!isHistory)
                untouched.append(table.name);
            continue;
        }
        auto planned = planTable(*inBackup, table, plan.warnings);
        if (!planned)
            return planned.error();
        plan.tables.append(*planned);
    }
    if (!untouched.isEmpty())
        plan.warnings.append(Text::tr("These tables are not in the backup and stay as they are: %1.")
                                 .arg(untouched.join(QLatin1String(", "))));
    return plan;
}

} // namespace Backup
