// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/cellvalue.h"

#include <QTest>

using namespace Export;

class TestCellValue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBooleansOfBothEngines();
    void tellsNumbersFromText_data();
    void tellsNumbersFromText();
    void countsDigits();
    void readsTimesOfBothEngines_data();
    void readsTimesOfBothEngines();
    void leavesOtherTimesAlone_data();
    void leavesOtherTimesAlone();
    void countsDaysAsSpreadsheetsDo();
};

void TestCellValue::readsBooleansOfBothEngines()
{
    for (const char *yes : {"t", "1", "true"})
        QCOMPARE(toBoolean(yes), std::optional(true));
    for (const char *no : {"f", "0", "false"})
        QCOMPARE(toBoolean(no), std::optional(false));
    for (const char *other : {"", "2", "-1", "yes", "T", "10", " 1", "tr"})
        QCOMPARE(toBoolean(other), std::nullopt);
}

void TestCellValue::tellsNumbersFromText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("integer");
    QTest::addColumn<bool>("number");
    for (const char *text : {"0", "7", "-5", "9223372036854775807", "123456789012345678901234567890"})
        QTest::newRow(text) << QByteArray(text) << true << true;
    for (const char *text : {"-0", "1.50", "-0.001", "1e20", "1.5E-7", "2e+3"})
        QTest::newRow(text) << QByteArray(text) << false << true;
    for (const char *text : {"", "-", "+1", "007", "-012", "1.", ".5", "1e", "1e+", "1 ", " 1", "1,5", "0x1F",
                             "NaN", "Infinity", "-Infinity", "1-2", "--1", "1\n"})
        QTest::newRow(qPrintable(QString::fromLatin1(text).append(u'|')))
            << QByteArray(text) << false << false;
}

void TestCellValue::tellsNumbersFromText()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, integer);
    QFETCH(bool, number);
    QCOMPARE(isInteger(text), integer);
    QCOMPARE(isNumber(text), number);
}

void TestCellValue::countsDigits()
{
    QCOMPARE(significantDigits("0"), 0);
    QCOMPARE(significantDigits("-100"), 1);
    QCOMPARE(significantDigits("0.00120"), 2);
    QCOMPARE(significantDigits("1001.50"), 5);
    QCOMPARE(significantDigits("1.5e20"), 2);
    QCOMPARE(significantDigits("1234567890123456"), 16);
}

void TestCellValue::readsTimesOfBothEngines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("iso");
    QTest::addColumn<QByteArray>("plain");
    const auto row = [](const char *text, const char *iso, const char *plain) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(iso) << QByteArray(plain);
    };
    row("2025-12-11 09:30:00.123456+00", "2025-12-11T09:30:00.123456Z", "2025-12-11 09:30:00.123456");
    row("2025-12-11 09:30:00.1234567", "2025-12-11T09:30:00.1234567Z", "2025-12-11 09:30:00.1234567");
    row("2025-12-11 09:30:00.120000", "2025-12-11T09:30:00.12Z", "2025-12-11 09:30:00.12");
    row("2025-12-11 09:30:00.000", "2025-12-11T09:30:00Z", "2025-12-11 09:30:00");
    row("1890-01-01 00:00:00+00:00", "1890-01-01T00:00:00Z", "1890-01-01 00:00:00");
    row("2025-12-11T09:30:00Z", "2025-12-11T09:30:00Z", "2025-12-11 09:30:00");
}

void TestCellValue::readsTimesOfBothEngines()
{
    QFETCH(QByteArray, text);
    const auto time = toTime(text);
    QVERIFY(time.has_value());
    QByteArray iso;
    time->appendIso(iso);
    QTEST(iso, "iso");
    QByteArray plain;
    time->appendPlain(plain);
    QTEST(plain, "plain");
}

void TestCellValue::leavesOtherTimesAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "12345-01-01 00:00:00+00", "2025-12-11",
          "2025-12-11 09:30", "2025-12-11 09:30:00+02", "2025-12-11 09:30:00.", "2025-12-11 09:30:00.x",
          "2025-12-11 09:30:00 and more", "yesterday at nine o'clock"})
        QTest::newRow(qPrintable(QString::fromLatin1(text).append(u'|'))) << QByteArray(text);
}

void TestCellValue::leavesOtherTimesAlone()
{
    QFETCH(QByteArray, text);
    QVERIFY(!toTime(text).has_value());
}

void TestCellValue::countsDaysAsSpreadsheetsDo()
{
    // 2025-01-01 is day 45658 in Excel, LibreOffice and Google Sheets.
    QCOMPARE(toTime("2025-01-01 00:00:00")->serialDay(), std::optional(45658.0));
    QCOMPARE(toTime("2025-01-01 12:00:00+00")->serialDay(), std::optional(45658.5));
    QCOMPARE(toTime("1900-03-01 00:00:00")->serialDay(), std::optional(61.0));
    QCOMPARE(toTime("1900-02-28 23:59:59")->serialDay(), std::nullopt);
    QCOMPARE(toTime("2025-02-30 00:00:00")->serialDay(), std::nullopt);
    QCOMPARE(toTime("2025-02-03 25:00:00")->serialDay(), std::nullopt);
    const double fine = *toTime("2025-01-01 00:00:00.250000")->serialDay() - 45658;
    QVERIFY(qAbs(fine * 86'400 - 0.25) < 0.000'001);
}

QTEST_APPLESS_MAIN(TestCellValue)
#include "tst_cellvalue.moc"
