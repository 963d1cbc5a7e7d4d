// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/contenthash.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using Tables::ContentHash;
using OwnedRow = QList<std::optional<QByteArray>>;

namespace {

Db::RawRow view(const OwnedRow &row)
{
    Db::RawRow cells;
    for (const auto &cell : row)
        cells.append(cell ? std::optional<QByteArrayView>(*cell) : std::nullopt);
    return cells;
}

QString hashOf(const QList<OwnedRow> &rows)
{
    ContentHash hash;
    for (const OwnedRow &row : rows)
        hash.add(view(row));
    return hash.hex();
}

} // namespace

class TestContentHash final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTheSameForEver();
    void orderDoesNotCount();
    void rowsThatLookAlikeDiffer();
    void everyBitCounts();
    void equalRowsCountEach();
    void sumsCarry();
    void isFast();
};

void TestContentHash::isTheSameForEver()
{
    // Manifests of years ago hold these. The second by Python:
    // hashlib.blake2b(b"\x02a\x00\x01", digest_size=32), read as a little-endian number.
    QCOMPARE(hashOf({}), u"0"_s.repeated(64));
    QCOMPARE(hashOf({{"a"_ba, std::nullopt, ""_ba}}),
             u"f4627c1ba35bde0cb32a29f3c87dc4a181545d6f013b1b4ad6398e9d53866b77"_s);
}

void TestContentHash::orderDoesNotCount()
{
    QList<OwnedRow> rows;
    for (int i = 0; i < 1000; ++i)
        rows.append({QByteArray::number(i), "x"_ba, std::nullopt});
    const QString hash = hashOf(rows);
    QRandomGenerator random(7);
    std::shuffle(rows.begin(), rows.end(), random);
    QCOMPARE(hashOf(rows), hash);
    rows.removeLast();
    QVERIFY(hashOf(rows) != hash);
}

void TestContentHash::rowsThatLookAlikeDiffer()
{
    const QByteArray longText(127, 'a');
    const QList<QList<OwnedRow>> tables = {
        {{std::nullopt}},
        {{""_ba}},
        {{"NULL"_ba}},
        {{"\0"_ba}},
        {{std::nullopt, std::nullopt}},
        {{""_ba, ""_ba}},
        {{""_ba, std::nullopt}},
        {{std::nullopt, ""_ba}},
        {{"ab"_ba, "c"_ba}},
        {{"a"_ba, "bc"_ba}},
        {{"abc"_ba, ""_ba}},
        {{""_ba, "abc"_ba}},
        {{"a"_ba}, {"b"_ba}},
        {{"a"_ba, "b"_ba}},
        {{longText}},
        {{longText + 'a'}},
        {{longText.chopped(1)}},
        {{QByteArray(16384, 'a')}},
        {{QByteArray(16383, 'a'), "a"_ba}},
    };
    QSet<QString> hashes;
    for (const auto &rows : tables)
        hashes.insert(hashOf(rows));
    QCOMPARE(hashes.size(), tables.size());
}

void TestContentHash::everyBitCounts()
{
    const OwnedRow row = {"17"_ba, "Ada Lovelace"_ba, std::nullopt, "2025-12-11 09:30:00.123456"_ba};
    const QString hash = hashOf({row});
    int flips = 0;
    for (qsizetype cell = 0; cell < row.size(); ++cell) {
        for (qsizetype bit = 0; row.at(cell) && bit < row.at(cell)->size() * 8; ++bit, ++flips) {
            OwnedRow other = row;
            QByteArray &bytes = *other[cell];
            bytes[bit / 8] = char(bytes.at(bit / 8) ^ (1 << (bit % 8)));
            QVERIFY(hashOf({other}) != hash);
        }
    }
    QCOMPARE(flips, (2 + 12 + 26) * 8);
}

void TestContentHash::equalRowsCountEach()
{
    // An exclusive or would take two of them for none.
    const OwnedRow row = {"same"_ba};
    QSet<QString> hashes;
    QList<OwnedRow> rows;
    for (int i = 0; i < 5; ++i, rows.append(row))
        hashes.insert(hashOf(rows));
    QCOMPARE(hashes.size(), 5);
}

void TestContentHash::sumsCarry()
{
    // 2^k times the same row is its hash moved by k digits: a lost carry between the four parts shows.
    const auto times = [](qint64 count) {
        ContentHash hash;
        const QByteArray text = "carry";
        const Db::RawRow row = {text};
        for (qint64 i = 0; i < count; ++i)
            hash.add(row);
        return hash.hex();
    };
    const QString once = times(1);
    const QString often = times(65536);
    QCOMPARE(often, once.sliced(4) + u"0000"_s);
}

void TestContentHash::isFast()
{
    constexpr int rows = 1'000'000;
    const OwnedRow owned = {"123456"_ba,
                            "Ada King, Countess of Lovelace"_ba,
                            "ada.lovelace@example.com"_ba,
                            "+49 30 1234567"_ba,
                            "12 St James's Square, London SW1Y 4JH"_ba,
                            QByteArray("Engine needs a new belt; call before ten. ").repeated(3),
                            "2025-12-11 09:30:00.123456"_ba,
                            "2025-12-11 09:30:00.123456"_ba,
                            "0"_ba,
                            std::nullopt};
    const Db::RawRow row = view(owned);
    ContentHash hash;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < rows; ++i)
        hash.add(row);
    qInfo("%d rows hashed in %lld ms", rows, timer.elapsed());
    QCOMPARE(hash.rows(), rows);
}

QTEST_APPLESS_MAIN(TestContentHash)
#include "tst_contenthash.moc"
