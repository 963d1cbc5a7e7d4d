// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctorfixture.h"

#include "db/databasefile.h"
#include "db/session.h"
#include "schema/migrator.h"
#include "support/tempdatabase.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <unistd.h>

using namespace Doctor;
using namespace Qt::StringLiterals;
using Tests::Examined;
using Tests::examined;

Q_DECLARE_METATYPE(Doctor::Verdict)

class TestDoctorFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everythingIsWell();
    void changesNothing();
    void missingFile();
    void missingFolder();
    void folderInsteadOfFile();
    void noPermission();
    void readOnlyFile();
    void readOnlyFolder();
    void garbage();
    void damaged();
    void lockedByAnother();
    void writtenByAnother_data();
    void writtenByAnother();
    void emptyDatabase();
    void migrationLock();

private:
    /// A database of this program's schema.
    void create() const
    {
        Db::Session session(Db::ConnectionString::parse(m_file).value());
        if (!Db::createDatabaseFile(m_file) || !Schema::createSchema(session))
            qFatal("no database");
    }
    /// Another program that runs statements and keeps the database open until it is killed.
    void holdByAnother(QProcess &process, const QString &sql) const
    {
        process.start(u"python3"_s, {u"-c"_s,
                                     u"import sqlite3,sys,time\n"
                                     "c=sqlite3.connect(sys.argv[1],isolation_level=None)\n"
                                     "for s in sys.argv[2].split(';'): c.execute(s).fetchall()\n"
                                     "print('held',flush=True)\n"
                                     "time.sleep(60)"_s,
                                     m_file, sql});
        QVERIFY(process.waitForReadyRead());
        QCOMPARE(process.readAll().trimmed(), QByteArray("held"));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

void TestDoctorFile::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = m_directory->filePath(u"gsctracking.db"_s);
}

void TestDoctorFile::everythingIsWell()
{
    create();
    const auto connection = Db::ConnectionString::parse(m_file).value();
    const Examined result = examined(connection);
    qInfo("%s", qPrintable(result.text(connection)));
    QVERIFY(result.toldAsReturned);
    QCOMPARE(result.started, stepsOf(Db::Engine::SQLite));
    QCOMPARE(result.verdicts(), u"passed passed passed passed passed passed passed passed"_s);
    QVERIFY(isConnected(result.findings));
}

void TestDoctorFile::changesNothing()
{
    create();
    for (const char *mode : {"delete", "wal"}) {
        Tests::sqliteExecute(m_file, u"pragma journal_mode="_s + QLatin1String(mode));
        const QStringList before = QDir(m_directory->path()).entryList(QDir::Files);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        file.close();
        (void)examined(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
        file.close();
        if (qstrcmp(mode, "delete") == 0)
            QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files), before);
    }
}

void TestDoctorFile::missingFile()
{
    const Examined result = examined(m_file);
    const Finding file = result.at(Step::Authentication);
    QCOMPARE(file.verdict, Verdict::Failed);
    QVERIFY2(file.summary.contains(u"no file") && file.fix.contains(u"Check the name"), qPrintable(file.fix));
    QCOMPARE(result.at(Step::Database).verdict, Verdict::Skipped);
    QVERIFY(!QFile::exists(m_file));
}

void TestDoctorFile::missingFolder()
{
    const Finding file = examined(m_directory->filePath(u"nowhere/x.db"_s)).at(Step::Authentication);
    QCOMPARE(file.verdict, Verdict::Failed);
    QVERIFY2(file.fix.contains(u"folder"), qPrintable(file.fix));
}

void TestDoctorFile::folderInsteadOfFile()
{
    Db::ConnectionSpec connection;
    connection.file = m_directory->path();
    const Finding file = examined(connection).at(Step::Authentication);
    QCOMPARE(file.verdict, Verdict::Failed);
    QVERIFY2(file.summary.contains(u"is a folder"), qPrintable(file.summary));
}

void TestDoctorFile::noPermission()
{
    if (::geteuid() == 0)
        QSKIP("root may read every file");
    create();
    QVERIFY(QFile::setPermissions(m_file, {}));
    const Finding file = examined(m_file).at(Step::Authentication);
    QCOMPARE(file.verdict, Verdict::Failed);
    QVERIFY2(file.summary.contains(u"may not read"), qPrintable(file.summary));
}

void TestDoctorFile::readOnlyFile()
{
    if (::geteuid() == 0)
        QSKIP("root may write every file");
    create();
    QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner));
    const Finding rights = examined(m_file).at(Step::Privileges);
    QCOMPARE(rights.verdict, Verdict::Warning);
    QVERIFY2(rights.summary.contains(u"not change it"), qPrintable(rights.summary));
}

void TestDoctorFile::readOnlyFolder()
{
    if (::geteuid() == 0)
        QSKIP("root may write every folder");
    create();
    QVERIFY(QFile::setPermissions(m_directory->path(), QFile::ReadOwner | QFile::ExeOwner));
    const Finding rights = examined(m_file).at(Step::Privileges);
    QVERIFY(QFile::setPermissions(m_directory->path(), QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner));
    QCOMPARE(rights.verdict, Verdict::Warning);
    QVERIFY2(rights.summary.contains(u"folder"), qPrintable(rights.summary));
}

void TestDoctorFile::garbage()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const Examined result = examined(m_file);
    QCOMPARE(result.at(Step::Authentication).verdict, Verdict::Passed);
    const Finding database = result.at(Step::Database);
    QCOMPARE(database.verdict, Verdict::Failed);
    QVERIFY2(database.summary.contains(u"not an SQLite database"), qPrintable(database.summary));
    QVERIFY(!database.fix.isEmpty());
}

void TestDoctorFile::damaged()
{
    create();
    Tests::sqliteExecute(m_file, u"create table filler as with recursive n(i) as (select 1 union all select i + 1 from n "
                                 "limit 5000) select i, hex(randomblob(20)) as t from n; create index filler_t on filler(t)"_s);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2));
    file.write(QByteArray(20000, '\x55'));
    file.close();
    const Finding database = examined(m_file).at(Step::Database);
    QCOMPARE(database.verdict, Verdict::Failed);
    QVERIFY2(database.summary.contains(u"damaged"), qPrintable(database.summary));
    QVERIFY(!database.detail.isEmpty());
}

void TestDoctorFile::lockedByAnother()
{
    create();
    QProcess other;
    holdByAnother(other, u"begin exclusive"_s);
    const Finding database = examined(m_file).at(Step::Database);
    other.kill();
    other.waitForFinished();
    QCOMPARE(database.verdict, Verdict::Failed);
    QVERIFY2(database.summary.contains(u"Another program is using"), qPrintable(database.summary));
    QVERIFY2(database.fix.contains(u"python3 (process "), qPrintable(database.fix));
}

void TestDoctorFile::writtenByAnother_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<Verdict>("verdict");
    QTest::newRow("journal, reading") << u"begin;select count(*) from Customer"_s << Verdict::Passed;
    QTest::newRow("journal, writing") << u"begin immediate"_s << Verdict::Warning;
    QTest::newRow("wal, reading") << u"pragma journal_mode=wal;begin;select count(*) from Customer"_s << Verdict::Passed;
    QTest::newRow("wal, writing") << u"pragma journal_mode=wal;begin immediate"_s << Verdict::Warning;
}

void TestDoctorFile::writtenByAnother()
{
    QFETCH(QString, sql);
    QFETCH(Verdict, verdict);
    create();
    QProcess other;
    holdByAnother(other, sql);
    const Finding found = examined(m_file).at(Step::Connections);
    other.kill();
    other.waitForFinished();
    QCOMPARE(found.verdict, verdict);
    QVERIFY2(found.summary.contains(u"python3 (process "), qPrintable(found.summary));
}

void TestDoctorFile::emptyDatabase()
{
    QVERIFY(Db::createDatabaseFile(m_file).has_value());
    const Examined result = examined(m_file);
    QCOMPARE(result.at(Step::Database).verdict, Verdict::Passed);
    QCOMPARE(result.at(Step::CustomerTable).verdict, Verdict::Failed);
    QCOMPARE(result.at(Step::Migrations).verdict, Verdict::Passed);
}

void TestDoctorFile::migrationLock()
{
    create();
    Tests::sqliteExecute(m_file, u"create table \"__EFMigrationsLock\" (\"Id\" integer primary key, \"Timestamp\" text); "
                                 "insert into \"__EFMigrationsLock\" values (1, '2026-01-01')"_s);
    const Finding migrations = examined(m_file).at(Step::Migrations);
    QCOMPARE(migrations.verdict, Verdict::Warning);
    QVERIFY2(migrations.summary.contains(u"__EFMigrationsLock"), qPrintable(migrations.summary));
}

QTEST_GUILESS_MAIN(TestDoctorFile)
#include "tst_doctorfile.moc"
