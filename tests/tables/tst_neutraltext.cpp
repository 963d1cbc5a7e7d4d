// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"
#include "tables/neutraltext.h"
#include "tables/timestamptext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Db::Engine;
using Tables::ValueKind;
using Tests::PostgresServer;

namespace {

QByteArray neutral(const QByteArray &value, ValueKind kind, Engine from)
{
    QByteArray buffer;
    return Tables::toNeutral(value, kind, from, buffer).toByteArray();
}

QByteArray back(const QByteArray &value, ValueKind kind, Engine to)
{
    QByteArray buffer;
    return Tables::fromNeutral(value, kind, to, buffer).toByteArray();
}

} // namespace

Q_DECLARE_METATYPE(Tables::ValueKind)

class TestNeutralText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesHaveOneSpelling_data();
    void valuesHaveOneSpelling();
    void neutralTextStaysAsItIs_data() { valuesHaveOneSpelling_data(); }
    void neutralTextStaysAsItIs();
    void postgresReadsItsOwn_data();
    void postgresReadsItsOwn();
    void timestampsAreExactInEveryZone_data();
    void timestampsAreExactInEveryZone();
    void laterIsLater();
};

void TestNeutralText::valuesHaveOneSpelling_data()
{
    QTest::addColumn<ValueKind>("kind");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](ValueKind kind, const char *value, const char *expected) {
        QTest::addRow("%d %s", int(kind), value) << kind << QByteArray(value) << QByteArray(expected);
    };
    const auto same = [&](ValueKind kind, const char *value) { row(kind, value, value); };

    row(ValueKind::Timestamp, "2025-12-11 09:30:00.123456+00", "2025-12-11 09:30:00.123456");
    row(ValueKind::Timestamp, "2025-12-11 09:30:00+00", "2025-12-11 09:30:00");
    same(ValueKind::Timestamp, "2025-12-11 09:30:00.5");
    row(ValueKind::Timestamp, "2025-12-11 09:30:00.1234567", "2025-12-11 09:30:00.123456");
    row(ValueKind::Timestamp, "2025-12-31 23:59:59.9999999", "2025-12-31 23:59:59.999999");
    row(ValueKind::Timestamp, "2025-12-11 09:30:00.1200000", "2025-12-11 09:30:00.12");
    row(ValueKind::Timestamp, "2025-12-11 09:30:00.0000000", "2025-12-11 09:30:00");
    row(ValueKind::Timestamp, "2025-12-11T09:30:00.123Z", "2025-12-11 09:30:00.123");
    row(ValueKind::Timestamp, "2025-12-11 09:30:00.12+05:30", "2025-12-11 04:00:00.12");
    row(ValueKind::Timestamp, "2025-12-11 04:30:00-05", "2025-12-11 09:30:00");
    row(ValueKind::Timestamp, "2025-01-01 02:00:00+0530", "2024-12-31 20:30:00");
    row(ValueKind::Timestamp, "2024-02-28 23:00:00-02", "2024-02-29 01:00:00");
    row(ValueKind::Timestamp, "1890-06-15 12:00:00+05:53:28", "1890-06-15 06:06:32");
    row(ValueKind::Timestamp, "0044-03-15 00:00:00+00 BC", "0044-03-15 00:00:00 BC");
    row(ValueKind::Timestamp, "0001-01-01 00:30:00+01", "0001-12-31 23:30:00 BC");
    row(ValueKind::Timestamp, "0001-12-31 23:30:00-01 BC", "0001-01-01 00:30:00");
    row(ValueKind::Timestamp, "12345-06-07 08:09:10.000001+00", "12345-06-07 08:09:10.000001");
    row(ValueKind::Timestamp, "2025-12-11", "2025-12-11 00:00:00");
    row(ValueKind::Timestamp, "2025-12-11 09:30", "2025-12-11 09:30:00");
    for (const char *word : {"infinity", "-infinity", "yesterday", "", "2025-02-29 00:00:00", "2025-13-01",
                             "0000-01-01 00:00:00", "2025-12-11 24:00:00", "2025-12-11 09:30:00 uhr",
                             "1733909400", "2025-12-11 09:30:00.", "11.12.2025"})
        same(ValueKind::Timestamp, word);

    row(ValueKind::Boolean, "t", "1");
    row(ValueKind::Boolean, "f", "0");
    row(ValueKind::Boolean, "true", "1");
    same(ValueKind::Boolean, "1");
    same(ValueKind::Boolean, "maybe");

    row(ValueKind::Numeric, "12.50", "12.5");
    row(ValueKind::Numeric, "12", "12.0");
    row(ValueKind::Numeric, "12.00", "12.0");
    row(ValueKind::Numeric, "-0.00", "0.0");
    row(ValueKind::Numeric, "007.1", "7.1");
    row(ValueKind::Numeric, ".5", "0.5");
    row(ValueKind::Numeric, "1e3", "1000.0");
    row(ValueKind::Numeric, "1.25e-3", "0.00125");
    row(ValueKind::Numeric, "+3", "3.0");
    same(ValueKind::Numeric, "9999999999999999.99");
    same(ValueKind::Numeric, "-9999999999999999.99");
    same(ValueKind::Numeric, "1234567890123456.78");
    row(ValueKind::Numeric, "0.01", "0.01");
    for (const char *word : {"NaN", "Infinity", "-Infinity", "", "twelve", "1e99999999", "1,5"})
        same(ValueKind::Numeric, word);

    row(ValueKind::Real, "5.0", "5");
    row(ValueKind::Real, "1.0e+20", "1e+20");
    row(ValueKind::Real, "100000000000000000000", "1e+20");
    row(ValueKind::Real, "0.1", "0.1");
    row(ValueKind::Real, "-0", "0");
    row(ValueKind::Real, "1.7976931348623157e+308", "1.7976931348623157e+308");
    row(ValueKind::Real, "4.9406564584124654e-324", "5e-324");
    for (const char *word : {"NaN", "Infinity", "-Infinity", "Inf", "1e999", ""})
        same(ValueKind::Real, word);

    same(ValueKind::Text, "2025-12-11 09:30:00+00");
    same(ValueKind::Text, "12.50");
    same(ValueKind::Integer, "-9223372036854775808");
    same(ValueKind::Blob, "\\x00ff");
    same(ValueKind::Blob, "\\x");
    row(ValueKind::Blob, "abc", "\\x616263");
    row(ValueKind::Blob, "\\x0", "\\x5c7830");
    row(ValueKind::Blob, "", "\\x");
}

void TestNeutralText::valuesHaveOneSpelling()
{
    QFETCH(ValueKind, kind);
    QFETCH(QByteArray, value);
    QTEST(neutral(value, kind, Engine::PostgreSQL), "expected");
    QTEST(neutral(value, kind, Engine::SQLite), "expected");
}

void TestNeutralText::neutralTextStaysAsItIs()
{
    QFETCH(ValueKind, kind);
    QFETCH(QByteArray, expected);
    for (const Engine engine : {Engine::SQLite, Engine::PostgreSQL}) {
        QCOMPARE(neutral(expected, kind, engine), expected);
        QCOMPARE(neutral(back(expected, kind, engine), kind, engine), expected);
    }
    QCOMPARE(back(expected, kind, Engine::SQLite), expected);
}

void TestNeutralText::postgresReadsItsOwn_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<ValueKind>("kind");
    QTest::addColumn<QString>("values"); // SQL

    QTest::newRow("timestamptz") << u"timestamptz"_s << ValueKind::Timestamp
                                 << u"('infinity'), ('-infinity'), ('4713-01-01 00:00:00+00 BC'), "
                                    "('294276-12-31 23:59:59.999999+00'), ('0001-01-01 00:00:00+00'), "
                                    "('0001-12-31 23:59:59.999999+00 BC'), ('12345-01-01'), ('2000-02-29'), "
                                    "('9999-12-31 23:59:59.999999+00'), ('1883-11-18 12:03:58-04:56:02')"_s;
    QTest::newRow("timestamp") << u"timestamp"_s << ValueKind::Timestamp
                               << u"('infinity'), ('0044-03-15 BC'), ('2025-12-11 09:30:00.1'), "
                                  "('294276-12-31 23:59:59.999999')"_s;
    QTest::newRow("numeric(18,2)") << u"numeric(18,2)"_s << ValueKind::Numeric
                                   << u"('9999999999999999.99'), ('-9999999999999999.99'), (0), ('0.01'), "
                                      "('-0.01'), (12), ('1234567890123456.78'), ('NaN'), (100)"_s;
    QTest::newRow("numeric") << u"numeric"_s << ValueKind::Numeric
                             << u"('Infinity'), ('-Infinity'), ('1e-30'), ('1e300'), "
                                "('0.000000000000000000000000000001')"_s;
    QTest::newRow("boolean") << u"boolean"_s << ValueKind::Boolean << u"(true), (false), (null)"_s;
    QTest::newRow("bytea") << u"bytea"_s << ValueKind::Blob
                           << u"(''), ('\\x00'), ('\\x00ff275c'), (decode(repeat('5c', 5000), 'hex'))"_s;
    QTest::newRow("float8") << u"float8"_s << ValueKind::Real
                            << u"('1.7976931348623157e308'), ('4.9e-324'), (0.1), (1e15), (1e16), (123456), "
                               "('NaN'), ('Infinity'), ('-Infinity'), (0.1::float4), (2^53)"_s;
    QTest::newRow("float4") << u"float4"_s << ValueKind::Real
                            << u"('3.4028235e38'), ('1e-45'), (0.1), (16777217)"_s;
    QTest::newRow("bigint") << u"bigint"_s << ValueKind::Integer
                            << u"(9223372036854775807), (-9223372036854775808), (0)"_s;
}

void TestNeutralText::postgresReadsItsOwn()
{
    QFETCH(QString, type);
    QFETCH(ValueKind, kind);
    QFETCH(QString, values);
    PostgresServer &server = PostgresServer::instance();
    const QString database = server.createDatabase();
    const Tests::Rows rows = server.execute(
        database,
        u"set timezone = 'Asia/Kolkata'; create table t (v %1); insert into t values %2; select v::text from t"_s
            .arg(type, values));
    QVERIFY(!rows.isEmpty());
    for (const QStringList &row : rows) {
        if (row.first().isNull())
            continue;
        const QByteArray text = neutral(row.first().toUtf8(), kind, Engine::PostgreSQL);
        const QByteArray given = back(text, kind, Engine::PostgreSQL);
        // The server finds the value that it had.
        const Tests::Rows found = server.execute(
            database, u"set timezone = 'Asia/Kolkata'; select count(*) from t where v = '%1'::%2 "
                      "and v::text = '%3'"_s.arg(QString::fromUtf8(given), type, row.first()));
        QVERIFY2(found.first().first() != u"0",
                 qPrintable(row.first() + u" → "_s + QString::fromUtf8(given)));
    }
    server.dropDatabase(database);
}

void TestNeutralText::timestampsAreExactInEveryZone_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : {"UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"})
        QTest::newRow(zone) << QString::fromLatin1(zone);
}

void TestNeutralText::timestampsAreExactInEveryZone()
{
    QFETCH(QString, zone);
    // PostgreSQL's own arithmetic is the judge: moments from 4713 BC to the year 294276, most near today.
    const Tests::Rows rows = PostgresServer::instance().execute(
        u"set timezone = '%1'; select setseed(0.25); with m as ("
        "select timestamptz '1800-01-01 00:00:00+00' + random() * interval '300 years' as v "
        "from generate_series(1, 1000) union all "
        "select timestamptz '4713-01-02 00:00:00+00 BC' + random() * interval '298000 years' "
        "from generate_series(1, 200) union all "
        "select timestamptz '0001-01-01 00:00:00+00' + (random() - 0.5) * interval '2 days' "
        "from generate_series(1, 50) union all select 'infinity' union all select '-infinity') "
        "select v::text, (v at time zone 'UTC')::text from m"_s.arg(zone));
    QCOMPARE(rows.size(), 1252);
    int differing = 0;
    for (const QStringList &row : rows) {
        const QByteArray found = neutral(row.at(0).toUtf8(), ValueKind::Timestamp, Engine::PostgreSQL);
        if (found != row.at(1).toUtf8() && ++differing <= 5)
            qWarning("%s → %s, not %s", qPrintable(row.at(0)), found.constData(), qPrintable(row.at(1)));
    }
    QCOMPARE(differing, 0);
}

void TestNeutralText::laterIsLater()
{
    const QList<QByteArray> order = {"a word",
                                     "-infinity",
                                     "4713-01-01 00:00:00 BC",
                                     "0044-03-14 23:59:59 BC",
                                     "0044-03-15 00:00:00 BC",
                                     "0001-12-31 23:59:59.999999 BC",
                                     "0001-01-01 00:00:00",
                                     "2025-12-11 09:30:00",
                                     "2025-12-11 09:30:00.000001",
                                     "2025-12-11 09:30:00.1",
                                     "2025-12-11 09:30:01",
                                     "9999-12-31 23:59:59",
                                     "12345-01-01 00:00:00",
                                     "infinity"};
    for (qsizetype i = 0; i < order.size(); ++i)
        for (qsizetype j = 0; j < order.size(); ++j)
            QVERIFY2(Tables::isLater(order.at(i), order.at(j)) == (i > j),
                     qPrintable(QString::fromUtf8(order.at(i) + " and " + order.at(j))));
    QVERIFY(Tables::isLater("2025-12-11 09:30:00", ""));
}

QTEST_GUILESS_MAIN(TestNeutralText)
#include "tst_neutraltext.moc"
