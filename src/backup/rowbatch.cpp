// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/rowbatch.h"

namespace Backup {

using Core::Result;

void RowBatch::add(const Db::RawRow &row)
{
    for (const auto &value : row) {
        m_lengths.push_back(value ? value->size() : -1);
        if (value)
            m_bytes.append(*value);
    }
    ++m_rows;
}

Result<void> RowBatch::flush(Db::Transaction &transaction, const QString &table, const QStringList &columns,
                             const QList<bool> &blobs)
{
    size_t place = 0;
    qsizetype offset = 0;
    const auto next = [&](Db::RawRow &row) -> Result<bool> {
        if (place == m_lengths.size())
            return false;
        row.clear();
        for (qsizetype i = 0; i < columns.size(); ++i) {
            const qsizetype length = m_lengths[place++];
            if (length < 0) {
                row.append(std::nullopt);
                continue;
            }
            row.append(QByteArrayView(m_bytes).sliced(offset, length));
            offset += length;
        }
        return true;
    };
    auto loaded = transaction.load(table, columns, next, blobs);
    // Room for the next batch stays reserved.
    m_bytes.resize(0);
    m_lengths.clear();
    m_rows = 0;
    return loaded ? Result<void>() : Result<void>(loaded.error());
}

} // namespace Backup
