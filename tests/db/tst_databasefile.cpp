// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/databasefile.h"
#include "sessionfixture.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Db::checkDatabaseFile;
using Db::createDatabaseFile;
using Db::Session;
using Db::Statement;
using Tests::scalar;
using Tests::sqliteExecute;

Q_DECLARE_METATYPE(Core::ErrorKind)

namespace {

Db::ConnectionSpec specOfFile(const QString &file, Db::SqliteOpenMode mode = Db::SqliteOpenMode::ReadWrite)
{
    Db::ConnectionSpec spec;
    spec.file = file;
    spec.openMode = mode;
    return spec;
}

/// Name, mode and content of everything in a folder. Only while no database in it is open here: closing a
/// file takes SQLite's locks away.
QStringList stateOf(const QString &folder)
{
    QStringList state;
    const auto entries = QDir(folder).entryInfoList(
        QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries) {
        QByteArray hash;
        if (entry.isFile()) {
            QFile file(entry.filePath());
            if (file.open(QIODevice::ReadOnly))
                hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex();
        }
        struct stat status = {};
        ::lstat(QFile::encodeName(entry.filePath()).constData(), &status);
        state.append(
            u"%1 %2 %3"_s.arg(entry.fileName(), QString::number(status.st_mode, 8), QLatin1String(hash)));
    }
    return state;
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

/// A database of some pages.
void makeDatabase(const QString &file)
{
    sqliteExecute(file,
                  u"create table t (a integer primary key, b text); insert into t with recursive n(x) as "
                  "(select 1 union all select x + 1 from n limit 500) select x, hex(zeroblob(200)) from n"_s);
}

} // namespace

class TestDatabaseFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"shop ü%20#?.db"_s);
    }
    void opensWhatIsThere();
    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void anEmptyFileIsAnEmptyDatabase();
    void damageIsTold();
    void opensForReadingOnly();
    void opensWhatIsLockedOnceItIsFree();
    void opensWalDatabases_data();
    void opensWalDatabases();
    void createsPrivateFilesOnly();
    void removesWhatItCreated();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestDatabaseFile::opensWhatIsThere()
{
    makeDatabase(m_file);
    const QStringList before = stateOf(m_folder->path());
    {
        Session session(specOfFile(m_file));
        QVERIFY_OK(session.open());
        QCOMPARE(scalar(session, u"select count(*) from t"_s), u"500"_s);
    }
    QCOMPARE(stateOf(m_folder->path()), before);
}

void TestDatabaseFile::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("nothing") << u"nothing"_s << ErrorKind::NotFound;
    QTest::newRow("no folder") << u"no folder"_s << ErrorKind::NotFound;
    QTest::newRow("folder") << u"folder"_s << ErrorKind::Unsupported;
    QTest::newRow("fifo") << u"fifo"_s << ErrorKind::Unsupported;
    QTest::newRow("device") << u"device"_s << ErrorKind::Unsupported;
    QTest::newRow("dangling link") << u"dangling link"_s << ErrorKind::NotFound;
    QTest::newRow("text") << u"text"_s << ErrorKind::Corrupt;
    QTest::newRow("garbage") << u"garbage"_s << ErrorKind::Corrupt;
    QTest::newRow("header only") << u"header only"_s << ErrorKind::Corrupt;
}

void TestDatabaseFile::refusesWhatIsNoDatabase()
{
    QFETCH(QString, what);
    QFETCH(ErrorKind, kind);
    if (what == u"no folder")
        m_file = m_folder->filePath(u"missing/x.db"_s);
    else if (what == u"folder")
        QVERIFY(QDir().mkdir(m_file));
    else if (what == u"fifo")
        QCOMPARE(::mkfifo(QFile::encodeName(m_file).constData(), 0600), 0);
    else if (what == u"device")
        m_file = u"/dev/zero"_s;
    else if (what == u"dangling link")
        QVERIFY(QFile::link(m_folder->filePath(u"gone"_s), m_file));
    else if (what == u"text")
        writeFile(m_file, QByteArray("Dear customer, ").repeated(1000));
    else if (what == u"garbage")
        writeFile(m_file, QByteArray::fromHex("00ff10807f").repeated(5000));
    else if (what == u"header only") {
        makeDatabase(m_file);
        QVERIFY(QFile::resize(m_file, 60));
    }
    const QStringList before = stateOf(m_folder->path());
    {
        Session session(specOfFile(m_file));
        const auto line = session.open();
        QVERIFY(!line);
        QCOMPARE(line.error().kind, kind);
        QVERIFY2(line.error().summary.contains(QFileInfo(m_file).fileName()),
                 qPrintable(line.error().summary));
        QVERIFY(!session.isOpen());
        QVERIFY(!Tests::write(session, {{u"create table x (a)"_s, {}}}));
    }
    QCOMPARE(stateOf(m_folder->path()), before);
}

void TestDatabaseFile::anEmptyFileIsAnEmptyDatabase()
{
    QVERIFY(createDatabaseFile(m_file));
    const QStringList before = stateOf(m_folder->path());
    {
        Session session(specOfFile(m_file));
        QVERIFY_OK(session.open());
        QCOMPARE(scalar(session, u"select count(*) from sqlite_schema"_s), u"0"_s);
    }
    QCOMPARE(stateOf(m_folder->path()), before);
}

void TestDatabaseFile::damageIsTold()
{
    makeDatabase(m_file);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    for (qint64 at = 4096 * 3; at < file.size(); at += 4096) {
        QVERIFY(file.seek(at));
        file.write(QByteArray(600, char(0xa5)));
    }
    file.close();
    const QStringList before = stateOf(m_folder->path());
    {
        Session session(specOfFile(m_file));
        QVERIFY_OK(session.open()); // the first page is whole
        const auto rows = session.select(Statement{u"select sum(length(b)) from t"_s, {}});
        QVERIFY(!rows);
        QCOMPARE(rows.error().kind, ErrorKind::Corrupt);
        QVERIFY(!Tests::write(session, {{u"update t set b = ''"_s, {}}}));
    }
    QCOMPARE(stateOf(m_folder->path()), before);
}

void TestDatabaseFile::opensForReadingOnly()
{
    makeDatabase(m_file);
    const QStringList before = stateOf(m_folder->path());
    {
        Session session(specOfFile(m_file, Db::SqliteOpenMode::ReadOnly));
        QVERIFY(session.open().value().readOnly);
        QCOMPARE(scalar(session, u"select count(*) from t"_s), u"500"_s);
        QCOMPARE(session.select(Statement{u"delete from t"_s, {}}).error().kind, ErrorKind::ReadOnly);
        QCOMPARE(Tests::write(session, {{u"delete from t"_s, {}}}).error().kind, ErrorKind::ReadOnly);
    }
    QCOMPARE(stateOf(m_folder->path()), before);
}

void TestDatabaseFile::opensWhatIsLockedOnceItIsFree()
{
    makeDatabase(m_file);
    const QStringList before = stateOf(m_folder->path());
    Session other(specOfFile(m_file));
    QVERIFY_OK(other.write<int>([&](Db::Transaction &transaction) -> Core::Result<int> {
        if (auto done = transaction.run(Statement{u"select 1"_s, {}}); !done)
            return done.error();
        // As a program does that keeps everybody out.
        return 0;
    }));
    QCOMPARE(scalar(other, u"pragma locking_mode = exclusive"_s), u"exclusive"_s);
    QVERIFY_OK(Tests::write(other, {{u"update t set b = b where a = 1"_s, {}}}));
    {
        Session session(specOfFile(m_file));
        const auto line = session.open(); // waits for SQLite's 5 s
        QVERIFY(!line);
        QCOMPARE(line.error().kind, ErrorKind::Busy);
        QVERIFY(!session.isOpen());
        other.close();
        QVERIFY_OK(session.open());
        QCOMPARE(scalar(session, u"select count(*) from t"_s), u"500"_s);
    }
    QCOMPARE(stateOf(m_folder->path()).size(), before.size()); // no journal left
}

void TestDatabaseFile::opensWalDatabases_data()
{
    QTest::addColumn<bool>("readOnly");
    QTest::newRow("read-write") << false;
    QTest::newRow("read-only") << true;
}

void TestDatabaseFile::opensWalDatabases()
{
    QFETCH(bool, readOnly);
    // A writer that died leaves its last rows in the log.
    const pid_t writer = ::fork();
    if (writer == 0) {
        sqliteExecute(m_file, u"pragma journal_mode = wal; create table t (a integer)"_s);
        Session session(specOfFile(m_file));
        (void)Tests::write(session, {{u"insert into t values (1), (2), (3)"_s, {}}});
        ::_exit(QFile::exists(m_file + u"-wal"_s) ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(writer, &status, 0), writer);
    QCOMPARE(status, 0);
    Session session(
        specOfFile(m_file, readOnly ? Db::SqliteOpenMode::ReadOnly : Db::SqliteOpenMode::ReadWrite));
    QVERIFY_OK(session.open());
    QCOMPARE(scalar(session, u"select count(*) from t"_s), u"3"_s);
    QCOMPARE(scalar(session, u"pragma journal_mode"_s), u"wal"_s);
    QCOMPARE(Tests::write(session, {{u"insert into t values (4)"_s, {}}}).has_value(), !readOnly);
}

void TestDatabaseFile::createsPrivateFilesOnly()
{
    m_file = m_folder->filePath(u"new/folder/shop.db"_s);
    QVERIFY_OK(createDatabaseFile(m_file));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(m_file).constData(), &status), 0);
    QCOMPARE(int(status.st_mode & 07777), 0600);
    QCOMPARE(status.st_size, 0);
    QVERIFY_OK(checkDatabaseFile(m_file));
    // What is there stays.
    writeFile(m_file, "x");
    QCOMPARE(createDatabaseFile(m_file).error().kind, ErrorKind::Constraint);
    QCOMPARE(QFileInfo(m_file).size(), 1);
    const QString link = m_folder->filePath(u"link.db"_s);
    QVERIFY(QFile::link(m_folder->filePath(u"elsewhere.db"_s), link));
    QVERIFY(!createDatabaseFile(link));
    QVERIFY(!QFile::exists(m_folder->filePath(u"elsewhere.db"_s)));
    QVERIFY(!createDatabaseFile(m_file + u"/below.db"_s));
    QCOMPARE(checkDatabaseFile(QString()).error().kind, ErrorKind::NotFound);
}

void TestDatabaseFile::removesWhatItCreated()
{
    for (const char *suffix : {"", "-wal", "-shm", "-journal", ".keep"})
        writeFile(m_file + QLatin1String(suffix), "x");
    Db::removeDatabaseFile(m_file);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files),
             QStringList{QFileInfo(m_file).fileName() + u".keep"_s});
}

QTEST_GUILESS_MAIN(TestDatabaseFile)
#include "tst_databasefile.moc"
