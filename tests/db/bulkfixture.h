// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sessionfixture.h"
#include "support/faultproxy.h"
#include "support/memory.h"
#include "support/pooler.h"
#include "support/postgresserver.h"
#include "support/verify.h"

#include <QRandomGenerator>

namespace Tests {

using StoredRow = QList<std::optional<QByteArray>>;

/// Text that a format for rows could take for something else.
[[nodiscard]] inline QStringList hostileTexts()
{
    QStringList texts = {
        QStringLiteral(""),
        QStringLiteral("\\N"),
        QStringLiteral("\\\\N"),
        QStringLiteral("NULL"),
        QStringLiteral("\\."),
        QStringLiteral("a\n\\.\nb"),
        QStringLiteral("a\tb"),
        QStringLiteral("a\r\nb\n"),
        QStringLiteral("\b\f\v\x01\x7f"),
        QStringLiteral("\\"),
        QStringLiteral("\\\\"),
        QStringLiteral("\\t\\n\\x41\\101"),
        QStringLiteral("end\\"),
        QStringLiteral("'; drop table t; -- $1 ? :x %1 {}"),
        QStringLiteral("\"quoted\", \"twice\"\"\""),
        QStringLiteral(" spaces "),
        QString(QChar(QChar::ByteOrderMark)) + QStringLiteral("mark"),
        QStringLiteral("\U0001F600 \u202eRTL\u202c \u0645\u0631\u062d\u0628\u0627 e\u0301 \U0010FFFF"),
    };
    texts.append(QStringLiteral("\\x00ff"));
    texts.append(QStringLiteral("ten\tmega\\bytes\n\U0001F600").repeated(10 * 1024 * 1024 / 20));
    return texts;
}

[[nodiscard]] inline Core::Result<void> ignoreRow(const Db::RawRow &)
{
    return {};
}

[[nodiscard]] inline StoredRow stored(const Db::RawRow &row)
{
    StoredRow copy;
    for (const auto &field : row)
        copy.append(field ? std::optional(field->toByteArray()) : std::nullopt);
    return copy;
}

/// All rows of a query, by Snapshot::stream().
[[nodiscard]] inline Core::Result<QList<StoredRow>> streamed(Db::Session &session, const Db::Statement &query)
{
    return session.snapshot<QList<StoredRow>>([&](Db::Snapshot &snapshot) -> Core::Result<QList<StoredRow>> {
        QList<StoredRow> rows;
        auto count = snapshot.stream(query, [&](const Db::RawRow &row) -> Core::Result<void> {
            rows.append(stored(row));
            return {};
        });
        if (!count)
            return count.error();
        if (*count != rows.size())
            return Core::Error{Core::ErrorKind::Internal, QStringLiteral("counted wrong"), {}, {}};
        return rows;
    });
}

/// Table t (id, v) with ids from 1 and about a hundred bytes a row.
inline void makeManyRows(const EmptyDatabase &db, int rows)
{
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    const QString value = QStringLiteral("x\\y").repeated(33);
    db.execute(db.database.isPostgres()
                   ? QStringLiteral("insert into t select i, '%2' from generate_series(1, %1) i")
                         .arg(rows)
                         .arg(value)
                   : QStringLiteral("insert into t with recursive n(i) as (select 1 union all select i + 1 "
                                    "from n where i < %1) select i, '%2' from n")
                         .arg(rows)
                         .arg(value));
}

[[nodiscard]] inline int randomUpTo(int most)
{
    return int(QRandomGenerator::global()->bounded(most));
}

/// Settings as another client finds them in the pool's connections.
[[nodiscard]] inline QStringList poolSettings(const EmptyDatabase &db)
{
    QStringList found;
    Db::Session other(db.spec);
    // The select of a session sets its own; a writing transaction that asks for others shows the rest.
    for (const char *name : {"search_path", "row_security", "bytea_output", "extra_float_digits",
                             "IntervalStyle", "session_replication_role",
                             "idle_in_transaction_session_timeout", "default_transaction_read_only", "role"})
        found.append(scalar(other, QStringLiteral("show %1").arg(QLatin1String(name))));
    found.append(scalar(other, QStringLiteral("select count(*) from pg_prepared_statements")));
    found.append(scalar(other, QStringLiteral("select count(*) from pg_cursors where not is_scrollable")));
    return found;
}

} // namespace Tests
