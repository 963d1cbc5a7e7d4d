// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "backup/scripterrors.h"
#include "backup/scriptfile.h"
#include "backup/scriptparser.h"
#include "tables/neutraltext.h"

#include <QCoreApplication>

#include <algorithm>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Tables::ColumnModel;
using Tables::SchemaModel;
using Tables::TableModel;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

/// The blocks of a script, found once; their rows are read again from the file each time.
class ScriptSource final : public Tables::TableSource
{
public:
    ScriptSource(std::unique_ptr<ScriptFile> script, QList<CopyBlock> blocks, SchemaModel schema)
        : m_script(std::move(script))
        , m_blocks(std::move(blocks))
        , m_schema(std::move(schema))
    {}

    [[nodiscard]] const SchemaModel &schema() const override { return m_schema; }
    [[nodiscard]] Result<qint64> rows(const TableModel &table, const QStringList &columns,
                                      const Each &each) override;

private:
    [[nodiscard]] Result<qint64> blockRows(const CopyBlock &block, const TableModel &table,
                                           const QStringList &columns, const Each &each);

    std::unique_ptr<ScriptFile> m_script;
    const QList<CopyBlock> m_blocks;
    const SchemaModel m_schema;
};

Result<qint64> ScriptSource::rows(const TableModel &table, const QStringList &columns, const Each &each)
{
    qint64 count = 0;
    for (const CopyBlock &block : m_blocks) {
        if (block.table.name != table.name)
            continue;
        const Result<qint64> read = blockRows(block, table, columns, each);
        if (!read)
            return read;
        count += *read;
    }
    if (!m_script->isUnchanged())
        return ScriptErrors::changed();
    return count;
}

Result<qint64> ScriptSource::blockRows(const CopyBlock &block, const TableModel &table,
                                       const QStringList &columns, const Each &each)
{
    struct Column
    {
        qsizetype place = 0; ///< in the script's row
        Tables::ValueKind kind = Tables::ValueKind::Text;
        QByteArray buffer;
    };
    std::vector<Column> wanted;
    for (const QString &name : columns) {
        const ColumnModel *column = table.column(name);
        const qsizetype place = block.columns.indexOf(name);
        if (!column || place < 0)
            return Error{
                ErrorKind::Internal, QStringLiteral("The script has no column %1").arg(name), {}, {}};
        wanted.push_back({place, column->kind, {}});
    }
    ScriptLines lines(m_script->device());
    if (!lines.seek(block.offset, block.line))
        return ScriptErrors::changed();
    CopyRows source(lines, block.columns.size());
    Db::RawRow read;
    Db::RawRow neutral(columns.size());
    for (qint64 count = 0;; ++count) {
        const Result<bool> more = source.next(read);
        if (!more)
            return more.error();
        if (!*more)
            return count;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            Column &column = wanted[i];
            const std::optional<QByteArrayView> &value = std::as_const(read).at(column.place);
            if (value)
                neutral[qsizetype(i)] =
                    Tables::toNeutral(*value, column.kind, Db::Engine::PostgreSQL, column.buffer);
            else
                neutral[qsizetype(i)] = std::nullopt;
        }
        if (auto done = each(neutral); !done)
            return done.error();
    }
}

/// `block`'s part of the table's model: the columns with rows, and computed ones.
Result<TableModel> modelOf(const CopyBlock &block, const SchemaModel &schema)
{
    const TableModel *table = schema.table(block.table.name);
    if (!table)
        return ScriptErrors::refused(
            block.line,
            Text::tr("it has rows for the table “%1”, which is not known here").arg(block.table.name));
    for (const QString &name : block.columns) {
        const ColumnModel *column = table->column(name);
        if (!column || column->isGenerated)
            return ScriptErrors::refused(
                block.line, Text::tr("it has values for the column “%1” of “%2”, which is not known here")
                                .arg(name, block.table.name));
    }
    TableModel model = *table;
    model.columns.removeIf([&](const ColumnModel &column) {
        return !column.isGenerated && !block.columns.contains(column.name);
    });
    return model;
}

} // namespace

Result<std::unique_ptr<Tables::TableSource>> sourceOfScript(const QString &file, const SchemaModel &schema,
                                                            Core::JobContext &context)
{
    auto script = ScriptFile::open(file);
    if (!script)
        return script.error();
    context.enter(Text::tr("Reading the script"), Core::JobProgress::Unit::Bytes, (*script)->size());
    ScriptParser parser((*script)->device());
    QList<CopyBlock> blocks;
    QHash<QString, TableModel> models;
    Db::RawRow row;
    for (;;) {
        const Result<bool> more = parser.next();
        if (!more)
            return more.error();
        if (!*more)
            break;
        if (auto going = context.proceed(); !going)
            return going.error();
        if (!parser.copy())
            continue;
        const CopyBlock block = *parser.copy();
        // Very old releases of pg_dump name no schema; other schemas are not the application's.
        if (block.table.schema.isEmpty() || block.table.schema == QLatin1String("public")) {
            const Result<TableModel> model = modelOf(block, schema);
            if (!model)
                return model.error();
            if (models.contains(block.table.name) && models.value(block.table.name) != *model)
                return ScriptErrors::refused(
                    block.line, Text::tr("it has rows for “%1” in two forms").arg(block.table.name));
            models.insert(block.table.name, *model);
            blocks.append(block);
        }
        for (bool inRows = true; inRows;) {
            if (auto going = context.proceed(); !going)
                return going.error();
            const Result<bool> next = parser.nextRow(row);
            if (!next)
                return next.error();
            inRows = *next;
            context.advance(parser.offset());
        }
    }
    if (!(*script)->isUnchanged())
        return ScriptErrors::changed();
    SchemaModel own;
    own.engine = schema.engine;
    for (const TableModel &table : schema.tables) {
        if (models.contains(table.name))
            own.tables.append(models.value(table.name));
    }
    return std::unique_ptr<Tables::TableSource>(
        std::make_unique<ScriptSource>(std::move(*script), std::move(blocks), std::move(own)));
}

} // namespace Backup
