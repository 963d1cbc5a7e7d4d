// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/memory.h"
#include "support/postgresserver.h"
#include "tables/copyinto.h"
#include "tablesfixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Core::Result;
using Db::Engine;
using namespace Tables;
using Tests::copied;
using Tests::EmptyDatabase;
using Tests::lines;
using Tests::summaryOf;
using Tests::TempDatabase;

namespace {

/// A source of rows that nobody stores anywhere.
class MadeUpSource final : public TableSource
{
public:
    explicit MadeUpSource(qint64 rows)
        : m_rows(rows)
    {
        ColumnModel id;
        id.name = u"Id"_s;
        id.kind = ValueKind::Integer;
        id.type = u"integer"_s;
        id.notNull = true;
        id.isIdentity = true;
        id.numbering = Numbering::ByDefault;
        ColumnModel text;
        text.name = u"Text"_s;
        text.type = u"text"_s;
        TableModel table;
        table.name = u"Much"_s;
        table.columns = {id, text};
        table.primaryKey = {u"Id"_s};
        m_schema.engine = Engine::PostgreSQL;
        m_schema.tables = {table};
    }
    [[nodiscard]] const SchemaModel &schema() const override { return m_schema; }
    [[nodiscard]] Result<qint64> rows(const TableModel &, const QStringList &columns,
                                      const Each &each) override
    {
        const QByteArray text(400, 'x');
        Db::RawRow row;
        for (qint64 i = 1; i <= m_rows; ++i) {
            const QByteArray id = QByteArray::number(i);
            row.clear();
            for (const QString &column : columns)
                row.append(column == u"Id" ? QByteArrayView(id) : QByteArrayView(text));
            if (auto taken = each(row); !taken)
                return taken.error();
        }
        return m_rows;
    }

private:
    qint64 m_rows;
    SchemaModel m_schema;
};

Result<QList<TableSummary>> copyFrom(TableSource &source, const Db::ConnectionSpec &to,
                                     Core::JobContext &context)
{
    Db::Session session(to);
    return session.write<QList<TableSummary>>(
        [&](Db::Transaction &transaction) { return copyInto(transaction, to.engine, source, context); },
        Db::limitsOfJobs());
}

} // namespace

class TestCopyInto final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWayKeepsTheContent_data();
    void everyWayKeepsTheContent();
    void thereAndBack_data();
    void thereAndBack();
    void extremesSurvive();
    void timestampsSurviveEveryZone_data();
    void timestampsSurviveEveryZone();
    void cyclesAndSelfReferencesAreFilled_data();
    void cyclesAndSelfReferencesAreFilled();
    void oddTables_data();
    void oddTables();
    void numberingContinues_data();
    void numberingContinues();
    void numberingNeverGoesBack_data() { TempDatabase::addKinds(); }
    void numberingNeverGoesBack();
    void aSequenceOfNobodyContinuesToo();
    void intoAnotherSchema();
    void whatIsThereIsLeftAlone_data() { TempDatabase::addKinds(); }
    void whatIsThereIsLeftAlone();
    void aWordInATimestampColumn();
    void aStopLeavesNothing_data() { TempDatabase::addKinds(); }
    void aStopLeavesNothing();
    void foreignWordsAreNotRun();
    void memoryIsBounded_data() { TempDatabase::addKinds(); }
    void memoryIsBounded();
};

void TestCopyInto::everyWayKeepsTheContent_data()
{
    QTest::addColumn<TempDatabase::Kind>("from");
    QTest::addColumn<TempDatabase::Kind>("to");
    for (const auto &[from, fromKind] : TempDatabase::kinds())
        for (const auto &[to, toKind] : TempDatabase::kinds())
            QTest::addRow("%s to %s", from, to) << fromKind << toKind;
}

void TestCopyInto::everyWayKeepsTheContent()
{
    QFETCH(TempDatabase::Kind, from);
    QFETCH(TempDatabase::Kind, to);
    const EmptyDatabase source(from);
    source.execute(source.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    Tests::fillWeb(source, 500);
    const EmptyDatabase target(to);
    const auto before = summaryOf(source.spec);
    QVERIFY_OK(before);
    const auto written = copied(source.spec, target.spec);
    QVERIFY_OK(written);
    const auto after = summaryOf(target.spec);
    QVERIFY_OK(after);
    QCOMPARE(lines(*written), lines(*before));
    QCOMPARE(lines(*after), lines(*before));
    QCOMPARE(target.execute(u"select count(*) from \"Customer\""_s).first().first(), u"500"_s);

    // One changed character shows.
    target.execute(u"update \"Customer\" set \"Notes\" = 'x' where \"Id\" = 250"_s);
    const auto changed = summaryOf(target.spec);
    QVERIFY_OK(changed);
    QVERIFY(lines(*changed) != lines(*before));
}

void TestCopyInto::thereAndBack_data()
{
    QTest::addColumn<TempDatabase::Kind>("from");
    QTest::addColumn<TempDatabase::Kind>("over");
    QTest::newRow("sqlite by postgresql") << TempDatabase::Kind::Sqlite << TempDatabase::Kind::PostgresDirect;
    QTest::newRow("postgresql by sqlite") << TempDatabase::Kind::PostgresDirect << TempDatabase::Kind::Sqlite;
}

void TestCopyInto::thereAndBack()
{
    QFETCH(TempDatabase::Kind, from);
    QFETCH(TempDatabase::Kind, over);
    const EmptyDatabase source(from);
    source.execute(source.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    Tests::fillWeb(source, 300);
    const EmptyDatabase middle(over);
    const EmptyDatabase back(from);
    QVERIFY_OK(copied(source.spec, middle.spec));
    QVERIFY_OK(copied(middle.spec, back.spec));
    const auto before = summaryOf(source.spec);
    const auto after = summaryOf(back.spec);
    QVERIFY_OK(before);
    QVERIFY_OK(after);
    QCOMPARE(lines(*after), lines(*before));
    // Not only by our own hash: the values themselves, in the database's own words.
    const QString values = u"select * from \"Job\" order by \"Id\""_s;
    if (source.database.isPostgres())
        QCOMPARE(Tests::picture(back.execute(values)), Tests::picture(source.execute(values)));
}

void TestCopyInto::extremesSurvive()
{
    const EmptyDatabase source(TempDatabase::Kind::PostgresDirect);
    Tests::PostgresServer::instance().execute(
        u"alter database \"%1\" set timezone = 'Asia/Kolkata'; alter database \"%1\" set datestyle = "
        u"'German'; "
        "alter database \"%1\" set bytea_output = 'escape'; alter database \"%1\" set intervalstyle = "
        "'sql_standard'; "
        "alter database \"%1\" set extra_float_digits = 0"_s.arg(source.database.name()));
    source.execute(uR"sql(
        create table v (id int primary key, t timestamptz, w timestamp, n numeric(18,2), m numeric, b boolean,
                        y bytea, f float8, g float4, i interval, d date, c char(5), j jsonb, a int[], l bigint);
        insert into v values
        (1, 'infinity', '-infinity', 9999999999999999.99, 'NaN', true, '\x00ff5c27', 'NaN', 'Infinity',
         '-1 year 2 days -03:04:05.678', 'infinity', 'ab', '{"a": [1, null]}', '{1,NULL}', 9223372036854775807),
        (2, '4713-01-01 00:00:00+00 BC', '0044-03-15 BC', -9999999999999999.99, '12.500', false, '', 4.9e-324, 1e-45,
         '1 microsecond', '0044-03-15 BC', '', '""', '{}', -9223372036854775808),
        (3, '294276-12-31 23:59:59.999999+00', '12345-06-07', 0.01, 1e100, null, decode(repeat('00', 70000), 'hex'),
         1.7976931348623157e308, 3.4028235e38, '178000000 years', '5874897-12-31', null, 'null', null, 0),
        (4, null, null, null, null, null, null, 0.1, 0.1, null, null, null, null, null, null);
        insert into v (id, t, f) select i + 10, timestamptz '1800-01-01' + random() * interval '300 years',
            (random() - 0.5) * power(10, (random() * 600)::int - 300) from generate_series(1, 1000) i;
    )sql"_s);
    const EmptyDatabase same(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(copied(source.spec, same.spec));
    const QString values = u"set intervalstyle = 'postgres'; set extra_float_digits = 3; set timezone = "
                           u"'UTC'; set datestyle = 'ISO'; "
                           "set bytea_output = 'hex'; select * from v order by id"_s;
    QCOMPARE(Tests::picture(same.execute(values)), Tests::picture(source.execute(values)));

    const EmptyDatabase file(TempDatabase::Kind::Sqlite);
    QVERIFY_OK(copied(source.spec, file.spec));
    const auto before = summaryOf(source.spec);
    const auto there = summaryOf(file.spec);
    QVERIFY_OK(before);
    QVERIFY_OK(there);
    QCOMPARE(lines(*there), lines(*before));
    QCOMPARE(file.execute(u"select t, n, b, typeof(y), length(y), typeof(f) from v where id = 3"_s).first(),
             (QStringList{u"294276-12-31 23:59:59.999999"_s, u"0.01"_s, QString(), u"blob"_s, u"70000"_s,
                          u"real"_s}));
}

void TestCopyInto::timestampsSurviveEveryZone_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("otherZone");
    QTest::newRow("UTC") << u"UTC"_s << u"Asia/Kolkata"_s;
    QTest::newRow("New York") << u"America/New_York"_s << u"UTC"_s;
    QTest::newRow("Kolkata") << u"Asia/Kolkata"_s << u"America/New_York"_s;
    QTest::newRow("Lord Howe") << u"Australia/Lord_Howe"_s << u"Europe/Berlin"_s;
}

void TestCopyInto::timestampsSurviveEveryZone()
{
    QFETCH(QString, zone);
    QFETCH(QString, otherZone);
    const auto setZone = [](const EmptyDatabase &db, const QString &name) {
        Tests::PostgresServer::instance().execute(
            u"alter database \"%1\" set timezone = '%2'; alter database \"%1\" set datestyle = 'SQL, DMY'"_s
                .arg(db.database.name(), name));
    };
    const EmptyDatabase source(TempDatabase::Kind::PostgresDirect);
    setZone(source, zone);
    source.execute(
        u"create table \"Customer\" (\"Id\" int primary key, \"UpdatedAt\" timestamptz); "
        "insert into \"Customer\" select i, timestamptz '1800-01-01 00:00:00+00' + random() * interval "
        "'300 years' from generate_series(1, 1000) i; "
        "insert into \"Customer\" values (1001, 'infinity'), (1002, '-infinity'), "
        "(1003, '0044-03-15 12:00:00.000001+00 BC'), (1004, '12345-06-07 08:09:10.999999+00'), "
        "(1005, '2025-03-30 01:59:59.999999+00'), (1006, '2025-10-26 00:30:00+00')"_s);
    const EmptyDatabase file(TempDatabase::Kind::Sqlite);
    QVERIFY_OK(copied(source.spec, file.spec));
    const EmptyDatabase back(TempDatabase::Kind::PostgresDirect);
    setZone(back, otherZone);
    QVERIFY_OK(copied(file.spec, back.spec));
    const QString inUtc =
        u"set datestyle = 'ISO'; select (\"UpdatedAt\" at time zone 'UTC')::text from \"Customer\" "
        "order by \"Id\""_s;
    const Tests::Rows expected = source.execute(inUtc);
    QCOMPARE(expected.size(), 1006);
    QCOMPARE(Tests::picture(back.execute(inUtc)), Tests::picture(expected));
    QCOMPARE(Tests::picture(file.execute(u"select \"UpdatedAt\" from \"Customer\" order by \"Id\""_s)),
             Tests::picture(expected));
}

void TestCopyInto::cyclesAndSelfReferencesAreFilled_data()
{
    everyWayKeepsTheContent_data();
}

void TestCopyInto::cyclesAndSelfReferencesAreFilled()
{
    QFETCH(TempDatabase::Kind, from);
    QFETCH(TempDatabase::Kind, to);
    const EmptyDatabase source(from);
    const bool isPostgres = source.database.isPostgres();
    source.execute(
        u"create table boss (id integer primary key, name text, boss_id integer references boss (id))"_s);
    // Every row refers to a later one.
    source.execute(u"insert into boss values (3, 'c', null), (2, 'b', 3), (1, 'a', 2)"_s);
    source.execute(u"create table one (id integer primary key, two_id integer%1)"_s.arg(
        isPostgres ? QString() : u" references two (id)"_s));
    source.execute(u"create table two (id integer primary key, one_id integer references one (id))"_s);
    source.execute(isPostgres ? u"insert into one values (1, 7); insert into two values (7, 1); "
                                "alter table one add foreign key (two_id) references two (id)"_s
                              : u"pragma foreign_keys = off; insert into one values (1, 7); "
                                "insert into two values (7, 1)"_s);
    const EmptyDatabase target(to);
    QVERIFY_OK(copied(source.spec, target.spec));
    const auto before = summaryOf(source.spec);
    const auto after = summaryOf(target.spec);
    QVERIFY_OK(before);
    QVERIFY_OK(after);
    QCOMPARE(lines(*after), lines(*before));
    // The keys are there and hold.
    Db::Session session(target.spec);
    const auto orphan = Tests::write(session, {{u"insert into two values (8, 99)"_s, {}}});
    QVERIFY(!orphan);
    QCOMPARE(orphan.error().kind, ErrorKind::Constraint);
}

void TestCopyInto::oddTables_data()
{
    everyWayKeepsTheContent_data();
}

void TestCopyInto::oddTables()
{
    QFETCH(TempDatabase::Kind, from);
    QFETCH(TempDatabase::Kind, to);
    const EmptyDatabase source(from);
    source.execute(uR"sql(
        create table empty (id integer primary key, name text);
        create table "no key" (a text, b integer);
        insert into "no key" values ('same', 1), ('same', 1), (null, null), ('', 0);
        create table pair (a integer, b text, c text, primary key (b, a));
        insert into pair values (1, 'x', 'one'), (2, 'x', null), (1, 'y', '');
        create table "Tàble ""quoted""; drop -- 🛠" ("Spälte ""1""; --" text, "select" integer, " " text);
        insert into "Tàble ""quoted""; drop -- 🛠" values ('''; drop table pair; --', 5, '\.'), ('\N', null, '$1 ? :x %1');
        create table computed (a integer, b integer generated always as (a * 2) stored);
        insert into computed (a) values (1), (null), (3);
    )sql"_s);
    const EmptyDatabase target(to);
    const auto written = copied(source.spec, target.spec);
    QVERIFY_OK(written);
    const auto before = summaryOf(source.spec);
    const auto after = summaryOf(target.spec);
    QVERIFY_OK(before);
    QVERIFY_OK(after);
    QCOMPARE(lines(*written), lines(*before));
    QCOMPARE(lines(*after), lines(*before));
    QCOMPARE(
        target
            .execute(
                u"select \"Spälte \"\"1\"\"; --\", \" \" from \"Tàble \"\"quoted\"\"; drop -- 🛠\" where "
                "\"select\" = 5"_s)
            .first(),
        (QStringList{u"'; drop table pair; --"_s, u"\\."_s}));
    if (source.spec.engine == target.spec.engine)
        QCOMPARE(target.execute(u"select sum(b) from computed"_s).first().first(), u"8"_s);
}

void TestCopyInto::numberingContinues_data()
{
    everyWayKeepsTheContent_data();
}

void TestCopyInto::numberingContinues()
{
    QFETCH(TempDatabase::Kind, from);
    QFETCH(TempDatabase::Kind, to);
    const EmptyDatabase source(from);
    source.execute(source.database.isPostgres()
                       ? u"create table a (id integer generated by default as identity primary key, v text); "
                         "create table b (id integer generated always as identity primary key, v text); "
                         "create table c (id serial primary key, v text); "
                         "create table d (id integer generated by default as identity primary key, v text)"_s
                       : u"create table a (id integer primary key autoincrement, v text); "
                         "create table b (id integer primary key, v text); "
                         "create table c (id integer primary key autoincrement, v text); "
                         "create table d (id integer primary key autoincrement, v text)"_s);
    source.execute(u"insert into a values (41, 'x'), (7, 'y')"_s);
    source.execute(u"insert into b %1 values (100, 'x')"_s.arg(
        source.database.isPostgres() ? u"overriding system value"_s : QString()));
    source.execute(u"insert into c values (5, 'x')"_s);
    const EmptyDatabase target(to);
    QVERIFY_OK(copied(source.spec, target.spec));
    const auto nextOf = [&](const QString &table) {
        return target.execute(u"insert into %1 (v) values ('next') returning id"_s.arg(table))
            .first()
            .first();
    };
    QCOMPARE(nextOf(u"a"_s), u"42"_s);
    QCOMPARE(nextOf(u"b"_s), u"101"_s);
    QCOMPARE(nextOf(u"c"_s), u"6"_s);
    QCOMPARE(nextOf(u"d"_s), u"1"_s);
}

void TestCopyInto::numberingNeverGoesBack()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(db.database.isPostgres()
                   ? u"create table \"T\" (\"Id\" integer generated by default as identity primary key)"_s
                   : u"create table \"T\" (\"Id\" integer primary key autoincrement)"_s);
    for (int i = 0; i < 5; ++i)
        db.execute(u"insert into \"T\" default values"_s);
    db.execute(u"delete from \"T\" where \"Id\" > 2"_s);
    const auto schema = Tests::schemaOf(db.spec);
    QVERIFY_OK(schema);
    Db::Session session(db.spec);
    QVERIFY_OK(session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto done = continueNumbering(transaction, db.spec.engine, schema->tables.first());
        return done ? Result<int>(0) : Result<int>(done.error());
    }));
    QCOMPARE(db.execute(u"insert into \"T\" default values returning \"Id\""_s).first().first(), u"6"_s);
    // And goes on after a row that came with its own number.
    db.execute(u"insert into \"T\" values (50)"_s);
    QVERIFY_OK(session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto done = continueNumbering(transaction, db.spec.engine, schema->tables.first());
        return done ? Result<int>(0) : Result<int>(done.error());
    }));
    QCOMPARE(db.execute(u"insert into \"T\" default values returning \"Id\""_s).first().first(), u"51"_s);
}

void TestCopyInto::aSequenceOfNobodyContinuesToo()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create sequence \"my \"\"own\"; create table t (\"the id\" integer default nextval('\"my "
               u"\"\"own\"'), "
               "v text); insert into t values (30, 'x')"_s);
    const auto schema = Tests::schemaOf(db.spec);
    QVERIFY_OK(schema);
    Db::Session session(db.spec);
    QVERIFY_OK(session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        auto done = continueNumbering(transaction, Engine::PostgreSQL, schema->tables.first());
        return done ? Result<int>(0) : Result<int>(done.error());
    }));
    const QString next = u"insert into t (v) values ('y') returning \"the id\""_s;
    QCOMPARE(db.execute(next).first().first(), u"31"_s);
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(copied(db.spec, other.spec));
    QCOMPARE(other.execute(next).first().first(), u"32"_s);
}

void TestCopyInto::intoAnotherSchema()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 50);
    db.execute(u"create schema \"Other\""_s);
    QVERIFY_OK(copied(db.spec, db.spec, u"Other"_s));
    const auto own = summaryOf(db.spec);
    const auto other = summaryOf(db.spec, u"Other"_s);
    QVERIFY_OK(own);
    QVERIFY_OK(other);
    QCOMPARE(lines(*other), lines(*own));
    // Keys refer to the tables beside them, not to the real ones.
    QCOMPARE(
        db.execute(u"select count(*) from pg_constraint c join pg_class f on f.oid = c.confrelid "
                   "where c.connamespace = '\"Other\"'::regnamespace and f.relnamespace <> c.connamespace"_s)
            .first()
            .first(),
        u"0"_s);
    QCOMPARE(db.execute(u"insert into \"Other\".\"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values "
                        "('n', now(), now()) returning \"Id\""_s)
                 .first()
                 .first(),
             u"51"_s);
}

void TestCopyInto::whatIsThereIsLeftAlone()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase source(TempDatabase::Kind::Sqlite);
    source.execute(Tests::webSchemaOnSqlite);
    Tests::fillWeb(source, 20);
    const EmptyDatabase target(kind);
    target.execute(u"create table \"Job\" (mine text); insert into \"Job\" values ('kept')"_s);
    const auto result = copied(source.spec, target.spec);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Conflict);
    QVERIFY(result.error().summary.contains(u"“Job”"));
    QCOMPARE(target.execute(u"select mine from \"Job\""_s).first().first(), u"kept"_s);
    const auto left = Tests::schemaOf(target.spec);
    QVERIFY_OK(left);
    QCOMPARE(left->tables.size(), 1);
}

void TestCopyInto::aWordInATimestampColumn()
{
    const EmptyDatabase source(TempDatabase::Kind::Sqlite);
    source.execute(Tests::webSchemaOnSqlite);
    source.execute(
        u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values ('n', 'long ago', "
        "'2025-12-11')"_s);
    const EmptyDatabase file(TempDatabase::Kind::Sqlite);
    QVERIFY_OK(copied(source.spec, file.spec));
    QCOMPARE(file.execute(u"select \"CreatedAt\" from \"Customer\""_s).first().first(), u"long ago"_s);
    // PostgreSQL has no place for it, and says so.
    const EmptyDatabase server(TempDatabase::Kind::PostgresDirect);
    const auto refused = copied(source.spec, server.spec);
    QVERIFY(!refused);
    const auto left = Tests::schemaOf(server.spec);
    QVERIFY_OK(left);
    QVERIFY(left->tables.isEmpty());
}

void TestCopyInto::aStopLeavesNothing()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase target(kind);
    // Wherever the stop comes: in the rows, and between the rows and the keys.
    for (const qint64 stopAt : {qint64(0), qint64(256), qint64(20'000), qint64(30'000)}) {
        MadeUpSource source(30'000);
        Core::JobContext *running = nullptr;
        Core::JobContext context(
            [&](const Core::JobProgress &progress) {
                const bool isIndexing = progress.unit == Core::JobProgress::Unit::None;
                if (running && (progress.done >= stopAt || (stopAt == 30'000 && isIndexing)))
                    running->requestStop();
            },
            std::chrono::milliseconds(0));
        running = &context;
        const auto result = copyFrom(source, target.spec, context);
        QVERIFY2(!result, qPrintable(QString::number(stopAt)));
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        const auto left = Tests::schemaOf(target.spec);
        QVERIFY_OK(left);
        QVERIFY(left->tables.isEmpty());
    }
    MadeUpSource source(1000);
    Core::JobContext context;
    QVERIFY_OK(copyFrom(source, target.spec, context));
}

void TestCopyInto::foreignWordsAreNotRun()
{
    class HostileSource final : public TableSource
    {
    public:
        SchemaModel model;
        [[nodiscard]] const SchemaModel &schema() const override { return model; }
        [[nodiscard]] Result<qint64> rows(const TableModel &, const QStringList &, const Each &) override
        {
            return 0;
        }
    } source;
    source.model = MadeUpSource(0).schema();
    source.model.tables.first().columns.last().defaultValue = u"pg_read_file('/etc/passwd')"_s;
    const EmptyDatabase target(TempDatabase::Kind::PostgresDirect);
    Core::JobContext context;
    const auto result = copyFrom(source, target.spec, context);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Unsupported);
    const auto left = Tests::schemaOf(target.spec);
    QVERIFY_OK(left);
    QVERIFY(left->tables.isEmpty());
}

void TestCopyInto::memoryIsBounded()
{
    QFETCH(TempDatabase::Kind, kind);
    constexpr int rows = 200'000;
    const EmptyDatabase target(kind);
    MadeUpSource source(rows);
    Core::JobContext context;
    Tests::forgetMemoryPeak();
    const qint64 before = Tests::memoryPeak();
    QElapsedTimer timer;
    timer.start();
    const auto written = copyFrom(source, target.spec, context);
    QVERIFY_OK(written);
    const qint64 ms = timer.restart();
    const auto read = summaryOf(target.spec);
    QVERIFY_OK(read);
    const qint64 grown = Tests::memoryPeak() - before;
    qInfo("%d rows, 80 MB: written in %lld ms, read and hashed in %lld ms, memory grew by %lld MB", rows, ms,
          timer.elapsed(), grown >> 20);
    QCOMPARE(lines(*read), lines(*written));
    QVERIFY2(grown < Tests::memoryLimit(60 * 1024 * 1024), qPrintable(QString::number(grown)));
}

QTEST_GUILESS_MAIN(TestCopyInto)
#include "tst_copyinto.moc"
