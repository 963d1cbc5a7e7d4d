// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/choicebutton.h"
#include "ui/connect/startpage.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;

namespace {

RecentDatabase recent(const QString &name)
{
    return {name, QStringLiteral("Data Source=/data/") + name, name, QStringLiteral("/data"),
            Db::Engine::SQLite};
}

} // namespace

class TestStartPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choicesAsk_data();
    void choicesAsk();
    void everyChoiceIsReachableByTab();
    void recentOnesAreListed();
    void listMayChangeDuringAClick();
    void nothingIsCutOff_data();
    void nothingIsCutOff();
};

void TestStartPage::choicesAsk_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<QByteArray>("signal");
    QTest::newRow("sample") << QStringLiteral("startSample") << QByteArray(SIGNAL(sampleRequested()));
    QTest::newRow("empty") << QStringLiteral("startEmpty") << QByteArray(SIGNAL(emptyRequested()));
    QTest::newRow("file") << QStringLiteral("startFile") << QByteArray(SIGNAL(fileRequested()));
    QTest::newRow("connect") << QStringLiteral("startConnect") << QByteArray(SIGNAL(connectRequested()));
}

void TestStartPage::choicesAsk()
{
    QFETCH(QString, button);
    QFETCH(QByteArray, signal);
    StartPage page;
    page.resize(1366, 768);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QSignalSpy asked(&page, signal.constData());
    auto *choice = page.findChild<QPushButton *>(button);
    QVERIFY(!choice->accessibleName().isEmpty());
    QVERIFY(!choice->accessibleName().contains(u'&'));
    QVERIFY(!choice->accessibleDescription().isEmpty());
    QTest::mouseClick(choice, Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QTest::keyClick(choice, Qt::Key_Space);
    QCOMPARE(asked.size(), 2);
}

void TestStartPage::everyChoiceIsReachableByTab()
{
    StartPage page;
    page.setRecent({recent(QStringLiteral("a.db"))});
    page.show();
    QApplication::setActiveWindow(&page);
    page.setFocus();
    QStringList order;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(QApplication::focusWidget());
        order.append(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order, QStringList({QStringLiteral("startSample"), QStringLiteral("startEmpty"),
                                 QStringLiteral("startFile"), QStringLiteral("startConnect"),
                                 QStringLiteral("startRecentDatabase")}));
}

void TestStartPage::recentOnesAreListed()
{
    StartPage page;
    page.show();
    auto *list = page.findChild<QWidget *>(QStringLiteral("startRecent"));
    QVERIFY(list->isHidden());
    page.setRecent({recent(QStringLiteral("tom&jerry.db")), recent(QStringLiteral("b.db"))});
    QVERIFY(list->isVisible());
    const auto buttons = list->findChildren<ChoiceButton *>();
    QCOMPARE(buttons.size(), 2);
    QCOMPARE(buttons.first()->accessibleName(), QStringLiteral("tom&jerry.db"));
    QSignalSpy asked(&page, &StartPage::recentRequested);
    buttons.last()->click();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), QStringLiteral("Data Source=/data/b.db"));
    page.setRecent({});
    QVERIFY(list->isHidden());
}

void TestStartPage::listMayChangeDuringAClick()
{
    StartPage page;
    page.setRecent({recent(QStringLiteral("a.db"))});
    connect(&page, &StartPage::recentRequested, &page,
            [&page] { page.setRecent({recent(QStringLiteral("b.db"))}); });
    page.findChild<ChoiceButton *>(QStringLiteral("startRecentDatabase"))->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(page.findChild<ChoiceButton *>(QStringLiteral("startRecentDatabase"))->text(),
             QStringLiteral("b.db"));
}

void TestStartPage::nothingIsCutOff_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("mirrored");
    QTest::newRow("1366×768") << QSize(1366, 768) << false;
    QTest::newRow("1366×768 at 200 %") << QSize(683, 384) << false;
    QTest::newRow("very narrow") << QSize(360, 640) << false;
    QTest::newRow("right to left") << QSize(1366, 768) << true;
}

void TestStartPage::nothingIsCutOff()
{
    QFETCH(QSize, size);
    QFETCH(bool, mirrored);
    StartPage page;
    page.setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
    page.resize(size);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    for (const char *name : {"startSample", "startEmpty", "startFile", "startConnect"}) {
        auto *choice = page.findChild<ChoiceButton *>(QString::fromLatin1(name));
        QVERIFY2(choice->height() >= choice->heightForWidth(choice->width()), name);
        const int left = choice->mapTo(page.widget(), QPoint()).x();
        QVERIFY2(left >= 0 && left + choice->width() <= page.viewport()->width(), name);
    }
    if (size.height() >= 768)
        QCOMPARE(page.verticalScrollBar()->maximum(), 0);
}

QTEST_MAIN(TestStartPage)
#include "tst_startpage.moc"
