// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/rowwriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <csignal>
#include <memory>
#include <optional>

namespace Tests {

/// A cell that owns its bytes; nullopt is NULL.
using Cell = std::optional<QByteArray>;
using CellRow = QList<Cell>;

[[nodiscard]] inline Db::RawRow rawRow(const CellRow &row)
{
    Db::RawRow raw;
    for (const Cell &cell : row)
        raw.append(cell ? std::optional<QByteArrayView>(*cell) : std::nullopt);
    return raw;
}

/// Columns "C0", "C1" … of these kinds in a table "Customer".
[[nodiscard]] inline Export::Shape shapeOf(const QList<Export::ColumnKind> &kinds)
{
    Export::Shape shape{QStringLiteral("Customer"), {}, kinds};
    for (int i = 0; i < kinds.size(); ++i)
        shape.columns.append(QStringLiteral("C%1").arg(i));
    return shape;
}

[[nodiscard]] inline QByteArray contentOf(const QString &file)
{
    QFile reader(file);
    return reader.open(QIODevice::ReadOnly) ? reader.readAll() : QByteArray();
}

/// All that lies in a folder, hidden or not.
[[nodiscard]] inline QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

/// Writes these rows and says what went wrong; empty: nothing.
[[nodiscard]] inline QString writeRows(const QString &file, const Export::Shape &shape,
                                       const Export::Options &options, const QList<CellRow> &rows,
                                       qint64 *mended = nullptr)
{
    auto writer = Export::RowWriter::create(file, shape, options);
    if (!writer)
        return Core::toText(writer.error());
    for (const CellRow &row : rows)
        if (auto added = (*writer)->add(rawRow(row)); !added)
            return Core::toText(added.error());
    auto finished = (*writer)->finish();
    if (!finished)
        return Core::toText(finished.error());
    if (*finished != QFile(file).size())
        return QStringLiteral("finish() told %1 bytes").arg(*finished);
    if (mended)
        *mended = (*writer)->mendedValues();
    return {};
}

/// Files of this process cannot grow beyond `bytes` while it lives: a full disk without one.
class SmallDisk final
{
public:
    explicit SmallDisk(rlim_t bytes)
    {
        m_oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit small = {bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

private:
    rlimit m_old = {};
    void (*m_oldHandler)(int) = nullptr;
};

} // namespace Tests
