// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"
#include "tables/scratch.h"
#include "tablesfixture.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using namespace Tables;
using Tests::EmptyDatabase;
using Tests::PostgresServer;
using Tests::TempDatabase;

namespace {

QStringList scratchDatabases()
{
    QStringList names;
    for (const QStringList &row : PostgresServer::instance().execute(
             u"select datname from pg_database where datname like 'gsc\\_scratch%' order by 1"_s))
        names.append(row.first());
    return names;
}

QStringList scratchSchemas(const EmptyDatabase &db)
{
    QStringList names;
    for (const QStringList &row : PostgresServer::instance().execute(
             db.database.name(),
             u"select nspname from pg_namespace where nspname like 'gsc\\_scratch%' order by 1"_s))
        names.append(row.first());
    return names;
}

Core::Result<std::unique_ptr<Scratch>> made(const Db::ConnectionSpec &spec,
                                            const Db::SessionOptions &options = {})
{
    Core::JobContext context;
    return Scratch::create(spec, options, context);
}

/// Lets the role of the tests create databases, or not.
class MayCreate final
{
public:
    explicit MayCreate(bool on) { set(on); }
    ~MayCreate() { set(true); }
    Q_DISABLE_COPY_MOVE(MayCreate)

private:
    static void set(bool on)
    {
        PostgresServer::instance().execute(on ? u"alter role gsc createdb"_s
                                              : u"alter role gsc nocreatedb"_s);
    }
};

/// Rules that count before the server's own.
class AccessRules final
{
public:
    explicit AccessRules(const QString &first)
        : m_file(PostgresServer::instance().execute(u"show hba_file"_s).first().first())
    {
        if (!m_file.open(QIODevice::ReadWrite))
            qFatal("no access rules");
        m_before = m_file.readAll();
        write(first.toUtf8() + m_before);
    }
    ~AccessRules() { write(m_before); }
    Q_DISABLE_COPY_MOVE(AccessRules)

private:
    void write(const QByteArray &rules)
    {
        m_file.resize(0);
        m_file.seek(0);
        m_file.write(rules);
        m_file.flush();
        PostgresServer::instance().execute(u"select pg_reload_conf(), pg_sleep(0.2)"_s);
    }
    QFile m_file;
    QByteArray m_before;
};

} // namespace

class TestScratch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDatabaseOfItsOwn();
    void aSchemaWhereNoDatabaseMayBeMade();
    void sayWhenNothingMayBeMade();
    void aClosedGateDoesNotMatter();
    void aServerThatRefusesToWrite();
    void aDatabaseThatLetsNobodyIn();
    void aFileBesideTheFile();
    void aFileElsewhereWhereTheFolderIsLocked();
    void leftoversAreRemovedAfterADay();
    void leftFilesAreRemovedAfterADay();
    void aStopLeavesNothing();
    void goesEvenWhileSomebodyIsInIt();
};

void TestScratch::aDatabaseOfItsOwn()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 50);
    const MayCreate may(true);
    {
        auto scratch = made(db.spec);
        QVERIFY_OK(scratch);
        QVERIFY((*scratch)->kind() == Scratch::Kind::Database);
        QCOMPARE((*scratch)->schemaName(), u"public"_s);
        QVERIFY((*scratch)->spec().database != db.spec.database);
        QCOMPARE((*scratch)->where(), u"a scratch database on 127.0.0.1"_s);
        QCOMPARE(scratchDatabases(), QStringList{(*scratch)->spec().database});
        const auto copy = Tests::copied(db.spec, (*scratch)->spec());
        QVERIFY_OK(copy);
        const auto own = Tests::summaryOf(db.spec);
        QVERIFY_OK(own);
        QCOMPARE(Tests::lines(*copy), Tests::lines(*own));
    }
    QCOMPARE(scratchDatabases(), QStringList());
}

void TestScratch::aSchemaWhereNoDatabaseMayBeMade()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 50);
    const auto before = Tests::summaryOf(db.spec);
    QVERIFY_OK(before);
    const MayCreate may(false);
    {
        auto scratch = made(db.spec);
        QVERIFY_OK(scratch);
        QVERIFY((*scratch)->kind() == Scratch::Kind::Schema);
        QVERIFY((*scratch)->spec() == db.spec);
        QCOMPARE(scratchSchemas(db), QStringList{(*scratch)->schemaName()});
        const auto copy = Tests::copied(db.spec, (*scratch)->spec(), (*scratch)->schemaName());
        QVERIFY_OK(copy);
        QCOMPARE(Tests::lines(*copy), Tests::lines(*before));
    }
    QCOMPARE(scratchSchemas(db), QStringList());
    const auto after = Tests::summaryOf(db.spec);
    QVERIFY_OK(after);
    QCOMPARE(Tests::lines(*after), Tests::lines(*before));
}

void TestScratch::sayWhenNothingMayBeMade()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    const MayCreate may(false);
    PostgresServer::instance().execute(db.database.name(),
                                       u"alter database \"%1\" owner to postgres"_s.arg(db.database.name()));
    const auto scratch = made(db.spec);
    QVERIFY(!scratch);
    QCOMPARE(scratch.error().kind, ErrorKind::Permission);
    QVERIFY(scratch.error().summary.contains(u"CREATEDB"_s));
}

void TestScratch::aClosedGateDoesNotMatter()
{
    const MayCreate may(true);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Db::SessionOptions options;
    options.gate = std::make_shared<Db::AccessGate>(false);
    {
        auto scratch = made(db.spec, options);
        QVERIFY_OK(scratch);
    }
    QCOMPARE(scratchDatabases(), QStringList());
    // A session with that gate may not.
    Db::Session session(db.spec, options);
    const auto refused = session.runOutsideTransaction({u"create database gsc_scratch_refused"_s, {}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::ReadOnly);
    QCOMPARE(scratchDatabases(), QStringList());
}

void TestScratch::aServerThatRefusesToWrite()
{
    const MayCreate may(true);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    PostgresServer::instance().execute(
        u"alter database \"%1\" set default_transaction_read_only = on"_s.arg(db.database.name()));
    const auto scratch = made(db.spec);
    QVERIFY(scratch.has_value() || scratch.error().kind == ErrorKind::ReadOnly);
}

void TestScratch::aDatabaseThatLetsNobodyIn()
{
    // Hosted servers let some roles make a database that the access rules do not let them into.
    const MayCreate may(true);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    const AccessRules rules(
        u"host \"%1\" gsc 127.0.0.1/32 trust\nhost all gsc 127.0.0.1/32 reject\n"_s.arg(db.database.name()));
    auto scratch = made(db.spec);
    QVERIFY_OK(scratch);
    QVERIFY((*scratch)->kind() == Scratch::Kind::Schema);
    QCOMPARE(scratchDatabases(), QStringList());
    QCOMPARE(scratchSchemas(db), QStringList{(*scratch)->schemaName()});
}

void TestScratch::aFileBesideTheFile()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    const QDir folder = QFileInfo(db.database.name()).absoluteDir();
    QString file;
    {
        auto scratch = made(db.spec);
        QVERIFY_OK(scratch);
        QVERIFY((*scratch)->kind() == Scratch::Kind::File);
        file = (*scratch)->spec().file;
        QCOMPARE(QFileInfo(file).absoluteDir(), folder);
        QCOMPARE((*scratch)->where(), u"a scratch file"_s);
        Db::Session session((*scratch)->spec());
        QVERIFY_OK(Tests::write(session, {{u"create table t (a)"_s, {}}}));
        QVERIFY(QFile::exists(file));
    }
    QCOMPARE(folder.entryList({u"gsc_scratch*"_s}, QDir::Files), QStringList());
}

void TestScratch::aFileElsewhereWhereTheFolderIsLocked()
{
    // Root may write anywhere but where there is no folder.
    Db::ConnectionSpec spec;
    spec.file = u"/proc/no-folder/gone.db"_s;
    QString file;
    {
        auto scratch = made(spec);
        QVERIFY_OK(scratch);
        file = (*scratch)->spec().file;
        QVERIFY(file.startsWith(QDir::tempPath()));
    }
    QVERIFY(!QFile::exists(file));
}

void TestScratch::leftoversAreRemovedAfterADay()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    PostgresServer &server = PostgresServer::instance();
    const MayCreate may(true);
    const auto name = [](int hours, const QString &rest) -> QString {
        return u"gsc_scratch_"_s +
               QDateTime::currentDateTimeUtc().addSecs(-hours * 3600).toString(u"yyyyMMddHHmmss"_s) + rest;
    };
    const QString old = name(25, u"_00000001"_s);
    const QString used = name(48, u"_00000002"_s);
    const QString young = name(23, u"_00000003"_s);
    const QString others = u"gsc_scratch_of_mine"_s;
    for (const QString &database : {old, used, young, others})
        server.execute(u"create database \"%1\" owner gsc"_s.arg(database));
    server.execute(db.database.name(), u"create schema \"%1\" authorization gsc; create schema \"%2\" "
                                       "authorization gsc; create table \"%1\".t (a int)"_s.arg(old, young));
    Db::ConnectionSpec usedSpec = db.spec;
    usedSpec.database = used;
    Db::Session user(usedSpec);
    QVERIFY_OK(user.open());
    {
        auto scratch = made(db.spec);
        QVERIFY_OK(scratch);
        QStringList expected = {used, young, others, (*scratch)->spec().database};
        expected.sort();
        QStringList found = scratchDatabases();
        found.sort();
        QCOMPARE(found, expected);
        QCOMPARE(scratchSchemas(db), QStringList{young});
    }
    user.close();
    for (const QString &database : {used, young, others})
        server.dropDatabase(database);
}

void TestScratch::leftFilesAreRemovedAfterADay()
{
    const QTemporaryDir folder;
    Db::ConnectionSpec spec;
    spec.file = folder.filePath(u"own.db"_s);
    const auto touch = [&](const QString &name) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    };
    const auto stamp = [](int hours) {
        return QDateTime::currentDateTimeUtc().addSecs(-hours * 3600).toString(u"yyyyMMddHHmmss"_s);
    };
    const QString old = u"gsc_scratch_%1_00000001.db"_s.arg(stamp(25));
    const QString young = u"gsc_scratch_%1_00000002.db"_s.arg(stamp(23));
    for (const QString &name : {old, QString(old + u"-journal"), QString(old + u"-wal"), young,
                                u"gsc_scratch_mine.db"_s, u"own.db"_s})
        touch(name);
    {
        auto scratch = made(spec);
        QVERIFY_OK(scratch);
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name),
             (QStringList{young, u"gsc_scratch_mine.db"_s, u"own.db"_s}));
}

void TestScratch::aStopLeavesNothing()
{
    const MayCreate may(true);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    Core::JobContext context;
    context.requestStop();
    const auto scratch = Scratch::create(db.spec, {}, context);
    QVERIFY(!scratch);
    QCOMPARE(scratch.error().kind, ErrorKind::Cancelled);

    // A stop after it was made does not keep it from going.
    Core::JobContext later;
    {
        auto made = Scratch::create(db.spec, {}, later);
        QVERIFY_OK(made);
        later.requestStop();
    }
    QCOMPARE(scratchDatabases(), QStringList());
}

void TestScratch::goesEvenWhileSomebodyIsInIt()
{
    const MayCreate may(true);
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    std::optional<Db::Session> inside;
    {
        auto scratch = made(db.spec);
        QVERIFY_OK(scratch);
        inside.emplace((*scratch)->spec());
        QVERIFY_OK(inside->open());
    }
    QCOMPARE(scratchDatabases(), QStringList());
}

QTEST_GUILESS_MAIN(TestScratch)
#include "tst_scratch.moc"
