// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/backend.h"

#include <QString>

#include <array>
#include <memory>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

namespace Db {

/// A prepared statement of SQLite's C API whose values and rows are UTF-8 views, for rows in great number.
class SqliteStatement final
{
public:
    /// `file` is named in errors. Error: Syntax, also where `sql` is more or less than one statement.
    [[nodiscard]] static Core::Result<std::unique_ptr<SqliteStatement>>
    prepare(sqlite3 *database, const QString &sql, const QString &file);
    ~SqliteStatement();
    Q_DISABLE_COPY_MOVE(SqliteStatement)

    /// What values are bound as that are no text.
    struct Forms
    {
        QList<bool> blobs; ///< "\x…" as a BLOB
        QList<bool> reals; ///< numbers as REAL: SQLite's own reading of text may miss by the last bit
    };
    /// Runs the statement to its end for its effect. `$1`, `?1` and the first `?` mean the first value.
    /// Error: Syntax where a BLOB is not in the form of one.
    [[nodiscard]] Core::Result<void> run(const RawRow &values, const Forms &forms);
    /// Which columns of the result are those of a table that are declared to hold REAL.
    [[nodiscard]] QList<bool> realColumns() const;
    /// Runs the statement and calls `each` for every row, as SqliteFile::stream() tells. Returns how many.
    [[nodiscard]] Core::Result<qint64> stream(const RawRow &values, const EachRow &each);
    [[nodiscard]] Core::Result<qint64> stream(const QList<Value> &values, const EachRow &each);

private:
    /// True: there is a row; false: the statement is through, and may be run again.
    [[nodiscard]] Core::Result<bool> step();
    /// The row that step() found.
    [[nodiscard]] const RawRow &row();
    /// Ends a run before its end.
    void reset();
    [[nodiscard]] Core::Result<void> bind(const RawRow &values, const Forms &forms);
    [[nodiscard]] Core::Result<void> bindOne(int place, QByteArrayView value, bool isBlob, bool isReal);
    [[nodiscard]] Core::Result<void> bind(const QList<Value> &values);
    [[nodiscard]] Core::Result<qint64> forEach(const EachRow &each);

    SqliteStatement(sqlite3 *database, QString file);
    [[nodiscard]] Core::Error error() const;
    [[nodiscard]] QByteArrayView cell(sqlite3_value *value, int column);

    using Digits = std::array<char, 32>;

    sqlite3 *m_database;
    QString m_file;
    sqlite3_stmt *m_statement = nullptr;
    QList<int> m_valueOf; ///< which value each parameter takes
    int m_valuesNeeded = 0;
    RawRow m_row;
    std::vector<Digits> m_digits;    ///< numbers of the row, as text
    std::vector<QByteArray> m_hex;   ///< BLOBs of the row, as text
    std::vector<QByteArray> m_blobs; ///< bound ones
};

/// The shortest text that gives `value` back, written as PostgreSQL writes it. Returns its end.
[[nodiscard]] char *writeReal(double value, char *begin, char *end);

} // namespace Db
