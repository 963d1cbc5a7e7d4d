// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkfixture.h"

#include <QTest>

#include <thread>

using namespace Db;
using namespace Tests;
using Core::ErrorKind;
using Core::Result;

/// Reading at one moment: all rows, exactly, in bounded memory, stopped at any time, over lines that break.
class TestSnapshot final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStatementSeesOneMoment_data() { TempDatabase::addKinds(); }
    void everyStatementSeesOneMoment();
    void hostileTextArrivesAsItIs_data() { TempDatabase::addKinds(); }
    void hostileTextArrivesAsItIs();
    void valuesAreBound_data() { TempDatabase::addKinds(); }
    void valuesAreBound();
    void manyRowsNeedLittleMemory_data() { TempDatabase::addKinds(); }
    void manyRowsNeedLittleMemory();
    void anErrorOfTheCallerEndsTheScan_data();
    void anErrorOfTheCallerEndsTheScan();
    void anErrorInTheMiddleIsAnError_data() { TempDatabase::addKinds(); }
    void anErrorInTheMiddleIsAnError();
    void aMistakeLeavesTheSessionUsable_data() { TempDatabase::addKinds(); }
    void aMistakeLeavesTheSessionUsable();
    void nothingCanBeWritten_data() { TempDatabase::addKinds(); }
    void nothingCanBeWritten();
    void interruptsEndTheScan_data() { TempDatabase::addKinds(); }
    void interruptsEndTheScan();
    void aServerThatDiesIsAConnectionError_data() { TempDatabase::addPostgresKinds(); }
    void aServerThatDiesIsAConnectionError();
    void hiddenRowsAreAnError();
    void anotherConnectionSeesTheExportedMoment();
    void sqliteExportsNothing();
    void thePoolStaysClean();
    void longWorkHasNoLimitButLocksDo();
    void theLogNotesWhatWasCopied_data() { TempDatabase::addKinds(); }
    void theLogNotesWhatWasCopied();
    void realsAreExact_data() { TempDatabase::addKinds(); }
    void realsAreExact();
};

void TestSnapshot::everyStatementSeesOneMoment()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    if (!db.database.isPostgres())
        db.execute(QStringLiteral("pragma journal_mode=wal")); // writers do not wait for readers
    db.execute(QStringLiteral("create table t (v text)"));
    db.execute(QStringLiteral("insert into t values ('a')"));
    Session session(db.spec);
    const auto counted = session.snapshot<QStringList>([&](Snapshot &snapshot) -> Result<QStringList> {
        QStringList counts;
        const Statement count = {QStringLiteral("select count(*) from t"), {}};
        for (int i = 0; i < 3; ++i) {
            auto set = snapshot.run(count);
            if (!set)
                return set.error();
            counts.append(set->rows.first().text(0));
            db.execute(QStringLiteral("insert into t values ('b')"));
        }
        auto rows = snapshot.stream({QStringLiteral("select v from t"), {}}, ignoreRow);
        if (!rows)
            return rows.error();
        counts.append(QString::number(*rows));
        return counts;
    });
    QVERIFY_OK(counted);
    QCOMPARE(*counted, QStringList(4, QStringLiteral("1")));
    QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("4"));
}

void TestSnapshot::hostileTextArrivesAsItIs()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (n integer, v text)"));
    Session session(db.spec);
    QList<Statement> inserts;
    const QStringList texts = hostileTexts();
    for (qsizetype i = 0; i < texts.size(); ++i)
        inserts.append({QStringLiteral("insert into t values ($1, $2)"), {qint64(i), texts.at(i)}});
    inserts.append({QStringLiteral("insert into t values ($1, $2)"), {qint64(-1), std::monostate()}});
    QVERIFY_OK(write(session, inserts));

    for (const Statement &query :
         {Statement{QStringLiteral("select n, v from t order by n"), {}},
          Statement{QStringLiteral("select n, v from t where n < $1 order by n"), {qint64(100'000)}}}) {
        const auto rows = streamed(session, query);
        QVERIFY_OK(rows);
        QCOMPARE(rows->size(), texts.size() + 1);
        QVERIFY(!rows->first().at(1));
        for (qsizetype i = 0; i < texts.size(); ++i) {
            QVERIFY(rows->at(i + 1).at(1));
            QCOMPARE(*rows->at(i + 1).at(1), texts.at(i).toUtf8());
        }
    }
}

void TestSnapshot::valuesAreBound()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (n integer, v text)"));
    db.execute(QStringLiteral("insert into t values (1, 'x'' or 1=1 --'), (2, 'b'), (3, null)"));
    Session session(db.spec);
    const auto rows = streamed(session, {QStringLiteral("select n from t where n < $2 and v = $1"),
                                         {QStringLiteral("x' or 1=1 --"), qint64(3)}});
    QVERIFY_OK(rows);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().first(), QByteArray("1"));
    const auto none = streamed(session, {QStringLiteral("select n from t where n = $1"), {qint64(7)}});
    QVERIFY_OK(none);
    QVERIFY(none->isEmpty());
}

void TestSnapshot::manyRowsNeedLittleMemory()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    makeManyRows(db, 200'000);
    Session session(db.spec);
    QVERIFY(session.open());
    for (const QList<Value> &values : {QList<Value>(), QList<Value>{qint64(0)}}) {
        const qint64 before = memoryPeak();
        qint64 bytes = 0;
        const auto rows = session.snapshot<qint64>([&](Snapshot &snapshot) {
            return snapshot.stream({values.isEmpty() ? QStringLiteral("select id, v from t")
                                                     : QStringLiteral("select id, v from t where id > $1"),
                                    values},
                                   [&](const RawRow &row) -> Result<void> {
                                       bytes += row.at(0)->size() + row.at(1)->size();
                                       return {};
                                   });
        });
        QVERIFY_OK(rows);
        QCOMPARE(*rows, 200'000);
        QVERIFY(bytes > 20'000'000);
        // A tenth of what went through.
        QVERIFY2(memoryPeak() - before < memoryLimit(4 * 1024 * 1024),
                 qPrintable(QString::number(memoryPeak() - before)));
    }
}

void TestSnapshot::anErrorOfTheCallerEndsTheScan_data()
{
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("hasValues");
    for (const auto &[name, kind] : TempDatabase::kinds())
        for (const int rows : {1, 500, 100'000})
            for (const bool hasValues : {false, true})
                QTest::addRow("%s, %d rows%s", name, rows, hasValues ? ", values" : "")
                    << kind << rows << hasValues;
}

void TestSnapshot::anErrorOfTheCallerEndsTheScan()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, rows);
    QFETCH(bool, hasValues);
    const EmptyDatabase db(kind);
    makeManyRows(db, rows);
    Session session(db.spec);
    const Statement query = hasValues
                                ? Statement{QStringLiteral("select id, v from t where id > $1"), {qint64(0)}}
                                : Statement{QStringLiteral("select id, v from t"), {}};
    for (int round = 0; round < 3; ++round) {
        qint64 seen = 0;
        const auto stopped = session.snapshot<qint64>([&](Snapshot &snapshot) {
            return snapshot.stream(query, [&](const RawRow &) -> Result<void> {
                if (++seen < std::min(rows, 100))
                    return {};
                return Core::Error{ErrorKind::Io, QStringLiteral("my disk is full"), {}, {}};
            });
        });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Io);
        QCOMPARE(stopped.error().summary, QStringLiteral("my disk is full"));
        QCOMPARE(seen, std::min(rows, 100));
        QVERIFY(session.isOpen());
        QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QString::number(rows));
    }
}

void TestSnapshot::anErrorInTheMiddleIsAnError()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    makeManyRows(db, 2000);
    Session session(db.spec);
    // PostgreSQL divides by zero in row 1500; SQLite's abs() overflows there.
    const QString fails =
        db.database.isPostgres()
            ? QStringLiteral("select id, 1 / (1500 - id) from t order by id")
            : QStringLiteral("select id, abs(case when id = 1500 then -9223372036854775807 - 1 else id end) "
                             "from t order by id");
    for (const QList<Value> &values : {QList<Value>(), QList<Value>{qint64(1)}}) {
        QString sql = fails;
        if (!values.isEmpty())
            sql.replace(QLatin1String("from t"), QLatin1String("from t where id >= $1"));
        const auto rows = streamed(session, {sql, values});
        QVERIFY(!rows);
        QVERIFY(session.isOpen());
        QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("2000"));
    }
}

void TestSnapshot::aMistakeLeavesTheSessionUsable()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (v text)"));
    Session session(db.spec);
    for (const Statement &wrong :
         {Statement{QStringLiteral("select nothing from nowhere"), {}},
          Statement{QStringLiteral("select nothing from nowhere where a = $1"), {qint64(1)}},
          Statement{QStringLiteral("select 1; select 2"), {}},
          Statement{QStringLiteral("select 1) to stdout; drop table t; select (1"), {}}, Statement{{}, {}}}) {
        QVERIFY(!streamed(session, wrong));
        QVERIFY(session.isOpen());
    }
    QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("0"));
    // A comment at the end does not swallow what follows.
    QVERIFY_OK(streamed(session, {QStringLiteral("select 1 -- one"), {}}));
}

void TestSnapshot::nothingCanBeWritten()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (v text)"));
    SessionOptions options;
    options.gate = std::make_shared<AccessGate>(false);
    Session session(db.spec, options);
    const auto sneaked = session.snapshot<RowSet>([](Snapshot &snapshot) {
        return snapshot.run({QStringLiteral("insert into t values ('a') returning v"), {}});
    });
    QVERIFY(!sneaked);
    QCOMPARE(sneaked.error().kind, ErrorKind::ReadOnly);
    QVERIFY(!streamed(session, {QStringLiteral("insert into t values ('a') returning v"), {}}));
    QCOMPARE(db.execute(QStringLiteral("select count(*) from t")).value(0).value(0), QStringLiteral("0"));
}

void TestSnapshot::interruptsEndTheScan()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    makeManyRows(db, 100'000);
    Session session(db.spec);
    QVERIFY(session.open());
    std::chrono::microseconds longest{0};
    for (int round = 0; round < 30; ++round) {
        session.forgetStop();
        std::atomic_bool isOver = false;
        std::chrono::steady_clock::time_point asked;
        std::thread stopper([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(randomUpTo(60'000)));
            asked = std::chrono::steady_clock::now();
            while (!isOver) {
                session.interruptible().interrupt();
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        });
        // One scan after another until the stop is noticed.
        Result<qint64> rows = 0;
        while (rows)
            rows = session.snapshot<qint64>([&](Snapshot &snapshot) {
                return snapshot.stream({QStringLiteral("select id, v from t"), {}}, ignoreRow);
            });
        const auto ended = std::chrono::steady_clock::now();
        isOver = true;
        stopper.join();
        longest = std::max(longest, std::chrono::duration_cast<std::chrono::microseconds>(ended - asked));
        QCOMPARE(rows.error().kind, ErrorKind::Cancelled);
        session.forgetStop();
        QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("100000"));
    }
    qInfo("longest time from the request to the end: %.1f ms", double(longest.count()) / 1000);
}

void TestSnapshot::aServerThatDiesIsAConnectionError()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    makeManyRows(db, 100'000);
    Session session(db.spec);
    const auto rows = session.snapshot<qint64>([&](Snapshot &snapshot) {
        qint64 seen = 0;
        return snapshot.stream(
            {QStringLiteral("select id, v from t"), {}}, [&](const RawRow &) -> Result<void> {
                if (++seen == 1000)
                    db.execute(QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where "
                                              "datname = current_database() and query like 'copy%'"));
                return {};
            });
    });
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Connection);
    QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("100000"));
}

void TestSnapshot::hiddenRowsAreAnError()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("reset role; create table t (v text); insert into t values ('a'), ('b'); "
                              "grant select on t to gsc; alter table t enable row level security; "
                              "create policy p on t for select using (v = 'a')"));
    Session session(db.spec);
    QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("1"));
    const auto rows = streamed(session, {QStringLiteral("select v from t"), {}});
    QVERIFY(!rows); // half a backup would be the worst outcome
    QCOMPARE(rows.error().kind, ErrorKind::Permission);
}

void TestSnapshot::anotherConnectionSeesTheExportedMoment()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (v text); insert into t values ('a')"));
    Session session(db.spec);
    const auto seen = session.snapshot<QString>([&](Snapshot &snapshot) -> Result<QString> {
        auto name = snapshot.exportedName();
        if (!name)
            return name;
        db.execute(QStringLiteral("insert into t values ('b')"));
        return db
            .execute(QStringLiteral("begin isolation level repeatable read; set transaction snapshot '%1'; "
                                    "select count(*) from t")
                         .arg(*name))
            .value(0)
            .value(0);
    });
    QVERIFY_OK(seen);
    QCOMPARE(*seen, QStringLiteral("1"));
}

void TestSnapshot::sqliteExportsNothing()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    Session session(db.spec);
    const auto name = session.snapshot<QString>([](Snapshot &snapshot) { return snapshot.exportedName(); });
    QVERIFY(!name);
    QCOMPARE(name.error().kind, ErrorKind::Unsupported);
}

void TestSnapshot::thePoolStaysClean()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresPooled);
    makeManyRows(db, 5000);
    const QStringList before = poolSettings(db);
    Session session(db.spec);
    for (int i = 0; i < 4; ++i) {
        QVERIFY_OK(streamed(session, {QStringLiteral("select id, v from t"), {}}));
        const auto stopped = session.snapshot<qint64>([&](Snapshot &snapshot) {
            return snapshot.stream({QStringLiteral("select id, v from t"), {}}, [](const RawRow &) {
                return Result<void>(Core::Error{ErrorKind::Io, {}, {}, {}});
            });
        });
        QVERIFY(!stopped);
    }
    QCOMPARE(poolSettings(db), before);
}

void TestSnapshot::longWorkHasNoLimitButLocksDo()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    PostgresServer::instance().execute(
        db.database.name(),
        QStringLiteral("alter database \"%1\" set statement_timeout = '50ms'").arg(db.database.name()));
    Session session(db.spec);
    Limits limits = limitsOfJobs();
    limits.lock = std::chrono::milliseconds(100);
    const auto slept = session.snapshot<RowSet>(
        [](Snapshot &snapshot) {
            return snapshot.run({QStringLiteral("select pg_sleep(0.2), current_setting('statement_timeout'), "
                                                "current_setting('lock_timeout')"),
                                 {}});
        },
        limits);
    QVERIFY_OK(slept);
    QCOMPARE(slept->rows.first().text(1), QStringLiteral("0"));
    QCOMPARE(slept->rows.first().text(2), QStringLiteral("100ms"));
}

void TestSnapshot::theLogNotesWhatWasCopied()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    makeManyRows(db, 321);
    SessionOptions options;
    options.log = std::make_shared<QueryLog>();
    Session session(db.spec, options);
    QVERIFY_OK(streamed(session, {QStringLiteral("select id, v from t"), {}}));
    QVERIFY(!streamed(session, {QStringLiteral("select wrong from t"), {}}));
    QList<QueryRecord> records = options.log->since(0);
    records.removeIf([](const QueryRecord &record) { return record.isFraming; });
    QCOMPARE(records.size(), 2);
    QVERIFY(records.first().statement.contains(QLatin1String("select id, v from t")));
    QCOMPARE(records.first().rows, 321);
    QVERIFY(records.first().duration.count() > 0);
    QVERIFY(!records.first().failed());
    QVERIFY(records.last().failed());
}

void TestSnapshot::realsAreExact()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (n integer, v double precision)"));
    if (db.database.isPostgres())
        PostgresServer::instance().execute(
            db.database.name(),
            QStringLiteral("alter database \"%1\" set extra_float_digits = -15").arg(db.database.name()));
    db.execute(QStringLiteral(
        "insert into t values (1, 0.1), (2, 1e22), (3, 123456789012345.67), (4, -2.5e-7), (5, 3), (6, 1e14), "
        "(7, 1e15), (8, 0.0001), (9, 0.00001), (10, 5e-324), (11, 1.7976931348623157e308), (12, 1000000), "
        "(13, 0.30000000000000004)"));
    Session session(db.spec);
    const auto rows = streamed(session, {QStringLiteral("select v from t order by n"), {}});
    QVERIFY_OK(rows);
    QByteArrayList texts;
    for (const auto &row : *rows)
        texts.append(row.first().value_or("NULL"));
    QCOMPARE(texts.join(' '),
             QByteArray("0.1 1e+22 123456789012345.67 -2.5e-07 3 100000000000000 1e+15 0.0001 1e-05 5e-324 "
                        "1.7976931348623157e+308 1000000 0.30000000000000004"));
}

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
