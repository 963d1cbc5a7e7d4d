// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <algorithm>
#include <optional>
#include <variant>

namespace Db {

/// The only types that are ever bound. Anything else could reach a driver's fallback that quotes nothing.
using Value = std::variant<std::monostate, bool, qint64, QString>;

/// SQL with $1, $2 … and the values for them, on both engines.
struct Statement
{
    QString sql;
    QList<Value> values;
    bool isFraming = false; ///< BEGIN, COMMIT, settings: frames the work, for the query log
};

/// One field of a result as text; nullopt is NULL.
using Cell = std::optional<QString>;

/// One row of a result.
class Row final
{
public:
    explicit Row(QList<Cell> cells)
        : m_cells(std::move(cells))
    {}

    [[nodiscard]] const Cell &cell(int column) const { return m_cells.at(column); }
    [[nodiscard]] QString text(int column) const { return m_cells.at(column).value_or(QString()); }
    [[nodiscard]] qint64 integer(int column) const { return text(column).toLongLong(); }
    /// PostgreSQL writes t and f, SQLite 1 and 0.
    [[nodiscard]] bool boolean(int column) const
    {
        const QString value = text(column);
        return value == QLatin1String("t") || value == QLatin1String("true") || value.toLongLong() != 0;
    }
    [[nodiscard]] int size() const { return int(m_cells.size()); }

private:
    QList<Cell> m_cells;
};

/// What a statement gave: its rows, and how many rows it changed.
struct RowSet
{
    QList<Row> rows;
    qint64 affected = 0;
};

/// Whether both engines give `text` back as it was. libpq ends it at U+0000, a lone surrogate becomes a
/// question mark on its way, and SQLite reads U+FFFE and U+FFFF as something else.
[[nodiscard]] inline bool isStorable(const QString &text)
{
    return text.isValidUtf16() && std::none_of(text.begin(), text.end(),
                                               [](QChar c) { return c.isNull() || c.unicode() >= 0xfffe; });
}

/// `name` as an SQL identifier; always quoted, so that case and hostile characters are kept.
[[nodiscard]] inline QString quoted(const QString &name)
{
    QString doubled = name;
    doubled.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + doubled + QLatin1Char('"');
}

} // namespace Db
