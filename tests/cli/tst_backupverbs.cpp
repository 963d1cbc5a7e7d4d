// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sessionfixture.h"
#include "programrun.h"
#include "schema/migrator.h"
#include "support/postgresserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using Tests::gscAdmin;
using Tests::ProgramRun;
using Tests::TempDatabase;

/// backup, verify, rehearse, restore, unwrap and backups, as a script calls them.
class TestBackupVerbs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_home = std::make_unique<QTemporaryDir>(); }
    void thereAndBack_data();
    void thereAndBack();
    void aRestoreSaysTheWayBack();
    void createMakesAFileOnlyWhenSomethingComesIntoIt();
    void aPassphraseComesFromAFileOnly();
    void aDamagedBackupIsFour();
    void whatIsThereStays();
    void productionAsksForTheWord();
    void pruneKeepsWhatTheRuleKeeps();
    void wrongUsageIsTwo_data();
    void wrongUsageIsTwo();
    void noConnectionIsThree();
    void noPasswordInAnyOutput();
    void interruptingIsSixAndLeavesNothing();

private:
    ProgramRun run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return gscAdmin(arguments, m_home->path(), input);
    }
    [[nodiscard]] QString file(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_home->path()).entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    /// A good backup of the SQLite shop.
    [[nodiscard]] QString backup() const
    {
        const QString made = file(u"shop.db"_s);
        return run({u"backup"_s, m_sqlite.name(), u"--out"_s, made}).code == 0 ? made : QString();
    }
    static void fill(const TempDatabase &database)
    {
        database.execute(
            uR"(delete from "Customer"; insert into "Customer" ("Name", "Email", "Phone", "Address",
            "CreatedAt", "UpdatedAt", "IsDeleted") select n, 'a@example.com', '555', '', '2025-12-11 09:30:00',
            '2025-12-11 09:30:00', false from (select 'Ann' as n union all select 'Bob') as names)"_s);
    }
    static int count(const TempDatabase &database)
    {
        return int(database.execute(u"select 1 from \"Customer\""_s).size());
    }

    const TempDatabase m_sqlite{TempDatabase::Kind::Sqlite};
    const TempDatabase m_postgres{TempDatabase::Kind::PostgresDirect};
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestBackupVerbs::initTestCase()
{
    QVERIFY(Db::createDatabaseFile(m_sqlite.name()).has_value());
    for (const TempDatabase *database : {&m_sqlite, &m_postgres}) {
        Db::Session session(Tests::specOf(database->connectionString()));
        QVERIFY(Schema::createSchema(session).has_value());
    }
}

void TestBackupVerbs::thereAndBack_data()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::addColumn<QString>("kind");
    QTest::newRow("sqlite") << false << u"sqlite"_s;
    QTest::newRow("sqlite, portable") << false << u"portable"_s;
    QTest::newRow("postgresql, portable") << true << u"portable"_s;
    QTest::newRow("postgresql, dump") << true << u"dump"_s;
    QTest::newRow("postgresql, script") << true << u"script"_s;
}

void TestBackupVerbs::thereAndBack()
{
    QFETCH(bool, isPostgres);
    QFETCH(QString, kind);
    const TempDatabase &database = isPostgres ? m_postgres : m_sqlite;
    const QString target = database.connectionString();
    fill(database);
    const QString made = file(u"made"_s);
    ProgramRun done = run({u"backup"_s, target, u"--kind"_s, kind, u"--out"_s, made, u"--json"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(done.json().value(u"file"_s).toString(), made);
    QVERIFY(QFile::exists(made + u".manifest.json"_s));
    done = run({u"verify"_s, made, u"--json"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY(done.json().value(u"good"_s).toBool());
    done = run({u"rehearse"_s, made, u"--on"_s, target, u"--json"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err + done.out));
    QVERIFY(done.json().value(u"good"_s).toBool());

    database.execute(u"delete from \"Customer\" where \"Name\" = 'Ann'"_s);
    done = run({u"restore"_s, made, u"--to"_s, target, u"--dry-run"_s, u"--json"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(count(database), 1);
    done = run({u"restore"_s, made, u"--to"_s, target, u"--yes"_s, u"--json"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(count(database), 2);
    QVERIFY(QFile::exists(done.json().value(u"safetyBackup"_s).toString()));
}

void TestBackupVerbs::aRestoreSaysTheWayBack()
{
    fill(m_sqlite);
    const QString made = backup();
    m_sqlite.execute(u"update \"Customer\" set \"Name\" = 'Eve'"_s);
    const ProgramRun refused = run({u"restore"_s, made, u"--to"_s, m_sqlite.name()});
    QCOMPARE(refused.code, 5);
    QCOMPARE(m_sqlite.execute(u"select 1 from \"Customer\" where \"Name\" = 'Eve'"_s).size(), 2);
    const ProgramRun done = run({u"restore"_s, made, u"--to"_s, m_sqlite.name(), u"--yes"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY2(done.out.contains(u"To go back: gsc-admin restore"_s), qPrintable(done.out));
    QCOMPARE(m_sqlite.execute(u"select 1 from \"Customer\" where \"Name\" = 'Eve'"_s).size(), 0);
    const QJsonArray known = run({u"backups"_s, u"list"_s, u"--json"_s}).json().value(u"backups"_s).toArray();
    QCOMPARE(known.size(), 2); // with the one of the state before
}

void TestBackupVerbs::createMakesAFileOnlyWhenSomethingComesIntoIt()
{
    fill(m_sqlite);
    const QString made = backup();
    const QString fresh = file(u"fresh.db"_s);
    QVERIFY(run({u"restore"_s, made, u"--to"_s, fresh, u"--yes"_s}).code != 0);
    QVERIFY(!QFile::exists(fresh));
    QCOMPARE(run({u"restore"_s, made, u"--to"_s, fresh, u"--create"_s, u"--dry-run"_s}).code, 0);
    QVERIFY(!QFile::exists(fresh));
    QCOMPARE(run({u"restore"_s, made, u"--to"_s, fresh, u"--create"_s}).code, 5);
    QVERIFY(!QFile::exists(fresh));
    const ProgramRun done = run({u"restore"_s, made, u"--to"_s, fresh, u"--create"_s, u"--yes"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    const ProgramRun again = run({u"backup"_s, fresh, u"--out"_s, file(u"again.db"_s), u"--json"_s});
    QVERIFY2(again.code == 0, qPrintable(again.err));
    QCOMPARE(again.json().value(u"tables"_s),
             run({u"verify"_s, made, u"--json"_s}).json().value(u"tables"_s));
    QCOMPARE(
        run({u"restore"_s, made, u"--to"_s, m_postgres.connectionString(), u"--create"_s, u"--yes"_s}).code,
        2);
}

void TestBackupVerbs::aPassphraseComesFromAFileOnly()
{
    fill(m_sqlite);
    QFile secret(file(u"secret"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("correct horse battery\n") > 0);
    secret.close();
    const QString made = file(u"shop.db.zst.enc"_s);
    const ProgramRun done = run({u"backup"_s, m_sqlite.name(), u"--out"_s, made, u"--compress"_s,
                                 u"--encrypt"_s, u"--passphrase-file"_s, secret.fileName()});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(run({u"verify"_s, made, u"--passphrase-file"_s, secret.fileName()}).code, 0);
    QCOMPARE(run({u"verify"_s, made, u"--passphrase-file"_s, u"-"_s}, "correct horse battery\n").code, 0);
    QVERIFY(run({u"verify"_s, made, u"--passphrase-file"_s, u"-"_s}, "wrong\n").code != 0);
    const QString plain = file(u"plain.db"_s);
    QCOMPARE(run({u"unwrap"_s, made, u"--out"_s, plain, u"--passphrase-file"_s, secret.fileName()}).code, 0);
    QFile reader(plain);
    QVERIFY(reader.open(QIODevice::ReadOnly));
    QVERIFY(reader.read(16).startsWith("SQLite format 3"));
}

void TestBackupVerbs::aDamagedBackupIsFour()
{
    fill(m_sqlite);
    const QString made = backup();
    QFile damaged(made);
    QVERIFY(damaged.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.seek(damaged.size() / 2) && damaged.putChar('!'));
    damaged.close();
    const ProgramRun verified = run({u"verify"_s, made});
    QCOMPARE(verified.code, 4);
    QVERIFY(!verified.err.isEmpty());
    m_sqlite.execute(u"delete from \"Customer\""_s);
    QCOMPARE(run({u"restore"_s, made, u"--to"_s, m_sqlite.name(), u"--yes"_s}).code, 4);
    QCOMPARE(count(m_sqlite), 0);
}

void TestBackupVerbs::whatIsThereStays()
{
    QFile other(file(u"mine.db"_s));
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("mine") == 4);
    other.close();
    QCOMPARE(run({u"backup"_s, m_sqlite.name(), u"--out"_s, other.fileName()}).code, 5);
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), QByteArray("mine"));
    QCOMPARE(names(), QStringList{u"mine.db"_s});
}

void TestBackupVerbs::productionAsksForTheWord()
{
    fill(m_sqlite);
    QCOMPARE(
        run({u"profiles"_s, u"add"_s, u"Shop"_s, m_sqlite.name(), u"--environment"_s, u"production"_s}).code,
        0);
    const QString made = file(u"shop.db"_s);
    QCOMPARE(run({u"backup"_s, u"Shop"_s, u"--out"_s, made}).code, 0); // reading is allowed
    m_sqlite.execute(u"delete from \"Customer\""_s);
    const QStringList restore{u"restore"_s, made, u"--to"_s, u"Shop"_s, u"--yes"_s};
    QCOMPARE(run(restore).code, 5);
    QCOMPARE(run(restore + QStringList{u"--confirm"_s, u"Staging"_s}).code, 5);
    QCOMPARE(count(m_sqlite), 0);
    const ProgramRun done = run(restore + QStringList{u"--confirm"_s, u"Production"_s});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(count(m_sqlite), 2);
}

void TestBackupVerbs::pruneKeepsWhatTheRuleKeeps()
{
    fill(m_sqlite);
    for (const QString &name : {u"a.db"_s, u"b.db"_s, u"c.db"_s})
        QCOMPARE(run({u"backup"_s, m_sqlite.name(), u"--out"_s, file(name)}).code, 0);
    QCOMPARE(run({u"backups"_s, u"prune"_s, u"--keep-last"_s, u"1"_s, u"--dry-run"_s}).code, 0);
    QCOMPARE(run({u"backups"_s, u"prune"_s, u"--keep-last"_s, u"1"_s}).code, 5); // not confirmed
    QCOMPARE(names().filter(QRegularExpression(u"\\.db$"_s)).size(), 3);
    const ProgramRun done =
        run({u"backups"_s, u"prune"_s, u"--keep-last"_s, u"1"_s, u"--yes"_s, u"--json"_s});
    QCOMPARE(done.code, 0);
    QCOMPARE(done.json().value(u"remove"_s).toArray().size(), 2);
    QCOMPARE(names(), (QStringList{u"c.db"_s, u"c.db.manifest.json"_s}));
}

void TestBackupVerbs::wrongUsageIsTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("backup of nothing") << QStringList{u"backup"_s};
    QTest::newRow("kind") << QStringList{u"backup"_s, u"x.db"_s, u"--kind"_s, u"zip"_s};
    QTest::newRow("two scopes") << QStringList{u"backup"_s, u"x.db"_s, u"--data-only"_s, u"--schema-only"_s};
    QTest::newRow("option") << QStringList{u"backup"_s, u"x.db"_s, u"--fast"_s};
    QTest::newRow("scheduled") << QStringList{u"backup"_s, u"x.db"_s, u"--scheduled"_s};
    QTest::newRow("verify") << QStringList{u"verify"_s};
    QTest::newRow("rehearse") << QStringList{u"rehearse"_s, u"a"_s, u"b"_s};
    QTest::newRow("restore to nowhere") << QStringList{u"restore"_s, u"a"_s};
    QTest::newRow("mode") << QStringList{u"restore"_s, u"a"_s, u"--to"_s, u"b.db"_s, u"--mode"_s, u"add"_s};
    QTest::newRow("unwrap") << QStringList{u"unwrap"_s, u"a"_s};
    QTest::newRow("backups") << QStringList{u"backups"_s, u"burn"_s};
    QTest::newRow("prune without a rule") << QStringList{u"backups"_s, u"prune"_s, u"--yes"_s};
    QTest::newRow("prune by a word") << QStringList{u"backups"_s, u"prune"_s, u"--keep-last"_s, u"few"_s};
}

void TestBackupVerbs::wrongUsageIsTwo()
{
    QFETCH(QStringList, arguments);
    const ProgramRun done = run(arguments);
    QCOMPARE(done.code, 2);
    QCOMPARE(done.out, QString());
    QVERIFY(done.err.startsWith(u"gsc-admin: "_s));
}

void TestBackupVerbs::noConnectionIsThree()
{
    const ProgramRun done = run(
        {u"backup"_s, u"host=127.0.0.1 port=1 dbname=x user=x password=y"_s, u"--out"_s, file(u"x.db"_s)});
    QCOMPARE(done.code, 3);
    QVERIFY(names().isEmpty());
}

void TestBackupVerbs::noPasswordInAnyOutput()
{
    const QString canary = u"hunter2canary"_s;
    const QString target = u"host=127.0.0.1 port=1 dbname=x user=x password="_s + canary;
    for (const QStringList &arguments :
         {QStringList{u"backup"_s, target, u"--out"_s, file(u"x.db"_s), u"--dry-run"_s},
          QStringList{u"backup"_s, target, u"--out"_s, file(u"x.db"_s)},
          QStringList{u"restore"_s, file(u"none.db"_s), u"--to"_s, target}}) {
        const ProgramRun done = run(arguments);
        const QString said = done.out + done.err;
        QVERIFY2(!said.contains(canary), qPrintable(said));
    }
}

void TestBackupVerbs::interruptingIsSixAndLeavesNothing()
{
    const TempDatabase many(TempDatabase::Kind::PostgresDirect);
    Db::Session session(Tests::specOf(many.connectionString()));
    QVERIFY(Schema::createSchema(session).has_value());
    many.execute(uR"(insert into "Customer" ("Name", "Email", "Phone", "Address", "CreatedAt", "UpdatedAt",
        "IsDeleted") select repeat('x', 200), '', '', '', now(), now(), false
        from generate_series(1, 500000))"_s);
    QProcess process;
    process.start(QStringLiteral(GSC_ADMIN), {u"backup"_s, many.connectionString(), u"--kind"_s,
                                              u"portable"_s, u"--out"_s, file(u"many.db"_s)});
    QVERIFY(process.waitForStarted());
    const auto isWriting = [&] {
        for (const QFileInfo &info : QDir(m_home->path()).entryInfoList(QDir::Files))
            if (info.size() > 1'000'000)
                return true;
        return process.state() != QProcess::Running;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isWriting(), 60'000);
    QVERIFY2(process.state() == QProcess::Running, process.readAllStandardError().constData());
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 6);
    QCOMPARE(names(), QStringList());
}

QTEST_GUILESS_MAIN(TestBackupVerbs)
#include "tst_backupverbs.moc"
