// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sessionfixture.h"
#include "programrun.h"
#include "schema/migrator.h"
#include "support/postgresserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using Tests::gscAdmin;
using Tests::ProgramRun;
using Tests::TempDatabase;

class TestExportVerb final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everyFormatIsWritten_data();
    void everyFormatIsWritten();
    void formulasAreTextsUnlessRaw();
    void anyTableCanBeNamed();
    void aProfileIsATarget();
    void jsonHasTheDocumentedShape();
    void wrongUsageIsTwo_data();
    void wrongUsageIsTwo();
    void noConnectionIsThree();
    void aFileThatIsThereStays();
    void failuresAreOne();
    void noPasswordInAnyOutput();
    void interruptingLeavesNothing();
    void killingLeavesNothingUnderTheName();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QByteArray content(const QString &name) const
    {
        QFile reader(file(name));
        return reader.open(QIODevice::ReadOnly) ? reader.readAll() : QByteArray();
    }
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    /// Starts an export of very many rows, waits until some are written, and sends a signal.
    [[nodiscard]] int endedBy(int signal) const;

    const TempDatabase m_sqlite{TempDatabase::Kind::Sqlite};
    const TempDatabase m_postgres{TempDatabase::Kind::PostgresDirect};
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestExportVerb::initTestCase()
{
    QVERIFY(Db::createDatabaseFile(m_sqlite.name()).has_value());
    for (const TempDatabase *database : {&m_sqlite, &m_postgres}) {
        Db::Session session(Tests::specOf(database->connectionString()));
        QVERIFY(Schema::createSchema(session).has_value());
        const QString zone = database->isPostgres() ? u"set timezone = 'UTC'; "_s : QString();
        database->execute(zone + uR"(insert into "Customer" ("Name", "Email", "Phone", "Address", "Notes",
            "CreatedAt", "UpdatedAt", "IsDeleted") values ('Ann', 'ann@example.com', '+1 (216) 555-0199',
            '=1+1', null, '2025-12-11 09:30:00', '2025-12-11 09:30:00', false))"_s);
    }
    m_sqlite.execute(
        u"create view \"Many\" as with recursive s(i) as (select 1 union all select i + 1 from s "
        "limit 3000000) select i as \"Id\", 'Customer ' || i as \"Name\" from s"_s);
}

void TestExportVerb::everyFormatIsWritten_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("format");
    for (const QString &format : {u"csv"_s, u"xlsx"_s, u"json"_s, u"sql"_s}) {
        QTest::addRow("sqlite %s", qPrintable(format)) << m_sqlite.connectionString() << format;
        QTest::addRow("postgresql %s", qPrintable(format)) << m_postgres.connectionString() << format;
    }
}

void TestExportVerb::everyFormatIsWritten()
{
    QFETCH(QString, target);
    QFETCH(QString, format);
    const ProgramRun run = gscAdmin({u"export"_s, target, u"--format"_s, format, u"--out"_s, file(u"out"_s)});
    QCOMPARE(run.err, QString());
    QCOMPARE(run.code, 0);
    QVERIFY2(run.out.contains(file(u"out"_s)) && run.out.contains(u"1 row"), qPrintable(run.out));
    const QMap<QString, QByteArray> begins{
        {u"csv"_s, "Id,Name,Email,"}, {u"xlsx"_s, "PK"}, {u"json"_s, "[\n{\"Id\": 1,"}, {u"sql"_s, "BEGIN;"}};
    QVERIFY2(content(u"out"_s).startsWith(begins.value(format)), content(u"out"_s).left(100).constData());
    QCOMPARE(names(), QStringList{u"out"_s});
    // The ending says it as well.
    QCOMPARE(gscAdmin({u"export"_s, target, u"--out"_s, file(u"by-ending."_s + format.toUpper())}).code, 0);
    QCOMPARE(content(u"by-ending."_s + format.toUpper()).left(4), content(u"out"_s).left(4));
}

void TestExportVerb::formulasAreTextsUnlessRaw()
{
    const QString target = m_postgres.connectionString();
    QCOMPARE(gscAdmin({u"export"_s, target, u"--out"_s, file(u"safe.csv"_s)}).code, 0);
    QVERIFY2(content(u"safe.csv"_s).contains(",'+1 (216) 555-0199,'=1+1,,2025-12-11T09:30:00Z,"),
             content(u"safe.csv"_s).constData());
    QCOMPARE(gscAdmin({u"export"_s, target, u"--raw"_s, u"--out"_s, file(u"raw.csv"_s)}).code, 0);
    QVERIFY(content(u"raw.csv"_s).contains(",+1 (216) 555-0199,=1+1,,"));
}

void TestExportVerb::anyTableCanBeNamed()
{
    const ProgramRun run = gscAdmin({u"export"_s, m_sqlite.connectionString(), u"--table"_s,
                                     u"__EFMigrationsHistory"_s, u"--out"_s, file(u"out.json"_s)});
    QCOMPARE(run.code, 0);
    const QJsonDocument document = QJsonDocument::fromJson(content(u"out.json"_s));
    QVERIFY(document.array().size() > 0);
    QVERIFY(document.array().first().toObject().contains(u"MigrationId"_s));
}

void TestExportVerb::aProfileIsATarget()
{
    QCOMPARE(gscAdmin({u"profiles"_s, u"add"_s, u"Shop"_s, m_sqlite.name()}, m_folder->path()).code, 0);
    QCOMPARE(gscAdmin({u"export"_s, u"Shop"_s, u"--out"_s, file(u"out.csv"_s)}, m_folder->path()).code, 0);
    QCOMPARE(gscAdmin({u"export"_s, u"Nobody"_s, u"--out"_s, file(u"x.csv"_s)}, m_folder->path()).code, 2);
}

void TestExportVerb::jsonHasTheDocumentedShape()
{
    const ProgramRun run =
        gscAdmin({u"export"_s, m_sqlite.connectionString(), u"--out"_s, file(u"out.csv"_s), u"--json"_s});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.err, QString());
    const QJsonObject expected{{u"file"_s, file(u"out.csv"_s)},
                               {u"rows"_s, 1},
                               {u"bytes"_s, QFile(file(u"out.csv"_s)).size()},
                               {u"format"_s, u"csv"_s}};
    QCOMPARE(run.json(), expected);
}

void TestExportVerb::wrongUsageIsTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString target = m_sqlite.connectionString();
    const QString out = u"/nonexistent/out.csv"_s;
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("no file") << QStringList{target};
    QTest::newRow("empty file") << QStringList{target, u"--format"_s, u"csv"_s, u"--out"_s, QString()};
    QTest::newRow("no target") << QStringList{u"--out"_s, out};
    QTest::newRow("two targets") << QStringList{target, target, u"--out"_s, out};
    QTest::newRow("unknown format") << QStringList{target, u"--format"_s, u"pdf"_s, u"--out"_s, out};
    QTest::newRow("no format") << QStringList{target, u"--out"_s, u"/nonexistent/out.dat"_s};
    QTest::newRow("unknown option") << QStringList{target, u"--frmat"_s, u"csv"_s, u"--out"_s, out};
    QTest::newRow("raw JSON") << QStringList{target, u"--format"_s, u"json"_s, u"--raw"_s, u"--out"_s, out};
    QTest::newRow("unreadable target") << QStringList{u"postgresql://h:x/y"_s, u"--out"_s, out};
}

void TestExportVerb::wrongUsageIsTwo()
{
    QFETCH(QStringList, arguments);
    const ProgramRun run = gscAdmin(QStringList{u"export"_s} + arguments);
    QCOMPARE(run.code, 2);
    QCOMPARE(run.out, QString());
    QVERIFY2(run.err.startsWith(u"gsc-admin: "), qPrintable(run.err));
}

void TestExportVerb::noConnectionIsThree()
{
    const ProgramRun run =
        gscAdmin({u"export"_s, u"postgresql://gsc@127.0.0.1:%1/x?sslmode=disable"_s.arg(Tests::freePort()),
                  u"--out"_s, file(u"out.csv"_s)});
    QCOMPARE(run.code, 3);
    QCOMPARE(names(), QStringList());
}

void TestExportVerb::aFileThatIsThereStays()
{
    QFile old(file(u"out.csv"_s));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    const QStringList arguments{u"export"_s, m_sqlite.connectionString(), u"--out"_s, old.fileName()};
    const ProgramRun refused = gscAdmin(arguments);
    QCOMPARE(refused.code, 5);
    QVERIFY2(refused.err.contains(old.fileName()) && refused.err.contains(u"--yes"), qPrintable(refused.err));
    QCOMPARE(content(u"out.csv"_s), "old");
    QCOMPARE(gscAdmin(arguments + QStringList{u"--yes"_s}).code, 0);
    QVERIFY(content(u"out.csv"_s).startsWith("Id,"));
    QCOMPARE(names(), QStringList{u"out.csv"_s});
}

void TestExportVerb::failuresAreOne()
{
    const QString target = m_postgres.connectionString();
    ProgramRun run =
        gscAdmin({u"export"_s, target, u"--table"_s, u"customer"_s, u"--out"_s, file(u"out.csv"_s)});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(u"no table “customer”"), qPrintable(run.err));
    run = gscAdmin({u"export"_s, target, u"--out"_s, file(u"nowhere/out.csv"_s)});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(u"no folder"), qPrintable(run.err));
    QCOMPARE(names(), QStringList());
}

void TestExportVerb::noPasswordInAnyOutput()
{
    const QString secret = u"CanarySecret7"_s;
    const QString target = u"postgresql://gsc_password:%1@127.0.0.1:%2/postgres?sslmode=disable"_s.arg(
        secret, QString::number(Tests::PostgresServer::instance().port()));
    const ProgramRun run = gscAdmin({u"export"_s, target, u"--out"_s, file(u"out.csv"_s), u"--json"_s});
    QCOMPARE(run.code, 3);
    QVERIFY(!run.out.contains(secret) && !run.err.contains(secret));
}

int TestExportVerb::endedBy(int signal) const
{
    QProcess process;
    process.start(QStringLiteral(GSC_ADMIN), {u"export"_s, m_sqlite.connectionString(), u"--table"_s,
                                              u"Many"_s, u"--out"_s, file(u"many.csv"_s), u"--yes"_s});
    const QString part = file(u"many.csv.part"_s);
    if (!QTest::qWaitFor([&] { return QFile(part).size() > 0; }, 60'000))
        return -1;
    ::kill(pid_t(process.processId()), signal);
    if (!process.waitForFinished())
        return -2;
    return process.exitStatus() == QProcess::CrashExit ? -signal : process.exitCode();
}

void TestExportVerb::interruptingLeavesNothing()
{
    for (const int signal : {SIGINT, SIGTERM}) {
        QCOMPARE(endedBy(signal), 6);
        QCOMPARE(names(), QStringList());
    }
}

void TestExportVerb::killingLeavesNothingUnderTheName()
{
    QFile old(file(u"many.csv"_s));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    QCOMPARE(endedBy(SIGKILL), -SIGKILL);
    QCOMPARE(content(u"many.csv"_s), "old");
    QCOMPARE(names(), (QStringList{u"many.csv"_s, u"many.csv.part"_s}));
    // The next export clears away what that one left.
    QCOMPARE(
        gscAdmin({u"export"_s, m_sqlite.connectionString(), u"--out"_s, old.fileName(), u"--yes"_s}).code, 0);
    QCOMPARE(names(), QStringList{u"many.csv"_s});
    QVERIFY(content(u"many.csv"_s).startsWith("Id,"));
}

QTEST_GUILESS_MAIN(TestExportVerb)
#include "tst_exportverb.moc"
