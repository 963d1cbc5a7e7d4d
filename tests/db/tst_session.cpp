// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/session.h"
#include "sessionfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Core::Result;
using Db::Session;
using Db::Statement;
using Db::Transaction;
using Db::Value;
using Tests::EmptyDatabase;
using Tests::FaultProxy;
using Tests::PostgresServer;
using Tests::scalar;
using Tests::TempDatabase;
using Tests::write;

Q_DECLARE_METATYPE(Core::ErrorKind)

namespace {

QString count(const EmptyDatabase &db)
{
    return db.execute(u"select count(*) from t"_s).value(0).value(0);
}

} // namespace

class TestSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commitsWhatEndsWell_data() { TempDatabase::addKinds(); }
    void commitsWhatEndsWell();
    void rollsBackWhatEndsBadly_data() { TempDatabase::addKinds(); }
    void rollsBackWhatEndsBadly();
    void anIgnoredErrorIsNotCommitted_data() { TempDatabase::addPostgresKinds(); }
    void anIgnoredErrorIsNotCommitted();
    void refusesToWriteWhereOnlyReadingIsMeant_data() { TempDatabase::addKinds(); }
    void refusesToWriteWhereOnlyReadingIsMeant();
    void readsCannotWrite_data() { TempDatabase::addPostgresKinds(); }
    void readsCannotWrite();
    void oneReadIsOneSnapshotAndOneRoundTrip();
    void readsHealAKilledLine_data() { TempDatabase::addPostgresKinds(); }
    void readsHealAKilledLine();
    void aLineThatBreaksTwiceIsTold();
    void aWriteOnAKilledLineIsWrittenOnce();
    void errorsHaveTheirKind_data();
    void errorsHaveTheirKind();
    void aRefusedConnectionSaysWhy_data();
    void aRefusedConnectionSaysWhy();
    void manyStatementsTravelTogether_data() { TempDatabase::addKinds(); }
    void manyStatementsTravelTogether();
    void nullIsNotEmpty_data() { TempDatabase::addKinds(); }
    void nullIsNotEmpty();
    void numbersAreExact_data() { TempDatabase::addKinds(); }
    void numbersAreExact();
    void hostileTextIsStoredAsItIs_data() { TempDatabase::addKinds(); }
    void hostileTextIsStoredAsItIs();
    void textThatCannotBeStoredIsRefused_data() { TempDatabase::addKinds(); }
    void textThatCannotBeStoredIsRefused();
    void hostileIdentifiersWork_data() { TempDatabase::addKinds(); }
    void hostileIdentifiersWork();
    void leavesNoSettingBehind_data() { TempDatabase::addPostgresKinds(); }
    void leavesNoSettingBehind();
    void sqliteIsOpenedCarefully();
    void aBusySqliteSaysSo();
};

void TestSession::commitsWhatEndsWell()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer)"_s);
    Session session(db.spec);
    const auto answer = session.write<QString>([](Transaction &transaction) -> Result<QString> {
        const auto first = transaction.run(
            {{u"insert into t values ($1)"_s, {qint64(1)}}, {u"update t set a = a + 1"_s, {}}});
        if (!first)
            return first.error();
        const auto seen = transaction.run(Statement{u"select a from t"_s, {}}); // its own change
        if (!seen)
            return seen.error();
        return QString(seen->rows.first().text(0) + u' ' + QString::number(first->at(1).affected));
    });
    QVERIFY_OK(answer);
    QCOMPARE(*answer, u"2 1"_s);
    QCOMPARE(db.execute(u"select a from t"_s), Tests::rows(u"2"));
    // Work that runs no statement needs no transaction.
    QCOMPARE(session.write<int>([](Transaction &) -> Result<int> { return 7; }).value(), 7);
}

void TestSession::rollsBackWhatEndsBadly()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer primary key)"_s);
    Session session(db.spec);
    // By the caller's decision …
    const auto decided = session.write<int>([](Transaction &transaction) -> Result<int> {
        const auto done = transaction.run(Statement{u"insert into t values (1)"_s, {}});
        return Core::Error{done ? ErrorKind::Conflict : ErrorKind::Internal, {}, {}, {}};
    });
    QCOMPARE(decided.error().kind, ErrorKind::Conflict);
    QCOMPARE(count(db), u"0"_s);
    // … and by the database's, in the middle of a flight and in a later one.
    QCOMPARE(write(session, {{u"insert into t values (1)"_s, {}},
                             {u"insert into t values (1)"_s, {}},
                             {u"insert into t values (2)"_s, {}}})
                 .error()
                 .kind,
             ErrorKind::Constraint);
    QCOMPARE(count(db), u"0"_s);
    const auto late = session.write<int>([](Transaction &transaction) -> Result<int> {
        for (int i = 0; i < 2; ++i)
            if (const auto done = transaction.run(Statement{u"insert into t values (5)"_s, {}}); !done)
                return done.error();
        return 0;
    });
    QCOMPARE(late.error().kind, ErrorKind::Constraint);
    QCOMPARE(count(db), u"0"_s);
    // The line is as good as new.
    QVERIFY_OK(write(session, {{u"insert into t values (1)"_s, {}}}));
    QCOMPARE(count(db), u"1"_s);
}

void TestSession::anIgnoredErrorIsNotCommitted()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer primary key)"_s);
    Session session(db.spec);
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and calls that a success.
    const auto ignored = session.write<int>([](Transaction &transaction) -> Result<int> {
        (void)transaction.run(Statement{u"insert into t values (1)"_s, {}});
        (void)transaction.run(Statement{u"insert into t values (1)"_s, {}});
        return 0;
    });
    QVERIFY(!ignored);
    QCOMPARE(count(db), u"0"_s);
}

void TestSession::refusesToWriteWhereOnlyReadingIsMeant()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer)"_s);
    Db::ConnectionSpec spec = db.spec;
    spec.openMode = Db::SqliteOpenMode::ReadOnly;
    Session session(spec);
    QVERIFY(session.open().value().readOnly);
    QCOMPARE(scalar(session, u"select count(*) from t"_s), u"0"_s);
    bool called = false;
    const auto refused = session.write<int>([&](Transaction &) -> Result<int> {
        called = true;
        return 0;
    });
    QCOMPARE(refused.error().kind, ErrorKind::ReadOnly);
    QVERIFY(!called);
}

void TestSession::readsCannotWrite()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer)"_s);
    Session session(db.spec);
    QCOMPARE(session.select(Statement{u"insert into t values (1) returning a"_s, {}}).error().kind,
             ErrorKind::ReadOnly);
    QCOMPARE(count(db), u"0"_s);
}

void TestSession::oneReadIsOneSnapshotAndOneRoundTrip()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    FaultProxy proxy(PostgresServer::instance().port());
    Session session(Tests::specOf(proxy.connectionString(db.database.name())));
    QVERIFY_OK(session.open());
    proxy.resetCounters();
    const auto sets = session.select({{u"select pg_current_snapshot()"_s, {}},
                                      {u"select pg_sleep(0.01)"_s, {}},
                                      {u"select pg_current_snapshot()"_s, {}}});
    QVERIFY_OK(sets);
    QCOMPARE(sets->size(), 3);
    QCOMPARE(sets->at(0).rows.first().text(0), sets->at(2).rows.first().text(0));
    QCOMPARE(proxy.counters().roundTrips, 1);
}

void TestSession::readsHealAKilledLine()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Session session(db.spec);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(scalar(session, u"select 40 + 2"_s), u"42"_s);
        PostgresServer::instance().execute(
            u"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '%1'"_s.arg(
                db.database.name()));
    }
    QCOMPARE(scalar(session, u"select 40 + 2"_s), u"42"_s);
}

void TestSession::aLineThatBreaksTwiceIsTold()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    FaultProxy proxy(PostgresServer::instance().port());
    Session session(Tests::specOf(proxy.connectionString(db.database.name())));
    QCOMPARE(scalar(session, u"select 1"_s), u"1"_s);
    proxy.setRefusing(true);
    proxy.cut();
    const auto broken = session.select(Statement{u"select 1"_s, {}});
    QCOMPARE(broken.error().kind, ErrorKind::Connection);
    QVERIFY(!broken.error().summary.isEmpty());
    QVERIFY(!session.isOpen());
    proxy.setRefusing(false);
    QCOMPARE(scalar(session, u"select 1"_s), u"1"_s);
}

void TestSession::aWriteOnAKilledLineIsWrittenOnce()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(u"create table t (a integer)"_s);
    FaultProxy proxy(PostgresServer::instance().port());
    Session session(Tests::specOf(proxy.connectionString(db.database.name())));
    QCOMPARE(scalar(session, u"select 1"_s), u"1"_s);
    proxy.cut();
    QVERIFY_OK(write(session, {{u"insert into t values (1)"_s, {}}}));
    QCOMPARE(count(db), u"1"_s);
}

void TestSession::errorsHaveTheirKind_data()
{
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<ErrorKind>("expected");
    QTest::addColumn<QString>("code");
    struct Case
    {
        const char *name;
        const char *sql;
        ErrorKind kind;
        const char *code;
    };
    const Case postgres[] = {
        {"unique", "insert into t values (1, 'x', null)", ErrorKind::Constraint, "23505"},
        {"not null", "insert into t values (2, null, null)", ErrorKind::Constraint, "23502"},
        {"foreign key", "insert into t values (2, 'x', 99)", ErrorKind::Constraint, "23503"},
        {"check", "insert into t values (-1, 'x', null)", ErrorKind::Constraint, "23514"},
        {"too long", "insert into t values (2, 'toolong', null)", ErrorKind::Constraint, "22001"},
        {"division", "select 1 / 0", ErrorKind::Constraint, "22012"},
        {"no table", "select * from nowhere", ErrorKind::NotFound, "42P01"},
        {"no column", "select nothing from t", ErrorKind::NotFound, "42703"},
        {"syntax", "selekt 1", ErrorKind::Syntax, "42601"},
        {"permission", "select rolpassword from pg_authid", ErrorKind::Permission, "42501"},
        {"busy", "do $$ begin raise sqlstate '40001'; end $$", ErrorKind::Busy, "40001"},
        {"lock", "do $$ begin raise sqlstate '55P03'; end $$", ErrorKind::Busy, "55P03"},
        {"disk full", "do $$ begin raise sqlstate '53100'; end $$", ErrorKind::Io, "53100"},
        {"stopped", "do $$ begin raise sqlstate '57014'; end $$", ErrorKind::Timeout, "57014"},
        {"unknown", "do $$ begin raise sqlstate 'XX000'; end $$", ErrorKind::Internal, "XX000"},
    };
    for (const auto kind : {TempDatabase::Kind::PostgresDirect, TempDatabase::Kind::PostgresPooled})
        for (const Case &c : postgres)
            QTest::addRow("%s %s", kind == TempDatabase::Kind::PostgresDirect ? "postgresql" : "pgbouncer",
                          c.name)
                << kind << QString::fromLatin1(c.sql) << c.kind << QString::fromLatin1(c.code);
    const Case sqlite[] = {
        {"primary key", "insert into t values (1, 'x', null)", ErrorKind::Constraint, "1555"},
        {"not null", "insert into t values (2, null, null)", ErrorKind::Constraint, "1299"},
        {"foreign key", "insert into t values (2, 'x', 99)", ErrorKind::Constraint, "787"},
        {"check", "insert into t values (-1, 'x', null)", ErrorKind::Constraint, "275"},
        {"no table", "select * from nowhere", ErrorKind::Syntax, "1"},
        {"syntax", "selekt 1", ErrorKind::Syntax, "1"},
        {"too big", "select zeroblob(2000000000)", ErrorKind::Constraint, "18"},
        {"read-only", "pragma query_only = on; ", ErrorKind::ReadOnly, "8"},
    };
    for (const Case &c : sqlite)
        QTest::addRow("sqlite %s", c.name) << TempDatabase::Kind::Sqlite << QString::fromLatin1(c.sql)
                                           << c.kind << QString::fromLatin1(c.code);
}

void TestSession::errorsHaveTheirKind()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(QString, sql);
    QFETCH(ErrorKind, expected);
    QFETCH(QString, code);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (id integer primary key check (id > 0), name varchar(5) not null, "
               "other integer references t (id)); insert into t values (1, 'x', null)"_s);
    Session session(db.spec);
    QList<Statement> statements = {{sql, {}}};
    if (sql.startsWith(u"pragma"_s))
        statements.append({u"insert into t values (2, 'x', null)"_s, {}});
    const auto failed = write(session, statements);
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, expected);
    QCOMPARE(failed.error().code, code);
    QVERIFY(!failed.error().summary.isEmpty());
    QVERIFY(!failed.error().detail.contains(u"Failing row"_s)); // DETAIL is customer data
    QCOMPARE(count(db), u"1"_s);
    QCOMPARE(scalar(session, u"select count(*) from t"_s), u"1"_s);
}

void TestSession::aRefusedConnectionSaysWhy_data()
{
    QTest::addColumn<QString>("string");
    QTest::addColumn<ErrorKind>("kind");
    const quint16 port = PostgresServer::instance().port();
    const auto at = [port](const QString &user, const QString &database) {
        return u"postgresql://%1@127.0.0.1:%2/%3?sslmode=disable"_s.arg(user, QString::number(port),
                                                                        database);
    };
    QTest::newRow("no database") << at(u"gsc"_s, u"nowhere"_s) << ErrorKind::NotFound;
    QTest::newRow("no user") << at(u"nobody_here"_s, u"postgres"_s) << ErrorKind::NotFound;
    QTest::newRow("wrong password") << at(u"gsc_password:wrong"_s, u"postgres"_s)
                                    << ErrorKind::Authentication;
    QTest::newRow("no password") << at(u"gsc_password"_s, u"postgres"_s) << ErrorKind::Authentication;
    QTest::newRow("no TLS") << at(u"gsc"_s, u"postgres"_s).replace(u"disable"_s, u"require"_s)
                            << ErrorKind::Connection;
    QTest::newRow("nobody listens") << u"postgresql://gsc@127.0.0.1:%1/postgres?sslmode=disable"_s.arg(
                                           Tests::freePort())
                                    << ErrorKind::Connection;
}

void TestSession::aRefusedConnectionSaysWhy()
{
    QFETCH(QString, string);
    QFETCH(ErrorKind, kind);
    Session session(Tests::specOf(string));
    const auto line = session.open();
    QVERIFY(!line);
    QCOMPARE(line.error().kind, kind);
    QVERIFY2(line.error().summary.contains(u"127.0.0.1"_s), qPrintable(line.error().summary));
    QVERIFY(!Core::toText(line.error()).contains(u"wrong"_s)); // the password
    QVERIFY(!session.isOpen());
}

void TestSession::manyStatementsTravelTogether()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer, b text)"_s);
    Session session(db.spec);
    QList<Statement> statements;
    for (qint64 i = 0; i < 1000; ++i) // far over the 64 of one flight
        statements.append({u"insert into t values ($1, $2) returning a"_s, {i, QString(300, u'x')}});
    const auto sets = write(session, statements);
    QVERIFY_OK(sets);
    QCOMPARE(sets->size(), 1000);
    for (qint64 i = 0; i < 1000; ++i)
        QCOMPARE(sets->at(i).rows.first().integer(0), i);
    QCOMPARE(count(db), u"1000"_s);
    // The last one of several flights fails: nothing of the first ones stays.
    statements.append({u"insert into t values ($1, nothing)"_s, {qint64(1)}});
    QVERIFY(!write(session, statements));
    QCOMPARE(count(db), u"1000"_s);
    statements.clear();
    for (qint64 i = 0; i < 300; ++i)
        statements.append({u"select a, b from t where a < 500 and a >= $1 order by a"_s, {i}});
    const auto read = session.select(statements);
    QVERIFY_OK(read);
    QCOMPARE(read->size(), 300);
    QCOMPARE(read->last().rows.size(), 201);
}

void TestSession::nullIsNotEmpty()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a text, b text, c text, d boolean)"_s);
    Session session(db.spec);
    // A null QString is no NULL: only monostate is.
    QVERIFY_OK(
        write(session, {{u"insert into t values ($1, $2, $3, $4)"_s, {Value(), u""_s, QString(), Value()}},
                        {u"insert into t values ($1, $2, $3, $4)"_s, {u"0"_s, u"NULL"_s, u" "_s, false}}}));
    QCOMPARE(db.execute(u"select count(*) from t where a is null and b = '' and c = '' and d is null"_s),
             Tests::rows(u"1"));
    const auto set = session.select(Statement{u"select a, b, c, d from t order by coalesce(a, '')"_s, {}});
    QVERIFY_OK(set);
    const Db::Row &first = set->rows.at(0);
    QCOMPARE(first.cell(0), std::nullopt);
    QCOMPARE(first.cell(1), u""_s);
    QCOMPARE(first.cell(2), u""_s);
    QCOMPARE(first.cell(3), std::nullopt);
    const Db::Row &second = set->rows.at(1);
    QCOMPARE(second.cell(0), u"0"_s);
    QCOMPARE(second.cell(1), u"NULL"_s);
    QCOMPARE(second.cell(2), u" "_s);
    QVERIFY(second.cell(3).has_value());
    QVERIFY(!second.boolean(3));
}

void TestSession::numbersAreExact()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    const bool sqlite = kind == TempDatabase::Kind::Sqlite;
    db.execute(sqlite ? u"create table t (a integer, b text)"_s
                      : u"create table t (a bigint, b numeric(18,2))"_s);
    Session session(db.spec);
    constexpr qint64 lowest = std::numeric_limits<qint64>::min();
    constexpr qint64 highest = std::numeric_limits<qint64>::max();
    const QStringList numerics = {u"9999999999999999.99"_s, u"-9999999999999999.99"_s, u"0.01"_s,
                                  u"1234567890123456.78"_s};
    int mismatches = 0;
    for (const qint64 integer : {lowest, lowest + 1, qint64(-1), qint64(0), qint64(1) << 53,
                                 (qint64(1) << 53) + 1, highest - 1, highest}) {
        for (const QString &numeric : numerics) {
            QVERIFY_OK(write(session, {{u"delete from t"_s, {}},
                                       {u"insert into t values ($1, $2)"_s, {integer, numeric}}}));
            const QString wanted = QString::number(integer) + u'|' + numeric;
            const auto set = session.select(Statement{u"select a, b from t where a = $1"_s, {integer}});
            QVERIFY_OK(set);
            QCOMPARE(set->rows.size(), 1);
            mismatches += set->rows.first().integer(0) == integer ? 0 : 1;
            mismatches += set->rows.first().text(0) + u'|' + set->rows.first().text(1) == wanted ? 0 : 1;
            mismatches += db.execute(u"select a, b from t"_s).value(0).join(u'|') == wanted ? 0 : 1;
        }
    }
    qInfo("types: %d mismatches", mismatches);
    QCOMPARE(mismatches, 0);
}

void TestSession::hostileTextIsStoredAsItIs()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (id integer primary key, a text)"_s);
    Session session(db.spec);
    const QStringList texts = {u"O'Brien"_s,
                               u"\"quoted\""_s,
                               u"back\\slash \\' \\\\"_s,
                               u"'; drop table t; --"_s,
                               u"$1 $2 $$ $a$ $10"_s,
                               u"? ?1 ?? ?|"_s,
                               u":x ::text @y"_s,
                               u"%1 %2 %% %n %L1"_s,
                               u"/* comment */ -- line"_s,
                               u"E'\\x41' U&'\\0041'"_s,
                               u"{curly} {{1}}"_s,
                               u"null"_s,
                               u"NULL"_s,
                               u"\t tab \r\n line \v \f"_s,
                               u"\u0001\u001f\u007f\u0085"_s,
                               u"עברית \u202eRTL\u202c العربية"_s,
                               u"😀👩‍👩‍👧‍👦🇩🇪"_s,
                               u"𝒳 𐐀 \U0010ffff"_s,
                               u"e\u0301 é"_s,
                               u"\ufeffBOM"_s,
                               u"\ufffd \ufeff \ufeff"_s,
                               u"İıſßẞ"_s,
                               u" lead and trail "_s,
                               QString(10'000'000, u'ü')};
    int mismatches = 0;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QVERIFY_OK(write(session, {{u"insert into t values ($1, $2)"_s, {qint64(i), texts.at(i)}}}));
        // As this program reads it, as the engine itself gives it, and as it compares.
        const bool exact =
            scalar(session, u"select a from t where id = $1"_s, {qint64(i)}) == texts.at(i) &&
            db.execute(u"select 'x' || a from t where id = %1"_s.arg(i)).value(0).value(0) ==
                u'x' + texts.at(i) &&
            scalar(session, u"select id from t where a = $1"_s, {texts.at(i)}) == QString::number(i);
        if (!exact)
            qWarning("not exact: %s", QTest::toString(texts.at(i).left(80)));
        mismatches += exact ? 0 : 1;
    }
    qInfo("hostile text: %d mismatches of %d", mismatches, int(texts.size()));
    QCOMPARE(mismatches, 0);
    QCOMPARE(count(db), QString::number(texts.size()));
}

void TestSession::textThatCannotBeStoredIsRefused()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a text)"_s);
    Session session(db.spec);
    const QStringList texts = {u"a\0b"_s,
                               QString(QChar(0)),
                               QString(QChar(0xd800)),
                               u"a"_s + QChar(0xdfff),
                               QString(QChar(0xdc00)) + QChar(0xd800),
                               u"\ufffe"_s,
                               u"a\uffff"_s};
    for (const QString &text : texts) {
        const auto stored = write(
            session, {{u"insert into t values ('before')"_s, {}}, {u"insert into t values ($1)"_s, {text}}});
        QVERIFY(!stored);
        QCOMPARE(stored.error().kind, ErrorKind::Constraint);
        QCOMPARE(count(db), u"0"_s);
        QVERIFY(!session.select(Statement{u"select $1"_s, {text}}));
    }
    QVERIFY_OK(write(session, {{u"insert into t values ($1)"_s, {u"😀"_s}}}));
    QCOMPARE(count(db), u"1"_s);
}

void TestSession::hostileIdentifiersWork()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    Session session(db.spec);
    for (const QString &name : {u"a b"_s, u"\"both\""_s, u"x\"y"_s, u"Order"_s, u"what?"_s, u":x"_s, u"$1"_s,
                                u"a$7b"_s, u"it's"_s, u"ümlaut"_s, u"--"_s}) {
        const QString table = Db::quoted(name);
        QVERIFY_OK(write(session, {{u"create table %1 (%1 integer)"_s.arg(table), {}},
                                   {u"insert into %1 (%1) values ($1)"_s.arg(table), {qint64(7)}}}));
        QCOMPARE(scalar(session, u"select %1 from %1 where %1 = $1"_s.arg(table), {qint64(7)}), u"7"_s);
        QCOMPARE(scalar(session, u"select '$1 ''?'' $2' from %1 where %1 = $1"_s.arg(table), {qint64(7)}),
                 u"$1 '?' $2"_s);
    }
}

void TestSession::leavesNoSettingBehind()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(u"create table t (a integer)"_s);
    const QString questions =
        u"select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in "
        "('statement_timeout', 'lock_timeout', 'TimeZone', 'DateStyle', 'jit', 'search_path', "
        "'row_security', "
        "'bytea_output', 'transaction_read_only', 'transaction_isolation')"_s;
    Session session(db.spec);
    // Inside, the limits hold; outside of our transactions, as another client of the pool sees it, nothing
    // does.
    Db::Limits limits;
    limits.statement = std::chrono::milliseconds(12'345);
    const auto inside = session.select(Statement{questions, {}}, limits);
    QVERIFY_OK(inside);
    QVERIFY2(inside->rows.first().text(0).contains(u"statement_timeout=12345"_s),
             qPrintable(inside->rows.first().text(0)));
    QVERIFY(inside->rows.first().text(0).contains(u"TimeZone=UTC"_s));
    QVERIFY_OK(write(session, {{u"insert into t values (1)"_s, {}}}));
    QVERIFY(!write(session, {{u"insert into t values (nothing)"_s, {}}}));
    const auto seen = session.select(
        Statement{u"select count(*) from pg_stat_activity where datname = current_database() and state = "
                  "'idle in transaction'"_s,
                  {}});
    QVERIFY_OK(seen);
    QCOMPARE(seen->rows.first().text(0), u"0"_s);
}

void TestSession::sqliteIsOpenedCarefully()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    Session session(db.spec);
    for (const auto &[pragma, value] :
         {std::pair(u"foreign_keys"_s, u"1"_s), std::pair(u"trusted_schema"_s, u"0"_s),
          std::pair(u"cell_size_check"_s, u"1"_s), std::pair(u"synchronous"_s, u"2"_s)})
        QCOMPARE(pragma + u'=' + scalar(session, u"pragma "_s + pragma), pragma + u'=' + value);
    const Db::LineInfo line = session.open().value();
    QCOMPARE(line.engine, Db::Engine::SQLite);
    QCOMPARE(line.host, db.database.name());
    QVERIFY(!line.readOnly);
    QCOMPARE(line.serverVersion, scalar(session, u"select sqlite_version()"_s));
}

void TestSession::aBusySqliteSaysSo()
{
    const EmptyDatabase db(TempDatabase::Kind::Sqlite);
    db.execute(u"create table t (a integer)"_s);
    Session session(db.spec);
    Session other(db.spec);
    ErrorKind kind = ErrorKind::Internal;
    QVERIFY_OK(session.write<int>([&](Transaction &transaction) -> Result<int> {
        if (const auto done = transaction.run(Statement{u"insert into t values (1)"_s, {}}); !done)
            return done.error();
        const auto refused = write(other, {{u"insert into t values (2)"_s, {}}});
        kind = refused ? ErrorKind::Internal : refused.error().kind;
        return 0;
    }));
    QCOMPARE(kind, ErrorKind::Busy);
    QCOMPARE(count(db), u"1"_s);
    QVERIFY_OK(write(other, {{u"insert into t values (2)"_s, {}}}));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
