// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkfixture.h"

#include <QCryptographicHash>
#include <QLocale>
#include <QTest>

#include <cmath>
#include <cstring>
#include <thread>

using namespace Db;
using namespace Tests;
using Core::Error;
using Core::ErrorKind;
using Core::Result;

/// Rows in great number on their way into a database: all of them exactly, or none.
class TestTransaction final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileTextIsStoredAsItIs_data() { TempDatabase::addKinds(); }
    void hostileTextIsStoredAsItIs();
    void emptyIsNotNull_data() { TempDatabase::addKinds(); }
    void emptyIsNotNull();
    void realsAreExact_data() { TempDatabase::addKinds(); }
    void realsAreExact();
    void blobsAreBytes_data() { TempDatabase::addKinds(); }
    void blobsAreBytes();
    void namesMayBeHostile_data() { TempDatabase::addKinds(); }
    void namesMayBeHostile();
    void manyRowsNeedLittleMemory_data() { TempDatabase::addKinds(); }
    void manyRowsNeedLittleMemory();
    void nothingStaysAfterAnErrorOfTheSupply_data();
    void nothingStaysAfterAnErrorOfTheSupply();
    void nothingStaysAfterARefusedRow_data();
    void nothingStaysAfterARefusedRow();
    void aRowOfAnotherWidthIsRefused_data() { TempDatabase::addKinds(); }
    void aRowOfAnotherWidthIsRefused();
    void loadingGoesWithOtherStatements_data() { TempDatabase::addKinds(); }
    void loadingGoesWithOtherStatements();
    void aClosedGateLetsNothingIn_data() { TempDatabase::addKinds(); }
    void aClosedGateLetsNothingIn();
    void interruptsEndTheLoad_data() { TempDatabase::addKinds(); }
    void interruptsEndTheLoad();
    void aServerThatDiesLeavesNothing_data() { TempDatabase::addPostgresKinds(); }
    void aServerThatDiesLeavesNothing();
    void aCutLineLeavesNothing();
    void whatWasSuppliedIsNotAskedForAgain();
    void aLineCutWhileIdleIsOpenedAgain();
    void aLockIsNotWaitedForForEver();
    void thePoolStaysClean();
    void theLogNotesWhatWasLoaded_data() { TempDatabase::addKinds(); }
    void theLogNotesWhatWasLoaded();

private:
    static void addKindsWith(const char *column, const QList<int> &numbers)
    {
        QTest::addColumn<TempDatabase::Kind>("kind");
        QTest::addColumn<int>(column);
        for (const auto &[name, kind] : TempDatabase::kinds())
            for (const int number : numbers)
                QTest::addRow("%s, %d", name, number) << kind << number;
    }
    [[nodiscard]] static QString count(const EmptyDatabase &db)
    {
        return db.execute(QStringLiteral("select count(*) from t")).value(0).value(0);
    }
    /// Loads into t (id, v) what `supply` gives.
    [[nodiscard]] static Result<qint64> load(Session &session, const RowSupply &supply)
    {
        return session.write<qint64>([&](Transaction &transaction) {
            return transaction.load(QStringLiteral("t"), {QStringLiteral("id"), QStringLiteral("v")}, supply);
        });
    }
    /// `rows` rows of about a hundred bytes; `at` is called before each.
    [[nodiscard]] static RowSupply numbered(int rows, const std::function<Result<void>(int)> &at = {})
    {
        return [rows, at, next = 0, id = QByteArray(),
                value = QByteArray("x\\y").repeated(33)](RawRow &row) mutable -> Result<bool> {
            if (at)
                if (auto may = at(next); !may)
                    return may.error();
            if (next == rows)
                return false;
            id = QByteArray::number(++next);
            row = {QByteArrayView(id), QByteArrayView(value)};
            return true;
        };
    }
    [[nodiscard]] static RowSupply of(const QList<StoredRow> &rows)
    {
        return [&rows, next = qsizetype(0)](RawRow &row) mutable -> Result<bool> {
            if (next == rows.size())
                return false;
            row.clear();
            for (const auto &field : rows.at(next))
                row.append(field ? std::optional<QByteArrayView>(*field) : std::nullopt);
            ++next;
            return true;
        };
    }
};

void TestTransaction::hostileTextIsStoredAsItIs()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    QList<StoredRow> rows;
    for (const QString &text : hostileTexts())
        rows.append({QByteArray::number(rows.size()), text.toUtf8()});
    Session session(db.spec);
    const auto loaded = load(session, of(rows));
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, rows.size());
    // Past the code under test: what the other side says about every text.
    const auto lengths = db.execute(
        db.database.isPostgres() ? QStringLiteral("select octet_length(v), md5(v) from t order by id")
                                 : QStringLiteral("select length(cast(v as blob)) from t order by id"));
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QCOMPARE(lengths.at(i).first(), QString::number(rows.at(i).at(1)->size()));
        if (db.database.isPostgres())
            QCOMPARE(lengths.at(i).at(1),
                     QString::fromLatin1(
                         QCryptographicHash::hash(*rows.at(i).at(1), QCryptographicHash::Md5).toHex()));
    }
    const auto back = streamed(session, {QStringLiteral("select id, v from t order by id"), {}});
    QVERIFY_OK(back);
    QVERIFY(*back == rows);
}

void TestTransaction::emptyIsNotNull()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    const QList<StoredRow> rows = {{QByteArray("1"), QByteArray("")},
                                   {QByteArray("2"), std::nullopt},
                                   {QByteArray("3"), QByteArray("\\N")}};
    Session session(db.spec);
    QVERIFY_OK(load(session, of(rows)));
    QCOMPARE(picture(db.execute(QStringLiteral("select id, v is null, v = '' from t order by id"))),
             picture(db.database.isPostgres() ? Tests::rows(u"1|f|t\n2|t|NULL\n3|f|f")
                                              : Tests::rows(u"1|0|1\n2|1|NULL\n3|0|0")));
    // A view without bytes is no NULL either.
    QVERIFY_OK(load(session, [done = false](RawRow &row) mutable -> Result<bool> {
        row = {QByteArrayView("4"), QByteArrayView()};
        return !std::exchange(done, true);
    }));
    QCOMPARE(db.execute(QStringLiteral("select count(*) from t where v = ''")).value(0).value(0),
             QStringLiteral("2"));
}

void TestTransaction::realsAreExact()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v double precision)"));
    QRandomGenerator generator(5);
    QList<StoredRow> rows = {{QByteArray("0"), QByteArray("Infinity")},
                             {QByteArray("1"), QByteArray("-Infinity")},
                             {QByteArray("2"), std::nullopt}};
    while (rows.size() < 5000) {
        const quint64 bits = generator.generate64();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (std::isfinite(value))
            rows.append({QByteArray::number(rows.size()),
                         QByteArray::number(value, 'g', QLocale::FloatingPointShortest)});
    }
    Session session(db.spec);
    QVERIFY_OK(load(session, of(rows)));
    const auto back = streamed(session, {QStringLiteral("select id, v from t order by id"), {}});
    QVERIFY_OK(back);
    for (qsizetype i = 3; i < rows.size(); ++i)
        QCOMPARE(back->at(i).at(1)->toDouble(), rows.at(i).at(1)->toDouble());
    QVERIFY(back->mid(0, 3) == rows.mid(0, 3));
}

void TestTransaction::blobsAreBytes()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    const QString type = db.database.isPostgres() ? QStringLiteral("bytea") : QStringLiteral("blob");
    db.execute(QStringLiteral("create table t (id integer, v %1, w text)").arg(type));
    QByteArray bytes;
    for (int i = 0; i < 256; ++i)
        bytes.append(char(i));
    const QList<StoredRow> rows = {
        {QByteArray("1"), "\\x" + bytes.toHex(), QByteArray("\\x00")},
        {QByteArray("2"), QByteArray("\\x"), QByteArray("")},
        {QByteArray("3"), std::nullopt, std::nullopt},
    };
    Session session(db.spec);
    const auto loadRows = [&](const QList<StoredRow> &these) {
        return session.write<qint64>([&](Transaction &transaction) {
            return transaction.load(QStringLiteral("t"),
                                    {QStringLiteral("id"), QStringLiteral("v"), QStringLiteral("w")},
                                    of(these), {false, true});
        });
    };
    QVERIFY_OK(loadRows(rows));
    const auto back = streamed(session, {QStringLiteral("select id, v, w from t order by id"), {}});
    QVERIFY_OK(back);
    QVERIFY(*back == rows);
    if (!db.database.isPostgres())
        QCOMPARE(picture(db.execute(QStringLiteral("select typeof(v), length(v) from t order by id"))),
                 picture(Tests::rows(u"blob|256\nblob|0\nnull|NULL")));
    for (const char *wrong : {"\\x0", "\\xzz", "x00", "00"}) {
        const QList<StoredRow> these = {{QByteArray("4"), QByteArray(wrong), std::nullopt}};
        if (db.database.isPostgres() && *wrong != '\\')
            continue; // bytea reads other text as its older format
        QVERIFY2(!loadRows(these), wrong);
    }
    QCOMPARE(count(db), QStringLiteral("3"));
}

void TestTransaction::namesMayBeHostile()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    const QString table = quoted(QStringLiteral("T\"; drop table x; -- %1 $1"));
    const QString column = QStringLiteral("c\" ?'%2\\");
    db.execute(QStringLiteral("create table ") + table + QStringLiteral(" (") + quoted(column) +
               QStringLiteral(" text)"));
    Session session(db.spec);
    const QList<StoredRow> rows = {{QByteArray("a")}};
    const auto loaded = session.write<qint64>(
        [&](Transaction &transaction) { return transaction.load(table, {column}, of(rows)); });
    QVERIFY_OK(loaded);
    QCOMPARE(db.execute(QStringLiteral("select * from ") + table).value(0).value(0), QStringLiteral("a"));
}

void TestTransaction::manyRowsNeedLittleMemory()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    Session session(db.spec);
    QVERIFY(session.open());
    const qint64 before = memoryPeak();
    const auto loaded = load(session, numbered(200'000));
    QVERIFY_OK(loaded);
    QCOMPARE(*loaded, 200'000);
    // SQLite keeps 16 MB of pages; the rows are 22 MB, in 10,000 pages and more.
    const qint64 allowed = memoryLimit((db.database.isPostgres() ? 4 : 22) * 1024 * 1024);
    QVERIFY2(memoryPeak() - before < allowed, qPrintable(QString::number(memoryPeak() - before)));
    QCOMPARE(count(db), QStringLiteral("200000"));
}

void TestTransaction::nothingStaysAfterAnErrorOfTheSupply_data()
{
    addKindsWith("at", {0, 1, 5000});
}

void TestTransaction::nothingStaysAfterAnErrorOfTheSupply()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, at);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    Session session(db.spec);
    const auto failed = load(session, numbered(10'000, [at](int row) -> Result<void> {
                                 if (row < at)
                                     return {};
                                 return Error{ErrorKind::Corrupt, QStringLiteral("broken archive"), {}, {}};
                             }));
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Corrupt);
    QCOMPARE(failed.error().summary, QStringLiteral("broken archive"));
    QCOMPARE(count(db), QStringLiteral("0"));
    QVERIFY(session.isOpen());
    QVERIFY_OK(load(session, numbered(3)));
    QCOMPARE(count(db), QStringLiteral("3"));
}

void TestTransaction::nothingStaysAfterARefusedRow_data()
{
    addKindsWith("at", {0, 1, 5000, 9999});
}

void TestTransaction::nothingStaysAfterARefusedRow()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, at);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer primary key, v text not null)"));
    Session session(db.spec);
    auto supply = numbered(10'000);
    const auto failed = load(session, [&, row = 0](RawRow &next) mutable -> Result<bool> {
        auto more = supply(next);
        if (row++ == at)
            next[1] = std::nullopt;
        return more;
    });
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Constraint);
    QCOMPARE(count(db), QStringLiteral("0"));
    QVERIFY(session.isOpen());
    QVERIFY_OK(load(session, numbered(3)));
    QCOMPARE(count(db), QStringLiteral("3"));
}

void TestTransaction::aRowOfAnotherWidthIsRefused()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    Session session(db.spec);
    for (const StoredRow &wrong : {StoredRow{}, StoredRow{QByteArray("1")},
                                   StoredRow{QByteArray("1"), QByteArray("2"), std::nullopt}}) {
        const QList<StoredRow> rows = {{QByteArray("1"), QByteArray("a")}, wrong};
        const auto failed = load(session, of(rows));
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, ErrorKind::Internal);
    }
    QCOMPARE(count(db), QStringLiteral("0"));
}

void TestTransaction::loadingGoesWithOtherStatements()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    db.execute(QStringLiteral("create table u (id integer, v text)"));
    Session session(db.spec);
    const auto done = session.write<QStringList>([&](Transaction &transaction) -> Result<QStringList> {
        const QStringList columns = {QStringLiteral("id"), QStringLiteral("v")};
        if (auto first = transaction.run(Statement{QStringLiteral("insert into t values (0, 'first')"), {}});
            !first)
            return first.error();
        for (const char *table : {"t", "u"})
            if (auto loaded = transaction.load(QLatin1String(table), columns, numbered(100)); !loaded)
                return loaded.error();
        QStringList seen;
        // Reads what is not committed yet, with and without values.
        for (const Statement &query :
             {Statement{QStringLiteral("select v from t where id < 2 order by id"), {}},
              Statement{QStringLiteral("select v from t where id < $1 order by id"), {qint64(1)}}}) {
            auto rows = transaction.stream(query, [&](const RawRow &row) -> Result<void> {
                seen.append(QString::fromUtf8(row.first()->first(5 < row.first()->size() ? 3 : 5)));
                return {};
            });
            if (!rows)
                return rows.error();
        }
        auto counted = transaction.run(Statement{QStringLiteral("select count(*) from t"), {}});
        if (!counted)
            return counted.error();
        seen.append(counted->rows.first().text(0));
        return seen;
    });
    QVERIFY_OK(done);
    QCOMPARE(*done, (QStringList{QStringLiteral("first"), QStringLiteral("x\\y"), QStringLiteral("first"),
                                 QStringLiteral("101")}));
    QCOMPARE(count(db), QStringLiteral("101"));
    QCOMPARE(db.execute(QStringLiteral("select count(*) from u")).value(0).value(0), QStringLiteral("100"));
}

void TestTransaction::aClosedGateLetsNothingIn()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    SessionOptions options;
    options.gate = std::make_shared<AccessGate>(false);
    Session session(db.spec, options);
    bool wasAsked = false;
    const auto refused = load(session, numbered(10, [&](int) -> Result<void> {
                                  wasAsked = true;
                                  return {};
                              }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::ReadOnly);
    QVERIFY(!wasAsked);
    QCOMPARE(count(db), QStringLiteral("0"));
    options.gate->setAllowsWriting(true);
    QVERIFY_OK(load(session, numbered(10)));
    QCOMPARE(count(db), QStringLiteral("10"));
}

void TestTransaction::interruptsEndTheLoad()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    Session session(db.spec);
    QVERIFY(session.open());
    std::chrono::microseconds longest{0};
    for (int round = 0; round < 30; ++round) {
        session.forgetStop();
        std::atomic_bool isOver = false;
        std::chrono::steady_clock::time_point asked;
        std::thread stopper([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(randomUpTo(60'000)));
            asked = std::chrono::steady_clock::now();
            while (!isOver) {
                session.interruptible().interrupt();
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        });
        const auto loaded = load(session, numbered(100'000'000));
        const auto ended = std::chrono::steady_clock::now();
        isOver = true;
        stopper.join();
        longest = std::max(longest, std::chrono::duration_cast<std::chrono::microseconds>(ended - asked));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().kind, ErrorKind::Cancelled);
        session.forgetStop();
        QCOMPARE(scalar(session, QStringLiteral("select count(*) from t")), QStringLiteral("0"));
    }
    qInfo("longest time from the request to the end: %.1f ms", double(longest.count()) / 1000);
}

void TestTransaction::aServerThatDiesLeavesNothing()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    Session session(db.spec);
    int supplied = 0;
    const auto failed =
        load(session, numbered(50'000'000, [&](int row) -> Result<void> {
                 supplied = row;
                 if (row == 5000)
                     db.execute(QStringLiteral("select pg_terminate_backend(pid) from pg_stat_activity where "
                                               "datname = current_database() and query like 'copy%'"));
                 return {};
             }));
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Connection);
    QVERIFY2(supplied < 40'000'000, "went on without a line");
    QCOMPARE(count(db), QStringLiteral("0"));
    QVERIFY_OK(load(session, numbered(3)));
    QCOMPARE(count(db), QStringLiteral("3"));
}

void TestTransaction::aCutLineLeavesNothing()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    FaultProxy proxy(PostgresServer::instance().port());
    Session session(specOf(proxy.connectionString(db.database.name())));
    for (const int at : {0, 1, 5000, 9999}) {
        const auto failed = load(session, numbered(10'000, [&](int row) -> Result<void> {
                                     if (row == at)
                                         proxy.cut();
                                     return {};
                                 }));
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, ErrorKind::Connection);
        QCOMPARE(count(db), QStringLiteral("0"));
    }
    QVERIFY_OK(load(session, numbered(3)));
    QCOMPARE(count(db), QStringLiteral("3"));
}

void TestTransaction::whatWasSuppliedIsNotAskedForAgain()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    FaultProxy proxy(PostgresServer::instance().port());
    Session session(specOf(proxy.connectionString(db.database.name())));
    // A supply that goes on where it was would lose the first half, were the work repeated.
    auto supply = numbered(10'000, [&](int row) -> Result<void> {
        if (row == 5000)
            proxy.cut();
        return {};
    });
    int works = 0;
    const auto failed = session.write<qint64>([&](Transaction &transaction) {
        ++works;
        return transaction.load(QStringLiteral("t"), {QStringLiteral("id"), QStringLiteral("v")}, supply);
    });
    QVERIFY(!failed);
    QCOMPARE(works, 1);
    QCOMPARE(count(db), QStringLiteral("0"));
}

void TestTransaction::aLineCutWhileIdleIsOpenedAgain()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    FaultProxy proxy(PostgresServer::instance().port());
    Session session(specOf(proxy.connectionString(db.database.name())));
    QVERIFY(session.open());
    proxy.cut();
    QVERIFY_OK(load(session, numbered(3)));
    QCOMPARE(count(db), QStringLiteral("3"));
    proxy.cut();
    QVERIFY_OK(streamed(session, {QStringLiteral("select id from t"), {}}));
}

void TestTransaction::aLockIsNotWaitedForForEver()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    Session holder(db.spec);
    Session session(db.spec);
    Limits limits = limitsOfJobs();
    limits.lock = std::chrono::milliseconds(100);
    const auto held = holder.write<int>([&](Transaction &transaction) -> Result<int> {
        if (auto locked =
                transaction.run(Statement{QStringLiteral("lock table t in access exclusive mode"), {}});
            !locked)
            return locked.error();
        const auto waited = session.write<qint64>(
            [&](Transaction &other) {
                return other.load(QStringLiteral("t"), {QStringLiteral("id")}, of({{QByteArray("1")}}));
            },
            limits);
        return waited ? 0 : int(waited.error().kind);
    });
    QVERIFY_OK(held);
    QCOMPARE(*held, int(ErrorKind::Busy));
}

void TestTransaction::thePoolStaysClean()
{
    const EmptyDatabase db(TempDatabase::Kind::PostgresPooled);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    const QStringList before = poolSettings(db);
    Session session(db.spec);
    for (int i = 0; i < 4; ++i) {
        QVERIFY_OK(load(session, numbered(1000)));
        QVERIFY(!load(session, numbered(1000, [](int row) -> Result<void> {
                          return row < 900 ? Result<void>() : Error{ErrorKind::Io, {}, {}, {}};
                      })));
    }
    QCOMPARE(poolSettings(db), before);
    QCOMPARE(count(db), QStringLiteral("4000"));
}

void TestTransaction::theLogNotesWhatWasLoaded()
{
    QFETCH(TempDatabase::Kind, kind);
    const EmptyDatabase db(kind);
    db.execute(QStringLiteral("create table t (id integer, v text)"));
    SessionOptions options;
    options.log = std::make_shared<QueryLog>();
    options.logsValues = true;
    Session session(db.spec, options);
    QVERIFY_OK(load(session, numbered(321)));
    QList<QueryRecord> records = options.log->since(0);
    records.removeIf([](const QueryRecord &record) { return record.isFraming; });
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().rows, 321);
    QVERIFY(records.first().statement.contains(QLatin1String("\"id\", \"v\"")));
    QVERIFY(records.first().values.isEmpty());
    QVERIFY(!records.first().statement.contains(QLatin1String("x\\y")));
}

QTEST_GUILESS_MAIN(TestTransaction)
#include "tst_transaction.moc"
