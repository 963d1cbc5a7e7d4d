// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/schemamodel.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Db::Engine;
using namespace Tables;

namespace {

SchemaModel schemaOf(const QStringList &tables, const QStringList &columns, const QStringList &indexes)
{
    SchemaModel schema;
    for (const QString &name : tables) {
        TableModel table;
        table.name = name;
        for (const QString &column : columns) {
            ColumnModel model;
            model.name = column;
            table.columns.append(model);
        }
        schema.tables.append(table);
    }
    for (const QString &index : indexes)
        schema.tables.first().indexes.append({index, false, {}, {}, {}});
    return schema;
}

} // namespace

class TestNames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEngineMustTellThemApart_data();
    void theEngineMustTellThemApart();
};

void TestNames::theEngineMustTellThemApart_data()
{
    QTest::addColumn<QStringList>("tables");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QStringList>("indexes");
    QTest::addColumn<bool>("onSqlite");
    QTest::addColumn<bool>("onPostgres");
    const QStringList none;
    const QString longName(64, u'x');
    const QString longest(63, u'x');
    QTest::newRow("plain") << QStringList{u"A"_s, u"B"_s} << QStringList{u"A"_s, u"B"_s} << none << true
                           << true;
    QTest::newRow("tables by case") << QStringList{u"Job"_s, u"job"_s} << none << none << false << true;
    QTest::newRow("columns by case") << QStringList{u"T"_s} << QStringList{u"a"_s, u"A"_s} << none << false
                                     << true;
    QTest::newRow("other letters by case") << QStringList{u"Ä"_s, u"ä"_s} << none << none << true << true;
    QTest::newRow("index and table") << QStringList{u"T"_s} << none << QStringList{u"t"_s} << false << true;
    QTest::newRow("sqlite's own") << QStringList{u"SQLite_x"_s} << none << none << false << true;
    QTest::newRow("ours") << QStringList{u"__gsc_backup"_s} << none << none << false << true;
    QTest::newRow("longest") << QStringList{longest} << QStringList{longest} << none << true << true;
    QTest::newRow("too long") << QStringList{longName} << none << none << true << false;
    QTest::newRow("too long a column")
        << QStringList{u"T"_s} << QStringList{longName} << none << true << false;
    QTest::newRow("too many bytes") << QStringList{QString(32, u'ä')} << none << none << true << false;
}

void TestNames::theEngineMustTellThemApart()
{
    QFETCH(QStringList, tables);
    QFETCH(QStringList, columns);
    QFETCH(QStringList, indexes);
    const SchemaModel schema = schemaOf(tables, columns, indexes);
    QTEST(checkNames(schema, Engine::SQLite).has_value(), "onSqlite");
    QTEST(checkNames(schema, Engine::PostgreSQL).has_value(), "onPostgres");
    if (const auto checked = checkNames(schema, Engine::SQLite); !checked)
        QCOMPARE(checked.error().kind, Core::ErrorKind::Unsupported);
}

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
