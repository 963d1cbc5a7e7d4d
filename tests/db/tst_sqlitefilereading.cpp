// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "databasefolder.h"

#include <QTest>

using namespace Db;
using namespace Tests;
using Core::ErrorKind;
using Core::JobContext;
using Core::Result;

/// Foreign SQLite files: read without a change, or refused, and no damage goes unnoticed.
class TestSqliteFileReading final : public QObject, private DatabaseFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }
    void aFileThatIsReadIsNotChanged_data();
    void aFileThatIsReadIsNotChanged();
    void aLogThatIsInUseIsRead();
    void aWriterDuringAReadWithoutLocksIsNoticed();
    void anUnfinishedChangeIsToldAndLeft();
    void aLogOfAnotherFileDoesNoHarm();
    void nothingOfTheFileRuns();
    void limitsHold();
    void damageIsFound();
    void truncationIsFound();
    void orphansAreFound();
};

void TestSqliteFileReading::aFileThatIsReadIsNotChanged_data()
{
    QTest::addColumn<bool>("withLog");
    QTest::addColumn<bool>("isReadOnly");
    QTest::newRow("delete") << false << false;
    QTest::newRow("wal") << true << false;
    QTest::newRow("wal, in a folder without write permission") << true << true;
}

void TestSqliteFileReading::aFileThatIsReadIsNotChanged()
{
    QFETCH(bool, withLog);
    QFETCH(bool, isReadOnly);
    const QString file = makeDatabase(QStringLiteral("a.db"), 1000, withLog);
    const QByteArray before = contentOf(file);
    QCOMPARE(files(), QStringList{QStringLiteral("a.db")});
    if (isReadOnly)
        QVERIFY(QFile::setPermissions(m_directory->path(), QFile::ReadOwner | QFile::ExeOwner));
    {
        auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
        QVERIFY_OK(opened);
        QCOMPARE(rowsOf(**opened, QStringLiteral("select * from t"))->size(), 1000);
        QVERIFY_OK((*opened)->checkIntegrity());
        QCOMPARE(files(), QStringList{QStringLiteral("a.db")});
        for (const char *sql : {"insert into t values (-1, 'x')", "create table u (v text)", "drop table t",
                                "pragma user_version=3", "vacuum"})
            QVERIFY2(!(*opened)->execute(QLatin1String(sql)), sql);
        QVERIFY(
            !(*opened)->execute(QStringLiteral("attach '%1' as other").arg(path(QStringLiteral("x.db")))));
    }
    if (isReadOnly)
        QVERIFY(QFile::setPermissions(m_directory->path(),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QCOMPARE(files(), QStringList{QStringLiteral("a.db")});
    QCOMPARE(contentOf(file), before);
}

void TestSqliteFileReading::aLogThatIsInUseIsRead()
{
    const QString file = makeDatabase(QStringLiteral("a.db"), 1000, true);
    Session session(specOf(file));
    QVERIFY_OK(write(session, {{QStringLiteral("insert into t values (5000, 'in the log')"), {}}}));
    QVERIFY(QFileInfo(file + QStringLiteral("-wal")).size() > 0);
    auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select * from t"))->size(), 1001);
    JobContext context;
    auto copy = SqliteFile::open(path(QStringLiteral("copy.db")), SqliteFile::Use::Create);
    QVERIFY_OK(copy);
    QVERIFY_OK((*opened)->copyTo(**copy, context));
    QCOMPARE(rowsOf(**copy, QStringLiteral("select * from t"))->size(), 1001);
    opened->reset();
    // The session's database goes on.
    QVERIFY_OK(write(session, {{QStringLiteral("insert into t values (5001, 'later')"), {}}}));
    session.close();
    QVERIFY(!QFile::exists(file + QStringLiteral("-wal")));
    QCOMPARE(sqliteExecute(file, QStringLiteral("select count(*) from t")).first().first(),
             QStringLiteral("1002"));
}

void TestSqliteFileReading::aWriterDuringAReadWithoutLocksIsNoticed()
{
    const QString file = makeDatabase(QStringLiteral("a.db"), 1000, true);
    auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    int seen = 0;
    const auto rows =
        (*opened)->stream(QStringLiteral("select * from t"), {}, [&](const RawRow &) -> Result<void> {
            if (++seen == 500)
                sqliteExecute(file, QStringLiteral("update t set v = 'new'"));
            return {};
        });
    QVERIFY(!rows); // or half of the rows would be old ones
    QCOMPARE(rows.error().kind, ErrorKind::Busy);
}

void TestSqliteFileReading::anUnfinishedChangeIsToldAndLeft()
{
    const QString file = makeDatabase(QStringLiteral("a.db"), 3000);
    const QByteArray before = contentOf(file);
    {
        // What a kill in the middle of a commit leaves: a changed file and the journal to take that back.
        auto writer = SqliteFile::open(file, SqliteFile::Use::Write);
        QVERIFY_OK(writer);
        QVERIFY_OK((*writer)->execute(QStringLiteral("pragma cache_size=1")));
        QVERIFY_OK((*writer)->execute(QStringLiteral("begin exclusive")));
        QVERIFY_OK((*writer)->execute(QStringLiteral("update t set v = 'half'")));
        QVERIFY(contentOf(file) != before);
        QVERIFY(writeTo(path(QStringLiteral("killed.db")), contentOf(file)));
        QVERIFY(
            writeTo(path(QStringLiteral("killed.db-journal")), contentOf(file + QStringLiteral("-journal"))));
    }
    const QString killed = path(QStringLiteral("killed.db"));
    const QByteArray half = contentOf(killed);
    const auto opened = SqliteFile::open(killed, SqliteFile::Use::Read);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Busy);
    QVERIFY(opened.error().summary.contains(QLatin1String("not finished")));
    QCOMPARE(contentOf(killed), half);
    QVERIFY_OK(SqliteFile::open(killed, SqliteFile::Use::Write));
    auto healed = SqliteFile::open(killed, SqliteFile::Use::Read);
    QVERIFY_OK(healed);
    QVERIFY_OK((*healed)->checkIntegrity());
    QCOMPARE(rowsOf(**healed, QStringLiteral("select * from t where v = 'half'"))->size(), 0);
}

void TestSqliteFileReading::aLogOfAnotherFileDoesNoHarm()
{
    const QString one = makeDatabase(QStringLiteral("one.db"), 500, true);
    const QString two = makeDatabase(QStringLiteral("two.db"), 2000, true);
    Session writer(specOf(two));
    QVERIFY_OK(write(writer, {{QStringLiteral("update t set v = 'two'"), {}}}));
    QVERIFY(writeTo(one + QStringLiteral("-wal"), contentOf(two + QStringLiteral("-wal"))));
    const QByteArray before = contentOf(one);
    {
        auto opened = SqliteFile::open(one, SqliteFile::Use::Read);
        if (opened) {
            (void)rowsOf(**opened, QStringLiteral("select * from t"));
            (void)(*opened)->checkIntegrity();
        }
    }
    QCOMPARE(contentOf(one), before);
    // Bytes that are no log are nobody's.
    QVERIFY(QFile::remove(one + QStringLiteral("-shm")) || true);
    QVERIFY(writeTo(one + QStringLiteral("-wal"), QByteArray("Dear customer, ").repeated(1000)));
    auto opened = SqliteFile::open(one, SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select * from t"))->size(), 500);
    QCOMPARE(contentOf(one), before);
}

void TestSqliteFileReading::nothingOfTheFileRuns()
{
    const QString file = path(QStringLiteral("evil.db"));
    sqliteExecute(file, QStringLiteral(
                            "create table t (id integer primary key, v text); insert into t values (1, 'a'); "
                            "create view w as select * from t; create table log (v text); "
                            "create trigger g after insert on t begin insert into log values (new.v); end; "
                            "create virtual table f using fts5(v); insert into f values ('x'); "
                            "create table h (v text, g text generated always as (upper(v)) virtual)"));
    auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select * from t"))->size(), 1);
    QVERIFY(!rowsOf(**opened, QStringLiteral("select * from w")));
    QVERIFY(!rowsOf(**opened, QStringLiteral("select * from f")));
    QVERIFY(!rowsOf(**opened, QStringLiteral("select load_extension('x')")));
    QVERIFY(!rowsOf(**opened, QStringLiteral("select fts3_tokenizer('simple', x'0000000000000000')")));
    QVERIFY(
        !(*opened)->execute(QStringLiteral("pragma writable_schema=on; update sqlite_schema set sql = ''")));
    QVERIFY_OK((*opened)->execute(QStringLiteral("pragma writable_schema=on")));
    QVERIFY(!(*opened)->execute(QStringLiteral("update sqlite_schema set sql = ''")));
    // What reads the schema sees all of it.
    QCOMPARE(rowsOf(**opened, QStringLiteral("select name from sqlite_schema where type = 'view'"))->size(),
             1);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select * from pragma_table_info('t')"))->size(), 2);
}

void TestSqliteFileReading::limitsHold()
{
    const QString file = makeDatabase(QStringLiteral("a.db"), 1);
    auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    QVERIFY(!rowsOf(**opened, QStringLiteral("select zeroblob(200000000)")));
    QVERIFY(!rowsOf(**opened, QStringLiteral("select ") + QStringLiteral("(").repeated(500) +
                                  QStringLiteral("1") + QStringLiteral(")").repeated(500)));
    QCOMPARE(rowsOf(**opened, QStringLiteral("pragma mmap_size")).value().value(0).value(0).value_or("0"),
             QByteArray("0"));
    QCOMPARE(rowsOf(**opened, QStringLiteral("pragma cell_size_check"))->first().first(), QByteArray("1"));
    QCOMPARE(rowsOf(**opened, QStringLiteral("pragma trusted_schema"))->first().first(), QByteArray("0"));
}

void TestSqliteFileReading::damageIsFound()
{
    // Whatever bit is flipped: it is noticed or harms no row, and nothing crashes.
    const QString good = makeDatabase(QStringLiteral("good.db"), 300);
    const QByteArray content = contentOf(good);
    const auto truth = [&] {
        auto opened = SqliteFile::open(good, SqliteFile::Use::Read);
        return *rowsOf(**opened, QStringLiteral("select * from t order by id"));
    }();
    QRandomGenerator generator(7);
    const QString file = path(QStringLiteral("flipped.db"));
    int found = 0;
    int silent = 0;
    for (int round = 0; round < 300; ++round) {
        QByteArray flipped = content;
        // Half of them where structure is: in the header and at the beginning of pages.
        const int at = round % 2 == 0
                           ? generator.bounded(int(content.size()))
                           : generator.bounded(int(content.size()) / 4096) * 4096 + generator.bounded(100);
        flipped[at] = char(flipped.at(at) ^ (1 << generator.bounded(8)));
        QVERIFY(writeTo(file, flipped));
        auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
        const auto sound = opened ? (*opened)->checkIntegrity() : Result<void>(opened.error());
        const auto rows = opened ? rowsOf(**opened, QStringLiteral("select * from t order by id"))
                                 : Result<QList<StoredRow>>(opened.error());
        if (!sound || !rows)
            ++found;
        else if (*rows != truth)
            ++silent; // a changed letter is what hashes are for
        QCOMPARE(QDir(m_directory->path()).entryList({QStringLiteral("flipped.db-*")}), QStringList());
    }
    qInfo("%d of 300 bit flips found by SQLite, %d changed a row silently", found, silent);
    QVERIFY(found > 30);
}

void TestSqliteFileReading::truncationIsFound()
{
    const QString good = makeDatabase(QStringLiteral("good.db"), 1000);
    const QByteArray content = contentOf(good);
    const QString file = path(QStringLiteral("short.db"));
    for (qsizetype size = 1; size < content.size(); size += 509) {
        QVERIFY(writeTo(file, content.left(size)));
        auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
        const auto sound = opened ? (*opened)->checkIntegrity(true) : Result<void>(opened.error());
        QVERIFY2(!sound, qPrintable(QString::number(size)));
        QCOMPARE(sound.error().kind, ErrorKind::Corrupt);
    }
}

void TestSqliteFileReading::orphansAreFound()
{
    const QString file = path(QStringLiteral("a.db"));
    sqliteExecute(file, QStringLiteral("create table p (id integer primary key); create table c (id integer "
                                       "primary key, p integer references p (id)); insert into p values (1); "
                                       "insert into c values (1, 1), (2, null)"));
    QVERIFY_OK((*SqliteFile::open(file, SqliteFile::Use::Read))->checkIntegrity());
    sqliteExecute(file, QStringLiteral("insert into c values (3, 77)"));
    const auto orphan = (*SqliteFile::open(file, SqliteFile::Use::Read))->checkIntegrity();
    QVERIFY(!orphan);
    QCOMPARE(orphan.error().kind, ErrorKind::Corrupt);
    QVERIFY2(orphan.error().detail.contains(QLatin1String("c, row 3")), qPrintable(orphan.error().detail));
    sqliteExecute(file, QStringLiteral("delete from c; create table d (p integer references p (missing)); "
                                       "insert into d values (1)"));
    QCOMPARE((*SqliteFile::open(file, SqliteFile::Use::Read))->checkIntegrity().error().kind,
             ErrorKind::Corrupt);
}

QTEST_GUILESS_MAIN(TestSqliteFileReading)
#include "tst_sqlitefilereading.moc"
