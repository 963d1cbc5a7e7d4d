// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Db::Engine;
using namespace Tables;

Q_DECLARE_METATYPE(Tables::ValueKind)

namespace {

ColumnModel column(const QString &name, ValueKind kind, const QString &type, const QString &value = {})
{
    ColumnModel model;
    model.name = name;
    model.kind = kind;
    model.type = type;
    model.defaultValue = value;
    return model;
}

TableModel customers()
{
    TableModel table;
    table.name = u"Customer"_s;
    table.columns = {column(u"Id"_s, ValueKind::Integer, u"integer"_s),
                     column(u"Name"_s, ValueKind::Text, u"character varying(200)"_s),
                     column(u"DeletedAt"_s, ValueKind::Timestamp, u"timestamp with time zone"_s),
                     column(u"IsDeleted"_s, ValueKind::Boolean, u"boolean"_s)};
    return table;
}

} // namespace

class TestDefinition final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTranslated_data();
    void defaultsAreTranslated();
    void conditionsAreTranslated_data();
    void conditionsAreTranslated();
    void kindsOnSqlite_data();
    void kindsOnSqlite();
    void whatTheOtherEngineCannotSayIsLeftOut();
    void namesAreQuoted();
};

void TestDefinition::defaultsAreTranslated_data()
{
    QTest::addColumn<ValueKind>("kind");
    QTest::addColumn<QString>("value");
    QTest::addColumn<Engine>("to");
    QTest::addColumn<QString>("expected");
    const auto toSqlite = [](ValueKind kind, const char *value, const char *expected) {
        QTest::addRow("to sqlite: %d %s", int(kind), value)
            << kind << QString::fromUtf8(value) << Engine::SQLite << QString::fromUtf8(expected);
    };
    toSqlite(ValueKind::Boolean, "false", "0");
    toSqlite(ValueKind::Boolean, "true", "1");
    toSqlite(ValueKind::Text, "'it''s'::character varying(20)", "'it''s'");
    toSqlite(ValueKind::Text, "''::text", "''");
    toSqlite(ValueKind::Text, "NULL::character varying", "");
    toSqlite(ValueKind::Text, "E'back\\\\slash'::text", "'back\\slash'");
    toSqlite(ValueKind::Text, "lower('X'::text)", "");
    toSqlite(ValueKind::Integer, "5", "5");
    toSqlite(ValueKind::Integer, "'-5'::integer", "-5");
    toSqlite(ValueKind::Integer, "(-5)", "-5");
    toSqlite(ValueKind::Numeric, "0.00", "'0.0'");
    toSqlite(ValueKind::Numeric, "(0)::numeric", "'0.0'");
    toSqlite(ValueKind::Timestamp, "now()", "CURRENT_TIMESTAMP");
    toSqlite(ValueKind::Timestamp, "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP");
    toSqlite(ValueKind::Timestamp, "(now() AT TIME ZONE 'utc'::text)", "CURRENT_TIMESTAMP");
    toSqlite(ValueKind::Timestamp, "(now() + '1 day'::interval)", "");
    toSqlite(ValueKind::Timestamp, "'0001-01-01 00:00:00+00'::timestamp with time zone",
             "'0001-01-01 00:00:00'");
    toSqlite(ValueKind::Timestamp, "'-infinity'::timestamp with time zone", "'-infinity'");
    toSqlite(ValueKind::Blob, "'\\x00ff'::bytea", "X'00ff'");
    toSqlite(ValueKind::Text, "gen_random_uuid()", "");
    toSqlite(ValueKind::Text, "", "");
    const auto toPostgres = [](ValueKind kind, const char *value, const char *expected) {
        QTest::addRow("to postgresql: %d %s", int(kind), value)
            << kind << QString::fromUtf8(value) << Engine::PostgreSQL << QString::fromUtf8(expected);
    };
    toPostgres(ValueKind::Boolean, "0", "false");
    toPostgres(ValueKind::Boolean, "1", "true");
    toPostgres(ValueKind::Boolean, "7", "");
    toPostgres(ValueKind::Text, "'it''s'", "'it''s'");
    toPostgres(ValueKind::Text, "5", "'5'");
    toPostgres(ValueKind::Text, "CURRENT_TIMESTAMP", "");
    toPostgres(ValueKind::Integer, "-5", "-5");
    toPostgres(ValueKind::Integer, "'x'", "");
    toPostgres(ValueKind::Numeric, "'0.0'", "0.0");
    toPostgres(ValueKind::Timestamp, "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP");
    toPostgres(ValueKind::Timestamp, "'0001-01-01 00:00:00'", "'0001-01-01 00:00:00+00'");
    toPostgres(ValueKind::Blob, "X'00FF'", "'\\x00ff'");
    toPostgres(ValueKind::Integer, "(abs(random()))", "");
}

void TestDefinition::defaultsAreTranslated()
{
    QFETCH(ValueKind, kind);
    QFETCH(QString, value);
    QFETCH(Engine, to);
    QTEST(defaultFor(column(u"a"_s, kind, {}, value), to), "expected");
}

void TestDefinition::conditionsAreTranslated_data()
{
    QTest::addColumn<Engine>("to");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("expected"); // "-": cannot be said
    const auto row = [](Engine to, const char *condition, const char *expected) {
        QTest::addRow("%d %s", int(to), condition)
            << to << QString::fromUtf8(condition) << QString::fromUtf8(expected);
    };
    for (const Engine to : {Engine::SQLite, Engine::PostgreSQL}) {
        row(to, "", "");
        row(to, "(\"DeletedAt\" IS NULL)", "\"DeletedAt\" IS NULL");
        row(to, "(\"Name\" is not null)", "\"Name\" IS NOT NULL");
        row(to, "((\"Name\")::text = 'a'::text)", "-"); // parentheses around a column alone
        row(to, "\"Name\" = 'it''s'", "\"Name\" = 'it''s'");
        row(to, "\"Id\" > 5", "\"Id\" > 5");
        row(to, "\"Id\" > '5'", "-");
        row(to, "\"Other\" IS NULL", "-");
        row(to, "lower(\"Name\") = 'a'", "-");
        row(to, "\"Id\" IN (1, 2)", "-");
        row(to, "\"Id\" > 5 AND", "-");
        row(to, "\"Id\" > 5)", "-");
        row(to, "1", "-");
    }
    row(Engine::SQLite, "(NOT \"IsDeleted\")", "\"IsDeleted\" = 0");
    row(Engine::SQLite, "\"IsDeleted\"", "\"IsDeleted\" = 1");
    row(Engine::SQLite, "(\"IsDeleted\" = false)", "\"IsDeleted\" = 0");
    row(Engine::SQLite, "((NOT \"IsDeleted\") AND (\"DeletedAt\" IS NULL))",
        "(\"IsDeleted\" = 0) AND (\"DeletedAt\" IS NULL)");
    row(Engine::PostgreSQL, "\"IsDeleted\" = 0", "NOT \"IsDeleted\"");
    row(Engine::PostgreSQL, "IsDeleted = 1", "\"IsDeleted\"");
    row(Engine::PostgreSQL, "[IsDeleted] = 0 or \"Id\" < 3", "NOT \"IsDeleted\" OR \"Id\" < 3");
    row(Engine::PostgreSQL, "\"IsDeleted\" = 2", "-");
}

void TestDefinition::conditionsAreTranslated()
{
    QFETCH(Engine, to);
    QFETCH(QString, condition);
    QTEST(conditionFor(condition, customers(), to).value_or(u"-"_s), "expected");
}

void TestDefinition::kindsOnSqlite_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("type");
    QTest::addColumn<ValueKind>("kind");
    const auto row = [](const char *table, const char *name, const char *type, ValueKind kind) {
        QTest::addRow("%s.%s %s", table, name, type)
            << QString::fromUtf8(table) << QString::fromUtf8(name) << QString::fromUtf8(type) << kind;
    };
    row("Customer", "IsDeleted", "INTEGER", ValueKind::Boolean);
    row("Customer", "IsDeleted", "integer", ValueKind::Boolean);
    row("Customer", "IsDeleted", "TEXT", ValueKind::Text); // somebody else's table
    row("Customer", "UpdatedAt", "TEXT", ValueKind::Timestamp);
    row("Customer", "Name", "TEXT", ValueKind::Text);
    row("Customer", "Id", "INTEGER", ValueKind::Integer);
    row("Expense", "Amount", "TEXT", ValueKind::Numeric);
    row("Job", "Status", "INTEGER", ValueKind::Integer);
    row("Other", "IsDeleted", "INTEGER", ValueKind::Integer);
    row("Other", "UpdatedAt", "TEXT", ValueKind::Text);
    row("Other", "a", "BOOLEAN", ValueKind::Boolean);
    row("Other", "a", "DATETIME", ValueKind::Timestamp);
    row("Other", "a", "VARCHAR(20)", ValueKind::Text);
    row("Other", "a", "DECIMAL(18,2)", ValueKind::Numeric);
    row("Other", "a", "BIGINT", ValueKind::Integer);
    row("Other", "a", "DOUBLE", ValueKind::Real);
    row("Other", "a", "BLOB", ValueKind::Blob);
    row("Other", "a", "", ValueKind::Text);
}

void TestDefinition::kindsOnSqlite()
{
    QFETCH(QString, table);
    QFETCH(QString, column);
    QFETCH(QString, type);
    QTEST(kindOnSqlite(table, column, type), "kind");
}

void TestDefinition::whatTheOtherEngineCannotSayIsLeftOut()
{
    TableModel table = customers();
    table.primaryKey = {u"Id"_s};
    table.checks = {u"CHECK (x ~ 'y')"_s};
    ColumnModel computed = column(u"Length"_s, ValueKind::Integer, u"integer"_s);
    computed.isGenerated = true;
    computed.generation = u"(length(\"Name\")) STORED"_s;
    table.columns.append(computed);
    table.uniques = {{u"U1"_s, {u"Length"_s}, {}}, {u"U2"_s, {u"Name"_s}, u"NULLS NOT DISTINCT"_s}};
    const auto index = [](const char *name, const QStringList &columns, const char *tail, bool isUnique,
                          const QString &condition) {
        return IndexModel{QString::fromUtf8(name), isUnique, columns, condition,
                          u"CREATE INDEX x ON \"Customer\""_s + QString::fromUtf8(tail)};
    };
    table.indexes = {index("computed", {u"Length"_s}, " USING btree (\"Length\")", false, {}),
                     index("words", {u"Name"_s}, " USING gin (\"Name\" gin_trgm_ops)", false, {}),
                     index("expression", {}, " USING btree (lower(\"Name\"))", false, {}),
                     index("odd", {u"Name"_s}, " USING btree (\"Name\")", true, u"(lower(\"Name\") > 'a')"_s),
                     index("live", {u"Name"_s}, " USING btree (\"Name\")", true, u"(NOT \"IsDeleted\")"_s)};
    SchemaModel schema;
    schema.engine = Engine::PostgreSQL;
    schema.tables = {table};

    const TableModel there = translated(schema, Engine::SQLite).tables.first();
    QVERIFY(there.checks.isEmpty());
    QVERIFY(!there.column(u"Length"_s));
    QCOMPARE(there.uniques, (QList<UniqueModel>{{u"U2"_s, {u"Name"_s}, {}}}));
    QCOMPARE(there.indexes.size(), 2);
    // Unique only among some rows must not become unique among all.
    QCOMPARE(there.indexes.at(0).definition, u"CREATE INDEX \"odd\" ON \"Customer\" (\"Name\")"_s);
    QCOMPARE(there.indexes.at(1).definition,
             u"CREATE UNIQUE INDEX \"live\" ON \"Customer\" (\"Name\") WHERE \"IsDeleted\" = 0"_s);
    QVERIFY(translated(schema, Engine::PostgreSQL) == schema);
}

void TestDefinition::namesAreQuoted()
{
    TableModel table;
    table.name = u"a\"b; DROP"_s;
    table.columns = {column(u"c\"d"_s, ValueKind::Integer, u"integer"_s)};
    table.columns.first().isIdentity = true;
    table.columns.first().numbering = Numbering::ByDefault;
    table.primaryKey = {u"c\"d"_s};
    table.primaryKeyName = u"p\"k"_s;
    table.foreignKeys = {
        {u"f\"k"_s, {u"c\"d"_s}, u"a\"b; DROP"_s, {u"c\"d"_s}, u"CASCADE"_s, u"NO ACTION"_s, {}}};
    SchemaModel schema;
    schema.engine = Engine::PostgreSQL;
    schema.tables = {table};
    const Definition postgres = definitionFor(schema, Engine::PostgreSQL, u"s\"s"_s);
    QCOMPARE(postgres.beforeRows.size(), 1);
    QCOMPARE(postgres.beforeRows.first().sql, u"CREATE TABLE \"s\"\"s\".\"a\"\"b; DROP\" (\n"
                                              "    \"c\"\"d\" integer GENERATED BY DEFAULT AS IDENTITY,\n"
                                              "    CONSTRAINT \"p\"\"k\" PRIMARY KEY (\"c\"\"d\")\n)"_s);
    QCOMPARE(postgres.afterRows.size(), 1);
    QCOMPARE(postgres.afterRows.first().sql,
             u"ALTER TABLE \"s\"\"s\".\"a\"\"b; DROP\" ADD CONSTRAINT \"f\"\"k\" FOREIGN KEY (\"c\"\"d\") "
             "REFERENCES \"s\"\"s\".\"a\"\"b; DROP\" (\"c\"\"d\") ON DELETE CASCADE"_s);
    const Definition sqlite = definitionFor(schema, Engine::SQLite);
    QCOMPARE(sqlite.beforeRows.last().sql,
             u"CREATE TABLE \"a\"\"b; DROP\" (\n"
             "    \"c\"\"d\" INTEGER NULL CONSTRAINT \"p\"\"k\" PRIMARY KEY AUTOINCREMENT,\n"
             "    CONSTRAINT \"f\"\"k\" FOREIGN KEY (\"c\"\"d\") REFERENCES \"a\"\"b; DROP\" (\"c\"\"d\") "
             "ON DELETE CASCADE\n)"_s);
}

QTEST_APPLESS_MAIN(TestDefinition)
#include "tst_definition.moc"
