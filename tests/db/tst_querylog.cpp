// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/querylog.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using Db::QueryLog;
using Db::QueryRecord;

class TestQueryLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatIsNew();
    void keepsTheLatest();
    void cutsLongTexts();
    void boundsBatchesOfValues();
    void boundsTheWhole();
    void redacts_data();
    void redacts();
    void hidesSecretsAtTheCut_data();
    void hidesSecretsAtTheCut();
    void keepsHostileText();
    void takesRecordsFromManyThreads();
};

namespace {

QueryRecord record(const QString &statement)
{
    QueryRecord result;
    result.statement = statement;
    return result;
}

QueryRecord addAndRead(QueryRecord record)
{
    QueryLog log;
    log.add(std::move(record));
    return log.since(0).constFirst();
}

} // namespace

void TestQueryLog::givesWhatIsNew()
{
    QueryLog log;
    QCOMPARE(log.lastNumber(), 0u);
    QCOMPARE(log.firstNumber(), 1u);
    QVERIFY(log.since(0).isEmpty());
    for (const QString &text : {u"one"_s, u"two"_s, u"three"_s})
        log.add(record(text));
    QCOMPARE(log.lastNumber(), 3u);

    const QList<QueryRecord> all = log.since(0);
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(0).number, 1u);
    QCOMPARE(all.at(0).statement, u"one"_s);
    QCOMPARE(all.at(2).number, 3u);
    QCOMPARE(log.since(2).size(), 1);
    QCOMPARE(log.since(2).constFirst().statement, u"three"_s);
    QVERIFY(log.since(3).isEmpty());
    QVERIFY(log.since(1'000'000).isEmpty());
}

void TestQueryLog::keepsTheLatest()
{
    QueryLog log;
    const int added = QueryLog::maximalRecords + 321;
    for (int i = 1; i <= added; ++i)
        log.add(record(QString::number(i)));
    QCOMPARE(log.lastNumber(), quint64(added));
    const QList<QueryRecord> kept = log.since(0);
    QCOMPARE(kept.size(), QueryLog::maximalRecords);
    QCOMPARE(kept.constFirst().number, 322u);
    QCOMPARE(log.firstNumber(), 322u);
    QCOMPARE(kept.constFirst().statement, u"322"_s);
    QCOMPARE(log.since(5).size(), QueryLog::maximalRecords); // what is gone is left out
    QCOMPARE(log.since(quint64(added) - 7).constFirst().number, quint64(added) - 6);
}

void TestQueryLog::cutsLongTexts()
{
    QueryRecord exact = record(QString(QueryLog::maximalText, u'x'));
    QCOMPARE(addAndRead(exact).statement, exact.statement);

    QueryRecord tooLong = record(QString(10'000'000, u'x'));
    tooLong.error = QString(QueryLog::maximalText + 1, u'e');
    tooLong.values = {QString(50'000, u'v'), u"short"_s};
    tooLong.connection = QString(50'000, u'c');
    tooLong.code = QString(50'000, u'4');
    const QueryRecord kept = addAndRead(tooLong);
    QCOMPARE(kept.statement, QString(QueryLog::maximalText, u'x') + u'…');
    QCOMPARE(kept.error, QString(QueryLog::maximalText, u'e') + u'…');
    QCOMPARE(kept.values, QStringList({QString(QueryLog::maximalText, u'v') + u'…', u"short"_s}));
    QVERIFY(kept.connection.size() < 200);
    QVERIFY(kept.code.size() < 200);

    // The cut does not go through a character of two units.
    const QString face = QString::fromUcs4(U"😀");
    QCOMPARE(addAndRead(record(u'x' + face.repeated(QueryLog::maximalText))).statement,
             u'x' + face.repeated(QueryLog::maximalText / 2 - 1) + u'…');
}

void TestQueryLog::boundsBatchesOfValues()
{
    QueryRecord many;
    many.values = QStringList(100'000, u"a"_s);
    const QStringList few = addAndRead(many).values;
    QCOMPARE(few.size(), QueryLog::maximalValues + 1);
    QCOMPARE(few.constLast(), u"…"_s);

    QueryRecord large;
    large.values = QStringList(150, QString(3'000, u'b'));
    const QStringList short_ = addAndRead(large).values;
    QVERIFY(short_.join(QString()).size() <= QueryLog::maximalBatch + QueryLog::maximalText + 2);
    QCOMPARE(short_.constLast(), u"…"_s);

    QueryRecord fits;
    fits.values = QStringList(int(QueryLog::maximalValues), u"a"_s);
    QCOMPARE(addAndRead(fits).values, fits.values);
}

void TestQueryLog::boundsTheWhole()
{
    QueryLog log;
    QueryRecord large = record(QString(QueryLog::maximalText, u'x'));
    large.values = QStringList(4, QString(QueryLog::maximalText, u'v'));
    for (int i = 0; i < QueryLog::maximalRecords; ++i)
        log.add(large);
    const QList<QueryRecord> kept = log.since(0);
    qsizetype characters = 0;
    for (const QueryRecord &r : kept)
        characters += r.statement.size() + r.values.join(QString()).size();
    QVERIFY2(characters * 2 <= QueryLog::maximalBytes, qPrintable(QString::number(characters)));
    QVERIFY2(characters * 2 > QueryLog::maximalBytes * 9 / 10, qPrintable(QString::number(characters)));
    QCOMPARE(kept.constLast().number, quint64(QueryLog::maximalRecords));
    QCOMPARE(kept.constFirst().number, quint64(QueryLog::maximalRecords - kept.size() + 1));
    // Room comes back.
    for (int i = 0; i < QueryLog::maximalRecords; ++i)
        log.add(record(u"small"_s));
    QCOMPARE(log.since(0).size(), QueryLog::maximalRecords);
}

void TestQueryLog::redacts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("uri") << u"no line to postgresql://ada:canary@host/db"_s;
    QTest::newRow("keyword") << u"CREATE USER x PASSWORD = 'canary'"_s;
    QTest::newRow("bearer") << u"Authorization: Bearer canary"_s;
    QTest::newRow("detail") << u"ERROR: 23505\nDETAIL:  Key (\"Email\")=(canary@example.com) exists."_s;
}

void TestQueryLog::redacts()
{
    QFETCH(QString, text);
    QueryRecord secret = record(text);
    secret.values = {text};
    secret.error = text;
    const QueryRecord kept = addAndRead(secret);
    for (const QString &shown : {kept.statement, kept.values.constFirst(), kept.error}) {
        QVERIFY2(!shown.contains(u"canary"_s), qPrintable(shown));
        QVERIFY2(shown.contains(u"***"_s), qPrintable(shown));
    }
}

void TestQueryLog::hidesSecretsAtTheCut_data()
{
    QTest::addColumn<QString>("before");
    const auto fill = [](qsizetype length) -> QString { return QString(length, u'x') + u' '; };
    QTest::newRow("across the cut") << fill(QueryLog::maximalText - 30);
    QTest::newRow("across the window") << fill(2 * QueryLog::maximalText - 30);
    // What was hidden brings the window's end into view.
    QTest::newRow("behind a long secret") << u"password="_s + fill(QueryLog::maximalText + 100) +
                                                 u"a "_s.repeated((QueryLog::maximalText - 140) / 2) +
                                                 u"x="_s;
}

void TestQueryLog::hidesSecretsAtTheCut()
{
    QFETCH(QString, before);
    const QString uri = u"postgresql://ada:canarycanarycanarycanary"_s;
    const QString statement = before + uri + u"@host/db "_s + QString(20'000, u'y');
    const QString kept = addAndRead(record(statement)).statement;
    QVERIFY2(!kept.contains(u"canary"_s), qPrintable(kept.right(200)));
    QVERIFY(kept.endsWith(u'…'));
}

void TestQueryLog::keepsHostileText()
{
    const QString hostile =
        u"<b>x</b>\n\t\0\u202Eevil\u2028=cmd|'/c calc'!A1"_s + QChar(0xD800) + u"\"';--"_s;
    QueryRecord strange = record(hostile);
    strange.values = {hostile, QString(), u""_s};
    const QueryRecord kept = addAndRead(strange);
    QCOMPARE(kept.statement, hostile); // making it safe to show is up to who shows it
    QCOMPARE(kept.values, strange.values);
}

void TestQueryLog::takesRecordsFromManyThreads()
{
    QueryLog log;
    constexpr int threads = 4;
    constexpr int each = QueryLog::maximalRecords / threads; // nothing is dropped meanwhile
    std::atomic<int> running = threads;
    std::vector<std::thread> writers;
    for (int t = 0; t < threads; ++t)
        writers.emplace_back([&log, &running, t] {
            for (int i = 0; i < each; ++i) {
                QueryRecord mine = record(QString::number(i));
                mine.connection = QString::number(t);
                log.add(std::move(mine));
            }
            --running;
        });
    // Reads meanwhile: no gap, nothing twice, and of each thread the records stay in order.
    quint64 seen = 0;
    bool isOrdered = true;
    QList<int> latest(threads, -1);
    for (bool last = false; !last;) {
        last = running == 0;
        const QList<QueryRecord> fresh = log.since(seen);
        for (const QueryRecord &r : fresh) {
            const int thread = r.connection.toInt();
            isOrdered = isOrdered && r.number == seen + 1 && r.statement.toInt() > latest.at(thread);
            seen = r.number;
            latest[thread] = r.statement.toInt();
        }
    }
    for (std::thread &writer : writers)
        writer.join();
    QVERIFY(isOrdered);
    QCOMPARE(seen, quint64(threads * each));
    QCOMPARE(latest, QList<int>(threads, each - 1));
    QCOMPARE(log.since(0).size(), QueryLog::maximalRecords);
}

QTEST_APPLESS_MAIN(TestQueryLog)
#include "tst_querylog.moc"
