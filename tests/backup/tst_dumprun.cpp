// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "db/jobsession.h"
#include "dumpfixture.h"
#include "support/faultproxy.h"
#include "support/pooler.h"
#include "support/testcertificates.h"
#include "support/verify.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;
using Backup::DumpRun;
using Backup::Kind;
using Backup::Scope;
using Core::ErrorKind;
using Core::Result;
using Tests::EmptyDatabase;
using Tests::fakeProgram;
using Tests::PostgresServer;
using Tests::TempDatabase;
using Tests::writeFile;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Files of this process cannot grow beyond `bytes` while it lives.
class SmallDisk final
{
public:
    explicit SmallDisk(rlim_t bytes)
        : m_oldHandler(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit small = {bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

private:
    rlimit m_old = {};
    void (*m_oldHandler)(int) = nullptr;
};

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

class TestDumpRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_output = m_folder->filePath(u"backup.part"_s);
        writeFile(m_output, {});
    }
    void dumpsAndScripts();
    void aPasswordIsUsedAndNotShown();
    void theChildSeesNothingElse();
    void thePasswordFileIsReadByLibpqOnly();
    void passwordsThatNoFileCanHoldAreRefused();
    void theUsersEnvironmentHasNoEffect();
    void encryptsAsTheProfileSays();
    void seesTheMomentOfTheSnapshot();
    void refusesWhatItCannotDo();
    void worksInAThreadWithoutAnEventLoop();
    void aCancelEndsTheChild();
    void aCancelEndsADumpThatHangs();
    void theChildDiesWithTheProgram();
    void aFullDiskIsSaid_data();
    void aFullDiskIsSaid();
    void complaintsAreUnderstood_data();
    void complaintsAreUnderstood();
    void archivesBecomeScripts();
    void badArchivesAreRefused();
    void cutArchivesAreNoticed();

private:
    [[nodiscard]] DumpRun runOf(const Db::ConnectionSpec &spec, Kind kind = Kind::Script) const
    {
        DumpRun run;
        run.tool = Tests::serversTool();
        run.source = spec;
        run.kind = kind;
        run.output = m_output;
        return run;
    }
    [[nodiscard]] Result<void> runFake(const QByteArray &script, Db::ConnectionSpec spec = {}) const
    {
        spec.engine = Db::Engine::PostgreSQL;
        DumpRun run = runOf(spec);
        run.tool.path = fakeProgram(m_folder->filePath(u"pg_dump"_s), script);
        Core::JobContext context;
        return Backup::runDump(run, context);
    }
    [[nodiscard]] qint64 rowsOfScript(const QString &file) const
    {
        Core::JobContext context;
        qint64 count = 0;
        Backup::ScriptReader reader;
        reader.row = [&](const Backup::ScriptPiece &, const Db::RawRow &) -> Result<void> {
            ++count;
            return {};
        };
        const auto read = Backup::readScript(file, reader, context);
        if (!read)
            qFatal("%s", qPrintable(Core::toText(read.error())));
        return count;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_output;
};

void TestDumpRun::dumpsAndScripts()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    QStringList phases;
    qint64 most = 0;
    Core::JobContext context([&](const Core::JobProgress &progress) {
        phases.append(progress.phase);
        most = std::max(most, progress.done);
        QCOMPARE(progress.unit, Core::JobProgress::Unit::Bytes);
    });
    QVERIFY_OK(Backup::runDump(runOf(db.spec, Kind::Dump), context));
    QVERIFY(contentOf(m_output).startsWith("PGDMP"));
    QVERIFY_OK(Backup::runDump(runOf(db.spec, Kind::Script), context));
    QCOMPARE(rowsOfScript(m_output), 1 + 60 + 60 + 20);
    QVERIFY(!contentOf(m_output).contains("OWNER TO"));
    QVERIFY(!contentOf(m_output).contains("GRANT"));
    // Times do not depend on where the server stands (New York).
    QVERIFY(contentOf(m_output).contains("2025-12-11 09:30:00.123456+00"));
    QCOMPARE(phases.first(), u"pg_dump reads the database"_s);
}

void TestDumpRun::aPasswordIsUsedAndNotShown()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer); grant select on t to gsc_password"_s);
    Db::ConnectionSpec spec =
        Tests::specOf(PostgresServer::instance().passwordConnectionString(db.database.name()));
    QCOMPARE(spec.password, PostgresServer::password());
    Core::JobContext context;
    QVERIFY_OK(Backup::runDump(runOf(spec), context));
    spec.password = u"wrong-secret"_s;
    Result<void> done = Backup::runDump(runOf(spec), context);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Authentication);
    QVERIFY(!Core::toText(done.error()).contains(u"wrong-secret"_s));
    spec.password.reset();
    done = Backup::runDump(runOf(spec), context);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Authentication);
}

void TestDumpRun::theChildSeesNothingElse()
{
    const QString seen = m_folder->filePath(u"seen"_s);
    const QString canary = u"c4n4ry:p\\ss 'w\"rd'"_s;
    qputenv("GSC_SECRET_OF_ANOTHER", "canary");
    qputenv("PGPASSWORD", "canary");
    Db::ConnectionSpec spec;
    spec.hosts = {{u"db.example.com"_s, 5433}};
    spec.database = u"shop"_s;
    spec.user = u"ada"_s;
    spec.password = canary;
    const QByteArray path = QFile::encodeName(seen);
    const auto done = runFake("env > '" + path + ".env'\nfor a; do echo \"$a\"; done > '" + path +
                                  ".argv'\ncat \"$PGPASSFILE\" > '" + path +
                                  ".file'\nstat -L -c '%a %F %h' \"$PGPASSFILE\" > '" + path +
                                  ".mode'\nls /proc/self/fd | wc -l > '" + path +
                                  ".fds'\ntr '\\0' '\\n' < "
                                  "/proc/$$/cmdline > '" +
                                  path + ".cmdline'",
                              spec);
    qunsetenv("PGPASSWORD");
    qunsetenv("GSC_SECRET_OF_ANOTHER");
    QVERIFY_OK(done);
    const QByteArray environment = contentOf(seen + u".env"_s);
    for (const char *line : {"PGHOST=db.example.com\n", "PGPORT=5433\n", "PGDATABASE=shop\n", "PGUSER=ada\n",
                             "PGSSLMODE=verify-full\n", "PGSSLROOTCERT=/etc/ssl/certs/ca-certificates.crt\n",
                             "PGGSSENCMODE=disable\n", "PGCONNECT_TIMEOUT=15\n", "PGTZ=UTC\n", "LC_ALL=C\n",
                             "PATH=/usr/bin:/bin\n"})
        QVERIFY2(environment.contains(line), environment.constData());
    QVERIFY(!environment.contains("canary"));
    QVERIFY(!environment.contains("c4n4ry"));
    const QByteArray arguments = contentOf(seen + u".argv"_s);
    for (const char *line : {"--format=plain\n", "--no-owner\n", "--no-privileges\n", "--no-password\n",
                             "--encoding=UTF8\n", "--lock-wait-timeout=30000\n", "tcp_user_timeout=30000"})
        QVERIFY2(arguments.contains(line), arguments.constData());
    for (const char *word : {"c4n4ry", "ada", "example.com", "shop"}) {
        QVERIFY2(!arguments.contains(word), arguments.constData());
        QVERIFY(!contentOf(seen + u".cmdline"_s).contains(word));
    }
    // libpq's own form; nothing on a disk; no descriptor of this process but that one (and the listing's
    // own).
    QCOMPARE(contentOf(seen + u".file"_s), QByteArray("*:*:*:*:c4n4ry\\:p\\\\ss 'w\"rd'\n"));
    QCOMPARE(contentOf(seen + u".mode"_s), QByteArray("600 regular file 0\n"));
    QCOMPARE(contentOf(seen + u".fds"_s).trimmed().toInt(), 5);
}

void TestDumpRun::thePasswordFileIsReadByLibpqOnly()
{
    // Without a password there is no file, and the user's own (~/.pgpass) is found.
    Db::ConnectionSpec spec;
    spec.user = u"ada"_s;
    const QString seen = m_folder->filePath(u"env"_s);
    QVERIFY_OK(runFake("env > '" + QFile::encodeName(seen) + "'", spec));
    QVERIFY(!contentOf(seen).contains("PGPASSFILE"));
    QVERIFY(contentOf(seen).contains("HOME="));
    spec.parameters.insert(u"passfile"_s, u"/home/ada/mine"_s);
    QVERIFY_OK(runFake("env > '" + QFile::encodeName(seen) + "'", spec));
    QVERIFY(contentOf(seen).contains("PGPASSFILE=/home/ada/mine\n"));
    spec.password = u"x"_s;
    QVERIFY_OK(runFake("env > '" + QFile::encodeName(seen) + "'", spec));
    QVERIFY(contentOf(seen).contains("PGPASSFILE=/proc/self/fd/"));
}

void TestDumpRun::passwordsThatNoFileCanHoldAreRefused()
{
    for (const QString &password : {u"a\nb"_s, u"a\r"_s}) {
        Db::ConnectionSpec spec;
        spec.password = password;
        const auto done = runFake("exit 0", spec);
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Unsupported);
    }
}

void TestDumpRun::theUsersEnvironmentHasNoEffect()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    const QList<std::pair<const char *, const char *>> hostile{
        {"PGHOSTADDR", "192.0.2.1"},        {"PGOPTIONS", "-c nosuch=1"}, {"PGSERVICE", "evil"},
        {"PGSSLMODE", "verify-full"},       {"PGDATABASE", "evil"},       {"PGPASSFILE", "/nowhere"},
        {"PGREQUIREAUTH", "password"},      {"PG_COLOR", "always"},       {"LD_PRELOAD", "/nowhere.so"},
        {"PGTARGETSESSIONATTRS", "standby"}};
    for (const auto &[name, value] : hostile)
        qputenv(name, value);
    Core::JobContext context;
    const auto done = Backup::runDump(runOf(db.spec), context);
    for (const auto &entry : hostile)
        qunsetenv(entry.first);
    QVERIFY_OK(done);
}

void TestDumpRun::encryptsAsTheProfileSays()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    PostgresServer &server = PostgresServer::instance();
    const Tests::TestCertificates certificates;
    const auto restore = qScopeGuard([&] {
        server.demandTls(false);
        server.stopOfferingTls();
    });
    server.offerTls(certificates.certificate());
    server.demandTls(true);
    Db::ConnectionSpec spec = db.spec;
    spec.hosts = {{u"localhost"_s, server.port()}};
    spec.tls = Db::TlsMode::VerifyFull;
    spec.rootCertificate = certificates.authority();
    Core::JobContext context;
    QVERIFY_OK(Backup::runDump(runOf(spec), context));
    // Another authority, or no encryption where the server wants it, is an error and no weaker try.
    spec.rootCertificate.clear();
    Result<void> done = Backup::runDump(runOf(spec), context);
    QVERIFY(!done);
    QVERIFY2(done.error().summary.contains(u"certificate"_s), qPrintable(Core::toText(done.error())));
    spec.tls = Db::TlsMode::Disable;
    QVERIFY(!Backup::runDump(runOf(spec), context));
    server.offerTls(certificates.certificate(Tests::TestCertificates::Flaw::WrongHost));
    spec.tls = Db::TlsMode::VerifyFull;
    spec.rootCertificate = certificates.authority();
    QVERIFY(!Backup::runDump(runOf(spec), context));
}

void TestDumpRun::seesTheMomentOfTheSnapshot()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer); insert into t select generate_series(1, 100)"_s);
    Core::JobContext context;
    Db::JobSession session(db.spec, {}, context);
    const auto done = session->snapshot<qint64>([&](Db::Snapshot &snapshot) -> Result<qint64> {
        const auto name = snapshot.exportedName();
        if (!name)
            return name.error();
        db.execute(u"insert into t select generate_series(1, 11)"_s);
        DumpRun run = runOf(db.spec);
        run.snapshot = *name;
        if (auto dumped = Backup::runDump(run, context); !dumped)
            return dumped.error();
        return rowsOfScript(m_output);
    });
    QVERIFY_OK(done);
    const QString live = db.execute(u"select count(*) from t"_s).value(0).value(0);
    qInfo("acceptance 22: %lld rows in the snapshot's dump, 100 when it was taken, %s now", *done,
          qPrintable(live));
    QCOMPARE(*done, 100);
    QCOMPARE(live, u"111"_s);
    // A moment that has passed is no moment.
    DumpRun run = runOf(db.spec);
    run.snapshot = u"00000003-0000001B-1"_s;
    QVERIFY(!Backup::runDump(run, context));
}

void TestDumpRun::refusesWhatItCannotDo()
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

void TestDumpRun::worksInAThreadWithoutAnEventLoop()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    Core::Job job;
    auto task = job.start<int>([run = runOf(db.spec)](Core::JobContext &context) -> Result<int> {
        const auto done = Backup::runDump(run, context);
        return done ? Result<int>(1) : Result<int>(done.error());
    });
    QVERIFY_OK(Tests::waitFor(task));
    QCOMPARE(rowsOfScript(m_output), 141);
}

void TestDumpRun::aCancelEndsTheChild()
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

void TestDumpRun::aCancelEndsADumpThatHangs()
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

void TestDumpRun::theChildDiesWithTheProgram()
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

void TestDumpRun::aFullDiskIsSaid_data()
{
    QTest::addColumn<bool>("isDump");
    QTest::newRow("dump") << true;
    QTest::newRow("script") << false;
}

void TestDumpRun::aFullDiskIsSaid()
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

void TestDumpRun::complaintsAreUnderstood_data()
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

void TestDumpRun::complaintsAreUnderstood()
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

void TestDumpRun::archivesBecomeScripts()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    Core::JobContext context;
    const QString archive = m_folder->filePath(u"backup.dump"_s);
    writeFile(archive, {});
    DumpRun run = runOf(db.spec, Kind::Dump);
    run.output = archive;
    QVERIFY_OK(Backup::runDump(run, context));
    QVERIFY_OK(Backup::scriptOfDump(archive, m_output, context));
    QCOMPARE(rowsOfScript(m_output), 141);
    const QByteArray fromArchive = contentOf(m_output);
    QVERIFY_OK(Backup::runDump(runOf(db.spec), context));
    // The same but for the key.
    const auto tidied = [](QByteArray text) {
        const qsizetype at = text.indexOf("\\restrict ");
        return at < 0 ? text : text.replace(text.mid(at + 10, text.indexOf('\n', at) - at - 10), "KEY");
    };
    QCOMPARE(tidied(fromArchive), tidied(contentOf(m_output)));
    context.requestStop();
    QCOMPARE(Backup::scriptOfDump(archive, m_output, context).error().kind, ErrorKind::Cancelled);
}

void TestDumpRun::badArchivesAreRefused()
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

void TestDumpRun::cutArchivesAreNoticed()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    Core::JobContext context;
    const QString archive = m_folder->filePath(u"backup.dump"_s);
    writeFile(archive, {});
    DumpRun run = runOf(db.spec, Kind::Dump);
    run.output = archive;
    QVERIFY_OK(Backup::runDump(run, context));
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
    TestDumpRun test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_dumprun.moc"
