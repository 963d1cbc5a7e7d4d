// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restoreplan.h"

#include <QByteArray>

namespace Backup {

/// Brings rows of either side of a comparison into one spelling, and makes keys, hashes and times of them
/// that can be compared as text. Holds the bytes of one row; what it returns is valid until the next row.
class RowText final
{
public:
    explicit RowText(const TablePlan &plan);

    /// A row of the backup (neutral text, all stored columns) as the database's columns mean it.
    [[nodiscard]] const Db::RawRow &fromBackup(const Db::RawRow &row);
    /// A neutral row of the database (all stored columns), cut to the plan's columns.
    [[nodiscard]] const Db::RawRow &fromDatabase(const Db::RawRow &row);

    /// Of a row in the plan's columns. The key of several columns is one text, see keyParts().
    [[nodiscard]] std::optional<QByteArrayView> key(const Db::RawRow &row);
    [[nodiscard]] QByteArrayView hash(const Db::RawRow &row);
    /// Sorts as the moments do; empty where the table keeps no "UpdatedAt".
    [[nodiscard]] QByteArrayView time(const Db::RawRow &row);

private:
    const TablePlan &m_plan;
    QList<Tables::ValueKind> m_kinds;
    QList<QByteArray> m_buffers;
    Db::RawRow m_row;
    QByteArray m_key;
    QByteArray m_hashed;
    QByteArray m_hash;
    QByteArray m_time;
};

/// The values of a primary key as one text.
[[nodiscard]] QByteArray wholeKey(const Db::RawRow &values);
/// The values that a key of RowText::key() or wholeKey() was made of.
[[nodiscard]] QList<QByteArray> keyParts(QByteArrayView key, qsizetype columns);
/// Text that sorts as the moments of neutral timestamps do: years after 9999 and BC and infinity among them.
[[nodiscard]] QByteArray sortableTime(QByteArrayView neutral);

} // namespace Backup
