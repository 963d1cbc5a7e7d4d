// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/schemadifference.h"
#include "schema/statementmeaning.h"

#include <algorithm>

namespace Schema {

using Tables::ColumnModel;
using Tables::IndexModel;
using Tables::SchemaModel;
using Tables::TableModel;

namespace {

/// A column as EF Core's two providers declare it.
struct Declared
{
    const char *name;
    const char *postgresql;
    const char *sqlite;
    bool notNull;
};

constexpr auto number = "integer";
constexpr auto time = "timestamp with time zone";
constexpr auto money = "numeric(18,2)";

/// `isWeb`: the web application made the fields of contact optional.
QList<Declared> customerColumns(bool isWeb)
{
    return {
        {"Id", number, "INTEGER", true},
        {"Name", "character varying(200)", "TEXT", true},
        {"Email", "character varying(200)", "TEXT", !isWeb},
        {"Phone", "character varying(50)", "TEXT", !isWeb},
        {"Address", "character varying(500)", "TEXT", !isWeb},
        {"Notes", "character varying(2000)", "TEXT", false},
        {"CreatedAt", time, "TEXT", true},
        {"UpdatedAt", time, "TEXT", true},
        {"IsDeleted", "boolean", "INTEGER", true},
        {"DeletedAt", time, "TEXT", false},
    };
}

QList<Declared> jobColumns()
{
    return {
        {"Id", number, "INTEGER", true},
        {"CustomerId", number, "INTEGER", true},
        {"EquipmentType", "character varying(200)", "TEXT", true},
        {"EquipmentModel", "character varying(200)", "TEXT", true},
        {"Description", "character varying(2000)", "TEXT", true},
        {"Status", number, "INTEGER", true},
        {"DateReceived", time, "TEXT", true},
        {"DateCompleted", time, "TEXT", false},
        {"EstimateAmount", money, "TEXT", false},
        {"ActualAmount", money, "TEXT", false},
        {"CreatedAt", time, "TEXT", true},
        {"UpdatedAt", time, "TEXT", true},
        {"IsDeleted", "boolean", "INTEGER", true},
        {"DeletedAt", time, "TEXT", false},
    };
}

QList<Declared> jobUpdateColumns()
{
    return {
        {"Id", number, "INTEGER", true},
        {"JobId", number, "INTEGER", true},
        {"UpdateText", "character varying(4000)", "TEXT", true},
        {"CreatedAt", time, "TEXT", true},
    };
}

QList<Declared> expenseColumns()
{
    return {
        {"Id", number, "INTEGER", true},
        {"JobId", number, "INTEGER", true},
        {"Type", number, "INTEGER", true},
        {"Description", "character varying(500)", "TEXT", true},
        {"Amount", money, "TEXT", true},
        {"Date", time, "TEXT", true},
        {"ReceiptReference", "character varying(200)", "TEXT", false},
        {"CreatedAt", time, "TEXT", true},
        {"UpdatedAt", time, "TEXT", true},
    };
}

TableModel tableOf(const QString &name, const QList<Declared> &columns, Db::Engine engine)
{
    TableModel table;
    table.name = name;
    table.primaryKey = QStringList{QStringLiteral("Id")};
    for (const Declared &declared : columns) {
        ColumnModel column;
        column.name = QLatin1String(declared.name);
        column.type = QLatin1String(engine == Db::Engine::SQLite ? declared.sqlite : declared.postgresql);
        column.notNull = declared.notNull;
        table.columns.append(column);
    }
    return table;
}

void refer(TableModel &table, const QString &column, const QString &other, const QString &onDelete)
{
    Tables::ForeignKey key;
    key.columns = QStringList{column};
    key.table = other;
    key.otherColumns = QStringList{QStringLiteral("Id")};
    key.onDelete = onDelete;
    table.foreignKeys.append(key);
    IndexModel index;
    index.name = QStringLiteral("IX_%1_%2").arg(table.name, column);
    index.columns = QStringList{column};
    table.indexes.append(index);
}

QList<TableModel> webTables(const DatabaseState &state, Lineage lineage)
{
    const QString customer = QStringLiteral("Customer");
    const QString job = QStringLiteral("Job");
    const QString jobId = QStringLiteral("JobId");
    QList<TableModel> tables = {tableOf(customer, customerColumns(true), state.engine),
                                tableOf(job, jobColumns(), state.engine)};
    refer(tables.last(), QStringLiteral("CustomerId"), customer, QStringLiteral("RESTRICT"));
    tables.append(tableOf(QStringLiteral("JobUpdate"), jobUpdateColumns(), state.engine));
    refer(tables.last(), jobId, job, QStringLiteral("CASCADE"));
    if (lineage == Lineage::Web && state.history.contains(webMigrations().last())) {
        tables.append(tableOf(QStringLiteral("Expense"), expenseColumns(), state.engine));
        refer(tables.last(), jobId, job, QStringLiteral("CASCADE"));
    }
    return tables;
}

TableModel tableNamed(const QString &name)
{
    TableModel table;
    table.name = name;
    return table;
}

ColumnModel columnNamed(const QString &name)
{
    ColumnModel column;
    column.name = name;
    return column;
}

IndexModel indexNamed(const QString &name)
{
    IndexModel index;
    index.name = name;
    return index;
}

/// Follows what scripts say they do to tables, by name alone.
class Folding final
{
public:
    explicit Folding(SchemaModel &schema)
        : m_schema(schema)
    {}

    void apply(const StatementMeaning &meaning)
    {
        using Act = StatementMeaning::Act;
        TableModel *table = find(meaning.table);
        switch (meaning.act) {
        case Act::CreateTable:
            if (!table)
                m_schema.tables.append(tableNamed(meaning.table));
            break;
        case Act::DropTable:
            m_schema.tables.removeIf([&](const TableModel &other) { return other.name == meaning.table; });
            break;
        case Act::RenameTable:
            if (table)
                table->name = meaning.name;
            break;
        case Act::AddColumn:
            if (table && !table->column(meaning.name))
                table->columns.append(columnNamed(meaning.name));
            break;
        case Act::DropColumn:
        case Act::ChangeColumn: // to what, only the engine knows
            if (table)
                table->columns.removeIf(
                    [&](const ColumnModel &column) { return column.name == meaning.name; });
            break;
        case Act::CreateIndex:
            if (!table)
                table = &m_schema.tables.emplaceBack(tableNamed(meaning.table));
            table->indexes.append(indexNamed(meaning.name));
            break;
        case Act::DropIndex:
            for (TableModel &other : m_schema.tables)
                other.indexes.removeIf([&](const IndexModel &index) { return index.name == meaning.name; });
            break;
        default:
            break;
        }
    }

private:
    TableModel *find(const QString &name)
    {
        const auto it = std::find_if(m_schema.tables.begin(), m_schema.tables.end(),
                                     [&](const TableModel &table) { return table.name == name; });
        return it == m_schema.tables.end() ? nullptr : &*it;
    }

    SchemaModel &m_schema;
};

} // namespace

SchemaModel expectedSchema(const DatabaseState &state, Lineage lineage, const QList<Migration> &catalogue)
{
    SchemaModel expected;
    expected.engine = state.engine;
    if (isOfWeb(lineage))
        expected.tables = webTables(state, lineage);
    else if (lineage != Lineage::Empty)
        expected.tables = {tableOf(QStringLiteral("Customer"), customerColumns(false), state.engine)};
    Folding folding(expected);
    for (const Migration &migration : catalogue)
        if (state.history.contains(migration.id) && migration.id != initialCreate)
            for (const ScriptStatement &statement : migration.up.statements)
                for (const StatementMeaning &meaning : meaningsOf(statement.sql, state.engine))
                    folding.apply(meaning);
    return expected;
}

} // namespace Schema
