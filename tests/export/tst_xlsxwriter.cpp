// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/workbookcheck.h"
#include "export/xlsxwriter.h"
#include "exportbench.h"
#include "xlsxreader.h"

#include <QTest>

using namespace Export;
using Tests::CellRow;
using Tests::namesIn;
using Tests::partOf;
using Tests::rawRow;
using Tests::shapeOf;
using Tests::SheetCell;
using Tests::sheetOf;
using Tests::SmallDisk;
using Tests::writeRows;

class TestXlsxWriter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("kunden ü.xlsx"));
    }
    void typesItsValues();
    void textsStayTexts();
    void hostileTextsComeBack();
    void headIsBoldAndFrozen();
    void hostileTableNamesGiveASheet();
    void tooLongTextsAreRefused();
    void rowsBeyondTheEndAreRefused();
    void tooManyColumnsAreRefused();
    void leavesNothingWhenGivenUp();
    void keepsTheOldWhenTheDiskIsFull();
    void theCheckFindsDamage();

private:
    const Options m_options{Format::Xlsx, false, true};
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

namespace {

SheetCell text(const QString &value)
{
    return {QStringLiteral("inlineStr"), value, {}};
}

SheetCell number(const QString &value)
{
    return {QStringLiteral("n"), value, {}};
}

} // namespace

void TestXlsxWriter::typesItsValues()
{
    const Shape shape = shapeOf({ColumnKind::Integer, ColumnKind::Decimal, ColumnKind::Boolean,
                                 ColumnKind::Timestamp, ColumnKind::Text});
    QCOMPARE(writeRows(m_file, shape, m_options,
                       {{"-7", "1.50", "t", "2025-01-01 12:00:00+00", "0049 30"},
                        {"9223372036854775807", "12345678901234567.89", "0", "1890-01-01 00:00:00", ""},
                        {"x", "NaN", "2", "infinity", std::nullopt},
                        {std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}}),
             QString());
    int formulas = 0;
    const auto rows = sheetOf(m_file, &formulas);
    QCOMPARE(formulas, 0);
    QCOMPARE(rows.size(), 4); // the last row has nothing to show
    QCOMPARE(rows.at(0).value(0).value, QStringLiteral("C0"));
    QCOMPARE(rows.at(0).value(3).value, QStringLiteral("C3 (UTC)"));
    QCOMPARE(rows.at(1).value(0), number(QStringLiteral("-7")));
    QCOMPARE(rows.at(1).value(1), number(QStringLiteral("1.5")));
    QCOMPARE(rows.at(1).value(2), (SheetCell{QStringLiteral("b"), QStringLiteral("1"), {}}));
    QCOMPARE(rows.at(1).value(3).value, QStringLiteral("45658.5"));
    QCOMPARE(rows.at(1).value(3).type, QStringLiteral("n"));
    QCOMPARE(rows.at(1).value(4), text(QStringLiteral("0049 30")));
    // A date's format is what makes a number a date.
    const QString styles = QString::fromUtf8(partOf(m_file, QStringLiteral("xl/styles.xml")));
    QVERIFY2(styles.contains(QStringLiteral("formatCode=\"yyyy-mm-dd hh:mm:ss\"")), qPrintable(styles));
    QVERIFY(!rows.at(1).value(3).style.isEmpty());
    // What a spreadsheet would round or not understand is a text with all its digits.
    QCOMPARE(rows.at(2).value(0), text(QStringLiteral("9223372036854775807")));
    QCOMPARE(rows.at(2).value(1), text(QStringLiteral("12345678901234567.89")));
    QCOMPARE(rows.at(2).value(2), (SheetCell{QStringLiteral("b"), QStringLiteral("0"), {}}));
    QCOMPARE(rows.at(2).value(3), text(QStringLiteral("1890-01-01 00:00:00")));
    QVERIFY(!rows.at(2).contains(4));
    QCOMPARE(rows.at(3).value(0), text(QStringLiteral("x")));
    QCOMPARE(rows.at(3).value(1), text(QStringLiteral("NaN")));
    QCOMPARE(rows.at(3).value(2), text(QStringLiteral("2")));
    QCOMPARE(rows.at(3).value(3), text(QStringLiteral("infinity")));
}

void TestXlsxWriter::textsStayTexts()
{
    QList<CellRow> rows;
    for (const char *value :
         {"=1+1", "=HYPERLINK(\"http://evil\",\"x\")", "+1 (216) 555-0199", "-1", "@SUM(1)", "00491", "1e5",
          "TRUE", "2025-01-01", "{=1}", "http://example.com/", "12345"})
        rows.append(CellRow{QByteArray(value)});
    QCOMPARE(writeRows(m_file, shapeOf({ColumnKind::Text}), m_options, rows), QString());
    int formulas = 0;
    const auto read = sheetOf(m_file, &formulas);
    QCOMPARE(formulas, 0);
    QCOMPARE(read.size(), rows.size() + 1);
    for (qsizetype i = 0; i < rows.size(); ++i)
        QCOMPARE(read.at(i + 1).value(0), text(QString::fromUtf8(*rows.at(i).first())));
}

void TestXlsxWriter::hostileTextsComeBack()
{
    QList<CellRow> rows;
    for (const char *value : {"<b>&amp;\"'</b>", "]]>", " leading and trailing ", "\ttab", "two\nlines",
                              "\r\n", "_x000D_ as a text", "_x005F_", "_x0_", "\x01\x1f\x7f",
                              "Łukasz 漢字 אבג \xf0\x9f\x98\x80", "\xc2\x85\xe2\x80\xa8"})
        rows.append(CellRow{QByteArray(value)});
    qint64 mended = -1;
    QCOMPARE(writeRows(m_file, shapeOf({ColumnKind::Text}), m_options, rows, &mended), QString());
    QCOMPARE(mended, 0);
    const auto read = sheetOf(m_file);
    QCOMPARE(read.size(), rows.size() + 1);
    for (qsizetype i = 0; i < rows.size(); ++i)
        QCOMPARE(read.at(i + 1).value(0).value, QString::fromUtf8(*rows.at(i).first()));

    // What XML has no way to say is told.
    QCOMPARE(writeRows(m_file, shapeOf({ColumnKind::Text}), m_options,
                       {{QByteArray("nul\0here", 8)},
                        {"\xef\xbf\xbe"
                         "x\xef\xbf\xbf"},
                        {"\xed\xa0\x80"},
                        {"fine"}},
                       &mended),
             QString());
    QCOMPARE(mended, 3);
    const auto changed = sheetOf(m_file);
    QCOMPARE(changed.size(), 5);
    QCOMPARE(changed.at(1).value(0).value, QStringLiteral("nul\ufffdhere"));
    QCOMPARE(changed.at(2).value(0).value, QStringLiteral("\ufffdx\ufffd"));
    QVERIFY(changed.at(3).value(0).value.startsWith(QChar(0xfffd)));
}

void TestXlsxWriter::headIsBoldAndFrozen()
{
    QCOMPARE(writeRows(m_file, shapeOf({ColumnKind::Text, ColumnKind::Text}), m_options, {}), QString());
    const QString sheet = QString::fromUtf8(partOf(m_file, QStringLiteral("xl/worksheets/sheet1.xml")));
    QVERIFY2(sheet.contains(QStringLiteral("<pane ySplit=\"1\" topLeftCell=\"A2\"")), qPrintable(sheet));
    QVERIFY2(sheet.contains(QStringLiteral("<autoFilter ref=\"A1:B1\"/>")), qPrintable(sheet));
    const auto rows = sheetOf(m_file);
    QCOMPARE(rows.size(), 1);
    QVERIFY(!rows.at(0).value(0).style.isEmpty());
    const QString workbook = QString::fromUtf8(partOf(m_file, QStringLiteral("xl/workbook.xml")));
    QVERIFY2(workbook.contains(QStringLiteral("<sheet name=\"Customer\"")), qPrintable(workbook));
}

void TestXlsxWriter::hostileTableNamesGiveASheet()
{
    for (const QString &table : {QStringLiteral("a/b:c*?[]\\"), QString(40, u'x'), QString(),
                                 QStringLiteral("\x01"), QStringLiteral("'quoted'"), QStringLiteral("<&>")}) {
        Shape shape = shapeOf({ColumnKind::Text});
        shape.table = table;
        QCOMPARE(writeRows(m_file, shape, m_options, {{"x"}}), QString());
        QXmlStreamReader workbook(partOf(m_file, QStringLiteral("xl/workbook.xml")));
        while (!workbook.atEnd())
            workbook.readNext();
        QVERIFY(!workbook.hasError());
        QCOMPARE(sheetOf(m_file).size(), 2);
    }
}

void TestXlsxWriter::tooLongTextsAreRefused()
{
    const Shape shape = shapeOf({ColumnKind::Integer, ColumnKind::Text});
    // 16,383 characters of two units each, and one of one.
    QByteArray longest;
    for (int i = 0; i < 16'383; ++i)
        longest += "\xf0\x9f\x98\x80";
    longest += "ü";
    QCOMPARE(writeRows(m_file, shape, m_options, {{"1", longest}}), QString());
    QCOMPARE(sheetOf(m_file).at(1).value(1).value, QString::fromUtf8(longest));

    auto writer = RowWriter::create(m_file, shape, m_options);
    QVERIFY(writer.has_value());
    QVERIFY((*writer)->add(rawRow({"1", "short"})));
    const QByteArray tooLong = longest + "x";
    const auto added = (*writer)->add(rawRow({"2", tooLong}));
    QVERIFY(!added);
    QCOMPARE(added.error().kind, Core::ErrorKind::Unsupported);
    QVERIFY2(added.error().summary.contains(QStringLiteral("row 2")) &&
                 added.error().summary.contains(QStringLiteral("“C1”")),
             qPrintable(added.error().summary));
}

void TestXlsxWriter::rowsBeyondTheEndAreRefused()
{
    auto writer = RowWriter::create(m_file, shapeOf({ColumnKind::Boolean}), m_options);
    QVERIFY(writer.has_value());
    const Db::RawRow row = {QByteArrayView("1")};
    for (qint64 i = 0; i < XlsxWriter::maximalRows; ++i)
        if (!(*writer)->add(row))
            QFAIL(qPrintable(QStringLiteral("row %1 was refused").arg(i)));
    const auto added = (*writer)->add(row);
    QVERIFY(!added);
    QCOMPARE(added.error().kind, Core::ErrorKind::Unsupported);
    QVERIFY2(added.error().summary.contains(QStringLiteral("Nothing was written")),
             qPrintable(added.error().summary));
    writer->reset();
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void TestXlsxWriter::tooManyColumnsAreRefused()
{
    const auto writer =
        RowWriter::create(m_file, shapeOf(QList<ColumnKind>(16'385, ColumnKind::Text)), m_options);
    QVERIFY(!writer);
    QCOMPARE(writer.error().kind, Core::ErrorKind::Unsupported);
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void TestXlsxWriter::leavesNothingWhenGivenUp()
{
    {
        auto writer = RowWriter::create(m_file, shapeOf({ColumnKind::Text}), m_options);
        QVERIFY(writer.has_value());
        for (int i = 0; i < 10'000; ++i)
            QVERIFY((*writer)->add(rawRow({"some text"})));
        // The library's own temporary files have no names, so that a kill leaves none of them.
        QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("kunden ü.xlsx.part")});
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void TestXlsxWriter::keepsTheOldWhenTheDiskIsFull()
{
    const Shape shape = shapeOf({ColumnKind::Integer, ColumnKind::Text});
    QList<CellRow> rows;
    for (int i = 0; i < 5'000; ++i)
        rows.append(CellRow{QByteArray::number(i), QByteArray::number(i * 7'919 % 100'003).repeated(5)});
    QCOMPARE(writeRows(m_file, shape, m_options, rows), QString());
    const auto needed = rlim_t(partOf(m_file, QStringLiteral("xl/worksheets/sheet1.xml")).size());
    QCOMPARE(writeRows(m_file, shape, m_options, {{"1", "old"}}), QString());
    const QByteArray old = Tests::contentOf(m_file);
    // Full before the rows, among them, while they are packed, and within the last bytes, where the library
    // would pack what there is without a word.
    for (const rlim_t bytes :
         {rlim_t(0), rlim_t(100), rlim_t(4'000), rlim_t(7'000), needed / 10, needed / 2, needed - 9'000,
          needed - 900, needed - 500, needed - 250, needed - 100, needed - 10, needed - 1}) {
        QString error;
        {
            const SmallDisk disk{bytes};
            error = writeRows(m_file, shape, m_options, rows);
        }
        QVERIFY2(error.contains(m_file), qPrintable(QStringLiteral("%1 bytes: %2").arg(bytes).arg(error)));
        QCOMPARE(Tests::contentOf(m_file), old);
        QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("kunden ü.xlsx")});
    }
}

void TestXlsxWriter::theCheckFindsDamage()
{
    QList<CellRow> rows;
    for (int i = 0; i < 3'000; ++i)
        rows.append(CellRow{QByteArray::number(i * 7'919 % 100'003).repeated(5)});
    QCOMPARE(writeRows(m_file, shapeOf({ColumnKind::Text}), m_options, rows), QString());
    QVERIFY(checkWorkbook(m_file, 3'001));
    QVERIFY(!checkWorkbook(m_file, 3'000));
    QVERIFY(!checkWorkbook(m_file, 3'002));
    QVERIFY(!checkWorkbook(m_folder->filePath(QStringLiteral("nowhere")), 1));
    const QByteArray whole = Tests::contentOf(m_file);
    const auto check = [&](const QByteArray &bytes) {
        QFile file(m_file);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush() &&
               checkWorkbook(m_file, 3'001);
    };
    int missed = 0;
    int tried = 0;
    for (qsizetype size = 0; size < whole.size(); size += 97, ++tried)
        missed += check(whole.first(size)) ? 1 : 0;
    // Inside the packed rows every bit counts; elsewhere some are dates and versions.
    const qsizetype begin = whole.indexOf("xl/worksheets/sheet1.xml") + 100;
    for (qsizetype at = begin; at < begin + 10'000; at += 53, ++tried) {
        QByteArray flipped = whole;
        flipped[at] = char(flipped.at(at) ^ (1 << at % 8));
        missed += check(flipped) ? 1 : 0;
    }
    qInfo("%d damaged files, %d not noticed", tried, missed);
    QCOMPARE(missed, 0);
}

QTEST_APPLESS_MAIN(TestXlsxWriter)
#include "tst_xlsxwriter.moc"
