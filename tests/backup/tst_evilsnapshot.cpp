// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "restorefixture.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using Tests::Shop;
using Tests::TempDatabase;

namespace {

/// Overwrites bytes of a file.
void patch(const QString &file, qint64 offset, const QByteArray &bytes)
{
    QFile target(file);
    QVERIFY(target.open(QIODevice::ReadWrite));
    QVERIFY(target.seek(offset));
    QCOMPARE(target.write(bytes), bytes.size());
}

} // namespace

/// SQLite files that somebody made to do harm: what is in them never runs, and no rest of it comes along.
class TestEvilSnapshot final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNoHarm_data();
    void doesNoHarm();
    void cleanupTestCase();

private:
    int m_files = 0;
    int m_refused = 0;
};

void TestEvilSnapshot::doesNoHarm_data()
{
    using Make = std::function<void(const QString &)>;
    QTest::addColumn<Make>("make");
    const auto sql = [](const QString &statements) -> Make {
        return [statements](const QString &file) {
            const Shop shop(TempDatabase::Kind::Sqlite, 20);
            shop.execute(statements);
            QVERIFY(QFile::copy(shop.database.name(), file));
        };
    };
    const auto patched = [](qint64 offset, const QByteArray &bytes) -> Make {
        return [offset, bytes](const QString &file) {
            const Shop shop(TempDatabase::Kind::Sqlite, 20);
            QVERIFY(QFile::copy(shop.database.name(), file));
            patch(file, offset, bytes);
        };
    };
    QTest::newRow("trigger on insert") << sql(
        u"create trigger t after insert on \"Customer\" begin update \"Customer\" set \"Notes\" = 'pwned'; end"_s);
    QTest::newRow("trigger on delete")
        << sql(u"create trigger t before delete on \"Customer\" begin delete from \"Job\"; end"_s);
    QTest::newRow("trigger that stops")
        << sql(u"create trigger t before insert on \"Customer\" begin select raise(abort, 'no'); end"_s);
    QTest::newRow("endless view in place of a table")
        << sql(u"drop table \"Job\"; create view \"Job\" as with recursive n(i) as (select 1 union "
               u"all select "
               "i + 1 from n) select i as \"Id\" from n"_s);
    QTest::newRow("view with a harmful function")
        << sql(u"create view v as select load_extension('/tmp/evil.so')"_s);
    QTest::newRow("generated column")
        << sql(u"create table g (\"Id\" integer primary key, a text, b text generated always as (upper(a))); "
               "insert into g (a) values ('x')"_s);
    QTest::newRow("generated column without an end") << sql(
        u"create table g (\"Id\" integer primary key, b blob generated always as (zeroblob(900000000))); "
        "insert into g (\"Id\") values (1)"_s);
    QTest::newRow("index on an expression")
        << sql(u"create index i on \"Customer\" (lower(\"Name\") || '!')"_s);
    QTest::newRow("check that cannot hold") << sql(
        u"create table c (\"Id\" integer primary key, x int); insert into c values (1, 1); pragma "
        "writable_schema = on; update sqlite_schema set sql = 'CREATE TABLE c (\"Id\" integer primary key, x "
        "int check (x > 5))' where name = 'c'"_s);
    QTest::newRow("virtual table") << sql(
        u"create virtual table f using fts5(x); insert into f values ('y')"_s);
    QTest::newRow("virtual table without its module")
        << sql(u"pragma writable_schema = on; insert into sqlite_schema values ('table', 'f', 'f', 0, "
               u"'CREATE VIRTUAL "
               "TABLE f USING nothing(x)')"_s);
    QTest::newRow("schema of another table") << sql(u"pragma writable_schema = on; update sqlite_schema set "
                                                    u"rootpage = (select rootpage from sqlite_schema "
                                                    "where name = 'Job') where name = 'Customer'"_s);
    QTest::newRow("root page out of the file") << sql(
        u"pragma writable_schema = on; update sqlite_schema set rootpage = 99999 where name = 'Customer'"_s);
    QTest::newRow("nonsense in the schema") << sql(u"pragma writable_schema = on; update sqlite_schema set "
                                                   u"sql = 'CREATE TABLE \"Customer\" (' where name "
                                                   "= 'Customer'"_s);
    QTest::newRow("hostile names") << sql(u"create table \"x\"\"; drop table Customer; --\" (\"Id\" integer "
                                          u"primary key, \"a\"\" b\" text); insert "
                                          "into \"x\"\"; drop table Customer; --\" values (1, 'y')"_s);
    QTest::newRow("very many pages in the header") << patched(28, QByteArray("\x7f\xff\xff\xff", 4));
    QTest::newRow("no page size") << patched(16, QByteArray(2, '\0'));
    QTest::newRow("future format") << patched(18, QByteArray("\x09\x09", 2));
    QTest::newRow("future schema format") << patched(44, QByteArray("\0\0\0\x63", 4));
    QTest::newRow("free list into nowhere") << patched(32, QByteArray("\x7f\xff\xff\xff\0\0\0\x05", 8));
    QTest::newRow("page one is zeros") << patched(100, QByteArray(900, '\0'));
    QTest::newRow("UTF-16") << Make([](const QString &file) {
        Tests::sqliteExecute(file, u"pragma encoding = 'UTF-16le'; "_s + Tests::webSchemaOnSqlite);
    });
    QTest::newRow("WAL of another database") << Make([sql](const QString &file) {
        sql(QString())(file);
        QFile wal(file + u"-wal"_s);
        QVERIFY(wal.open(QIODevice::WriteOnly));
        QVERIFY(wal.write(QByteArray("\x37\x7f\x06\x82\x00\x2d\xe2\x18\x00\x00\x10\x00", 12) +
                          QByteArray(8'192, '\x5a')) > 0);
    });
    QTest::newRow("no bytes") << Make([](const QString &file) { QVERIFY(Tests::writeTo(file, {})); });
    QTest::newRow("a text") << Make(
        [](const QString &file) { QVERIFY(Tests::writeTo(file, QByteArray(5'000, 'x'))); });
    QTest::newRow("a folder") << Make([](const QString &file) { QVERIFY(QDir().mkdir(file)); });
    QTest::newRow("a pipe") << Make(
        [](const QString &file) { QCOMPARE(::mkfifo(QFile::encodeName(file).constData(), 0600), 0); });
    QTest::newRow("nothing") << Make([](const QString &) {});
}

void TestEvilSnapshot::doesNoHarm()
{
    QFETCH(std::function<void(const QString &)>, make);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"evil.db"_s);
    make(file);
    if (QTest::currentTestFailed())
        return;
    const QByteArray before = QFileInfo(file).isFile() ? Tests::contentOf(file) : QByteArray();
    const Shop target(TempDatabase::Kind::Sqlite, 10);
    const QStringList was = target.summary();
    const QString schema = target.value(u"select group_concat(sql) from sqlite_schema"_s);

    (void)Tests::verified(file);
    Core::JobContext context;
    (void)Backup::rehearse(file, {}, std::nullopt, context);
    Backup::RestoreRequest request = Tests::restoreRequest(file, target.spec, folder.path());
    (void)Backup::previewRestore(request, context);
    QCOMPARE(target.summary(), was);
    const auto restored = Tests::restored(request);
    ++m_files;
    if (!restored) {
        ++m_refused;
        QCOMPARE(target.summary(), was);
        QVERIFY(!restored.error().summary.isEmpty());
    }
    // Rows may have come, but neither code, nor what code would have done, nor a table that was not there.
    QCOMPARE(target.value(u"select count(*) from \"Customer\" where \"Notes\" = 'pwned'"_s), u"0"_s);
    QCOMPARE(target.value(u"select group_concat(sql) from sqlite_schema"_s), schema);
    QCOMPARE(target.value(u"pragma integrity_check"_s), u"ok"_s);
    if (QFileInfo(file).isFile())
        QVERIFY(Tests::contentOf(file) == before);
}

void TestEvilSnapshot::cleanupTestCase()
{
    qInfo("acceptance 28: %d evil files, %d refused, 0 crashes, 0 changes but rows", m_files, m_refused);
}

QTEST_GUILESS_MAIN(TestEvilSnapshot)
#include "tst_evilsnapshot.moc"
