// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkfixture.h"
#include "db/sqlitefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <signal.h>
#include <thread>

using namespace Db;
using namespace Tests;
using Core::ErrorKind;
using Core::JobContext;
using Core::JobProgress;
using Core::Result;

/// Putting a backup in place of a database that is open: all of it or nothing, whatever happens.
class TestReplaceBy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theNewStateIsThere_data();
    void theNewStateIsThere();
    void othersSeeTheOldStateOrTheNew_data() { addModes(); }
    void othersSeeTheOldStateOrTheNew();
    void aReaderOfTheOldStateKeepsIt();
    void aReaderWithoutALogIsInTheWay();
    void aLockOfAnotherProcessIsBusy_data() { addModes(); }
    void aLockOfAnotherProcessIsBusy();
    void aKillLeavesTheOldStateOrTheNew_data() { addModes(); }
    void aKillLeavesTheOldStateOrTheNew();
    void aCancelChangesNothing_data() { addModes(); }
    void aCancelChangesNothing();
    void aFullDiskChangesNothing_data() { addModes(); }
    void aFullDiskChangesNothing();
    void theGateIsAsked();
    void serversCannotBeReplaced();
    void theLogNotesIt();

private:
    static void addModes()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("delete") << QStringLiteral("delete");
        QTest::newRow("wal") << QStringLiteral("wal");
    }
    /// Every row of it says `label`.
    QString makeDatabase(const QString &name, const QString &label, int rows, const QString &mode,
                         int pageSize = 4096, const QString &encoding = QStringLiteral("UTF-8")) const
    {
        const QString file = m_directory->filePath(name);
        sqliteExecute(file,
                      QStringLiteral("pragma page_size=%1; pragma encoding='%2'; pragma journal_mode=%3; "
                                     "create table t (id integer primary key, label text, v text)")
                          .arg(pageSize)
                          .arg(encoding, mode));
        sqliteExecute(file,
                      QStringLiteral("with recursive n(i) as (select 1 union all select i + 1 from n where "
                                     "i < %1) insert into t select i, '%2', hex(randomblob(100)) from n")
                          .arg(rows)
                          .arg(label));
        return file;
    }
    /// "label rows", or what is wrong.
    static QString stateOf(Session &session)
    {
        return scalar(session, QStringLiteral("select min(label) || case min(label) when max(label) then ' ' "
                                              "else ' torn ' end || count(*) from t"));
    }
    static QString stateOf(const QString &file)
    {
        Session session(specOf(file));
        return stateOf(session);
    }
    std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

/// Another process for the tests: waits with a lock, or replaces one database by two others in turn until it
/// is killed.
int runAsChild(const QStringList &arguments)
{
    const QString live = arguments.value(2);
    if (arguments.value(1) == QLatin1String("--lock")) {
        auto file = SqliteFile::open(live, SqliteFile::Use::Write);
        if (!file || !(*file)->execute(QStringLiteral("begin immediate")))
            return 2;
        std::puts("locked");
        std::fflush(stdout);
        return std::getchar();
    }
    for (int round = 0;; ++round) {
        auto source = SqliteFile::open(arguments.value(3 + round % 2), SqliteFile::Use::Read);
        Session session(specOf(live));
        JobContext context;
        if (!source || !session.replaceBy(**source, context))
            return 3;
        if (round == 0) {
            std::puts("replacing");
            std::fflush(stdout);
        }
    }
}

} // namespace

void TestReplaceBy::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void TestReplaceBy::theNewStateIsThere_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("sourceMode");
    QTest::addColumn<int>("pageSize");
    QTest::addColumn<QString>("encoding");
    for (const char *mode : {"delete", "wal"})
        for (const char *sourceMode : {"delete", "wal"})
            for (const int pageSize : {1024, 4096, 16384})
                for (const char *encoding : {"UTF-8", "UTF-16"})
                    QTest::addRow("%s by %s, pages of %d, %s", mode, sourceMode, pageSize, encoding)
                        << QString::fromLatin1(mode) << QString::fromLatin1(sourceMode) << pageSize
                        << QString::fromLatin1(encoding);
}

void TestReplaceBy::theNewStateIsThere()
{
    QFETCH(QString, mode);
    QFETCH(QString, sourceMode);
    QFETCH(int, pageSize);
    QFETCH(QString, encoding);
    const QString live = makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3000, mode);
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 500, sourceMode, pageSize, encoding);
    Session session(specOf(live));
    Session other(specOf(live));
    QCOMPARE(stateOf(session), QStringLiteral("old 3000"));
    QCOMPARE(stateOf(other), QStringLiteral("old 3000"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    QVERIFY_OK(source);
    QList<JobProgress> told;
    JobContext context([&](const JobProgress &progress) { told.append(progress); });
    QVERIFY_OK(session.replaceBy(**source, context));
    QCOMPARE(told.first().unit, JobProgress::Unit::Pages);
    QVERIFY(told.first().total > 0);
    QCOMPARE(stateOf(session), QStringLiteral("new 500"));
    if (encoding == QLatin1String("UTF-8")) // SQLite cannot change that under an open connection
        QCOMPARE(stateOf(other), QStringLiteral("new 500"));
    other.close();
    // It goes on as a database in every way.
    QVERIFY_OK(write(session, {{QStringLiteral("insert into t (label, v) values ($1, $2)"),
                                {QStringLiteral("new"), QStringLiteral("x")}}}));
    QCOMPARE(stateOf(other), QStringLiteral("new 501"));
    if (sourceMode == QLatin1String("delete"))
        QCOMPARE(scalar(session, QStringLiteral("pragma journal_mode")), mode);
    session.close();
    other.close();
    QCOMPARE(stateOf(live), QStringLiteral("new 501"));
    QVERIFY_OK((*SqliteFile::open(live, SqliteFile::Use::Read))->checkIntegrity());
    QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files),
             (QStringList{QStringLiteral("backup.db"), QStringLiteral("live.db")}));
}

void TestReplaceBy::othersSeeTheOldStateOrTheNew()
{
    QFETCH(QString, mode);
    const QString live = makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 20'000, mode);
    const QString one =
        makeDatabase(QStringLiteral("one.db"), QStringLiteral("one"), 20'000, QStringLiteral("delete"));
    const QString two =
        makeDatabase(QStringLiteral("two.db"), QStringLiteral("two"), 10'000, QStringLiteral("delete"));
    std::atomic_bool isOver = false;
    std::atomic_int reads = 0;
    QStringList strange;
    std::thread reader([&] {
        Session session(specOf(live));
        while (!isOver) {
            const QString state = stateOf(session);
            ++reads;
            if (state != QLatin1String("old 20000") && state != QLatin1String("one 20000") &&
                state != QLatin1String("two 10000"))
                strange.append(state);
        }
    });
    Session session(specOf(live));
    QStringList problems;
    for (int round = 0; round < 10; ++round) {
        auto source = SqliteFile::open(round % 2 == 0 ? one : two, SqliteFile::Use::Read);
        JobContext context;
        const auto replaced = session.replaceBy(**source, context);
        if (!replaced)
            problems.append(Core::toText(replaced.error()));
    }
    isOver = true;
    reader.join();
    QCOMPARE(strange, QStringList());
    QCOMPARE(problems, QStringList());
    QVERIFY(reads > 0);
    QCOMPARE(stateOf(live), QStringLiteral("two 10000"));
}

void TestReplaceBy::aReaderOfTheOldStateKeepsIt()
{
    const QString live =
        makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3000, QStringLiteral("wal"));
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 500, QStringLiteral("delete"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    Session session(specOf(live));
    Session reader(specOf(live));
    const auto seen = reader.snapshot<QStringList>([&](Snapshot &snapshot) -> Result<QStringList> {
        QStringList labels;
        auto rows = snapshot.stream({QStringLiteral("select label from t"), {}}, [&](const RawRow &row) {
            if (labels.isEmpty()) {
                JobContext context;
                auto replaced = session.replaceBy(**source, context);
                if (!replaced)
                    return replaced;
            }
            labels.append(QString::fromUtf8(*row.first()));
            return Result<void>();
        });
        if (!rows)
            return rows.error();
        return labels;
    });
    QVERIFY_OK(seen);
    QCOMPARE(*seen, QStringList(3000, QStringLiteral("old")));
    QCOMPARE(stateOf(reader), QStringLiteral("new 500"));
}

void TestReplaceBy::aReaderWithoutALogIsInTheWay()
{
    const QString live =
        makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3000, QStringLiteral("delete"));
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 500, QStringLiteral("delete"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    Session session(specOf(live));
    Session reader(specOf(live));
    const auto refused = reader.snapshot<ErrorKind>([&](Snapshot &) -> Result<ErrorKind> {
        JobContext context;
        const auto replaced = session.replaceBy(**source, context);
        return replaced ? ErrorKind::Internal : replaced.error().kind;
    });
    QVERIFY_OK(refused);
    QCOMPARE(*refused, ErrorKind::Busy);
    QCOMPARE(stateOf(session), QStringLiteral("old 3000"));
    JobContext context;
    QVERIFY_OK(session.replaceBy(**source, context));
    QCOMPARE(stateOf(reader), QStringLiteral("new 500"));
}

void TestReplaceBy::aLockOfAnotherProcessIsBusy()
{
    QFETCH(QString, mode);
    const QString live = makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3000, mode);
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 500, QStringLiteral("delete"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--lock"), live});
    QVERIFY(child.waitForReadyRead());
    Session session(specOf(live));
    JobContext context;
    const auto refused = session.replaceBy(**source, context);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Busy);
    QCOMPARE(stateOf(session), QStringLiteral("old 3000"));
    child.write("x");
    QVERIFY(child.waitForFinished());
    QVERIFY_OK(session.replaceBy(**source, context));
    QCOMPARE(stateOf(session), QStringLiteral("new 500"));
}

void TestReplaceBy::aKillLeavesTheOldStateOrTheNew()
{
    QFETCH(QString, mode);
    const QString live = makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 5000, mode);
    const QString one =
        makeDatabase(QStringLiteral("one.db"), QStringLiteral("one"), 15'000, QStringLiteral("delete"));
    const QString two =
        makeDatabase(QStringLiteral("two.db"), QStringLiteral("two"), 5000, QStringLiteral("delete"));
    QMap<QString, int> states;
    for (int round = 0; round < 40; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--replace"), live, one, two});
        QVERIFY(child.waitForReadyRead());
        std::this_thread::sleep_for(std::chrono::microseconds(randomUpTo(80'000)));
        QCOMPARE(::kill(pid_t(child.processId()), SIGKILL), 0);
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        // As the program would open it next time: what was half done is taken back.
        Session session(specOf(live));
        const QString state = stateOf(session);
        ++states[state];
        QVERIFY2(state == QLatin1String("one 15000") || state == QLatin1String("two 5000"),
                 qPrintable(state));
        QCOMPARE(scalar(session, QStringLiteral("pragma integrity_check")), QStringLiteral("ok"));
    }
    qInfo() << "states after a kill:" << states;
}

void TestReplaceBy::aCancelChangesNothing()
{
    QFETCH(QString, mode);
    const QString live = makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3000, mode);
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 40'000, QStringLiteral("delete"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    Session session(specOf(live));
    std::unique_ptr<JobContext> context;
    context = std::make_unique<JobContext>([&](const JobProgress &) { context->requestStop(); });
    const auto stopped = session.replaceBy(**source, *context);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    QCOMPARE(stateOf(session), QStringLiteral("old 3000"));
    JobContext another;
    QVERIFY_OK(session.replaceBy(**source, another));
    QCOMPARE(stateOf(session), QStringLiteral("new 40000"));
}

void TestReplaceBy::aFullDiskChangesNothing()
{
    QFETCH(QString, mode);
    const QString live = makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3000, mode);
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 40'000, QStringLiteral("delete"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    Session session(specOf(live));
    // As a disk without room for more.
    QVERIFY(session.select(Statement{QStringLiteral("pragma max_page_count=200"), {}}));
    JobContext context;
    const auto full = session.replaceBy(**source, context);
    QVERIFY(!full);
    QCOMPARE(full.error().kind, ErrorKind::Io);
    QCOMPARE(stateOf(session), QStringLiteral("old 3000"));
    session.close();
    QCOMPARE(stateOf(live), QStringLiteral("old 3000"));
}

void TestReplaceBy::theGateIsAsked()
{
    const QString live =
        makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3, QStringLiteral("delete"));
    const QString backup =
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 5, QStringLiteral("delete"));
    auto source = SqliteFile::open(backup, SqliteFile::Use::Read);
    SessionOptions options;
    options.gate = std::make_shared<AccessGate>(false);
    Session session(specOf(live), options);
    JobContext context;
    QCOMPARE(session.replaceBy(**source, context).error().kind, ErrorKind::ReadOnly);
    QCOMPARE(stateOf(session), QStringLiteral("old 3"));
    ConnectionSpec readOnly = specOf(live);
    readOnly.openMode = SqliteOpenMode::ReadOnly;
    Session reader(readOnly);
    QCOMPARE(reader.replaceBy(**source, context).error().kind, ErrorKind::ReadOnly);
    options.gate->setAllowsWriting(true);
    QVERIFY_OK(session.replaceBy(**source, context));
    QCOMPARE(stateOf(session), QStringLiteral("new 5"));
}

void TestReplaceBy::serversCannotBeReplaced()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    auto source = SqliteFile::open(
        makeDatabase(QStringLiteral("a.db"), QStringLiteral("new"), 5, QStringLiteral("delete")),
        SqliteFile::Use::Read);
    Session session(db.spec);
    JobContext context;
    QCOMPARE(session.replaceBy(**source, context).error().kind, ErrorKind::Unsupported);
}

void TestReplaceBy::theLogNotesIt()
{
    const QString live =
        makeDatabase(QStringLiteral("live.db"), QStringLiteral("old"), 3, QStringLiteral("delete"));
    auto source = SqliteFile::open(
        makeDatabase(QStringLiteral("backup.db"), QStringLiteral("new"), 5, QStringLiteral("delete")),
        SqliteFile::Use::Read);
    SessionOptions options;
    options.log = std::make_shared<QueryLog>();
    Session session(specOf(live), options);
    JobContext context;
    QVERIFY_OK(session.replaceBy(**source, context));
    QList<QueryRecord> records = options.log->since(0);
    records.removeIf([](const QueryRecord &record) { return record.isFraming; });
    QCOMPARE(records.size(), 1);
    QVERIFY(records.first().statement.contains(QLatin1String("backup.db")));
    QVERIFY(records.first().rows > 0); // pages
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1).startsWith(QLatin1String("--")))
        return runAsChild(arguments);
    TestReplaceBy test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_replaceby.moc"
