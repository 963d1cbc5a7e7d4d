// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "db/jobsession.h"
#include "dumpfixture.h"
#include "support/verify.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using Backup::DumpRun;
using Backup::Kind;
using Backup::Scope;
using Core::ErrorKind;
using Core::Result;
using Tables::SchemaModel;
using Tables::TableSummary;
using Tests::EmptyDatabase;
using Tests::TempDatabase;
using Tests::writeFile;

namespace {

/// pg_dump as anybody would type it.
QByteArray dumpOf(const EmptyDatabase &db, const QStringList &options)
{
    QProcess process;
    process.start(Tests::serversTool().path,
                  QStringList{u"--restrict-key=key"_s, u"--dbname="_s + db.database.connectionString()} +
                      options);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("pg_dump: %s", process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

struct Live
{
    SchemaModel schema;
    QList<TableSummary> tables;
};

/// The tables of a database, counted and hashed.
Result<Live> liveOf(const Db::ConnectionSpec &spec)
{
    Core::JobContext context;
    Db::JobSession session(spec, {}, context);
    return session->snapshot<Live>([&](Db::Snapshot &snapshot) -> Result<Live> {
        const auto schema = Tables::readSchema(snapshot, Db::Engine::PostgreSQL);
        if (!schema)
            return schema.error();
        const auto source = Tables::sourceOf(snapshot, Db::Engine::PostgreSQL);
        if (!source)
            return source.error();
        const auto tables = Tables::summarize(**source, context);
        if (!tables)
            return tables.error();
        return Live{*schema, *tables};
    });
}

QStringList namesOf(const QList<TableSummary> &tables)
{
    QStringList names;
    for (const TableSummary &table : tables)
        names.append(table.name);
    names.sort();
    return names;
}

} // namespace

/// What the installed pg_dump writes, of tables as the web application has them, is read and loaded.
class TestScriptRound final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_db = std::make_unique<EmptyDatabase>(TempDatabase::Kind::PostgresDirect);
        Tests::fillWebDatabase(*m_db);
        const auto live = liveOf(m_db->spec);
        QVERIFY_OK(live);
        m_live = *live;
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"backup.sql"_s);
        writeFile(m_file, {});
    }
    void aWholeScriptComesBack_data();
    void aWholeScriptComesBack();
    void tablesAndRowsComeBackOneAfterTheOther();
    void theCustomerAloneComesBack();
    void aNameThatLooksLikeAPattern();
    void theRowsAreThoseOfTheDatabase();
    void otherOptionsAreRefusedOrFine_data();
    void otherOptionsAreRefusedOrFine();
    void loadsManyRows();

private:
    [[nodiscard]] Result<void> dump(Kind kind, Scope scope, const QString &file,
                                    const QString &table = {}) const
    {
        DumpRun run;
        run.tool = Tests::serversTool();
        run.source = m_db->spec;
        run.kind = kind;
        run.scope = scope;
        run.table = table;
        run.output = file;
        Core::JobContext context;
        return Backup::runDump(run, context);
    }
    [[nodiscard]] Result<qint64> load(const EmptyDatabase &db) const
    {
        Core::JobContext context;
        Db::JobSession session(db.spec, {}, context);
        return Backup::loadScript(m_file, *session, context);
    }

    std::unique_ptr<EmptyDatabase> m_db;
    Live m_live;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestScriptRound::aWholeScriptComesBack_data()
{
    QTest::addColumn<bool>("isArchive");
    QTest::newRow("script") << false;
    QTest::newRow("archive") << true;
}

void TestScriptRound::aWholeScriptComesBack()
{
    QFETCH(bool, isArchive);
    if (isArchive) {
        const QString archive = m_folder->filePath(u"backup.dump"_s);
        writeFile(archive, {});
        QVERIFY_OK(dump(Kind::Dump, Scope::Everything, archive));
        Core::JobContext context;
        QVERIFY_OK(Backup::scriptOfDump(archive, m_file, context));
    } else {
        QVERIFY_OK(dump(Kind::Script, Scope::Everything, m_file));
    }
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    const auto loaded = load(other);
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 141);
    // Everything but owners, grants and comments, by pg_dump's own account.
    const QStringList options{u"--no-owner"_s, u"--no-privileges"_s, u"--no-comments"_s};
    QCOMPARE(dumpOf(other, options), dumpOf(*m_db, options));
    const auto live = liveOf(other.spec);
    QVERIFY_OK(live);
    QCOMPARE(live->tables, m_live.tables);
    qint64 rows = 0;
    for (const TableSummary &table : live->tables)
        rows += table.rows;
    qInfo("acceptance 21: %s of %lld rows in %lld tables loaded again: equal hashes and definitions",
          isArchive ? "archive" : "script", rows, qlonglong(live->tables.size()));
}

void TestScriptRound::tablesAndRowsComeBackOneAfterTheOther()
{
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    QVERIFY_OK(dump(Kind::Script, Scope::SchemaOnly, m_file));
    auto loaded = load(other);
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 0);
    QVERIFY_OK(dump(Kind::Script, Scope::DataOnly, m_file));
    loaded = load(other);
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 141);
    const QStringList options{u"--no-owner"_s, u"--no-privileges"_s, u"--no-comments"_s};
    QCOMPARE(dumpOf(other, options), dumpOf(*m_db, options));
    // A second time they are not added to what is there.
    QCOMPARE(load(other).error().kind, ErrorKind::Conflict);
    QCOMPARE(dumpOf(other, options), dumpOf(*m_db, options));
}

void TestScriptRound::theCustomerAloneComesBack()
{
    QVERIFY_OK(dump(Kind::Script, Scope::OneTable, m_file, u"Customer"_s));
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    other.database.execute(u"create extension pg_trgm"_s); // one table's script does not bring it
    const auto loaded = load(other);
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 60);
    const auto live = liveOf(other.spec);
    QVERIFY_OK(live);
    QCOMPARE(namesOf(live->tables), QStringList{u"Customer"_s});
    QVERIFY(m_live.tables.contains(live->tables.first()));
    QCOMPARE(other.execute(
                 u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") values "
                 "('x', now(), now(), false) returning \"Id\""_s),
             Tests::rows(u"61"));
}

void TestScriptRound::aNameThatLooksLikeAPattern()
{
    const QString name = u"a\"b.C*?|(x) -- y\n\\! z"_s;
    m_db->execute(u"create table "_s + Db::quoted(name) + u" (a integer); insert into "_s + Db::quoted(name) +
                  u" values (1)"_s);
    const auto done = dump(Kind::Script, Scope::OneTable, m_file, name);
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    const auto loaded = load(other);
    const Tests::Rows found = other.execute(u"select relname from pg_class where relname like 'a\"b%'"_s);
    m_db->execute(u"drop table "_s + Db::quoted(name));
    QVERIFY_OK(done);
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 1);
    QCOMPARE(found, (Tests::Rows{{name}}));
}

void TestScriptRound::theRowsAreThoseOfTheDatabase()
{
    for (const Scope scope : {Scope::Everything, Scope::DataOnly}) {
        QVERIFY_OK(dump(Kind::Script, scope, m_file));
        Core::JobContext context;
        const auto source = Backup::sourceOfScript(m_file, m_live.schema, context);
        QVERIFY_OK(source);
        const auto tables = Tables::summarize(**source, context);
        QVERIFY_OK(tables);
        QCOMPARE(*tables, m_live.tables);
    }
    QVERIFY_OK(dump(Kind::Script, Scope::OneTable, m_file, u"Job"_s));
    Core::JobContext context;
    const auto source = Backup::sourceOfScript(m_file, m_live.schema, context);
    QVERIFY_OK(source);
    QCOMPARE((*source)->schema().tables.size(), 1);
    const auto tables = Tables::summarize(**source, context);
    QVERIFY_OK(tables);
    QVERIFY(m_live.tables.contains(tables->first()));
    // Times written in another zone are the same moments.
    QByteArray elsewhere = dumpOf(*m_db, {});
    QVERIFY(elsewhere.contains("-0")); // New York
    writeFile(m_file, elsewhere);
    const auto other = Backup::sourceOfScript(m_file, m_live.schema, context);
    QVERIFY_OK(other);
    const auto same = Tables::summarize(**other, context);
    QVERIFY_OK(same);
    QCOMPARE(*same, m_live.tables);
}

void TestScriptRound::otherOptionsAreRefusedOrFine_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("refused"); // what the reason names; empty: it is fine

    QTest::newRow("none, as in the guide") << QStringList() << QString();
    QTest::newRow("all identifiers quoted") << QStringList{u"--quote-all-identifiers"_s} << QString();
    QTest::newRow("no settings of storage")
        << QStringList{u"--no-tablespaces"_s, u"--no-table-access-method"_s} << QString();
    QTest::newRow("talkative") << QStringList{u"--verbose"_s} << QString();
    QTest::newRow("another owner") << QStringList{u"--use-set-session-authorization"_s} << u"SET SESSION"_s;
    QTest::newRow("clean") << QStringList{u"--clean"_s, u"--if-exists"_s} << u"ALTER TABLE"_s;
    QTest::newRow("with the database") << QStringList{u"--create"_s} << u"CREATE DATABASE"_s;
    QTest::newRow("as INSERT") << QStringList{u"--inserts"_s} << u"INSERT INTO"_s;
    QTest::newRow("another encoding") << QStringList{u"--encoding=SQL_ASCII"_s} << u"UTF-8"_s;
}

void TestScriptRound::otherOptionsAreRefusedOrFine()
{
    QFETCH(QStringList, options);
    QFETCH(QString, refused);
    writeFile(m_file, dumpOf(*m_db, options));
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    const auto loaded = load(other);
    if (refused.isEmpty()) {
        QVERIFY_OK(loaded);
        QCOMPARE(*loaded, 141);
        return;
    }
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, ErrorKind::Unsupported);
    QVERIFY2(loaded.error().summary.contains(refused), qPrintable(loaded.error().summary));
    QCOMPARE(other.execute(u"select count(*) from pg_tables where schemaname = 'public'"_s),
             Tests::rows(u"0"));
}

void TestScriptRound::loadsManyRows()
{
    const EmptyDatabase big(TempDatabase::Kind::PostgresDirect);
    big.execute(
        u"create table big (a integer primary key, b text); insert into big select n, repeat(E'text\\t', 20) "
        "from generate_series(1, 50000) n"_s);
    writeFile(m_file, dumpOf(big, {}));
    const EmptyDatabase other(TempDatabase::Kind::PostgresDirect);
    const auto loaded = load(other);
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 50'000);
    QCOMPARE(dumpOf(other, {}), dumpOf(big, {}));
}

QTEST_GUILESS_MAIN(TestScriptRound)
#include "tst_scriptround.moc"
