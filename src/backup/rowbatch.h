// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"

#include <QByteArray>

#include <vector>

namespace Backup {

/// Rows that a source pushes, kept until there are enough of them to be pulled by Transaction::load().
class RowBatch final
{
public:
    void add(const Db::RawRow &row);
    [[nodiscard]] bool isEmpty() const { return m_rows == 0; }
    [[nodiscard]] bool isFull() const { return m_bytes.size() >= fullAt; }
    /// Loads the rows into `table` (quoted) and forgets them.
    [[nodiscard]] Core::Result<void> flush(Db::Transaction &transaction, const QString &table,
                                           const QStringList &columns, const QList<bool> &blobs);

private:
    static constexpr qsizetype fullAt = qsizetype(4) * 1024 * 1024;
    QByteArray m_bytes;
    std::vector<qsizetype> m_lengths; ///< of each value; -1: NULL
    qint64 m_rows = 0;
};

} // namespace Backup
