// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dumpfolder.h"
#include "filefixture.h"
#include "support/faultproxy.h"
#include "support/verify.h"

#include <QProcess>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using Backup::DumpRun;
using Backup::Kind;
using Backup::Scope;
using Core::ErrorKind;
using Core::Result;
using Tests::contentOf;
using Tests::EmptyDatabase;
using Tests::fakeProgram;
using Tests::PostgresServer;
using Tests::SmallDisk;
using Tests::TempDatabase;
using Tests::writeFile;

namespace {

bool isAlive(const QByteArray &processId)
{
    return !processId.trimmed().isEmpty() && ::kill(processId.trimmed().toInt(), 0) == 0;
}

/// A program that notes its number in `noted` and then waits for ever.
QByteArray waiting(const QString &noted)
{
    return "echo $$ > '" + QFile::encodeName(noted) + "'\nexec sleep 100000";
}

/// Started by a test as a process of its own: runs a dump that does not end.
int hang(char **arguments)
{
    DumpRun run;
    run.tool.path = QFile::decodeName(arguments[2]);
    run.tool.major = 15;
    run.source.engine = Db::Engine::PostgreSQL;
    run.output = QFile::decodeName(arguments[3]);
    Core::JobContext context;
    return Backup::runDump(run, context) ? 0 : 1;
}

} // namespace

/// Dumps that are refused, cancelled or cut short: nothing runs on, and no error is silent.
class TestDumpFailures final : public QObject, private Tests::DumpFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }
    void refusesWhatItCannotDo();
    void aCancelEndsTheChild();
    void aCancelEndsADumpThatHangs();
    void theChildDiesWithTheProgram();
    void aFullDiskIsSaid_data();
    void aFullDiskIsSaid();
    void complaintsAreUnderstood_data();
    void complaintsAreUnderstood();
    void badArchivesAreRefused();
    void cutArchivesAreNoticed();
};

void TestDumpFailures::refusesWhatItCannotDo()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    Core::JobContext context;
    const auto kindOf = [&](const DumpRun &run) {
        const auto done = Backup::runDump(run, context);
        return done ? std::nullopt : std::optional(done.error().kind);
    };
    Db::ConnectionSpec pooled = Tests::specOf(u"postgresql://gsc@ep-x-pooler.eu.aws.neon.tech/d"_s);
    QCOMPARE(kindOf(runOf(pooled)), ErrorKind::Unsupported);
    pooled.hosts.first() = {u"127.0.0.1"_s, 6432};
    QCOMPARE(kindOf(runOf(pooled)), ErrorKind::Unsupported);
    QCOMPARE(kindOf(runOf(Tests::specOf(u"Data Source=a.db"_s))), ErrorKind::Unsupported);
    QCOMPARE(kindOf(runOf(db.spec, Kind::Portable)), ErrorKind::Unsupported);
    DumpRun run = runOf(db.spec);
    run.scope = Scope::OneTable;
    run.table = u"T"_s;
    QCOMPARE(kindOf(run), ErrorKind::NotFound);
    run.table = u"*"_s; // a name, not a pattern
    QCOMPARE(kindOf(run), ErrorKind::NotFound);
    run.table = u"t"_s;
    QCOMPARE(kindOf(run), std::nullopt);
    run.output = m_folder->filePath(u"missing"_s);
    QCOMPARE(kindOf(run), ErrorKind::Io);
    QVERIFY(QFile::link(m_output, m_folder->filePath(u"link"_s)));
    run.output = m_folder->filePath(u"link"_s);
    QCOMPARE(kindOf(run), ErrorKind::Io);
    run = runOf(db.spec);
    run.tool.path = m_folder->filePath(u"nothing"_s);
    QCOMPARE(kindOf(run), ErrorKind::NotFound);
    run = runOf(db.spec);
    run.source.database = u"no such database"_s;
    QCOMPARE(kindOf(run), ErrorKind::NotFound);
    run = runOf(db.spec);
    run.source.hosts = {{u"127.0.0.1"_s, Tests::freePort()}};
    QCOMPARE(kindOf(run), ErrorKind::Connection);
    db.database.execute(u"create table secret (a integer)"_s); // the superuser's
    QCOMPARE(kindOf(runOf(db.spec)), ErrorKind::Permission);
}

void TestDumpFailures::aCancelEndsTheChild()
{
    const QString noted = m_folder->filePath(u"pid"_s);
    // Its own child, too.
    const QString grandchild = m_folder->filePath(u"pid2"_s);
    const QString tool = fakeProgram(m_folder->filePath(u"pg_dump"_s),
                                     "sleep 100000 &\necho $! > '" + QFile::encodeName(grandchild) + "'\n" +
                                         "echo $$ > '" + QFile::encodeName(noted) + "'\nwait");
    DumpRun run;
    run.tool.path = tool;
    run.source.engine = Db::Engine::PostgreSQL;
    run.output = m_output;
    Core::Job job;
    auto task = job.start<int>([run](Core::JobContext &context) -> Result<int> {
        const auto done = Backup::runDump(run, context);
        return done ? Result<int>(1) : Result<int>(done.error());
    });
    QTRY_VERIFY(contentOf(noted).endsWith('\n'));
    QVERIFY(isAlive(contentOf(noted)));
    QVERIFY(isAlive(contentOf(grandchild)));
    job.cancel();
    const auto answer = Tests::waitFor(task);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
    QVERIFY(!isAlive(contentOf(noted)));
    QTRY_VERIFY(!isAlive(contentOf(grandchild)));
    // Before it began, too.
    Core::JobContext context;
    context.requestStop();
    QCOMPARE(Backup::runDump(run, context).error().kind, ErrorKind::Cancelled);
}

void TestDumpFailures::aCancelEndsADumpThatHangs()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    Tests::FaultProxy proxy(PostgresServer::instance().port());
    Core::Job job;
    auto task = job.start<int>([run = runOf(Tests::specOf(proxy.connectionString(db.database.name())))](
                                   Core::JobContext &context) -> Result<int> {
        const auto done = Backup::runDump(run, context);
        return done ? Result<int>(1) : Result<int>(done.error());
    });
    proxy.setBlackHole(true);
    QTRY_VERIFY(proxy.counters().connections > 0);
    job.cancel();
    const auto answer = Tests::waitFor(task);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
}

void TestDumpFailures::theChildDiesWithTheProgram()
{
    const QString noted = m_folder->filePath(u"pid"_s);
    const QString tool = fakeProgram(m_folder->filePath(u"pg_dump"_s), waiting(noted));
    QProcess program;
    program.start(QCoreApplication::applicationFilePath(), {u"--hang"_s, tool, m_output});
    QTRY_VERIFY(contentOf(noted).endsWith('\n'));
    QVERIFY(isAlive(contentOf(noted)));
    program.kill();
    QVERIFY(program.waitForFinished());
    QTRY_VERIFY(!isAlive(contentOf(noted)));
}

void TestDumpFailures::aFullDiskIsSaid_data()
{
    QTest::addColumn<bool>("isDump");
    QTest::newRow("dump") << true;
    QTest::newRow("script") << false;
}

void TestDumpFailures::aFullDiskIsSaid()
{
    QFETCH(bool, isDump);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    Core::JobContext context;
    const Kind kind = isDump ? Kind::Dump : Kind::Script;
    // Room for nothing, for some of it, and for all but the last bytes.
    QVERIFY_OK(Backup::runDump(runOf(db.spec, kind), context));
    const qint64 whole = contentOf(m_output).size();
    int silent = 0;
    for (const qint64 room : {qint64(0), qint64(1), whole / 2, whole - 100, whole - 1}) {
        const SmallDisk disk{rlim_t(room)};
        const auto done = Backup::runDump(runOf(db.spec, kind), context);
        if (done)
            ++silent;
        else
            QCOMPARE(done.error().kind, ErrorKind::Io);
    }
    qInfo("acceptance 18: pg_dump's %s on 5 full disks: %d without an error", isDump ? "archive" : "script",
          silent);
    QCOMPARE(silent, 0);
}

void TestDumpFailures::complaintsAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const char *words, ErrorKind kind) {
        QTest::newRow(name) << QByteArray(words) << int(kind);
    };
    row("version", "pg_dump: error: aborting because of server version mismatch", ErrorKind::Unsupported);
    row("permission", "pg_dump: error: query failed: ERROR:  permission denied for table secret",
        ErrorKind::Permission);
    row("lock", "pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout",
        ErrorKind::Busy);
    row("table", "pg_dump: error: no matching tables were found", ErrorKind::NotFound);
    row("broken",
        "pg_dump: error: Dumping the contents of table \"t\" failed: PQgetCopyData() failed.\npg_dump: "
        "detail: "
        "Error message from server: server closed the connection unexpectedly",
        ErrorKind::Connection);
    row("ended", "FATAL:  terminating connection due to administrator command", ErrorKind::Connection);
    row("login",
        "pg_dump: error: connection to server at \"h\" (1.2.3.4), port 5432 failed: FATAL:  password "
        "authentication failed for user \"gsc\"",
        ErrorKind::Authentication);
    row("refused", "pg_dump: error: connection to server at \"h\", port 5432 failed: Connection refused",
        ErrorKind::Connection);
    row("anything", "pg_dump: error: postgresql://ada:geheim@h/d password=geheim", ErrorKind::Io);
}

void TestDumpFailures::complaintsAreUnderstood()
{
    QFETCH(QByteArray, words);
    QFETCH(int, kind);
    const QString text = m_folder->filePath(u"words"_s);
    writeFile(text, words + '\n');
    const auto done = runFake("cat '" + QFile::encodeName(text) + "' >&2; exit 1");
    QVERIFY(!done);
    QCOMPARE(int(done.error().kind), kind);
    QVERIFY(!done.error().summary.isEmpty());
    QVERIFY(!Core::toText(done.error()).contains(u"geheim"_s));
    // Megabytes of complaints are not kept.
    const auto talkative = runFake("yes complaint | head -c 5000000 >&2; exit 1");
    QVERIFY(!talkative);
    QVERIFY(talkative.error().detail.size() <= 20'000);
}

void TestDumpFailures::badArchivesAreRefused()
{
    Core::JobContext context;
    const QString archive = m_folder->filePath(u"backup.dump"_s);
    const auto kindOf = [&](const QByteArray &content) {
        writeFile(archive, content);
        const auto done = Backup::scriptOfDump(archive, m_output, context);
        return done ? std::nullopt : std::optional(done.error().kind);
    };
    QCOMPARE(kindOf({}), ErrorKind::Corrupt);
    QCOMPARE(kindOf("-- SQL"), ErrorKind::Corrupt);
    QCOMPARE(kindOf("PGDMP"), ErrorKind::Corrupt);
    QCOMPARE(kindOf(QByteArray("PGDMP\x01\x63\x00\x04\x08\x01", 11)), ErrorKind::Unsupported); // version 1.99
    QCOMPARE(kindOf("PGDMP" + QByteArray(10000, '\xff')).has_value(), true);
    QCOMPARE(Backup::scriptOfDump(m_folder->filePath(u"none"_s), m_output, context).error().kind,
             ErrorKind::NotFound);
    QCOMPARE(Backup::scriptOfDump(m_folder->path(), m_output, context).error().kind, ErrorKind::NotFound);
    QVERIFY(QFile::link(archive, m_folder->filePath(u"link"_s)));
    QCOMPARE(Backup::scriptOfDump(m_folder->filePath(u"link"_s), m_output, context).error().kind,
             ErrorKind::NotFound);
    QCOMPARE(Backup::scriptOfDump(archive, m_folder->filePath(u"none"_s), context).error().kind,
             ErrorKind::Io);
}

void TestDumpFailures::cutArchivesAreNoticed()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    Core::JobContext context;
    const auto made = makeArchive(db.spec);
    QVERIFY_OK(made);
    const QString &archive = *made;
    const QByteArray whole = contentOf(archive);
    constexpr int tries = 25;
    int unnoticed = 0;
    for (int i = 0; i < tries; ++i) {
        writeFile(archive, whole.first(whole.size() * i / tries));
        const auto done = Backup::scriptOfDump(archive, m_output, context);
        if (done || done.error().kind != ErrorKind::Corrupt)
            ++unnoticed;
    }
    qInfo("acceptance 20: archive cut at %d places: %d undetected by pg_restore", tries, unnoticed);
    QCOMPARE(unnoticed, 0);
}

int main(int argc, char **argv)
{
    if (argc == 4 && qstrcmp(argv[1], "--hang") == 0)
        return hang(argv);
    QCoreApplication application(argc, argv);
    TestDumpFailures test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_dumpfailures.moc"
