// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "databasefolder.h"

#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <cmath>

using namespace Db;
using namespace Tests;
using Core::ErrorKind;
using Core::Result;

/// SQLite files: what is none is refused, a new one is private, and values come and go as they are.
class TestSqliteFile final : public QObject, private DatabaseFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }
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
};

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
    QVERIFY(writeTo(path(QStringLiteral("empty.db")), {}));
    QVERIFY(writeTo(path(QStringLiteral("garbage.db")), QByteArray("Dear customer, ").repeated(500)));
    QVERIFY(writeTo(path(QStringLiteral("short.db")), contentOf(good).left(60)));
    QVERIFY(writeTo(path(QStringLiteral("header.db")), contentOf(good).left(100)));
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
    const QByteArray before = contentOf(good);
    const auto refused = SqliteFile::open(good, SqliteFile::Use::Create);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Constraint);
    QCOMPARE(contentOf(good), before);
    // What makes room for a database is an empty file.
    QVERIFY(writeTo(path(QStringLiteral("room.part")), {}));
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
        QVERIFY(memoryPeak() - before < memoryLimit(20 * 1024 * 1024)); // 16 MB of pages
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

QTEST_GUILESS_MAIN(TestSqliteFile)
#include "tst_sqlitefile.moc"
