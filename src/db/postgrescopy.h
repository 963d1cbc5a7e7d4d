// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"
#include "db/postgrescanceller.h"

namespace Db {

/// Rows in great number over one line, in the transaction that is open: COPY in its text format, or a
/// statement row by row. One use each. After an Error the transaction is aborted, and the line is idle or of
/// no use any more (PQtransactionStatus() is then PQTRANS_ACTIVE or PQTRANS_UNKNOWN).
class PostgresCopy final
{
public:
    /// `interrupted`: set by another thread when the work is to stop.
    PostgresCopy(pg_conn *connection, std::shared_ptr<PostgresCanceller> canceller, WaitMeter &meter,
                 const std::atomic_bool &interrupted);

    /// What out() sends for a query.
    [[nodiscard]] static Statement outOf(const Statement &query);
    /// Calls `each` for every row: COPY TO, or single-row mode where the statement has values, which COPY
    /// cannot take. Returns how many.
    [[nodiscard]] Core::Result<qint64> out(const Statement &query, const EachRow &each);
    /// Runs a COPY … FROM STDIN statement for rows of `columns` fields. Returns how many the server took.
    [[nodiscard]] Core::Result<qint64> in(const QString &copy, qsizetype columns, const RowSupply &supply);

private:
    [[nodiscard]] Core::Result<qint64> copyOut(const Statement &copy, const EachRow &each);
    [[nodiscard]] Core::Result<qint64> rowByRow(const Statement &query, const EachRow &each);
    /// Sends rows until there are no more, the line is gone or the work is to stop.
    [[nodiscard]] Core::Result<void> feed(qsizetype columns, const RowSupply &supply);
    [[nodiscard]] Core::Result<void> put(const QByteArray &bytes);
    /// Ends a statement that still sends rows.
    void abandon();
    /// Reads what is left of the answer. The first error of it, or how many rows it speaks of.
    [[nodiscard]] Core::Result<qint64> finish();
    [[nodiscard]] Core::Result<void> goOn() const;

    pg_conn *m_connection;
    std::shared_ptr<PostgresCanceller> m_canceller;
    WaitMeter &m_meter;
    const std::atomic_bool &m_interrupted;
};

} // namespace Db
