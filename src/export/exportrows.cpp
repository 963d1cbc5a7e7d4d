// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/exportrows.h"

#include "db/jobsession.h"
#include "export/tablecolumns.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace Export {

using Core::Error;
using Core::ErrorKind;
using Core::JobProgress;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Export::ExportRows)
};

/// One export, step by step.
class Run final
{
public:
    Run(const ExportRequest &request, Core::JobContext &context)
        : m_request(request)
        , m_context(context)
    {}

    /// Everything but the file's name. Returns the number of rows.
    [[nodiscard]] Result<qint64> readRows(Db::Snapshot &snapshot)
    {
        if (auto go = m_context.proceed(); !go)
            return go.error();
        auto columns = readColumns(snapshot, m_request.spec.engine, m_request.table);
        if (!columns)
            return columns.error();
        auto shape = shapeOf(*columns);
        if (!shape)
            return shape.error();
        auto total = countRows(snapshot);
        if (!total)
            return total.error();
        auto writer = RowWriter::create(m_request.file, *shape, m_request.options);
        if (!writer)
            return writer.error();
        m_writer = std::move(*writer);

        if (auto go = enter(Text::tr("Exporting the rows"), JobProgress::Unit::Rows, *total); !go)
            return go.error();
        qint64 rows = 0;
        return snapshot.stream(m_request.query.value_or(wholeTable(*shape, *columns)),
                               [&](const Db::RawRow &row) -> Result<void> {
                                   if (auto go = m_context.proceed(); !go)
                                       return go;
                                   if (row.size() != shape->columns.size())
                                       return wrongQuery();
                                   if (auto added = m_writer->add(row); !added)
                                       return added;
                                   m_context.advance(++rows);
                                   return {};
                               });
    }

    /// After the database has said its last word.
    [[nodiscard]] Result<Exported> finish(qint64 rows)
    {
        m_context.enter(Text::tr("Completing the file"));
        auto bytes = m_writer->finish(&m_context);
        if (!bytes)
            return bytes.error();
        return Exported{QFileInfo(m_request.file).absoluteFilePath(), m_request.options.format, rows, *bytes,
                        m_writer->mendedValues()};
    }

private:
    [[nodiscard]] Result<void> enter(const QString &phase, JobProgress::Unit unit = JobProgress::Unit::None,
                                     qint64 total = 0)
    {
        m_context.enter(phase, unit, total);
        return m_context.proceed();
    }

    [[nodiscard]] static Error wrongQuery()
    {
        return {ErrorKind::Internal,
                Text::tr("The rows do not have the columns that were asked for. Nothing "
                         "was written."),
                {},
                {}};
    }

    [[nodiscard]] Result<Shape> shapeOf(const QList<TableColumn> &columns) const
    {
        Shape shape{m_request.table, {}, {}};
        const auto add = [&shape](const TableColumn &column) {
            shape.columns.append(column.name);
            shape.kinds.append(column.kind);
        };
        if (m_request.columns.isEmpty())
            for (const TableColumn &column : columns)
                if (!column.isGenerated || m_request.options.format != Format::SqlInserts)
                    add(column);
        for (const QString &name : m_request.columns) {
            const auto found = std::find_if(columns.begin(), columns.end(),
                                            [&](const TableColumn &column) { return column.name == name; });
            if (found == columns.end())
                return Error{ErrorKind::NotFound,
                             Text::tr("The table “%1” has no column “%2”. Nothing was written.")
                                 .arg(m_request.table, name),
                             {},
                             {}};
            add(*found);
        }
        return shape;
    }

    /// 0: not known.
    [[nodiscard]] Result<qint64> countRows(Db::Snapshot &snapshot)
    {
        if (m_request.query || m_request.expectedRows > 0)
            return m_request.expectedRows;
        if (auto go = enter(Text::tr("Counting the rows")); !go)
            return go.error();
        auto answer =
            snapshot.run({QStringLiteral("select count(*) from ") + Db::quoted(m_request.table), {}});
        if (!answer)
            return answer.error();
        const qint64 rows = answer->rows.first().integer(0);
        if (const auto limit = rowLimit(m_request.options.format); limit && rows > *limit)
            return Error{ErrorKind::Unsupported,
                         Text::tr("A spreadsheet takes %1 rows, and the table “%2” has %3. Nothing was "
                                  "written; choose CSV, JSON or SQL.")
                             .arg(QLocale().toString(*limit), m_request.table, QLocale().toString(rows)),
                         {},
                         {}};
        return rows;
    }

    /// In an order that is the same each time.
    [[nodiscard]] Db::Statement wholeTable(const Shape &shape, QList<TableColumn> columns) const
    {
        QStringList names;
        for (const QString &name : shape.columns)
            names.append(Db::quoted(name));
        columns.removeIf([](const TableColumn &column) { return column.keyPosition == 0; });
        std::sort(columns.begin(), columns.end(),
                  [](const TableColumn &a, const TableColumn &b) { return a.keyPosition < b.keyPosition; });
        QStringList keys;
        for (const TableColumn &column : columns)
            keys.append(Db::quoted(column.name));
        const QString comma = QStringLiteral(", ");
        return {QStringLiteral("select ") + names.join(comma) + QStringLiteral(" from ") +
                    Db::quoted(m_request.table) +
                    (keys.isEmpty() ? QString() : QStringLiteral(" order by ") + keys.join(comma)),
                {}};
    }

    const ExportRequest &m_request;
    Core::JobContext &m_context;
    std::unique_ptr<RowWriter> m_writer;
};

} // namespace

Result<Exported> exportRows(const ExportRequest &request, Core::JobContext &context)
{
    context.enter(Text::tr("Connecting"));
    Run run(request, context);
    Result<qint64> rows = 0;
    {
        Db::JobSession session(request.spec, request.session, context);
        rows = session->snapshot<qint64>([&run](Db::Snapshot &snapshot) { return run.readRows(snapshot); },
                                         Db::limitsOfJobs());
    }
    Result<Exported> exported = rows ? run.finish(*rows) : Result<Exported>(rows.error());
    // Whatever the interrupted statement said; a file that has its name says so itself.
    if (!exported && context.isStopRequested() && exported.error().kind != ErrorKind::Io)
        return Error{
            ErrorKind::Cancelled, Text::tr("The export was cancelled. Nothing was written."), {}, {}};
    return exported;
}

} // namespace Export
