// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/rowwindow.h"

#include <QTest>

using Customers::RowWindow;

class TestRowWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesRowsOfItsPages();
    void forgetsThePageUsedLongestAgo();
    void aNewPageIsNeverForgottenAtOnce();
    void stalePagesAreShownButDue();
    void replacesRowsWhereverTheyAre();
};

void TestRowWindow::givesRowsOfItsPages()
{
    RowWindow<int> window(10, 3);
    QCOMPARE(window.pageOf(9), 0);
    QCOMPARE(window.pageOf(10), 1);
    QCOMPARE(window.at(10), nullptr);
    window.put(1, {10, 11, 12});
    QCOMPARE(*window.at(12), 12);
    QCOMPARE(window.at(13), nullptr); // a short page
    QCOMPARE(window.at(9), nullptr);
    QVERIFY(window.has(1) && !window.has(0));
    QCOMPARE(window.page(1)->size(), 3);
    QCOMPARE(window.page(2), nullptr);
    QCOMPARE(window.find([](int row) { return row == 11; }), 11);
    QCOMPARE(window.find([](int row) { return row == 99; }), -1);
    window.clear();
    QCOMPARE(window.pageCount(), 0);
}

void TestRowWindow::forgetsThePageUsedLongestAgo()
{
    RowWindow<int> window(10, 3);
    for (const int page : {0, 1, 2})
        window.put(page, {page});
    QVERIFY(window.at(0)); // used again
    window.put(3, {3});
    QVERIFY(window.has(0));
    QVERIFY(!window.has(1));
    QVERIFY(window.has(2));
    (void)window.page(2); // looking at a page as a whole is no use
    (void)window.find([](int) { return false; });
    window.put(4, {4});
    QVERIFY(!window.has(2));
    QCOMPARE(window.pageCount(), 3);
}

void TestRowWindow::aNewPageIsNeverForgottenAtOnce()
{
    RowWindow<int> window(10, 1);
    for (int page = 0; page < 5; ++page) {
        window.put(page, {page});
        QVERIFY(window.has(page));
        QCOMPARE(window.pageCount(), 1);
    }
    window.put(4, {7}); // in place of itself
    QCOMPARE(*window.at(40), 7);
}

void TestRowWindow::stalePagesAreShownButDue()
{
    RowWindow<int> window(10, 3);
    QVERIFY(window.isDue(0));
    window.put(0, {1});
    window.put(1, {2});
    QVERIFY(!window.isDue(0));
    window.markStale();
    QVERIFY(window.isDue(0) && window.isDue(1));
    QCOMPARE(*window.at(0), 1);
    window.put(0, {3});
    QVERIFY(!window.isDue(0));
    QVERIFY(window.isDue(1));
}

void TestRowWindow::replacesRowsWhereverTheyAre()
{
    RowWindow<std::pair<int, int>> window(10, 3);
    window.put(0, {{1, 0}, {2, 0}});
    window.put(2, {{3, 0}, {1, 0}}); // the same row twice, after a move
    QList<int> changed;
    window.replace(
        {1, 5}, [](const auto &row) { return row.first == 1; }, [&](int row) { changed.append(row); });
    QCOMPARE(changed, (QList<int>{0, 21}));
    QCOMPARE(window.at(21)->second, 5);
    QCOMPARE(window.at(20)->second, 0);
}

QTEST_APPLESS_MAIN(TestRowWindow)
#include "tst_rowwindow.moc"
