// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/rowtext.h"

#include "tables/neutraltext.h"

#include <array>
#include <sodium.h>

namespace Backup {

namespace {

/// 128 bits: among a million rows no two different ones meet.
constexpr size_t hashLength = 16;
constexpr qsizetype yearLength = 6; ///< of the years that PostgreSQL knows

QByteArray lengthOf(QByteArrayView value)
{
    return QByteArray::number(value.size()) + ':';
}

} // namespace

RowText::RowText(const TablePlan &plan)
    : m_plan(plan)
    , m_buffers(plan.columns.size())
{
    for (const QString &column : plan.columns)
        m_kinds.append(plan.inDatabase.column(column)->kind);
    m_row.reserve(plan.columns.size());
}

const Db::RawRow &RowText::fromBackup(const Db::RawRow &row)
{
    m_row.clear();
    for (qsizetype i = 0; i < m_plan.backupPlaces.size(); ++i) {
        const auto &value = row.at(m_plan.backupPlaces.at(i));
        // Neutral text is what EF Core writes on SQLite. Where the backup's column was of another kind,
        // "1.50" as text, say, it becomes what the database's column makes of it.
        m_row.append(
            value ? std::optional(Tables::toNeutral(*value, m_kinds.at(i), Db::Engine::SQLite, m_buffers[i]))
                  : std::nullopt);
    }
    return m_row;
}

const Db::RawRow &RowText::fromDatabase(const Db::RawRow &row)
{
    m_row.clear();
    for (const int place : m_plan.databasePlaces)
        m_row.append(row.at(place));
    return m_row;
}

std::optional<QByteArrayView> RowText::key(const Db::RawRow &row)
{
    if (m_plan.keyPlaces.size() == 1)
        return row.at(m_plan.keyPlaces.first());
    m_key.resize(0);
    for (const int place : m_plan.keyPlaces) {
        const auto &value = row.at(place);
        if (!value)
            return std::nullopt;
        m_key.append(lengthOf(*value)).append(*value);
    }
    return m_key;
}

QByteArrayView RowText::hash(const Db::RawRow &row)
{
    m_hashed.resize(0);
    for (const auto &value : row) {
        if (value)
            m_hashed.append(lengthOf(*value)).append(*value);
        else
            m_hashed.append('-');
    }
    std::array<unsigned char, hashLength> digest = {};
    crypto_generichash(
        digest.data(), digest.size(),
        reinterpret_cast<const unsigned char *>(m_hashed.constData()), // NOLINT: libsodium's bytes
        size_t(m_hashed.size()), nullptr, 0);
    m_hash = QByteArray::fromRawData(reinterpret_cast<const char *>(digest.data()), // NOLINT: the same
                                     digest.size())
                 .toHex();
    return m_hash;
}

QByteArrayView RowText::time(const Db::RawRow &row)
{
    if (m_plan.updatedAt < 0 || !row.at(m_plan.updatedAt))
        return {};
    m_time = sortableTime(*row.at(m_plan.updatedAt));
    return m_time;
}

QByteArray wholeKey(const Db::RawRow &values)
{
    if (values.size() == 1)
        return values.first().value_or(QByteArrayView()).toByteArray();
    QByteArray key;
    for (const auto &value : values)
        key.append(lengthOf(value.value_or(QByteArrayView()))).append(value.value_or(QByteArrayView()));
    return key;
}

QList<QByteArray> keyParts(QByteArrayView key, qsizetype columns)
{
    if (columns == 1)
        return {key.toByteArray()};
    QList<QByteArray> parts;
    while (!key.isEmpty()) {
        const qsizetype colon = key.indexOf(':');
        const qsizetype length = key.first(colon).toByteArray().toLongLong();
        parts.append(key.sliced(colon + 1, length).toByteArray());
        key = key.sliced(colon + 1 + length);
    }
    return parts;
}

QByteArray sortableTime(QByteArrayView neutral)
{
    // Before all, before Christ, since, after all.
    if (neutral == QByteArrayView("-infinity"))
        return "0";
    if (neutral == QByteArrayView("infinity"))
        return "3";
    const bool isBc = neutral.endsWith(" BC");
    const qsizetype dash = neutral.indexOf('-');
    if (dash <= 0 || dash > yearLength)
        return '2' + neutral.toByteArray();
    const QByteArray rest = neutral.sliced(dash).toByteArray();
    if (!isBc)
        return '2' + neutral.first(dash).toByteArray().rightJustified(yearLength, '0') + rest;
    // Years count backwards there, but days do not.
    constexpr qint64 allNines = 999'999;
    const qint64 year = neutral.first(dash).toByteArray().toLongLong();
    return '1' + QByteArray::number(allNines - year).rightJustified(yearLength, '0') + rest;
}

} // namespace Backup
