// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/comparison.h"

#include "backup/backupreader.h"
#include "backup/text.h"
#include "db/jobsession.h"
#include "tables/neutralreader.h"

#include <QHash>

#include <algorithm>

namespace Backup {

using Core::ErrorKind;
using Core::Result;

namespace {

/// A row that outlives the one it was read from.
using KeptRow = QList<std::optional<QString>>;

constexpr qsizetype keysPerQuery = 500;

KeptRow kept(const Db::RawRow &row)
{
    KeptRow copy;
    for (const auto &value : row)
        copy.append(value ? std::optional(QString::fromUtf8(*value)) : std::nullopt);
    return copy;
}

Result<QHash<QByteArray, KeptRow>> rowsOfBackup(const TablePlan &plan,
                                                const QList<RowLedger::Difference> &wanted,
                                                Tables::TableSource &backup, Core::JobContext &context)
{
    QHash<qint64, QByteArray> places;
    for (const RowLedger::Difference &difference : wanted)
        if (difference.isInBackup)
            places.insert(difference.place, difference.key);
    QHash<QByteArray, KeptRow> rows;
    if (places.isEmpty())
        return rows;
    RowText text(plan);
    qint64 place = 0;
    auto read = backup.rows(plan.inBackup, Tables::storedColumns(plan.inBackup),
                            [&](const Db::RawRow &row) -> Result<void> {
                                if (auto going = context.proceed(); !going)
                                    return going;
                                if (const auto found = places.constFind(place++); found != places.cend())
                                    rows.insert(*found, kept(text.fromBackup(row)));
                                return {};
                            });
    if (!read)
        return read.error();
    return rows;
}

Result<QHash<QByteArray, KeptRow>> rowsOfDatabase(const TablePlan &plan,
                                                  const QList<RowLedger::Difference> &wanted,
                                                  const Reader &reader, Db::Engine engine)
{
    QList<QByteArray> keys;
    for (const RowLedger::Difference &difference : wanted)
        if (difference.isInDatabase)
            keys.append(difference.key);
    RowText text(plan);
    QHash<QByteArray, KeptRow> rows;
    const Tables::TableSource::Each keep = [&](const Db::RawRow &row) {
        if (const auto key = text.key(row))
            rows.insert(key->toByteArray(), kept(row));
        return Result<void>();
    };
    for (qsizetype at = 0; at < keys.size(); at += keysPerQuery) {
        Db::Statement query = {};
        QStringList conditions;
        for (const QByteArray &key : keys.mid(at, keysPerQuery)) {
            QStringList parts;
            const QList<QByteArray> values = keyParts(key, plan.inDatabase.primaryKey.size());
            for (qsizetype i = 0; i < values.size(); ++i) {
                query.values.append(QString::fromUtf8(values.at(i)));
                parts.append(QStringLiteral("%1 = $%2")
                                 .arg(Db::quoted(plan.inDatabase.primaryKey.at(i)))
                                 .arg(query.values.size()));
            }
            conditions.append(parts.join(QLatin1String(" and ")));
        }
        query.sql = selectFrom(plan.inDatabase.name, plan.columns, engine).sql + QLatin1String(" where ") +
                    conditions.join(QLatin1String(" or "));
        auto read = reader(query, Tables::NeutralReader(plan.inDatabase, plan.columns, engine, keep));
        if (!read)
            return read.error();
    }
    return rows;
}

QString nameIn(const TablePlan &plan, const KeptRow &row)
{
    const qsizetype place = plan.columns.indexOf(QStringLiteral("Name"));
    return place < 0 ? QString() : row.value(place).value_or(QString());
}

RowDifference differenceOf(const TablePlan &plan, const RowLedger::Difference &difference,
                           const KeptRow &inBackup, const KeptRow &inDatabase)
{
    RowDifference result;
    using Kind = RowDifference::Kind;
    result.kind = !difference.isInDatabase ? Kind::OnlyInBackup
                  : !difference.isInBackup ? Kind::OnlyInDatabase
                                           : Kind::Changed;
    QStringList parts;
    for (const QByteArray &part : keyParts(difference.key, plan.inDatabase.primaryKey.size()))
        parts.append(QString::fromUtf8(part));
    result.id = parts.join(QLatin1String(", "));
    result.name = nameIn(plan, difference.isInDatabase ? inDatabase : inBackup);
    for (qsizetype i = 0; i < plan.columns.size(); ++i) {
        const auto there = inBackup.value(i);
        const auto here = inDatabase.value(i);
        if (result.kind != Kind::Changed || there != here)
            result.fields.append({plan.columns.at(i), there, here});
    }
    return result;
}

} // namespace

Result<QList<RowDifference>> differencesOf(RowLedger &ledger, Tables::TableSource &backup,
                                           const Reader &reader, Db::Engine engine, int limit,
                                           Core::JobContext &context)
{
    const TablePlan &plan = ledger.plan();
    auto differences = ledger.differences(limit);
    if (!differences)
        return differences.error();
    auto inBackup = rowsOfBackup(plan, *differences, backup, context);
    if (!inBackup)
        return inBackup.error();
    auto inDatabase = rowsOfDatabase(plan, *differences, reader, engine);
    if (!inDatabase)
        return inDatabase.error();
    QList<RowDifference> rows;
    for (const RowLedger::Difference &difference : std::as_const(*differences))
        rows.append(differenceOf(plan, difference, inBackup->value(difference.key),
                                 inDatabase->value(difference.key)));
    return rows;
}

Result<QList<RowDifference>> compareCustomers(const QString &file, const QString &passphrase,
                                              const Db::ConnectionSpec &database,
                                              const Db::SessionOptions &options, int limit,
                                              Core::JobContext &context)
{
    Db::JobSession session(database, options, context);
    auto target = readTarget(*session);
    if (!target)
        return target.error();
    RestoreRequest request;
    request.file = file;
    request.passphrase = passphrase;
    request.tables = {QStringLiteral("Customer")};
    auto reader = openForRestore(request, *target, context);
    if (!reader)
        return reader.error();
    if (!(*reader)->source() || !target->schema.table(request.tables.first()))
        return failure(ErrorKind::Unsupported, Text::tr("There are no customers to compare with."));
    auto plan = planRestore(**reader, *target, request);
    if (!plan)
        return plan.error();
    auto ledger = Ledger::create((*reader)->work(), *plan, request, context);
    if (!ledger)
        return ledger.error();
    if (auto added = (*ledger)->addBackup(*(*reader)->source(), (*reader)->verification().found, context);
        !added)
        return added.error();
    return session->snapshot<QList<RowDifference>>(
        [&](Db::Snapshot &snapshot) -> Result<QList<RowDifference>> {
            const Reader live = readerOf(snapshot);
            if (auto compared = (*ledger)->addDatabase(live, *target, context); !compared)
                return compared.error();
            return differencesOf(*(*ledger)->tables().front(), *(*reader)->source(), live, target->engine,
                                 limit, context);
        },
        Db::limitsOfJobs());
}

} // namespace Backup
