// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "db/jobsession.h"
#include "dumpfolder.h"
#include "filefixture.h"
#include "support/testcertificates.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Backup::DumpRun;
using Backup::Kind;
using Core::ErrorKind;
using Core::Result;
using Tests::contentOf;
using Tests::EmptyDatabase;
using Tests::PostgresServer;
using Tests::TempDatabase;
using Tests::writeFile;

/// Dumps that go well: what pg_dump is given, what it sees of this program, and what comes out.
class TestDumpRun final : public QObject, private Tests::DumpFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }
    void dumpsAndScripts();
    void aPasswordIsUsedAndNotShown();
    void theChildSeesNothingElse();
    void thePasswordFileIsReadByLibpqOnly();
    void passwordsThatNoFileCanHoldAreRefused();
    void theUsersEnvironmentHasNoEffect();
    void encryptsAsTheProfileSays();
    void seesTheMomentOfTheSnapshot();
    void worksInAThreadWithoutAnEventLoop();
    void archivesBecomeScripts();

private:
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

void TestDumpRun::archivesBecomeScripts()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Tests::fillWebDatabase(db);
    Core::JobContext context;
    const auto made = makeArchive(db.spec);
    QVERIFY_OK(made);
    const QString &archive = *made;
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

QTEST_GUILESS_MAIN(TestDumpRun)
#include "tst_dumprun.moc"
