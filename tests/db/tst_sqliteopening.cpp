// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/databasefile.h"
#include "db/session.h"
#include "support/files.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>

#include <sqlite3.h>
#include <sys/stat.h>

using namespace Db;
using Tests::contentOf;
using Tests::writeTo;

namespace {

ConnectionSpec specOf(const QString &file)
{
    ConnectionSpec spec;
    spec.file = file;
    return spec;
}

const Statement readAll = {QStringLiteral("select count(*), sum(length(v)) from t"), {}};

} // namespace

/// What happens to files that are no database, or not a usable one: a clear error, and not one byte changed.
class TestSqliteOpening final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aMissingFileIsNotCreated();
    void foldersAndPipesAreRefused();
    void garbageIsNoDatabase();
    void aDamagedDatabaseIsToldWhenItIsRead();
    void aLockedDatabaseIsBusyAndUnchanged();
    void readOnlyOpensAndRefusesToWrite();
    void anEmptyFileIsAnEmptyDatabase();
    void theLineIsSafe();
    void creatingNeverReplaces();
    void thereIsOneSqliteInTheProcess();
    void locksSurviveOurOwnActions();

private:
    QString path(const QString &name) const { return m_directory->filePath(name); }
    void makeDatabase(const QString &file) const
    {
        Tests::sqliteExecute(
            file, QStringLiteral("create table t (v text); with recursive n(i) as (select 1 union all "
                                 "select i + 1 from n where i < 2000) insert into t select "
                                 "hex(randomblob(100)) from n"));
    }
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSqliteOpening::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void TestSqliteOpening::aMissingFileIsNotCreated()
{
    Session session(specOf(path(QStringLiteral("typo.db"))));
    const auto line = session.open();
    QVERIFY(!line);
    QCOMPARE(line.error().kind, Core::ErrorKind::NotFound);
    QVERIFY(line.error().summary.contains(QLatin1String("typo.db")));
    QVERIFY(QDir(m_directory->path()).isEmpty());
}

void TestSqliteOpening::foldersAndPipesAreRefused()
{
    Session folder(specOf(m_directory->path()));
    QCOMPARE(folder.open().error().kind, Core::ErrorKind::Unsupported);
    const QString pipe = path(QStringLiteral("pipe.db"));
    QCOMPARE(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
    Session fifo(specOf(pipe)); // opening it for reading would wait for a writer
    QCOMPARE(fifo.open().error().kind, Core::ErrorKind::Unsupported);
}

void TestSqliteOpening::garbageIsNoDatabase()
{
    const QString file = path(QStringLiteral("letter.db"));
    const QByteArray text = QByteArray("Dear customer, ").repeated(500);
    QVERIFY(writeTo(file, text));
    Session session(specOf(file));
    const auto line = session.open();
    QVERIFY(!line);
    QCOMPARE(line.error().kind, Core::ErrorKind::Corrupt);
    session.close();
    QCOMPARE(contentOf(file), text);
    QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files), QStringList{QStringLiteral("letter.db")});
}

void TestSqliteOpening::aDamagedDatabaseIsToldWhenItIsRead()
{
    const QString file = path(QStringLiteral("old.db"));
    makeDatabase(file);
    QByteArray content = contentOf(file);
    content.replace(content.size() / 2, 4096 * 4, QByteArray(4096 * 4, '\xa5'));
    QVERIFY(writeTo(file, content));
    Session session(specOf(file));
    auto rows = session.select(readAll);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, Core::ErrorKind::Corrupt);
    session.close();
    QCOMPARE(contentOf(file), content);
}

void TestSqliteOpening::aLockedDatabaseIsBusyAndUnchanged()
{
    const QString file = path(QStringLiteral("busy.db"));
    makeDatabase(file);
    sqlite3 *other = nullptr;
    QCOMPARE(sqlite3_open(file.toUtf8().constData(), &other), SQLITE_OK);
    QCOMPARE(sqlite3_exec(other, "begin exclusive", nullptr, nullptr, nullptr), SQLITE_OK);
    Session session(specOf(file));
    const auto line = session.open();
    QVERIFY(!line);
    QCOMPARE(line.error().kind, Core::ErrorKind::Busy);
    QCOMPARE(sqlite3_exec(other, "rollback", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(other);
    // The same session works as soon as the other one lets go.
    QVERIFY_OK(session.select(readAll));
}

void TestSqliteOpening::readOnlyOpensAndRefusesToWrite()
{
    const QString file = path(QStringLiteral("archive.db"));
    makeDatabase(file);
    const QByteArray before = contentOf(file);
    ConnectionSpec spec = specOf(file);
    spec.openMode = SqliteOpenMode::ReadOnly;
    Session session(spec);
    const auto line = session.open();
    QVERIFY_OK(line);
    QVERIFY(line->readOnly);
    QVERIFY_OK(session.select(readAll));
    const auto written = session.write<int>([](Transaction &transaction) -> Core::Result<int> {
        auto done = transaction.run(Statement{QStringLiteral("delete from t"), {}});
        if (!done)
            return done.error();
        return 0;
    });
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Core::ErrorKind::ReadOnly);
    session.close();
    QCOMPARE(contentOf(file), before);
}

void TestSqliteOpening::anEmptyFileIsAnEmptyDatabase()
{
    const QString file = path(QStringLiteral("new.db"));
    QVERIFY(writeTo(file, {}));
    Session session(specOf(file));
    QVERIFY_OK(session.open());
    session.close();
    QCOMPARE(contentOf(file).size(), 0);
}

void TestSqliteOpening::theLineIsSafe()
{
    const QString file = path(QStringLiteral("safe.db"));
    makeDatabase(file);
    Session session(specOf(file));
    for (const auto &[pragma, expected] : {std::pair("foreign_keys", "1"), std::pair("trusted_schema", "0"),
                                           std::pair("cell_size_check", "1"), std::pair("mmap_size", "0")}) {
        const auto row =
            session.select(Statement{QStringLiteral("pragma %1").arg(QLatin1String(pragma)), {}});
        QVERIFY_OK(row);
        QCOMPARE(row->rows.value(0, Row({Cell(QStringLiteral("0"))})).text(0), QLatin1String(expected));
    }
}

void TestSqliteOpening::creatingNeverReplaces()
{
    const QString file = path(QStringLiteral("sub/new.db"));
    QVERIFY_OK(createDatabaseFile(file));
    QCOMPARE(QFile::permissions(file) &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(writeTo(file, "content"));
    const auto again = createDatabaseFile(file);
    QVERIFY(!again);
    QCOMPARE(again.error().kind, Core::ErrorKind::Constraint);
    QCOMPARE(contentOf(file), QByteArray("content"));
    const QString link = path(QStringLiteral("link.db"));
    QVERIFY(QFile::link(path(QStringLiteral("target.db")), link));
    QVERIFY(!createDatabaseFile(link));
    QVERIFY(!QFile::exists(path(QStringLiteral("target.db"))));
}

void TestSqliteOpening::thereIsOneSqliteInTheProcess()
{
    const QString file = path(QStringLiteral("one.db"));
    makeDatabase(file);
    Session session(specOf(file));
    QVERIFY_OK(session.open());
    QSet<QString> libraries;
    const QStringList maps =
        QString::fromUtf8(contentOf(QStringLiteral("/proc/self/maps"))).split(QLatin1Char('\n'));
    for (const QString &line : maps)
        if (line.contains(QLatin1String("libsqlite3")))
            libraries.insert(line.mid(line.indexOf(QLatin1Char('/'))));
    qInfo("copies of SQLite in the process: %d", int(libraries.size()));
    QCOMPARE(libraries.size(), 1);
}

void TestSqliteOpening::locksSurviveOurOwnActions()
{
    const QString file = path(QStringLiteral("locks.db"));
    makeDatabase(file);
    struct stat status = {};
    QCOMPARE(::stat(file.toUtf8().constData(), &status), 0);
    const auto locks = [&] {
        const QString needle = QStringLiteral(":%1 ").arg(status.st_ino);
        return QString::fromUtf8(contentOf(QStringLiteral("/proc/locks"))).count(needle);
    };
    Session writer(specOf(file));
    int losses = 0;
    QVERIFY_OK(writer.write<int>([&](Transaction &transaction) -> Core::Result<int> {
        auto done = transaction.run(Statement{QStringLiteral("insert into t values ('x')"), {}});
        if (!done)
            return done.error();
        const int held = locks();
        if (held == 0)
            return Core::Error{Core::ErrorKind::Internal, QStringLiteral("no lock is seen at all"), {}, {}};
        // What the program does with a path beside the connection that is open.
        losses += checkDatabaseFile(file) && locks() >= held ? 0 : 1;
        losses += createDatabaseFile(file) || locks() < held ? 1 : 0;
        Session second(specOf(file));
        losses += second.select(readAll) && locks() >= held ? 0 : 1;
        second.close();
        losses += locks() >= held ? 0 : 1;
        return 0;
    }));
    qInfo("SQLite locks lost by our own actions: %d of 4", losses);
    QCOMPARE(losses, 0);
}

QTEST_GUILESS_MAIN(TestSqliteOpening)
#include "tst_sqliteopening.moc"
