// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textmatch.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using Core::TextMatcher;

namespace {

bool matches(const QString &needle, const QString &text)
{
    return TextMatcher(needle).matches(text.toUtf8());
}

} // namespace

class TestTextMatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesIgnoringCase_data();
    void matchesIgnoringCase();
    void comparesLongNeedlesToTheLastByte_data();
    void comparesLongNeedlesToTheLastByte();
    void agreesWithQt();
    void findsRanges();
    void takesPhoneDigits_data();
    void takesPhoneDigits();
};

void TestTextMatch::matchesIgnoringCase_data()
{
    QTest::addColumn<QString>("needle");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("found");
    QTest::newRow("empty needle") << u""_s << u"abc"_s << true;
    QTest::newRow("empty both") << u""_s << u""_s << true;
    QTest::newRow("empty text") << u"a"_s << u""_s << false;
    QTest::newRow("whole") << u"abc"_s << u"ABC"_s << true;
    QTest::newRow("at the end") << u"Ltd"_s << u"Mowers LTD"_s << true;
    QTest::newRow("longer than the text") << u"abcd"_s << u"abc"_s << false;
    QTest::newRow("letters only are folded") << u"[`{"_s << u"{@["_s << false;
    QTest::newRow("repetition") << u"aab"_s << u"AAAAAB"_s << true;
    QTest::newRow("digits") << u"0%_"_s << u"100%_x"_s << true;
    QTest::newRow("umlaut") << u"öztürk"_s << u"Łukasz ÖZTÜRK"_s << true;
    QTest::newRow("umlaut, capital needle") << u"ÖZTÜRK"_s << u"łukasz öztürk"_s << true;
    QTest::newRow("stroke") << u"łUKA"_s << u"ŁukasZ"_s << true;
    QTest::newRow("cyrillic") << u"ЖУКОВ"_s << u"г. жуков"_s << true;
    QTest::newRow("greek") << u"ΑΘΗΝΑ"_s << u"αθηνα"_s << true;
    QTest::newRow("title case") << u"ǆ"_s << u"ǅ"_s << true;
    QTest::newRow("forms of different length") << u"Ⱥx"_s << u"ⱥX"_s << true; // two bytes and three
    QTest::newRow("no case") << u"中文"_s << u"a中文b"_s << true;
    QTest::newRow("emoji") << u"😀"_s << u"x😀"_s << true;
    QTest::newRow("beyond the BMP") << u"𐐨"_s << u"𐐀"_s << true;
    QTest::newRow("accents are kept") << u"ozturk"_s << u"öztürk"_s << false;
    QTest::newRow("cut within a character") << u"öz"_s << u"ö"_s << false;
    QTest::newRow("U+0000 is a character") << u"b"_s << QString(u"a\0b"_s) << true;
}

void TestTextMatch::matchesIgnoringCase()
{
    QFETCH(QString, needle);
    QFETCH(QString, text);
    QFETCH(bool, found);
    QCOMPARE(matches(needle, text), found);
}

void TestTextMatch::comparesLongNeedlesToTheLastByte_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {2, 254, 255, 256, 257, 300, 511, 2000})
        QTest::addRow("%d", length) << length;
}

void TestTextMatch::comparesLongNeedlesToTheLastByte()
{
    QFETCH(int, length);
    QString needle;
    for (int i = 0; i < length; ++i)
        needle += QChar(u'a' + (i * 7 + i / 26) % 26);
    const QString around = u"a"_s.repeated(400);
    QVERIFY(matches(needle, needle.toUpper()));
    QVERIFY(matches(needle, around + needle.toUpper() + around));
    QVERIFY(matches(needle, around + needle.toUpper()));
    QVERIFY(!matches(needle, around + needle.chopped(1)));
    for (const int at : {0, length / 2, length - 1}) {
        QString other = needle;
        other[at] = u'#';
        QVERIFY(!matches(needle, other));
        QVERIFY(!matches(other, needle));
    }
}

void TestTextMatch::agreesWithQt()
{
    // Letters whose forms are one to one; long s, final sigma and the Kelvin sign are not among them.
    const QList<QString> letters = {u"a"_s, u"A"_s, u"b"_s,  u"B"_s, u"z"_s, u"Z"_s, u"0"_s,
                                    u" "_s, u"%"_s, u"é"_s,  u"É"_s, u"ß"_s, u"ł"_s, u"Ł"_s,
                                    u"ж"_s, u"Ж"_s, u"中"_s, u"😀"_s, u"𐐀"_s, u"𐐨"_s, u"Ⱥ"_s};
    QRandomGenerator random(20251211);
    const auto word = [&](int atMost, qsizetype choice) {
        QString text;
        for (int i = int(random.bounded(atMost + 1)); i > 0; --i)
            text += letters.at(qsizetype(random.bounded(quint32(choice))));
        return text;
    };
    int hits = 0;
    for (int i = 0; i < 200'000; ++i) {
        const qsizetype choice = i % 2 == 0 ? 5 : letters.size(); // every other pair is ASCII
        const QString needle = word(4, choice);
        const QString text = word(24, choice);
        const bool expected = text.contains(needle, Qt::CaseInsensitive);
        hits += expected ? 1 : 0;
        QVERIFY2(matches(needle, text) == expected, qPrintable(needle + u" in "_s + text));
    }
    QVERIFY(hits > 50'000 && hits < 150'000);
}

void TestTextMatch::findsRanges()
{
    using Ranges = QList<std::pair<int, int>>;
    QCOMPARE(TextMatcher(u"an"_s).ranges(u"Anna, AN"_s), (Ranges{{0, 2}, {6, 2}}));
    QCOMPARE(TextMatcher(u"aa"_s).ranges(u"aaaaa"_s), (Ranges{{0, 2}, {2, 2}}));
    QCOMPARE(TextMatcher(u"Ö"_s).ranges(u"😀ö"_s), (Ranges{{2, 1}}));
    QCOMPARE(TextMatcher(QString()).ranges(u"abc"_s), Ranges());
    QCOMPARE(TextMatcher(u"x"_s).ranges(u"abc"_s), Ranges());
}

void TestTextMatch::takesPhoneDigits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("digits");
    QTest::newRow("written out") << u"+1 (216) 555-0199"_s << u"12165550199"_s;
    QTest::newRow("dots and slash") << u"216.555/01"_s << u"21655501"_s;
    QTest::newRow("no-break space") << u"555\u00a00199"_s << u"5550199"_s;
    QTest::newRow("two digits") << u"(55)"_s << QString();
    QTest::newRow("three digits") << u"555"_s << u"555"_s;
    QTest::newRow("a letter") << u"555x"_s << QString();
    QTest::newRow("foreign digits") << u"٥٥٥٥"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestTextMatch::takesPhoneDigits()
{
    QFETCH(QString, text);
    QFETCH(QString, digits);
    QCOMPARE(Core::phoneDigits(text), digits);
}

QTEST_APPLESS_MAIN(TestTextMatch)
#include "tst_textmatch.moc"
