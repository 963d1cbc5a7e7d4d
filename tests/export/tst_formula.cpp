// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/formula.h"

#include <QTest>

class TestFormula final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsAnApostropheBeforeFormulas_data();
    void putsAnApostropheBeforeFormulas();
    void leavesTextsAlone_data();
    void leavesTextsAlone();
    void watchesCellsOfOtherSeparators();
    void longTextsTakeNoLonger();
};

namespace {

QByteArray safe(const QByteArray &text)
{
    QByteArray buffer = "left from before";
    return Export::withoutFormula(text, buffer).toByteArray();
}

} // namespace

void TestFormula::putsAnApostropheBeforeFormulas_data()
{
    QTest::addColumn<QByteArray>("text");
    const QList<QByteArray> texts = {"=1+1",
                                     "+1 (216) 555-0199",
                                     "-1",
                                     "@SUM(1;2)",
                                     "\t1+1",
                                     "\r1",
                                     "\nx",
                                     QByteArray("\0=1", 3),
                                     " =1+1",
                                     "   +1",
                                     "\"=1\"",
                                     "\xc2\xa0=1",
                                     "\xef\xbb\xbf@x",
                                     "\xef\xbc\x9d"
                                     "1",
                                     "\xef\xbc\x8b"
                                     "1",
                                     "\xef\xbc\x8d"
                                     "1",
                                     "\xef\xbc\xa0x",
                                     "="};
    for (qsizetype i = 0; i < texts.size(); ++i)
        QTest::addRow("%d", int(i)) << texts.at(i);
}

void TestFormula::putsAnApostropheBeforeFormulas()
{
    QFETCH(QByteArray, text);
    QCOMPARE(safe(text), '\'' + text);
}

void TestFormula::leavesTextsAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", " ", "Ann", "a=b", "1+1", "ann@example.com", "\xc5\x81ukasz", "'=1", "0049 30", "x; y",
          "first\n- second\n- third", "mobile\n+1 216 555", "a\tb", "(=1)"})
        QTest::newRow(text) << QByteArray(text);
}

void TestFormula::leavesTextsAlone()
{
    QFETCH(QByteArray, text);
    QCOMPARE(safe(text), text);
}

void TestFormula::watchesCellsOfOtherSeparators()
{
    // A German Excel ends a cell at each semicolon, and one that was told so at each tab.
    QCOMPARE(safe("x;=1+1;y"), "x;'=1+1;y");
    QCOMPARE(safe("x\n=HYPERLINK(\"http://evil\")"), "x\n'=HYPERLINK(\"http://evil\")");
    QCOMPARE(safe("x;-cmd|' /C calc'!A0"), "x;'-cmd|' /C calc'!A0");
    QCOMPARE(safe("x\t +SUM(1)"), "x\t' +SUM(1)");
    QCOMPARE(safe("=1;=2"), "'=1;'=2");
    QCOMPARE(safe("x;@A1"), "x;'@A1");
    QCOMPARE(safe("\t=1+1"), "'\t'=1+1");
}

void TestFormula::longTextsTakeNoLonger()
{
    // Looking ahead from each of a million dashes would take hours.
    const QByteArray dashes = QByteArray(";-").repeated(1'000'000);
    QCOMPARE(safe(dashes), dashes);
    QCOMPARE(safe(dashes + "f(").size(), dashes.size() + 1'000'000 + 2);
}

QTEST_APPLESS_MAIN(TestFormula)
#include "tst_formula.moc"
