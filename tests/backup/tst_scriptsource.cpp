// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "scripttext.h"
#include "support/verify.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Core::Result;
using Tables::ColumnModel;
using Tables::SchemaModel;
using Tables::TableModel;
using Tables::TableSource;
using Tables::ValueKind;
using Tests::framed;
using Tests::shopKeys;
using Tests::shopRows;
using Tests::shopScript;
using Tests::shopTables;
using Tests::writeFile;

namespace {

ColumnModel column(const QString &name, ValueKind kind)
{
    ColumnModel model;
    model.name = name;
    model.kind = kind;
    return model;
}

/// What a manifest would say about the shop of scripttext.h, and a table that it has no rows of.
SchemaModel shopSchema()
{
    TableModel customer;
    customer.name = u"Customer"_s;
    customer.columns = {
        column(u"Id"_s, ValueKind::Integer),          column(u"Name"_s, ValueKind::Text),
        column(u"Email"_s, ValueKind::Text),          column(u"Balance"_s, ValueKind::Numeric),
        column(u"UpdatedAt"_s, ValueKind::Timestamp), column(u"IsDeleted"_s, ValueKind::Boolean),
        column(u"Photo"_s, ValueKind::Blob),          column(u"Lower"_s, ValueKind::Text)};
    customer.columns.last().isGenerated = true;
    customer.primaryKey = QStringList{u"Id"_s};
    TableModel job;
    job.name = u"Job"_s;
    job.columns = {column(u"Id"_s, ValueKind::Integer), column(u"CustomerId"_s, ValueKind::Integer),
                   column(u"tags"_s, ValueKind::Text), column(u"since"_s, ValueKind::Text)};
    TableModel expense;
    expense.name = u"Expense"_s;
    expense.columns = {column(u"Id"_s, ValueKind::Integer)};
    SchemaModel schema;
    schema.engine = Db::Engine::PostgreSQL;
    schema.tables = {customer, job, expense};
    return schema;
}

QStringList rowsOf(TableSource &source, const QString &table, const QStringList &columns)
{
    QStringList rows;
    const auto read =
        source.rows(*source.schema().table(table), columns, [&](const Db::RawRow &row) -> Result<void> {
            QStringList values;
            for (const auto &value : row)
                values.append(value ? QString::fromUtf8(*value) : u"NULL"_s);
            rows.append(values.join(u'|'));
            return {};
        });
    if (!read)
        return {u"error: "_s + Core::toText(read.error())};
    return *read == rows.size() ? rows : QStringList{u"another count"_s};
}

} // namespace

class TestScriptSource final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"backup.sql"_s);
    }
    void givesRowsInNeutralText();
    void hasTheTablesThatTheScriptHasRowsFor();
    void hasTheColumnsThatTheScriptHas();
    void anUnknownTableOrColumnIsAnError();
    void otherSchemasAreNotTheApplications();
    void readsEachTableAsOftenAsAsked();
    void runsNothingButReadsWhatIsThere();
    void aHostileOrCutScriptIsRefused();
    void aFileThatChangesIsNotTrusted();
    void anErrorOfTheReaderEndsIt();
    void stopsWhenAsked();

private:
    [[nodiscard]] Result<std::unique_ptr<TableSource>> open(const QByteArray &script,
                                                            const SchemaModel &schema = shopSchema()) const
    {
        writeFile(m_file, script);
        Core::JobContext context;
        return Backup::sourceOfScript(m_file, schema, context);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestScriptSource::givesRowsInNeutralText()
{
    const auto source = open(shopScript());
    QVERIFY_OK(source);
    const QStringList columns = Tables::storedColumns(*(*source)->schema().table(u"Customer"_s));
    QCOMPARE(columns.size(), 7);
    // One moment in two zones is one text; NULL is not empty; an amount is tidy; a backslash is one.
    QCOMPARE(rowsOf(**source, u"Customer"_s, columns),
             (QStringList{u"1|Ada Lovelace|ada@example.com|10.5|2025-12-11 09:30:00.123456|0|NULL"_s,
                          u"3|tab\tline\nreturn\rback\\slash||0.0|2025-12-11 09:30:00|1|\\x00ff"_s}));
    QCOMPARE(rowsOf(**source, u"Customer"_s, {u"Email"_s, u"Id"_s}),
             (QStringList{u"ada@example.com|1"_s, u"|3"_s}));
    QCOMPARE(rowsOf(**source, u"Job"_s, {u"since"_s}), QStringList{u"2025-01-31"_s});
}

void TestScriptSource::hasTheTablesThatTheScriptHasRowsFor()
{
    auto source = open(shopScript());
    QVERIFY_OK(source);
    // "Expense" is not in the script. Were it there without rows, a restore would empty it.
    QCOMPARE((*source)->schema().tables.size(), 2);
    QVERIFY(!(*source)->schema().table(u"Expense"_s));
    source = open(framed("COPY public.\"Expense\" (\"Id\") FROM stdin;\n\\.\n"));
    QVERIFY_OK(source);
    QCOMPARE((*source)->schema().tables.size(), 1);
    QCOMPARE(rowsOf(**source, u"Expense"_s, {u"Id"_s}), QStringList());
    source = open(framed(shopTables() + shopKeys()));
    QVERIFY_OK(source);
    QVERIFY((*source)->schema().tables.isEmpty());
}

void TestScriptSource::hasTheColumnsThatTheScriptHas()
{
    const auto source =
        open(framed("COPY public.\"Customer\" (\"Name\", \"Id\") FROM stdin;\nAda\t1\n\\.\n"));
    QVERIFY_OK(source);
    const TableModel *table = (*source)->schema().table(u"Customer"_s);
    QStringList names;
    for (const ColumnModel &model : table->columns)
        names.append(model.name);
    QCOMPARE(names, (QStringList{u"Id"_s, u"Name"_s, u"Lower"_s}));
    QCOMPARE(rowsOf(**source, u"Customer"_s, Tables::storedColumns(*table)), QStringList{u"1|Ada"_s});
}

void TestScriptSource::anUnknownTableOrColumnIsAnError()
{
    auto source = open(framed("COPY public.\"Invoice\" (\"Id\") FROM stdin;\n\\.\n"));
    QVERIFY(!source);
    QCOMPARE(source.error().kind, ErrorKind::Unsupported);
    QVERIFY(source.error().summary.contains(u"“Invoice”"_s));
    source = open(framed("COPY public.\"Customer\" (\"Id\", \"Fax\") FROM stdin;\n\\.\n"));
    QVERIFY(!source);
    QCOMPARE(source.error().kind, ErrorKind::Unsupported);
    QVERIFY(source.error().summary.contains(u"“Fax”"_s));
    // A computed column has no values of its own.
    QVERIFY(!open(framed("COPY public.\"Customer\" (\"Id\", \"Lower\") FROM stdin;\n\\.\n")));
}

void TestScriptSource::otherSchemasAreNotTheApplications()
{
    const auto source =
        open(framed("COPY auth.\"Customer\" (secret) FROM stdin;\nx\n\\.\nCOPY \"Job\" (\"Id\") FROM "
                    "stdin;\n1\n\\.\n"));
    QVERIFY_OK(source);
    QVERIFY(!(*source)->schema().table(u"Customer"_s));
    QCOMPARE(rowsOf(**source, u"Job"_s, {u"Id"_s}), QStringList{u"1"_s});
}

void TestScriptSource::readsEachTableAsOftenAsAsked()
{
    const auto source = open(framed(
        shopRows() +
        "COPY public.\"Job\" (\"Id\", \"CustomerId\", tags, since) FROM stdin;\n8\t3\t\\N\t\\N\n\\.\n"));
    QVERIFY_OK(source);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(rowsOf(**source, u"Job"_s, {u"Id"_s}), (QStringList{u"7"_s, u"8"_s}));
        QCOMPARE(rowsOf(**source, u"Customer"_s, {u"Id"_s}), (QStringList{u"1"_s, u"3"_s}));
    }
}

void TestScriptSource::runsNothingButReadsWhatIsThere()
{
    // Functions and triggers of a whole database do not keep its rows from being read.
    const auto source =
        open(framed("CREATE FUNCTION public.f() RETURNS trigger\n    LANGUAGE plpgsql\n    AS $$\nBEGIN\n"
                    "  DELETE FROM x; -- COPY public.\"Job\" (\"Id\") FROM stdin;\nEND;\n$$;\n\n" +
                    shopTables() + shopRows() + shopKeys() +
                    "CREATE TRIGGER t BEFORE INSERT ON public.\"Job\" FOR EACH ROW EXECUTE FUNCTION "
                    "public.f();\n"));
    QVERIFY_OK(source);
    QCOMPARE(rowsOf(**source, u"Job"_s, {u"Id"_s}), QStringList{u"7"_s});
}

void TestScriptSource::aHostileOrCutScriptIsRefused()
{
    QCOMPARE(open(framed(shopRows() + "\\! touch /tmp/x\n")).error().kind, ErrorKind::Unsupported);
    QCOMPARE(open(framed(shopRows() + "COPY public.\"Job\" TO PROGRAM 'sh';\n")).error().kind,
             ErrorKind::Unsupported);
    QCOMPARE(open(shopScript().chopped(1)).error().kind, ErrorKind::Corrupt);
    QCOMPARE(open(QByteArray(shopScript()).replace("\t{a,", "\t{a\t,")).error().kind, ErrorKind::Syntax);
}

void TestScriptSource::aFileThatChangesIsNotTrusted()
{
    const auto source = open(shopScript());
    QVERIFY_OK(source);
    QByteArray other = shopScript();
    other.replace("Ada Lovelace", "Eva Lovelace");
    writeFile(m_file, other);
    const QStringList rows = rowsOf(**source, u"Customer"_s, {u"Name"_s});
    QVERIFY2(rows.first().startsWith(u"error: The script was changed"_s), qPrintable(rows.first()));
}

void TestScriptSource::anErrorOfTheReaderEndsIt()
{
    const auto source = open(shopScript());
    QVERIFY_OK(source);
    int seen = 0;
    const auto read = (*source)->rows(*(*source)->schema().table(u"Customer"_s), {u"Id"_s},
                                      [&](const Db::RawRow &) -> Result<void> {
                                          ++seen;
                                          return Core::Error{ErrorKind::Cancelled, {}, {}, {}};
                                      });
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::Cancelled);
    QCOMPARE(seen, 1);
}

void TestScriptSource::stopsWhenAsked()
{
    writeFile(m_file, shopScript());
    Core::JobContext context;
    context.requestStop();
    QCOMPARE(Backup::sourceOfScript(m_file, shopSchema(), context).error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(TestScriptSource)
#include "tst_scriptsource.moc"
