// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkfixture.h"
#include "db/sqlitefile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <thread>

using namespace Db;
using namespace Tests;
using Core::ErrorKind;
using Core::JobContext;
using Core::JobProgress;
using Core::Result;

namespace {

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// All rows of a statement.
Result<QList<StoredRow>> rowsOf(SqliteFile &file, const QString &sql, const RawRow &values = {})
{
    QList<StoredRow> rows;
    auto count = file.stream(sql, values, [&](const RawRow &row) -> Result<void> {
        rows.append(stored(row));
        return {};
    });
    if (!count)
        return count.error();
    return rows;
}

} // namespace

/// Whole SQLite files: whatever comes along is read or refused, and left as it was; what is written is whole.
class TestSqliteFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsNoDatabaseIsRefused_data();
    void whatIsNoDatabaseIsRefused();
    void aNewFileIsThePrivateOneOfItsOwner();
    void creatingNeverReplaces();
    void linksAreRefusedButFoldersMayBeLinks();
    void namesMayBeHostile();
    void valuesComeAsText();
    void realsComeBack();
    void parametersGoByNumber();
    void oneStatementAtATime();
    void insertsManyRows();
    void aRefusedRowDoesNotEndTheInserter();
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
    void copiesOneMoment_data();
    void copiesOneMoment();
    void aCopyLeavesNothingBeside();
    void aCancelledCopyLeavesTheTarget();
    void aLockedTargetIsBusy();
    void aFullDiskLeavesNothing();
    void anInterruptStays();
    void interruptsEndWhatRuns();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_directory->filePath(name); }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_directory->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }
    QString makeDatabase(const QString &name, int rows, bool withLog = false) const
    {
        const QString file = path(name);
        sqliteExecute(file, QStringLiteral("pragma journal_mode=%1; create table t (id integer primary key, "
                                           "v text); create index i on t (v); with recursive n(i) as (select "
                                           "1 union all select i + 1 from n where i < %2) insert into t "
                                           "select i, hex(randomblob(50)) from n")
                                .arg(withLog ? QStringLiteral("wal") : QStringLiteral("delete"))
                                .arg(rows));
        return file;
    }
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSqliteFile::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void TestSqliteFile::whatIsNoDatabaseIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("kind");
    QTest::newRow("missing") << QStringLiteral("missing.db") << int(ErrorKind::NotFound);
    QTest::newRow("no name") << QString() << int(ErrorKind::NotFound);
    QTest::newRow("folder") << QStringLiteral("folder") << int(ErrorKind::Unsupported);
    QTest::newRow("pipe") << QStringLiteral("pipe") << int(ErrorKind::Unsupported);
    QTest::newRow("device") << QStringLiteral("/dev/zero") << int(ErrorKind::Unsupported);
    QTest::newRow("link") << QStringLiteral("link.db") << int(ErrorKind::Unsupported);
    QTest::newRow("dangling link") << QStringLiteral("dangling.db") << int(ErrorKind::Unsupported);
    QTest::newRow("empty") << QStringLiteral("empty.db") << int(ErrorKind::Corrupt);
    QTest::newRow("garbage") << QStringLiteral("garbage.db") << int(ErrorKind::Corrupt);
    QTest::newRow("short") << QStringLiteral("short.db") << int(ErrorKind::Corrupt);
    QTest::newRow("header alone") << QStringLiteral("header.db") << int(ErrorKind::Corrupt);
    QTest::newRow("not readable") << QStringLiteral("secret.db") << int(ErrorKind::Permission);
}

void TestSqliteFile::whatIsNoDatabaseIsRefused()
{
    QFETCH(QString, name);
    QFETCH(int, kind);
    const QString good = makeDatabase(QStringLiteral("good.db"), 100);
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("folder")));
    QCOMPARE(::mkfifo(path(QStringLiteral("pipe")).toLocal8Bit().constData(), 0600), 0);
    QVERIFY(QFile::link(good, path(QStringLiteral("link.db"))));
    QVERIFY(QFile::link(path(QStringLiteral("gone")), path(QStringLiteral("dangling.db"))));
    QVERIFY(writeFile(path(QStringLiteral("empty.db")), {}));
    QVERIFY(writeFile(path(QStringLiteral("garbage.db")), QByteArray("Dear customer, ").repeated(500)));
    QVERIFY(writeFile(path(QStringLiteral("short.db")), bytesOf(good).left(60)));
    QVERIFY(writeFile(path(QStringLiteral("header.db")), bytesOf(good).left(100)));
    QVERIFY(QFile::copy(good, path(QStringLiteral("secret.db"))));
    QVERIFY(QFile::setPermissions(path(QStringLiteral("secret.db")), {}));
    if (kind == int(ErrorKind::Permission) && ::geteuid() == 0)
        kind = -1; // root may read everything
    const QStringList before = files();
    const QString file = name.isEmpty() || name.startsWith(QLatin1Char('/')) ? name : path(name);
    for (const SqliteFile::Use use : {SqliteFile::Use::Read, SqliteFile::Use::Write}) {
        if (use == SqliteFile::Use::Write &&
            (name == QLatin1String("empty.db") || name == QLatin1String("link.db"))) {
            // A database without tables, and one that the user has elsewhere.
            QVERIFY_OK(SqliteFile::open(file, use));
            continue;
        }
        auto opened = SqliteFile::open(file, use);
        if (kind == -1) {
            QVERIFY_OK(opened);
            continue;
        }
        QVERIFY(!opened);
        QCOMPARE(int(opened.error().kind), kind);
        QVERIFY(!opened.error().summary.isEmpty());
    }
    QCOMPARE(files(), before);
}

void TestSqliteFile::aNewFileIsThePrivateOneOfItsOwner()
{
    const mode_t mask = ::umask(0);
    const QString file = path(QStringLiteral("sub folder/new.db"));
    auto made = SqliteFile::open(file, SqliteFile::Use::Create);
    ::umask(mask);
    QVERIFY_OK(made);
    QVERIFY_OK((*made)->execute(QStringLiteral("create table t (v text)")));
    struct stat status = {};
    QCOMPARE(::stat(file.toLocal8Bit().constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t(0600));
}

void TestSqliteFile::creatingNeverReplaces()
{
    const QString good = makeDatabase(QStringLiteral("good.db"), 1);
    const QByteArray before = bytesOf(good);
    const auto refused = SqliteFile::open(good, SqliteFile::Use::Create);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Constraint);
    QCOMPARE(bytesOf(good), before);
    // What makes room for a database is an empty file.
    QVERIFY(writeFile(path(QStringLiteral("room.part")), {}));
    auto made = SqliteFile::open(path(QStringLiteral("room.part")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    QVERIFY_OK((*made)->execute(QStringLiteral("create table t (v text)")));
    QVERIFY(QFile::link(path(QStringLiteral("elsewhere")), path(QStringLiteral("trap.db"))));
    QVERIFY(!SqliteFile::open(path(QStringLiteral("trap.db")), SqliteFile::Use::Create));
    QVERIFY(!QFile::exists(path(QStringLiteral("elsewhere"))));
}

void TestSqliteFile::linksAreRefusedButFoldersMayBeLinks()
{
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("real")));
    makeDatabase(QStringLiteral("real/a.db"), 3);
    QVERIFY(QFile::link(path(QStringLiteral("real")), path(QStringLiteral("documents"))));
    auto opened = SqliteFile::open(path(QStringLiteral("documents/a.db")), SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select id from t"))->size(), 3);
    QCOMPARE((*opened)->fileName(), QFileInfo(path(QStringLiteral("real/a.db"))).canonicalFilePath());
}

void TestSqliteFile::namesMayBeHostile()
{
    for (const char *name :
         {"a b?mode=memory.db", "x#y%41.db", "q'\".db", "\xc3\xa4 \xf0\x9f\x98\x80.db", "file:x.db"}) {
        const QString file = path(QString::fromUtf8(name));
        {
            auto made = SqliteFile::open(file, SqliteFile::Use::Create);
            QVERIFY_OK(made);
            QVERIFY_OK((*made)->execute(QStringLiteral("create table t (v text)")));
        }
        QVERIFY2(QFileInfo(file).size() > 0, name);
        QVERIFY_OK(SqliteFile::open(file, SqliteFile::Use::Read));
    }
    QCOMPARE(files().size(), 5);
}

void TestSqliteFile::valuesComeAsText()
{
    auto made = SqliteFile::open(path(QStringLiteral("a.db")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    SqliteFile &file = **made;
    const auto rows = rowsOf(
        file, QStringLiteral("select null, '', 'a', 0, -9223372036854775808, 9223372036854775807, 0.5, x'', "
                             "x'00ff7F', 1e999, -1e999, 'a' || char(0) || 'b', '\U0001F600'"));
    QVERIFY_OK(rows);
    const StoredRow expected = {std::nullopt,
                                QByteArray(""),
                                QByteArray("a"),
                                QByteArray("0"),
                                QByteArray("-9223372036854775808"),
                                QByteArray("9223372036854775807"),
                                QByteArray("0.5"),
                                QByteArray("\\x"),
                                QByteArray("\\x00ff7f"),
                                QByteArray("Infinity"),
                                QByteArray("-Infinity"),
                                QByteArray("a\0b", 3),
                                QByteArray("\U0001F600")};
    QVERIFY(rows->first() == expected);
}

void TestSqliteFile::realsComeBack()
{
    auto made = SqliteFile::open(path(QStringLiteral("a.db")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    SqliteFile &file = **made;
    QVERIFY_OK(file.execute(QStringLiteral("create table t (id integer primary key, v real)")));
    QVERIFY_OK(file.execute(QStringLiteral("begin")));
    QRandomGenerator generator(20251211);
    QList<double> values;
    auto inserter = file.inserter(QStringLiteral("insert into t values (?, ?)"), {}, {false, true});
    QVERIFY_OK(inserter);
    while (values.size() < 20'000) {
        const quint64 bits = generator.generate64();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value))
            continue;
        if (values.size() % 2 == 0)
            value = std::round(value * 100) / 100;
        if (!std::isfinite(value))
            continue;
        const QByteArray id = QByteArray::number(values.size());
        const QByteArray text = QByteArray::number(value, 'g', 17);
        values.append(text.toDouble());
        QVERIFY_OK((*inserter)->add({QByteArrayView(id), QByteArrayView(text)}));
    }
    qsizetype next = 0;
    bool isExact = true;
    const auto count = file.stream(
        QStringLiteral("select v from t order by id"), {}, [&](const RawRow &row) -> Result<void> {
            isExact = isExact && row.first()->toDouble() == values.at(next++) && row.first()->size() <= 25;
            return {};
        });
    QVERIFY_OK(count);
    QCOMPARE(*count, values.size());
    QVERIFY(isExact);
}

void TestSqliteFile::parametersGoByNumber()
{
    auto made = SqliteFile::open(path(QStringLiteral("a.db")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    SqliteFile &file = **made;
    const RawRow values = {QByteArrayView("a"), std::nullopt, QByteArrayView("c")};
    for (const char *sql : {"select $3, $1, $2, $1", "select ?3, ?1, ?2, ?1"}) {
        const auto rows = rowsOf(file, QLatin1String(sql), values);
        QVERIFY_OK(rows);
        QVERIFY(rows->first() ==
                (StoredRow{QByteArray("c"), QByteArray("a"), std::nullopt, QByteArray("a")}));
    }
    QVERIFY(rowsOf(file, QStringLiteral("select ?, ?, ?"), values)->first() ==
            (StoredRow{QByteArray("a"), std::nullopt, QByteArray("c")}));
    for (const char *sql : {"select $1", "select $1, $4, $2, $3", "select $name, $2, $3", "select 1"})
        QCOMPARE(rowsOf(file, QLatin1String(sql), values).error().kind, ErrorKind::Internal);
}

void TestSqliteFile::oneStatementAtATime()
{
    auto made = SqliteFile::open(path(QStringLiteral("a.db")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    SqliteFile &file = **made;
    QVERIFY_OK(file.execute(QStringLiteral("create table t (v text) ; \n")));
    QVERIFY(!file.execute(QStringLiteral("insert into t values (1); drop table t")));
    QVERIFY(!file.execute(QString()));
    QVERIFY(!file.execute(QStringLiteral("-- nothing")));
    QCOMPARE(file.execute(QStringLiteral("selekt")).error().kind, ErrorKind::Syntax);
    QCOMPARE(rowsOf(file, QStringLiteral("select * from t"))->size(), 0);
}

void TestSqliteFile::insertsManyRows()
{
    auto made = SqliteFile::open(path(QStringLiteral("a.db")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    SqliteFile &file = **made;
    QVERIFY_OK(file.execute(QStringLiteral("create table t (id integer primary key, v text, b blob)")));
    QVERIFY_OK(file.execute(QStringLiteral("begin")));
    {
        auto inserter = file.inserter(QStringLiteral("insert into t values (?, ?, ?)"), {false, false, true});
        QVERIFY_OK(inserter);
        const QStringList texts = hostileTexts();
        for (int i = 0; i < texts.size(); ++i) {
            const QByteArray id = QByteArray::number(i);
            const QByteArray text = texts.at(i).toUtf8();
            const QByteArray blob = "\\x" + text.left(100).toHex();
            QVERIFY_OK((*inserter)->add({QByteArrayView(id), QByteArrayView(text), QByteArrayView(blob)}));
        }
        QVERIFY_OK((*inserter)->add({QByteArrayView("1000"), std::nullopt, std::nullopt}));
        const qint64 before = memoryPeak();
        for (int i = 2000; i < 102'000; ++i) {
            const QByteArray id = QByteArray::number(i);
            QVERIFY_OK((*inserter)->add(
                {QByteArrayView(id), QByteArrayView("a hundred thousand times this"), std::nullopt}));
        }
        QVERIFY(memoryPeak() - before < 20 * 1024 * 1024); // 16 MB of pages
    }
    QVERIFY_OK(file.execute(QStringLiteral("commit")));
    QVERIFY_OK(file.checkIntegrity());
    const QStringList texts = hostileTexts();
    const auto rows = rowsOf(file, QStringLiteral("select v, b, typeof(v), typeof(b) from t where id < 1000 "
                                                  "order by id"));
    QVERIFY_OK(rows);
    QCOMPARE(rows->size(), texts.size());
    for (int i = 0; i < texts.size(); ++i) {
        QCOMPARE(rows->at(i).at(0), texts.at(i).toUtf8());
        QCOMPARE(rows->at(i).at(1), "\\x" + texts.at(i).toUtf8().left(100).toHex());
        QCOMPARE(rows->at(i).at(2), QByteArray("text"));
        QCOMPARE(rows->at(i).at(3), QByteArray("blob"));
    }
    QVERIFY(rowsOf(file, QStringLiteral("select v, b from t where id = 1000"))->first() ==
            (StoredRow{std::nullopt, std::nullopt}));
    QCOMPARE(rowsOf(file, QStringLiteral("select count(*) from t where id >= 2000"))->first().first(),
             QByteArray("100000"));
}

void TestSqliteFile::aRefusedRowDoesNotEndTheInserter()
{
    auto made = SqliteFile::open(path(QStringLiteral("a.db")), SqliteFile::Use::Create);
    QVERIFY_OK(made);
    QVERIFY_OK((*made)->execute(QStringLiteral("create table t (id integer primary key, v text not null)")));
    auto inserter = (*made)->inserter(QStringLiteral("insert into t values (?, ?)"), {});
    QVERIFY_OK(inserter);
    QVERIFY_OK((*inserter)->add({QByteArrayView("1"), QByteArrayView("a")}));
    QCOMPARE((*inserter)->add({QByteArrayView("1"), QByteArrayView("b")}).error().kind,
             ErrorKind::Constraint);
    QCOMPARE((*inserter)->add({QByteArrayView("2"), std::nullopt}).error().kind, ErrorKind::Constraint);
    QCOMPARE((*inserter)->add({QByteArrayView("2")}).error().kind, ErrorKind::Internal);
    QVERIFY_OK((*inserter)->add({QByteArrayView("2"), QByteArrayView("b")}));
    QCOMPARE(rowsOf(**made, QStringLiteral("select * from t"))->size(), 2);
}

void TestSqliteFile::aFileThatIsReadIsNotChanged_data()
{
    QTest::addColumn<bool>("withLog");
    QTest::addColumn<bool>("isReadOnly");
    QTest::newRow("delete") << false << false;
    QTest::newRow("wal") << true << false;
    QTest::newRow("wal, in a folder without write permission") << true << true;
}

void TestSqliteFile::aFileThatIsReadIsNotChanged()
{
    QFETCH(bool, withLog);
    QFETCH(bool, isReadOnly);
    const QString file = makeDatabase(QStringLiteral("a.db"), 1000, withLog);
    const QByteArray before = bytesOf(file);
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
    QCOMPARE(bytesOf(file), before);
}

void TestSqliteFile::aLogThatIsInUseIsRead()
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

void TestSqliteFile::aWriterDuringAReadWithoutLocksIsNoticed()
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

void TestSqliteFile::anUnfinishedChangeIsToldAndLeft()
{
    const QString file = makeDatabase(QStringLiteral("a.db"), 3000);
    const QByteArray before = bytesOf(file);
    {
        // What a kill in the middle of a commit leaves: a changed file and the journal to take that back.
        auto writer = SqliteFile::open(file, SqliteFile::Use::Write);
        QVERIFY_OK(writer);
        QVERIFY_OK((*writer)->execute(QStringLiteral("pragma cache_size=1")));
        QVERIFY_OK((*writer)->execute(QStringLiteral("begin exclusive")));
        QVERIFY_OK((*writer)->execute(QStringLiteral("update t set v = 'half'")));
        QVERIFY(bytesOf(file) != before);
        QVERIFY(writeFile(path(QStringLiteral("killed.db")), bytesOf(file)));
        QVERIFY(
            writeFile(path(QStringLiteral("killed.db-journal")), bytesOf(file + QStringLiteral("-journal"))));
    }
    const QString killed = path(QStringLiteral("killed.db"));
    const QByteArray half = bytesOf(killed);
    const auto opened = SqliteFile::open(killed, SqliteFile::Use::Read);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Busy);
    QVERIFY(opened.error().summary.contains(QLatin1String("not finished")));
    QCOMPARE(bytesOf(killed), half);
    QVERIFY_OK(SqliteFile::open(killed, SqliteFile::Use::Write));
    auto healed = SqliteFile::open(killed, SqliteFile::Use::Read);
    QVERIFY_OK(healed);
    QVERIFY_OK((*healed)->checkIntegrity());
    QCOMPARE(rowsOf(**healed, QStringLiteral("select * from t where v = 'half'"))->size(), 0);
}

void TestSqliteFile::aLogOfAnotherFileDoesNoHarm()
{
    const QString one = makeDatabase(QStringLiteral("one.db"), 500, true);
    const QString two = makeDatabase(QStringLiteral("two.db"), 2000, true);
    Session writer(specOf(two));
    QVERIFY_OK(write(writer, {{QStringLiteral("update t set v = 'two'"), {}}}));
    QVERIFY(writeFile(one + QStringLiteral("-wal"), bytesOf(two + QStringLiteral("-wal"))));
    const QByteArray before = bytesOf(one);
    {
        auto opened = SqliteFile::open(one, SqliteFile::Use::Read);
        if (opened) {
            (void)rowsOf(**opened, QStringLiteral("select * from t"));
            (void)(*opened)->checkIntegrity();
        }
    }
    QCOMPARE(bytesOf(one), before);
    // Bytes that are no log are nobody's.
    QVERIFY(QFile::remove(one + QStringLiteral("-shm")) || true);
    QVERIFY(writeFile(one + QStringLiteral("-wal"), QByteArray("Dear customer, ").repeated(1000)));
    auto opened = SqliteFile::open(one, SqliteFile::Use::Read);
    QVERIFY_OK(opened);
    QCOMPARE(rowsOf(**opened, QStringLiteral("select * from t"))->size(), 500);
    QCOMPARE(bytesOf(one), before);
}

void TestSqliteFile::nothingOfTheFileRuns()
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

void TestSqliteFile::limitsHold()
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

void TestSqliteFile::damageIsFound()
{
    // Whatever bit is flipped: it is noticed or harms no row, and nothing crashes.
    const QString good = makeDatabase(QStringLiteral("good.db"), 300);
    const QByteArray content = bytesOf(good);
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
        QVERIFY(writeFile(file, flipped));
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

void TestSqliteFile::truncationIsFound()
{
    const QString good = makeDatabase(QStringLiteral("good.db"), 1000);
    const QByteArray content = bytesOf(good);
    const QString file = path(QStringLiteral("short.db"));
    for (qsizetype size = 1; size < content.size(); size += 509) {
        QVERIFY(writeFile(file, content.left(size)));
        auto opened = SqliteFile::open(file, SqliteFile::Use::Read);
        const auto sound = opened ? (*opened)->checkIntegrity(true) : Result<void>(opened.error());
        QVERIFY2(!sound, qPrintable(QString::number(size)));
        QCOMPARE(sound.error().kind, ErrorKind::Corrupt);
    }
}

void TestSqliteFile::orphansAreFound()
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

void TestSqliteFile::copiesOneMoment_data()
{
    QTest::addColumn<bool>("withLog");
    QTest::newRow("delete") << false;
    QTest::newRow("wal") << true;
}

void TestSqliteFile::copiesOneMoment()
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

void TestSqliteFile::aCopyLeavesNothingBeside()
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
    QCOMPARE(bytesOf(name).at(18), '\1'); // no log
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

void TestSqliteFile::aCancelledCopyLeavesTheTarget()
{
    const QString file = makeDatabase(QStringLiteral("live.db"), 40'000);
    const QString target = makeDatabase(QStringLiteral("target.db"), 7);
    const QByteArray before = bytesOf(target);
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
    QCOMPARE(bytesOf(target), before);
    QCOMPARE(rowsOf(**live, QStringLiteral("select * from t"))->size(), 40'000);
}

void TestSqliteFile::aLockedTargetIsBusy()
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

void TestSqliteFile::aFullDiskLeavesNothing()
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

void TestSqliteFile::anInterruptStays()
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

void TestSqliteFile::interruptsEndWhatRuns()
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

QTEST_GUILESS_MAIN(TestSqliteFile)
#include "tst_sqlitefile.moc"
