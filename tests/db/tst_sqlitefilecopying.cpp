// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "databasefolder.h"

#include <QTest>

#include <thread>

using namespace Db;
using namespace Tests;
using Core::ErrorKind;
using Core::JobContext;
using Core::JobProgress;
using Core::Result;

/// Copies of SQLite files are whole, of one moment, or not there; what runs can be interrupted.
class TestSqliteFileCopying final : public QObject, private DatabaseFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }
    void copiesOneMoment_data();
    void copiesOneMoment();
    void aCopyLeavesNothingBeside();
    void aCancelledCopyLeavesTheTarget();
    void aLockedTargetIsBusy();
    void aFullDiskLeavesNothing();
    void anInterruptStays();
    void interruptsEndWhatRuns();
};

void TestSqliteFileCopying::copiesOneMoment_data()
{
    QTest::addColumn<bool>("withLog");
    QTest::newRow("delete") << false;
    QTest::newRow("wal") << true;
}

void TestSqliteFileCopying::copiesOneMoment()
{
    QFETCH(bool, withLog);
    const QString file = path(QStringLiteral("live.db"));
    sqliteExecute(file, QStringLiteral("pragma journal_mode=%1; create table t (id integer primary key, v "
                                       "text); create table n (count integer); insert into n values (0)")
                            .arg(withLog ? QStringLiteral("wal") : QStringLiteral("delete")));
    // Every transaction adds a row and counts it: a copy between two of them would not add up.
    std::atomic_bool isOver = false;
    std::atomic_int written = 0;
    std::thread writer([&] {
        Session session(specOf(file));
        while (!isOver) {
            const auto done =
                write(session, {{QStringLiteral("insert into t (v) values (hex(randomblob(2000)))"), {}},
                                {QStringLiteral("update n set count = count + 1"), {}}});
            if (done)
                ++written;
        }
    });
    for (int round = 0; round < 10; ++round) {
        QTRY_VERIFY(written > (round + 1) * 20);
        const QString name = path(QStringLiteral("copy%1.db").arg(round));
        JobContext context;
        auto live = SqliteFile::open(file, SqliteFile::Use::Read);
        auto copy = SqliteFile::open(name, SqliteFile::Use::Create);
        const auto copied = live && copy ? (*live)->copyTo(**copy, context)
                                         : Result<void>(live ? copy.error() : live.error());
        if (!copied) {
            isOver = true;
            writer.join();
            QVERIFY_OK(copied);
        }
        copy->reset();
        auto read = SqliteFile::open(name, SqliteFile::Use::Read);
        const auto same =
            rowsOf(**read, QStringLiteral("select (select count(*) from t) = count, count from n"));
        const auto sound = (*read)->checkIntegrity();
        if (!same || same->first().first() != QByteArray("1") || !sound) {
            isOver = true;
            writer.join();
            QFAIL("the copy is of no moment");
        }
        QVERIFY(same->first().at(1)->toInt() >= (round + 1) * 20);
        QVERIFY(!QFile::exists(name + QStringLiteral("-wal")));
    }
    isOver = true;
    writer.join();
}

void TestSqliteFileCopying::aCopyLeavesNothingBeside()
{
    const QString file = makeDatabase(QStringLiteral("live.db"), 20'000, true);
    const QString name = path(QStringLiteral("copy.db"));
    QList<JobProgress> told;
    JobContext context([&](const JobProgress &progress) { told.append(progress); });
    {
        auto live = SqliteFile::open(file, SqliteFile::Use::Read);
        QVERIFY_OK(live);
        auto copy = SqliteFile::open(name, SqliteFile::Use::Create);
        QVERIFY_OK(copy);
        QVERIFY_OK((*live)->copyTo(**copy, context));
        QCOMPARE(rowsOf(**copy, QStringLiteral("pragma journal_mode"))->first().first(),
                 QByteArray("delete"));
    }
    QCOMPARE(files(), (QStringList{QStringLiteral("copy.db"), QStringLiteral("live.db")}));
    QCOMPARE(contentOf(name).at(18), '\1'); // no log
    QVERIFY(!told.isEmpty());
    QCOMPARE(told.first().unit, JobProgress::Unit::Pages);
    QCOMPARE(told.first().total, QFileInfo(file).size() / 4096);
    QVERIFY(!told.first().phase.isEmpty());
    // Over a copy that is there already, and a smaller one.
    const QString small = makeDatabase(QStringLiteral("small.db"), 10);
    auto source = SqliteFile::open(small, SqliteFile::Use::Read);
    auto copy = SqliteFile::open(name, SqliteFile::Use::Write);
    QVERIFY_OK((*source)->copyTo(**copy, context));
    QCOMPARE(rowsOf(**copy, QStringLiteral("select * from t"))->size(), 10);
    QVERIFY_OK((*copy)->checkIntegrity());
}

void TestSqliteFileCopying::aCancelledCopyLeavesTheTarget()
{
    const QString file = makeDatabase(QStringLiteral("live.db"), 40'000);
    const QString target = makeDatabase(QStringLiteral("target.db"), 7);
    const QByteArray before = contentOf(target);
    QVERIFY(QFileInfo(file).size() > 2 * 1024 * 4096);
    auto live = SqliteFile::open(file, SqliteFile::Use::Read);
    QVERIFY_OK(live);
    std::unique_ptr<JobContext> context;
    context = std::make_unique<JobContext>([&](const JobProgress &) { context->requestStop(); });
    {
        auto copy = SqliteFile::open(target, SqliteFile::Use::Write);
        QVERIFY_OK(copy);
        QCOMPARE((*live)->copyTo(**copy, *context).error().kind, ErrorKind::Cancelled);
        // Stopped before it began, too.
        QCOMPARE((*live)->copyTo(**copy, *context).error().kind, ErrorKind::Cancelled);
        QCOMPARE(rowsOf(**copy, QStringLiteral("select * from t"))->size(), 7);
    }
    QCOMPARE(contentOf(target), before);
    QCOMPARE(rowsOf(**live, QStringLiteral("select * from t"))->size(), 40'000);
}

void TestSqliteFileCopying::aLockedTargetIsBusy()
{
    const QString file = makeDatabase(QStringLiteral("live.db"), 10);
    const QString target = makeDatabase(QStringLiteral("target.db"), 7);
    auto live = SqliteFile::open(file, SqliteFile::Use::Read);
    auto copy = SqliteFile::open(target, SqliteFile::Use::Write);
    QVERIFY_OK(live);
    QVERIFY_OK(copy);
    auto other = SqliteFile::open(target, SqliteFile::Use::Write);
    QVERIFY_OK((*other)->execute(QStringLiteral("begin immediate")));
    JobContext context;
    QCOMPARE((*live)->copyTo(**copy, context).error().kind, ErrorKind::Busy);
    QVERIFY_OK((*other)->execute(QStringLiteral("rollback")));
    QVERIFY_OK((*live)->copyTo(**copy, context));
}

void TestSqliteFileCopying::aFullDiskLeavesNothing()
{
    const QString file = makeDatabase(QStringLiteral("live.db"), 1000);
    auto live = SqliteFile::open(file, SqliteFile::Use::Read);
    const QString target = path(QStringLiteral("copy.db"));
    auto copy = SqliteFile::open(target, SqliteFile::Use::Create);
    // As a disk with room for ten pages.
    QVERIFY_OK((*copy)->execute(QStringLiteral("pragma max_page_count=10")));
    JobContext context;
    const auto full = (*live)->copyTo(**copy, context);
    QVERIFY(!full);
    QCOMPARE(full.error().kind, ErrorKind::Io);
    QCOMPARE(rowsOf(**copy, QStringLiteral("select * from sqlite_schema"))->size(), 0);
    QCOMPARE(QFileInfo(target).size(), 0);
}

void TestSqliteFileCopying::anInterruptStays()
{
    auto opened = SqliteFile::open(makeDatabase(QStringLiteral("a.db"), 10), SqliteFile::Use::Write);
    QVERIFY_OK(opened);
    // Between two statements SQLite itself forgets that it was interrupted.
    auto inserter = (*opened)->inserter(QStringLiteral("insert into t values (?, ?)"), {});
    QVERIFY_OK(inserter);
    (*opened)->interrupt();
    Result<void> added;
    for (int id = 100; added && id < 100'000; ++id) {
        const QByteArray text = QByteArray::number(id);
        added = (*inserter)->add({QByteArrayView(text), std::nullopt});
    }
    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::Cancelled);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select * from t")).error().kind, ErrorKind::Cancelled);
    QCOMPARE((*opened)->execute(QStringLiteral("delete from t")).error().kind, ErrorKind::Cancelled);
    QCOMPARE((*opened)->checkIntegrity().error().kind, ErrorKind::Cancelled);
    QVERIFY(!(*opened)->inserter(QStringLiteral("insert into t values (?, ?)"), {}));
}

void TestSqliteFileCopying::interruptsEndWhatRuns()
{
    const QString file = makeDatabase(QStringLiteral("a.db"), 50'000);
    std::chrono::microseconds longest{0};
    for (int round = 0; round < 40; ++round) {
        auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
        QVERIFY_OK(opened);
        std::chrono::steady_clock::time_point asked;
        std::thread stopper([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(randomUpTo(30'000)));
            asked = std::chrono::steady_clock::now();
            (*opened)->interrupt(); // once
        });
        Result<void> done;
        while (done) {
            if (round % 2 == 0) {
                done = (*opened)->checkIntegrity();
            } else {
                const auto rows = (*opened)->stream(
                    QStringLiteral("select count(*) from t a, t b where a.v < b.v"), {}, ignoreRow);
                if (!rows)
                    done = rows.error();
            }
        }
        const auto ended = std::chrono::steady_clock::now();
        stopper.join();
        longest = std::max(longest, std::chrono::duration_cast<std::chrono::microseconds>(ended - asked));
        QCOMPARE(done.error().kind, ErrorKind::Cancelled);
    }
    qInfo("longest time from the request to the end: %.1f ms", double(longest.count()) / 1000);
}

QTEST_GUILESS_MAIN(TestSqliteFileCopying)
#include "tst_sqlitefilecopying.moc"
