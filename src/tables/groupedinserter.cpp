// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/groupedinserter.h"

#include "tables/conventions.h"

namespace Tables {

using Core::Result;

namespace {

constexpr qsizetype valuesInGroup = 200;
constexpr qsizetype bytesInGroup = 256 << 10;

} // namespace

Result<std::unique_ptr<GroupedInserter>>
GroupedInserter::create(Db::SqliteFile &file, const TableModel &table, const QStringList &columns)
{
    QList<bool> blobs;
    QList<bool> reals;
    for (const QString &column : columns) {
        const ColumnModel *model = table.column(column);
        blobs.append(model && model->kind == ValueKind::Blob);
        reals.append(model && model->kind == ValueKind::Real);
    }
    std::unique_ptr<GroupedInserter> self(new GroupedInserter(int(columns.size())));
    self->m_group = qMax<qint64>(valuesInGroup / qMax<qint64>(columns.size(), 1), 1);
    const QString head = QStringLiteral("INSERT INTO ") + Db::quoted(table.name) + QStringLiteral(" (") +
                         quotedList(columns) + QStringLiteral(") VALUES ");
    const QString values = QLatin1Char('(') +
                           QStringList(columns.size(), QStringLiteral("?")).join(QLatin1Char(',')) +
                           QLatin1Char(')');
    auto one = file.inserter(head + values, blobs, reals);
    if (!one)
        return one.error();
    self->m_one = std::move(*one);
    QList<bool> allBlobs;
    QList<bool> allReals;
    for (qint64 i = 0; i < self->m_group; ++i) {
        allBlobs += blobs;
        allReals += reals;
    }
    auto many =
        file.inserter(head + QStringList(self->m_group, values).join(QLatin1Char(',')), allBlobs, allReals);
    if (!many)
        return many.error();
    self->m_many = std::move(*many);
    return self;
}

Result<void> GroupedInserter::add(const Db::RawRow &row)
{
    m_batch.add(row);
    return m_batch.rows() >= m_group || m_batch.bytes() >= bytesInGroup ? flush() : Result<void>();
}

Result<void> GroupedInserter::finish()
{
    return m_batch.isEmpty() ? Result<void>() : flush();
}

Result<void> GroupedInserter::flush()
{
    Result<void> done;
    if (m_batch.rows() == m_group) {
        m_all.clear();
        while (m_batch.next(m_row))
            m_all += m_row;
        done = m_many->add(m_all);
    } else {
        while (done && m_batch.next(m_row))
            done = m_one->add(m_row);
    }
    m_batch.clear();
    return done;
}

} // namespace Tables
