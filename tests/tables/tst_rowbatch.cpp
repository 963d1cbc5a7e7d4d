// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/rowbatch.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Tables::RowBatch;

class TestRowBatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatItGot();
    void isFullInTime();
    void takesOneEnormousRow();
};

void TestRowBatch::givesBackWhatItGot()
{
    RowBatch batch(3);
    QVERIFY(batch.isEmpty());
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 100; ++i) {
            const QByteArray text = QByteArray::number(i * 1000 + round);
            batch.add({QByteArrayView(text), std::nullopt, QByteArrayView("")});
        }
        Db::RawRow row;
        for (int i = 0; i < 100; ++i) {
            QVERIFY(batch.next(row));
            QCOMPARE(row.size(), 3);
            QCOMPARE(row.at(0)->toByteArray(), QByteArray::number(i * 1000 + round));
            QVERIFY(!row.at(1));
            QVERIFY(row.at(2) && row.at(2)->isEmpty());
        }
        QVERIFY(!batch.next(row));
        batch.clear();
        QVERIFY(batch.isEmpty());
    }
}

void TestRowBatch::isFullInTime()
{
    RowBatch batch(1);
    const QByteArray text(1000, 'x');
    int rows = 0;
    while (!batch.isFull() && rows < 1'000'000) {
        batch.add({QByteArrayView(text)});
        ++rows;
    }
    QVERIFY2(rows < 10'000, qPrintable(QString::number(rows)));
    batch.clear();
    QVERIFY(!batch.isFull());
    // Nothing but NULL takes memory, too.
    for (rows = 0; !batch.isFull() && rows < 1'000'000; ++rows)
        batch.add({std::nullopt});
    QVERIFY2(rows < 100'000, qPrintable(QString::number(rows)));
}

void TestRowBatch::takesOneEnormousRow()
{
    RowBatch batch(1);
    const QByteArray text(50 << 20, 'y');
    batch.add({QByteArrayView(text)});
    QVERIFY(batch.isFull());
    Db::RawRow row;
    QVERIFY(batch.next(row));
    QVERIFY(*row.first() == text);
    batch.clear();
    QVERIFY(!batch.isFull());
}

QTEST_APPLESS_MAIN(TestRowBatch)
#include "tst_rowbatch.moc"
