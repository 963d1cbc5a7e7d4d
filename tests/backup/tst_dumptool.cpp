// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dumpfixture.h"
#include "support/faultproxy.h"
#include "support/verify.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Backup::DumpTool;
using Backup::dumpTools;
using Backup::findDumpTool;
using Core::ErrorKind;
using Tests::answering;
using Tests::fakeProgram;

namespace {

QList<int> majorsOf(const QList<DumpTool> &tools)
{
    QList<int> majors;
    for (const DumpTool &tool : tools)
        majors.append(tool.major);
    return majors;
}

} // namespace

class TestDumpTool final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("PATH", "/usr/bin:/bin");
    }
    void readsVersions_data();
    void readsVersions();
    void findsEveryInstalledVersion();
    void neverTakesDebiansWrapper();
    void looksIntoThePath();
    void takesTheLowestThatIsNotOlder();
    void theUsersChoiceGoesFirst();
    void strangeProgramsAreNone_data();
    void strangeProgramsAreNone();
    void sayWhatIsMissingBeforeTheStart();

private:
    [[nodiscard]] QString program(const QString &name, const QByteArray &script) const
    {
        const QString folder = m_folder->filePath(name);
        if (!QDir().mkpath(folder))
            qFatal("no folder");
        return fakeProgram(folder + u"/pg_dump"_s, script);
    }
    void addToPath(const QStringList &folders) const
    {
        QStringList path;
        for (const QString &folder : folders)
            path.append(folder.startsWith(u'.') ? folder : m_folder->filePath(folder));
        qputenv("PATH", QFile::encodeName(path.join(u':')) + ":/usr/bin:/bin");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDumpTool::readsVersions_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<int>("major");
    QTest::newRow("number") << u"160004"_s << 16;
    QTest::newRow("old number") << u"90624"_s << 9;
    QTest::newRow("text") << u"16.4"_s << 16;
    QTest::newRow("Debian's text") << u"15.18 (Debian 15.18-0+deb12u1)"_s << 15;
    QTest::newRow("beta") << u"19beta1"_s << 19;
    QTest::newRow("development") << u"19devel"_s << 19;
    QTest::newRow("release candidate") << u"18rc1"_s << 18;
    QTest::newRow("blank") << u" 17.2"_s << 17;
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("words") << u"PgBouncer"_s << 0;
    QTest::newRow("too long") << u"99999999999999999999"_s << 99999;
}

void TestDumpTool::readsVersions()
{
    QFETCH(QString, version);
    QFETCH(int, major);
    QCOMPARE(Backup::majorOf(version), major);
}

void TestDumpTool::findsEveryInstalledVersion()
{
    const QList<DumpTool> tools = dumpTools();
    QVERIFY(!tools.isEmpty());
    QStringList paths;
    for (const DumpTool &tool : tools) {
        QVERIFY(tool.path.startsWith(u'/'));
        QVERIFY2(tool.version.startsWith(QString::number(tool.major)), qPrintable(tool.version));
        QVERIFY(!paths.contains(tool.path));
        paths.append(tool.path);
    }
    for (const QString &version :
         QDir(u"/usr/lib/postgresql"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = u"/usr/lib/postgresql/"_s + version + u"/bin/pg_dump"_s;
        QCOMPARE(paths.contains(path), QFile::exists(path));
    }
    QList<int> sorted = majorsOf(tools);
    std::sort(sorted.begin(), sorted.end());
    QCOMPARE(majorsOf(tools), sorted);
    QVERIFY(!dumpTools(u"pg_restore"_s).isEmpty());
    QVERIFY(dumpTools(u"pg_no_such_program"_s).isEmpty());
}

void TestDumpTool::neverTakesDebiansWrapper()
{
    const QString wrapper = u"/usr/share/postgresql-common/pg_wrapper"_s;
    QVERIFY(QFile::exists(wrapper));
    QVERIFY(QDir().mkpath(m_folder->filePath(u"a"_s)));
    QVERIFY(QFile::link(wrapper, m_folder->filePath(u"a/pg_dump"_s)));
    addToPath({u"a"_s});
    for (const DumpTool &tool : dumpTools(u"pg_dump"_s, m_folder->filePath(u"a/pg_dump"_s))) {
        QVERIFY(!tool.path.contains(u"pg_wrapper"_s));
        QVERIFY(tool.path != u"/usr/bin/pg_dump"_s);
        QVERIFY(!tool.path.startsWith(m_folder->path()));
    }
}

void TestDumpTool::looksIntoThePath()
{
    (void)program(u"bin"_s, answering("99.3"));
    QVERIFY(!majorsOf(dumpTools()).contains(99));
    addToPath({u"bin"_s, u"bin/../bin"_s});
    QCOMPARE(majorsOf(dumpTools()).count(99), 1);
    // What lies in the folder where the program was started is not looked at.
    QVERIFY(QDir::setCurrent(m_folder->filePath(u"bin"_s)));
    qputenv("PATH", ".:");
    QVERIFY(!majorsOf(dumpTools()).contains(99));
    QVERIFY(QDir::setCurrent(u"/"_s));
}

void TestDumpTool::takesTheLowestThatIsNotOlder()
{
    (void)program(u"97"_s, answering("97.9"));
    (void)program(u"98.2"_s, answering("98.2 (Debian 98.2-1)"));
    (void)program(u"98.10"_s, answering("98.10"));
    (void)program(u"99"_s, answering("99beta1"));
    addToPath({u"99"_s, u"98.2"_s, u"97"_s, u"98.10"_s});
    for (const auto &[server, version] : {std::pair(97, u"97.9"_s), std::pair(98, u"98.10"_s),
                                          std::pair(99, u"99beta1"_s), std::pair(90, u"97.9"_s)}) {
        const auto tool = findDumpTool(server);
        QVERIFY_OK(tool);
        QCOMPARE(tool->version, version);
    }
    QCOMPARE(findDumpTool(100).error().kind, ErrorKind::Unsupported);
    QCOMPARE(findDumpTool(0)->major, 99);
}

void TestDumpTool::theUsersChoiceGoesFirst()
{
    const QString chosen = program(u"chosen"_s, answering("98.1"));
    (void)program(u"other"_s, answering("97.1"));
    addToPath({u"other"_s});
    for (const QString &path : {chosen, m_folder->filePath(u"chosen"_s)}) {
        QCOMPARE(dumpTools(u"pg_dump"_s, path).first().path, QFileInfo(chosen).canonicalFilePath());
        QCOMPARE(findDumpTool(97, path)->major, 98);
    }
    // But not where it is too old.
    QCOMPARE(findDumpTool(97, program(u"old"_s, answering("9.6.24")))->major, 97);
    QCOMPARE(findDumpTool(97, u"/nowhere"_s)->major, 97);
}

void TestDumpTool::strangeProgramsAreNone_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("silent") << QByteArray("exit 0");
    QTest::newRow("failing") << answering("99.1") + "; exit 1";
    QTest::newRow("crashing") << answering("99.1") + "; kill -SEGV $$";
    QTest::newRow("another program") << QByteArray("echo 'ls (GNU coreutils)'");
    QTest::newRow("endless") << answering("99.1") + "; while :; do sleep 100000; done";
    QTest::newRow("talkative") << QByteArray("exec yes 'no version'");
    QTest::newRow("asking") << QByteArray("read answer && echo 'pg_dump (PostgreSQL) 99.1'");
}

void TestDumpTool::strangeProgramsAreNone()
{
    QFETCH(QByteArray, script);
    (void)program(u"bin"_s, script);
    addToPath({u"bin"_s});
    QVERIFY(!majorsOf(dumpTools()).contains(99));
    // Neither is a file that cannot be run.
    QVERIFY(QFile::setPermissions(m_folder->filePath(u"bin/pg_dump"_s), QFile::ReadOwner));
    QVERIFY(!majorsOf(dumpTools(u"pg_dump"_s, m_folder->filePath(u"bin/pg_dump"_s))).contains(99));
}

void TestDumpTool::sayWhatIsMissingBeforeTheStart()
{
    const Tests::EmptyDatabase db(Tests::TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    const Db::ConnectionSpec spec = Tests::specOf(proxy.connectionString(db.database.name()));
    const int newest = dumpTools().last().major;
    int refused = 0;
    int wrong = 0;
    for (const QString &version :
         {u"14.9"_s, u"15.18"_s, u"16.4 (Debian 16.4-1.pgdg120+1)"_s, u"17.2"_s, u"18.1"_s}) {
        proxy.setServerVersion(version);
        Db::Session session(spec);
        const auto line = session.open();
        QVERIFY_OK(line);
        QCOMPARE(line->serverVersion, version);
        const int major = Backup::majorOf(line->serverVersion);
        const auto found = findDumpTool(major);
        // What pg_dump says itself, when it is started all the same.
        Backup::DumpRun run;
        run.tool = found ? *found : dumpTools().last();
        run.source = spec;
        run.output = m_folder->filePath(u"out"_s);
        Tests::writeFile(run.output, {});
        Core::JobContext context;
        const auto done = Backup::runDump(run, context);
        QCOMPARE(found.has_value(), major <= newest);
        if (done.has_value() != found.has_value())
            ++wrong;
        if (found)
            continue;
        ++refused;
        QCOMPARE(found.error().kind, ErrorKind::Unsupported);
        QCOMPARE(done.error().kind, ErrorKind::Unsupported);
        for (const Core::Error &error : {found.error(), done.error()}) {
            if (!error.summary.contains(u"portable snapshot"_s))
                ++wrong;
        }
        QVERIFY(found.error().summary.contains(QString::number(major)));
    }
    qInfo("acceptance 26: servers 14 to 18 with pg_dump %d: %d refused before the start with the portable "
          "snapshot "
          "offered, %d wrong offers",
          newest, refused, wrong);
    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(TestDumpTool)
#include "tst_dumptool.moc"
