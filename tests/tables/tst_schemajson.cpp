// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/schemamodel.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Tables;

namespace {

/// One of everything, with names that are hard to quote.
SchemaModel everything()
{
    ColumnModel id;
    id.name = u"Id"_s;
    id.kind = ValueKind::Integer;
    id.type = u"integer"_s;
    id.notNull = true;
    id.isIdentity = true;
    id.numbering = Numbering::Always;
    ColumnModel odd;
    odd.name = u"a \"quoted\" näme; DROP TABLE 🛠"_s;
    odd.type = u"character varying(200)"_s;
    odd.defaultValue = u"'it''s'::character varying"_s;
    odd.collation = u"pg_catalog.\"C\""_s;
    ColumnModel computed;
    computed.name = u"computed"_s;
    computed.kind = ValueKind::Numeric;
    computed.type = u"numeric(18,2)"_s;
    computed.isGenerated = true;
    computed.generation = u"(1 + 1) STORED"_s;
    TableModel table;
    table.name = u"t \\ 'x' \t"_s;
    table.columns = {id, odd, computed};
    table.primaryKey = {id.name};
    table.primaryKeyName = u"PK"_s;
    table.uniques = {{u"U"_s, {odd.name, id.name}, u"DEFERRABLE"_s}};
    table.foreignKeys = {
        {u"F"_s, {id.name}, table.name, {id.name}, u"SET NULL"_s, u"CASCADE"_s, u"MATCH FULL"_s}};
    table.checks = {u"CONSTRAINT \"c\" CHECK (true)"_s};
    table.indexes = {{u"I"_s, true, {odd.name}, u"(x > 1)"_s, u"CREATE …"_s}, {u"J"_s, false, {}, {}, {}}};
    table.definition = u"CREATE TABLE"_s;
    TableModel empty;
    empty.name = u"empty"_s;
    SchemaModel schema;
    schema.engine = Db::Engine::PostgreSQL;
    schema.extensions = {u"pg_trgm"_s};
    schema.tables = {empty, table};
    return schema;
}

TableModel tableWith(const QString &name, const QStringList &references)
{
    TableModel table;
    table.name = name;
    for (const QString &other : references)
        table.foreignKeys.append({{}, {}, other, {}, {}, {}, {}});
    return table;
}

QStringList namesOf(const SchemaModel &schema)
{
    QStringList names;
    for (const TableModel &table : schema.tables)
        names.append(table.name);
    return names;
}

} // namespace

class TestSchemaJson final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWent();
    void everyFieldIsCompared();
    void damageIsNoticed_data();
    void damageIsNoticed();
    void anyChangedByteIsReadOrRefused();
    void tablesFollowThoseTheyReferTo();
    void someTablesOnly();
};

void TestSchemaJson::comesBackAsItWent()
{
    const SchemaModel schema = everything();
    const QByteArray bytes = QJsonDocument(toJson(schema)).toJson();
    const auto read = schemaFromJson(QJsonDocument::fromJson(bytes).object());
    QVERIFY(read.has_value());
    QVERIFY(*read == schema);
    QCOMPARE(QJsonDocument(toJson(*read)).toJson(), bytes);
}

void TestSchemaJson::everyFieldIsCompared()
{
    // Each value of the JSON, changed alone, gives another schema: nothing is written and not read.
    const QJsonObject json = toJson(everything());
    const QString text = QString::fromUtf8(QJsonDocument(json).toJson());
    QStringList lines = text.split(u'\n');
    int changed = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines.at(i);
        const bool isText = line.contains(u"\": \""_s) && !line.contains(u"\"kind\""_s) &&
                            !line.contains(u"\"engine\""_s) && !line.contains(u"\"numbering\""_s) &&
                            !line.contains(u"\"onDelete\""_s) && !line.contains(u"\"onUpdate\""_s);
        const bool isFlag = line.contains(u": true"_s);
        if (!isText && !isFlag)
            continue;
        QStringList others = lines;
        others[i] = isFlag ? QString(line).replace(u"true"_s, u"false"_s)
                           : QString(line).replace(u"\": \""_s, u"\": \"x"_s);
        const auto read = schemaFromJson(QJsonDocument::fromJson(others.join(u'\n').toUtf8()).object());
        QVERIFY2(!read || !(*read == everything()), qPrintable(line));
        ++changed;
    }
    QVERIFY(changed >= 20);
}

void TestSchemaJson::damageIsNoticed_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const char *json) { QTest::newRow(name) << QByteArray(json); };
    row("nothing", "{}");
    row("an engine of the future", R"({"engine": "oracle", "tables": []})");
    row("tables that are none", R"({"engine": "sqlite", "tables": 5})");
    row("a table that is none", R"({"engine": "sqlite", "tables": [7]})");
    row("no name", R"({"engine": "sqlite", "tables": [{"columns": []}]})");
    row("two of one name", R"({"engine": "sqlite", "tables": [{"name": "a"}, {"name": "a"}]})");
    row("a column without kind",
        R"({"engine": "sqlite", "tables": [{"name": "a", "columns": [{"name": "b"}]}]})");
    row("a strange kind",
        R"({"engine": "sqlite", "tables": [{"name": "a", "columns": [{"name": "b", "kind": "x"}]}]})");
    row("a key without its column",
        R"({"engine": "sqlite", "tables": [{"name": "a", "primaryKey": ["b"]}]})");
    row("an index without its column",
        R"({"engine": "sqlite", "tables": [{"name": "a", "indexes": [{"name": "i", "columns": ["b"]}]}]})");
    row("a number for a text", R"({"engine": "sqlite", "tables": [{"name": "a", "definition": 1}]})");
    row("an action of one's own",
        R"({"engine": "sqlite", "tables": [{"name": "a", "foreignKeys": [{"onDelete": "DROP TABLE x"}]}]})");
    row("a zero", R"({"engine": "sqlite", "tables": [{"name": "a\u0000b"}]})");
    row("half a character", R"({"engine": "sqlite", "tables": [{"name": "a\ud800b"}]})");
}

void TestSchemaJson::damageIsNoticed()
{
    QFETCH(QByteArray, json);
    const auto read = schemaFromJson(QJsonDocument::fromJson(json).object());
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Core::ErrorKind::Corrupt);
}

void TestSchemaJson::anyChangedByteIsReadOrRefused()
{
    const QByteArray bytes = QJsonDocument(toJson(everything())).toJson(QJsonDocument::Compact);
    int refused = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        QByteArray other = bytes;
        other[i] = char(other.at(i) ^ 4);
        if (!schemaFromJson(QJsonDocument::fromJson(other).object()))
            ++refused;
        static_cast<void>(schemaFromJson(QJsonDocument::fromJson(bytes.first(i)).object()));
    }
    qInfo("%d of %lld changed bytes refused, the others another schema", refused, qlonglong(bytes.size()));
    QVERIFY(refused > 0);
}

void TestSchemaJson::tablesFollowThoseTheyReferTo()
{
    SchemaModel schema;
    schema.tables = {tableWith(u"Expense"_s, {u"Job"_s}),
                     tableWith(u"JobUpdate"_s, {u"Job"_s}),
                     tableWith(u"Job"_s, {u"Customer"_s, u"Job"_s}),
                     tableWith(u"a"_s, {u"b"_s}),
                     tableWith(u"b"_s, {u"a"_s}),
                     tableWith(u"after the cycle"_s, {u"a"_s}),
                     tableWith(u"Customer"_s, {u"elsewhere"_s})};
    sortTables(schema);
    QCOMPARE(namesOf(schema), (QStringList{u"Customer"_s, u"Job"_s, u"Expense"_s, u"JobUpdate"_s, u"a"_s,
                                           u"after the cycle"_s, u"b"_s}));
}

void TestSchemaJson::someTablesOnly()
{
    SchemaModel schema;
    TableModel job = tableWith(u"Job"_s, {u"Customer"_s, u"Job"_s});
    job.definition = u"CREATE TABLE Job"_s;
    TableModel customer = tableWith(u"Customer"_s, {});
    customer.definition = u"CREATE TABLE Customer"_s;
    schema.tables = {customer, job};
    const SchemaModel jobs = onlyTables(schema, {u"Job"_s});
    QCOMPARE(namesOf(jobs), QStringList{u"Job"_s});
    QCOMPARE(jobs.tables.first().foreignKeys.size(), 1);
    QCOMPARE(jobs.tables.first().foreignKeys.first().table, u"Job"_s);
    QVERIFY(jobs.tables.first().definition.isEmpty());
    QCOMPARE(onlyTables(schema, {u"Customer"_s}).tables.first().definition, u"CREATE TABLE Customer"_s);
    QVERIFY(onlyTables(schema, {u"Customer"_s, u"Job"_s}) == schema);
}

QTEST_APPLESS_MAIN(TestSchemaJson)
#include "tst_schemajson.moc"
