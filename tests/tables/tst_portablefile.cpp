// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "tables/portablefile.h"
#include "tablesfixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Core::Result;
using Db::Engine;
using Db::SqliteFile;
using namespace Tables;
using Tests::EmptyDatabase;
using Tests::lines;
using Tests::PostgresServer;
using Tests::summaryOf;
using Tests::TempDatabase;

namespace {

using Summaries = Result<QList<TableSummary>>;

Summaries writtenFrom(const Db::ConnectionSpec &spec, const QString &file, const QStringList &tables = {})
{
    return Tests::withSource<QList<TableSummary>>(spec, [&](TableSource &source) {
        Core::JobContext context;
        return writePortable(source, file, context, tables);
    });
}

Result<std::unique_ptr<TableSource>> opened(const QString &file)
{
    auto sqlite = SqliteFile::open(file, SqliteFile::Use::Read);
    if (!sqlite)
        return sqlite.error();
    return sourceOf(std::move(*sqlite));
}

Summaries readFrom(const QString &file)
{
    auto source = opened(file);
    if (!source)
        return source.error();
    Core::JobContext context;
    return summarize(**source, context);
}

Summaries restored(const QString &file, const Db::ConnectionSpec &to)
{
    auto source = opened(file);
    if (!source)
        return source.error();
    Db::Session session(to);
    Core::JobContext context;
    return session.write<QList<TableSummary>>(
        [&](Db::Transaction &transaction) { return copyInto(transaction, to.engine, **source, context); },
        Db::limitsOfJobs());
}

} // namespace

class TestPortableFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsEverything_data() { TempDatabase::addKinds(); }
    void holdsEverything();
    void everythingComesBack_data();
    void everythingComesBack();
    void otherProgramsCanReadIt_data() { TempDatabase::addKinds(); }
    void otherProgramsCanReadIt();
    void odd();
    void oneTableOnly_data() { TempDatabase::addKinds(); }
    void oneTableOnly();
    void aFileSomebodyWorkedInIsReadAsItIs();
    void aSnapshotOfASnapshotIsOne();
    void damagedDescriptionsAreRefused_data();
    void damagedDescriptionsAreRefused();
    void aStopIsACancel();
    void aFullDiskIsAnError();
    void aBrokenLineIsAnError();
    void marksAreRead_data() { TempDatabase::addKinds(); }
    void marksAreRead();
    void rowsHiddenByAPolicyAreAnError();

private:
    [[nodiscard]] QString fileName(const QString &name = u"snapshot.db"_s) const
    {
        return m_folder->filePath(name);
    }
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
};

void TestPortableFile::holdsEverything()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(db.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    Tests::fillWeb(db, 400);
    const auto live = summaryOf(db.spec);
    QVERIFY_OK(live);
    const auto written = writtenFrom(db.spec, fileName());
    QVERIFY_OK(written);
    const auto read = readFrom(fileName());
    QVERIFY_OK(read);
    QCOMPARE(lines(*written), lines(*live));
    QCOMPARE(lines(*read), lines(*live));
    auto source = opened(fileName());
    QVERIFY_OK(source);
    const auto schema = Tests::schemaOf(db.spec);
    QVERIFY_OK(schema);
    QVERIFY((*source)->schema() == *schema);
    auto file = SqliteFile::open(fileName(), SqliteFile::Use::Read);
    QVERIFY_OK(file);
    QVERIFY_OK((*file)->checkIntegrity());
    // Nothing beside it that would have to go with it.
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"snapshot.db"_s});
}

void TestPortableFile::everythingComesBack_data()
{
    QTest::addColumn<TempDatabase::Kind>("from");
    QTest::addColumn<TempDatabase::Kind>("to");
    for (const auto &[from, fromKind] : TempDatabase::kinds())
        for (const auto &[to, toKind] : TempDatabase::kinds())
            QTest::addRow("%s to %s", from, to) << fromKind << toKind;
}

void TestPortableFile::everythingComesBack()
{
    QFETCH(TempDatabase::Kind, from);
    QFETCH(TempDatabase::Kind, to);
    const EmptyDatabase source(from);
    source.execute(source.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    Tests::fillWeb(source, 200);
    const auto written = writtenFrom(source.spec, fileName());
    QVERIFY_OK(written);
    const EmptyDatabase target(to);
    const auto restoredRows = restored(fileName(), target.spec);
    QVERIFY_OK(restoredRows);
    const auto after = summaryOf(target.spec);
    QVERIFY_OK(after);
    QCOMPARE(lines(*restoredRows), lines(*written));
    QCOMPARE(lines(*after), lines(*written));
    QCOMPARE(target
                 .execute(u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values ('n', "
                          "'2025-12-11 09:30:00+00', '2025-12-11 09:30:00+00') returning \"Id\""_s)
                 .first()
                 .first(),
             u"201"_s);
    // On its own engine everything is as it was, lengths and precisions too.
    if (source.spec.engine == target.spec.engine) {
        const auto before = Tests::schemaOf(source.spec);
        const auto schema = Tests::schemaOf(target.spec);
        QVERIFY_OK(before);
        QVERIFY_OK(schema);
        QCOMPARE(toJson(*schema), toJson(*before));
    }
}

void TestPortableFile::otherProgramsCanReadIt()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(db.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    Tests::fillWeb(db, 20);
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    const auto ask = [&](const QString &sql) { return Tests::sqliteExecute(fileName(), sql); };
    // EF Core's spelling, as its own provider would have stored it.
    QVERIFY(
        ask(u"select count(*) from \"Customer\" where \"UpdatedAt\" glob "
            "'2025-12-1[12] [0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9]*' and typeof(\"IsDeleted\") = 'integer' "
            "and typeof(\"Id\") = 'integer' and typeof(\"Name\") = 'text'"_s)
            .first()
            .first() == u"20");
    QCOMPARE(
        ask(u"select \"EstimateAmount\", typeof(\"EstimateAmount\") from \"Job\" where \"CustomerId\" = 8"_s),
        (Tests::Rows{{u"10.0"_s, u"text"_s}}));
    QCOMPARE(ask(u"select count(*) from \"__EFMigrationsHistory\""_s).first().first(), u"2"_s);
    QCOMPARE(ask(u"pragma foreign_key_check"_s), Tests::Rows());
    QCOMPARE(ask(u"pragma journal_mode"_s).first().first(), u"delete"_s);
    QCOMPARE(ask(u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values ('n', '', '') "
                 "returning \"Id\""_s)
                 .first()
                 .first(),
             u"21"_s);
    // And this program's own window.
    Db::Session session(Tests::specOf(fileName()));
    const auto catalogue = Db::readCatalogue(session);
    QVERIFY_OK(catalogue);
    QVERIFY(catalogue->hasCustomerTable && catalogue->hasMigrationHistory);
    QCOMPARE(catalogue->references.size(), 1);
}

void TestPortableFile::odd()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(uR"sql(
        create extension btree_gist;
        create table "Tàble ""q""; drop" ("Key ""1""" text primary key, "select" bytea, f float8, a int[],
            g text generated always as (lower("Key ""1""")) stored, n numeric, t timestamp,
            during tstzrange, exclude using gist (during with &&), check ("select" <> '\x00'));
        insert into "Tàble ""q""; drop" values ('''; --', '\x00ff', 0.1, '{1,null}', default, 12.500, '0044-03-15 BC',
            '[2025-01-01,2025-02-01)'), ('\N', '', 'NaN', null, default, 'NaN', 'infinity', null);
        insert into "Tàble ""q""; drop" ("Key ""1""", f) select i::text,
            (random() - 0.5) * power(10, (random() * 600)::int - 300) from generate_series(1, 2000) i;
        create table "none" ();
        create table alone (always int generated always as identity, x int references alone (x), unique (x));
        insert into alone (x) values (null);
    )sql"_s);
    db.execute(u"drop table \"none\""_s);
    const auto live = summaryOf(db.spec);
    QVERIFY_OK(live);
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    const auto read = readFrom(fileName());
    QVERIFY_OK(read);
    QCOMPARE(lines(*read), lines(*live));
    const EmptyDatabase again(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(restored(fileName(), again.spec));
    const auto schema = Tests::schemaOf(again.spec);
    const auto before = Tests::schemaOf(db.spec);
    QVERIFY_OK(schema);
    QVERIFY_OK(before);
    QCOMPARE(toJson(*schema), toJson(*before));
    const QString values = u"select * from \"Tàble \"\"q\"\"; drop\" order by 1"_s;
    QCOMPARE(Tests::picture(again.execute(values)), Tests::picture(db.execute(values)));
}

void TestPortableFile::oneTableOnly()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(db.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    Tests::fillWeb(db, 50);
    const auto written = writtenFrom(db.spec, fileName(), {u"Job"_s});
    QVERIFY_OK(written);
    QCOMPARE(written->size(), 1);
    const auto read = readFrom(fileName());
    QVERIFY_OK(read);
    QCOMPARE(lines(*read), lines(*written));
    // Its key to a table that is not there would make every row an orphan.
    auto file = SqliteFile::open(fileName(), SqliteFile::Use::Read);
    QVERIFY_OK(file);
    QVERIFY_OK((*file)->checkIntegrity());

    const auto missing = writtenFrom(db.spec, fileName(u"other.db"_s), {u"Jobs"_s});
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
}

void TestPortableFile::aFileSomebodyWorkedInIsReadAsItIs()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 10);
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    const auto engineOf = [&] {
        auto source = opened(fileName());
        return source ? std::optional((*source)->schema().engine) : std::nullopt;
    };
    QVERIFY(engineOf() == Engine::PostgreSQL);
    Tests::sqliteExecute(fileName(), u"update \"Customer\" set \"Name\" = 'changed' where \"Id\" = 1"_s);
    QVERIFY(engineOf() == Engine::PostgreSQL);
    // What came later would be lost by the schema that the file carries.
    Tests::sqliteExecute(fileName(), u"create table later (a); insert into later values (1)"_s);
    QVERIFY(engineOf() == Engine::SQLite);
    const auto read = readFrom(fileName());
    QVERIFY_OK(read);
    QVERIFY(lines(*read).filter(u"later: 1 rows"_s).size() == 1);
    QVERIFY(lines(*read).filter(u"__gsc_backup"_s).isEmpty());
}

void TestPortableFile::aSnapshotOfASnapshotIsOne()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 30);
    const auto live = summaryOf(db.spec);
    QVERIFY_OK(live);
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    // Opened as a database, it is an SQLite database like any other.
    QVERIFY_OK(writtenFrom(Tests::specOf(fileName()), fileName(u"second.db"_s)));
    const auto second = readFrom(fileName(u"second.db"_s));
    QVERIFY_OK(second);
    QCOMPARE(lines(*second), lines(*live));
    auto source = opened(fileName());
    QVERIFY_OK(source);
    Core::JobContext context;
    QVERIFY_OK(writePortable(**source, fileName(u"third.db"_s), context));
    auto third = opened(fileName(u"third.db"_s));
    QVERIFY_OK(third);
    QVERIFY((*third)->schema() == (*source)->schema());
}

void TestPortableFile::damagedDescriptionsAreRefused_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no format") << u"delete from __gsc_backup where \"key\" = 'format'"_s
                               << ErrorKind::Corrupt;
    QTest::newRow("no schema") << u"delete from __gsc_backup where \"key\" = 'schema'"_s
                               << ErrorKind::Corrupt;
    QTest::newRow("empty schema") << u"update __gsc_backup set \"value\" = null where \"key\" = 'schema'"_s
                                  << ErrorKind::Corrupt;
    QTest::newRow("half a schema")
        << u"update __gsc_backup set \"value\" = substr(\"value\", 1, 500) where \"key\" = 'schema'"_s
        << ErrorKind::Corrupt;
    QTest::newRow("no table") << u"update __gsc_backup set \"value\" = '[]' where \"key\" = 'schema'"_s
                              << ErrorKind::Corrupt;
    QTest::newRow("newer") << u"update __gsc_backup set \"value\" = '2' where \"key\" = 'format'"_s
                           << ErrorKind::Unsupported;
    QTest::newRow("other columns") << u"drop table __gsc_backup; create table __gsc_backup (a)"_s
                                   << ErrorKind::Corrupt;
}

void TestPortableFile::damagedDescriptionsAreRefused()
{
    QFETCH(QString, sql);
    QFETCH(ErrorKind, kind);
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    db.execute(Tests::webSchemaOnSqlite);
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    Tests::sqliteExecute(fileName(), sql);
    const auto source = opened(fileName());
    QVERIFY(!source);
    QCOMPARE(source.error().kind, kind);
    QVERIFY(!source.error().summary.isEmpty());
}

void TestPortableFile::aStopIsACancel()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 2000);
    for (const qint64 stopAt : {qint64(0), qint64(1000), qint64(-1)}) {
        const QString file = fileName(u"stopped%1.db"_s.arg(stopAt));
        const auto result = Tests::withSource<QList<TableSummary>>(db.spec, [&](TableSource &source) {
            Core::JobContext *running = nullptr;
            Core::JobContext context(
                [&](const Core::JobProgress &progress) {
                    // -1: when the indexes are made.
                    const bool isIndexing = progress.unit == Core::JobProgress::Unit::None;
                    if (stopAt < 0 ? isIndexing : progress.done >= stopAt)
                        running->requestStop();
                },
                std::chrono::milliseconds(0));
            running = &context;
            return writePortable(source, file, context);
        });
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        // Nobody can take the rest for a snapshot.
        QVERIFY(!readFrom(file));
    }
}

void TestPortableFile::aFullDiskIsAnError()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 3000);
    // A limit on a file's size is a disk that is full at that place.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    for (const rlim_t size : {rlim_t(0), rlim_t(4096), rlim_t(100'000), rlim_t(400'000)}) {
        const QString file = fileName(u"full%1.db"_s.arg(size));
        const rlimit small = {size, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const auto written = writtenFrom(db.spec, file);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(!written, qPrintable(QString::number(size)));
        QCOMPARE(written.error().kind, ErrorKind::Io);
        QVERIFY(!readFrom(file));
    }
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    QVERIFY(QFileInfo(fileName()).size() > 400'000);
}

void TestPortableFile::aBrokenLineIsAnError()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(Tests::webSchemaOnPostgres);
    Tests::fillWeb(db, 500);
    Tests::FaultProxy proxy(PostgresServer::instance().port());
    const Db::ConnectionSpec spec = Tests::specOf(proxy.connectionString(db.database.name()));
    QVERIFY_OK(writtenFrom(spec, fileName()));
    const int all = proxy.counters().serverMessages;
    int broken = 0;
    for (int i = 0; i < 20; ++i) {
        // Anywhere from the first answer on; the end of the transaction does not matter any more.
        const int messages = 20 + i * (all - 60) / 20;
        const QString file = fileName(u"broken%1.db"_s.arg(i));
        proxy.cutAfterServerMessages(messages);
        const auto written = writtenFrom(spec, file);
        proxy.disarm();
        if (written)
            continue;
        ++broken;
        QCOMPARE(written.error().kind, ErrorKind::Connection);
        QVERIFY(!readFrom(file));
    }
    qInfo("%d messages; the line broke in %d of 20 snapshots", all, broken);
    QVERIFY(broken >= 18);
}

void TestPortableFile::marksAreRead()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    const auto marks = [&] {
        return Tests::withSource<Marks>(db.spec, [](TableSource &source) { return marksOf(source); });
    };
    auto none = marks();
    QVERIFY_OK(none);
    QVERIFY(none->newestUpdate.isEmpty() && none->migrations.isEmpty());
    db.execute(db.database.isPostgres() ? Tests::webSchemaOnPostgres : Tests::webSchemaOnSqlite);
    none = marks();
    QVERIFY_OK(none);
    QVERIFY(none->newestUpdate.isEmpty() && none->migrations.isEmpty());
    Tests::fillWeb(db, 5);
    const QString insert = u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values "
                           "('n', '2025-01-01 00:00:00', '%1')"_s;
    db.execute(insert.arg(u"9999-12-31 23:59:59.999999"_s));
    auto some = marks();
    QVERIFY_OK(some);
    QCOMPARE(some->newestUpdate, u"9999-12-31 23:59:59.999999"_s);
    QCOMPARE(some->migrations,
             (QStringList{u"20251216025032_InitialCreate"_s, u"20251216220306_AddExpenseModel"_s}));
    for (const char *later : {"12345-01-01 00:00:00", "infinity"}) {
        db.execute(insert.arg(QString::fromLatin1(later)));
        some = marks();
        QVERIFY_OK(some);
        QCOMPARE(some->newestUpdate, QString::fromLatin1(later));
    }
    QVERIFY_OK(writtenFrom(db.spec, fileName()));
    auto source = opened(fileName());
    QVERIFY_OK(source);
    const auto inFile = marksOf(**source);
    QVERIFY_OK(inFile);
    QCOMPARE(inFile->newestUpdate, some->newestUpdate);
    QCOMPARE(inFile->migrations, some->migrations);
}

void TestPortableFile::rowsHiddenByAPolicyAreAnError()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(
        u"create table t (a int); insert into t values (1), (2); reset role; "
        "alter table t owner to postgres; grant select on t to gsc; alter table t enable row level security; "
        "create policy p on t for select to gsc using (a = 1)"_s);
    const auto written = writtenFrom(db.spec, fileName());
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Permission);
}

QTEST_GUILESS_MAIN(TestPortableFile)
#include "tst_portablefile.moc"
