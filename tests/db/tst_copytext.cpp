// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkfixture.h"
#include "db/copytext.h"

#include <QTest>

using namespace Db;
using namespace Tests;

/// The text format of COPY; the server's own COPY is what it is compared with.
class TestCopyText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites_data();
    void readsAndWrites();
    void readsEveryEscape_data();
    void readsEveryEscape();
    void readsWhatTheServerReads();
    void anyBytesComeBack();

private:
    static StoredRow decoded(QByteArray line)
    {
        RawRow row(7); // what was in it before does not matter
        char *begin = line.data();
        CopyText::decode(begin, begin + line.size(), row);
        return stored(row);
    }
    static QByteArray encoded(const StoredRow &row)
    {
        RawRow views;
        for (const auto &field : row)
            views.append(field ? std::optional<QByteArrayView>(*field) : std::nullopt);
        QByteArray line("before ");
        CopyText::append(line, views);
        return line.mid(7);
    }
};

void TestCopyText::readsAndWrites_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<QByteArray>>("fields"); // a null one is NULL
    const QByteArray empty("");
    QTest::newRow("words") << QByteArray("a\tb\tc") << QList<QByteArray>{"a", "b", "c"};
    QTest::newRow("one field") << QByteArray("a") << QList<QByteArray>{"a"};
    QTest::newRow("nothing") << QByteArray("") << QList<QByteArray>{empty};
    QTest::newRow("empty ones") << QByteArray("\t\t") << QList<QByteArray>{empty, empty, empty};
    QTest::newRow("nulls") << QByteArray("\\N\t\\N") << QList<QByteArray>{{}, {}};
    QTest::newRow("no nulls") << QByteArray("\\\\N\tN\tNULL\t\\\\N\\\\N\ta\\\\N")
                              << QList<QByteArray>{"\\N", "N", "NULL", "\\N\\N", "a\\N"};
    QTest::newRow("end mark") << QByteArray("\\\\.") << QList<QByteArray>{"\\."};
    QTest::newRow("white space") << QByteArray("a\\tb\ta\\nb\ta\\rb\t a ")
                                 << QList<QByteArray>{"a\tb", "a\nb", "a\rb", " a "};
    QTest::newRow("backslashes") << QByteArray("\\\\\t\\\\\\\\\t\\\\n")
                                 << QList<QByteArray>{"\\", "\\\\", "\\n"};
}

void TestCopyText::readsAndWrites()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<QByteArray>, fields);
    StoredRow row;
    for (const QByteArray &field : fields)
        row.append(field.isNull() ? std::nullopt : std::optional(field));
    QVERIFY(decoded(line) == row);
    QCOMPARE(encoded(row), line + '\n');
}

void TestCopyText::readsEveryEscape_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("letters") << QByteArray("\\b\\f\\n\\r\\t\\v") << QByteArray("\b\f\n\r\t\v");
    QTest::newRow("octal") << QByteArray("\\1\\12\\101\\1018\\389")
                           << QByteArray("\x01\x0a"
                                         "A"
                                         "A8\x03"
                                         "89");
    QTest::newRow("hex") << QByteArray("\\x4\\x41\\x414\\xg\\x")
                         << QByteArray("\x04"
                                       "AA4xgx");
    QTest::newRow("other") << QByteArray("\\a\\\"\\'\\.\\9") << QByteArray("a\"'.9");
    QTest::newRow("at the end") << QByteArray("a\\") << QByteArray("a\\");
}

void TestCopyText::readsEveryEscape()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, field);
    const StoredRow row = decoded(line);
    QCOMPARE(row.size(), 1);
    QCOMPARE(row.first(), field);
}

void TestCopyText::readsWhatTheServerReads()
{
    // Lines as the server writes them, fetched one by one past this code.
    const EmptyDatabase db(TempDatabase::Kind::PostgresDirect);
    QList<QByteArray> texts;
    for (int i = 1; i < 128; ++i)
        texts.append(QByteArray("a") + char(i) + "b\\" + char(i) + char(i));
    QStringList parts;
    for (const QByteArray &text : texts)
        parts.append(
            QStringLiteral("(convert_from('\\x%1', 'UTF8'))").arg(QString::fromLatin1(text.toHex())));
    db.execute(QStringLiteral("create table t (id serial, v text); insert into t (v) values ") +
               parts.join(QLatin1Char(',')));
    Session session(db.spec);
    const auto rows = streamed(session, {QStringLiteral("select v from t order by id"), {}});
    QVERIFY_OK(rows);
    QCOMPARE(rows->size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i)
        QCOMPARE(rows->at(i).first(), texts.at(i));
}

void TestCopyText::anyBytesComeBack()
{
    auto &random = *QRandomGenerator::global();
    const quint32 seed = random.generate();
    QRandomGenerator generator(seed);
    static constexpr char alphabet[] = "\\\\\\\t\n\rNx.0178abnrt \xc3\xa9";
    for (int round = 0; round < 20'000; ++round) {
        StoredRow row;
        for (int columns = generator.bounded(1, 5); columns > 0; --columns) {
            if (generator.bounded(5) == 0) {
                row.append(std::nullopt);
                continue;
            }
            QByteArray field("");
            for (int length = generator.bounded(8); length > 0; --length)
                field.append(alphabet[generator.bounded(int(sizeof alphabet) - 1)]);
            row.append(field);
        }
        const QByteArray line = encoded(row);
        QCOMPARE(line.count('\n'), 1);
        QVERIFY2(decoded(line.chopped(1)) == row, qPrintable(QString::number(seed)));
    }
}

QTEST_GUILESS_MAIN(TestCopyText)
#include "tst_copytext.moc"
