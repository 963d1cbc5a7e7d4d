// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/sessionfixture.h"
#include "support/verify.h"
#include "tables/copyinto.h"
#include "tables/tablesource.h"
#include "webschema.h"

namespace Tests {

/// Runs `work` with the tables of a database as they are at one moment.
template <typename T>
[[nodiscard]] Core::Result<T> withSource(const Db::ConnectionSpec &spec,
                                         const std::function<Core::Result<T>(Tables::TableSource &)> &work,
                                         const QString &schemaName = QStringLiteral("public"))
{
    Db::Session session(spec);
    return session.snapshot<T>(
        [&](Db::Snapshot &snapshot) -> Core::Result<T> {
            auto source = Tables::sourceOf(snapshot, spec.engine, schemaName);
            if (!source)
                return source.error();
            return work(**source);
        },
        Db::limitsOfJobs());
}

[[nodiscard]] inline Core::Result<Tables::SchemaModel>
schemaOf(const Db::ConnectionSpec &spec, const QString &schemaName = QStringLiteral("public"))
{
    return withSource<Tables::SchemaModel>(
        spec,
        [](Tables::TableSource &source) -> Core::Result<Tables::SchemaModel> { return source.schema(); },
        schemaName);
}

[[nodiscard]] inline Core::Result<QList<Tables::TableSummary>>
summaryOf(const Db::ConnectionSpec &spec, const QString &schemaName = QStringLiteral("public"))
{
    return withSource<QList<Tables::TableSummary>>(
        spec,
        [](Tables::TableSource &source) {
            Core::JobContext context;
            return Tables::summarize(source, context);
        },
        schemaName);
}

/// Copies all tables of one database into another one.
[[nodiscard]] inline Core::Result<QList<Tables::TableSummary>>
copied(const Db::ConnectionSpec &from, const Db::ConnectionSpec &to,
       const QString &schemaName = QStringLiteral("public"))
{
    return withSource<QList<Tables::TableSummary>>(from, [&](Tables::TableSource &source) {
        Db::Session session(to);
        Core::JobContext context;
        return session.write<QList<Tables::TableSummary>>(
            [&](Db::Transaction &transaction) {
                return Tables::copyInto(transaction, to.engine, source, context, schemaName);
            },
            Db::limitsOfJobs());
    });
}

/// The summaries as text that a person can compare.
[[nodiscard]] inline QStringList lines(const QList<Tables::TableSummary> &summaries)
{
    QStringList texts;
    for (const Tables::TableSummary &summary : summaries)
        texts.append(QStringLiteral("%1: %2 rows, %3").arg(summary.name).arg(summary.rows).arg(summary.hash));
    texts.sort();
    return texts;
}

/// `rows` customers with every kind of odd value, a job for every other one and more for some.
inline void fillWeb(const EmptyDatabase &db, int rows)
{
    const bool isPostgres = db.database.isPostgres();
    const QString numbers =
        isPostgres ? QStringLiteral("generate_series(1, %1) as n(i)").arg(rows)
                   : QStringLiteral("(with recursive n(i) as (select 1 union all select i + 1 from n where "
                                    "i < %1) select i from n) as n")
                         .arg(rows);
    const QString time =
        isPostgres ? QStringLiteral("timestamptz '2025-12-11 09:30:00.000001+00' + i * interval "
                                    "'1 hour 1.000013 seconds'")
                   : QStringLiteral("strftime('%Y-%m-%d %H:%M:%S', '2025-12-11 09:30:00', '+' || i || "
                                    "' hours') || '.' || printf('%07d', (i * 1234567) % 10000000)");
    const QString isDeleted = isPostgres ? QStringLiteral("i % 10 = 0") : QStringLiteral("(i % 10 = 0)");
    db.execute(QStringLiteral("insert into \"__EFMigrationsHistory\" values ('20251216025032_InitialCreate', "
                              "'10.0.0'), ('20251216220306_AddExpenseModel', '10.0.0');"));
    db.execute(QStringLiteral(
                   "insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", \"Address\", \"Notes\", "
                   "\"CreatedAt\", \"UpdatedAt\", \"IsDeleted\", \"DeletedAt\") "
                   "select case i % 5 when 0 then 'O''Brien \"the\" \\ ' || i when 1 then 'Zoë 🛠 ' || i "
                   "when 2 then ' tab\t and\nline ' || i when 3 then '\\N' else 'NULL' end, "
                   "case when i % 3 = 0 then null else 'c' || i || '@example.com' end, "
                   "case when i % 4 = 0 then '' else '+49 30 ' || i end, null, "
                   "case when i % 7 = 0 then '; drop table \"Job\"; --' end, %1, %1, %2, "
                   "case when i % 10 = 0 then %1 end from %3")
                   .arg(time, isDeleted, numbers));
    db.execute(QStringLiteral("insert into \"Job\" (\"CustomerId\", \"EquipmentType\", \"EquipmentModel\", "
                              "\"Description\", \"Status\", \"DateReceived\", \"EstimateAmount\", "
                              "\"ActualAmount\", \"CreatedAt\", \"UpdatedAt\") select i, 'Mower', 'M' || i, "
                              "'Belt', i % 4, %1, %2, null, %1, %1 from %3 where i % 2 = 0")
                   .arg(time,
                        isPostgres ? QStringLiteral("i * 1.25") : QStringLiteral("printf('%.2f', i * 1.25)"),
                        numbers));
    db.execute(QStringLiteral("insert into \"JobUpdate\" (\"JobId\", \"UpdateText\", \"CreatedAt\") "
                              "select 1 + (i % %1), 'update ' || i, %2 from %3")
                   .arg(qMax(rows / 2, 1))
                   .arg(time, numbers));
}

} // namespace Tests
