// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Gui::SecretClipboard;

class TestSecretClipboard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QGuiApplication::clipboard()->clear(); }
    void marksTheSecret();
    void takesItBackAfterAWhile();
    void leavesWhatOthersCopied();
    void leavesTheSameTextOfOthers();
    void beginsAgainWithTheNextSecret();
    void takesItBackAtTheEnd_data();
    void takesItBackAtTheEnd();
    void tellsOnce();

private:
    [[nodiscard]] static QString text() { return QGuiApplication::clipboard()->text(); }
};

void TestSecretClipboard::marksTheSecret()
{
    SecretClipboard clipboard;
    QVERIFY(!clipboard.holdsSecret());
    clipboard.copy(u"canary"_s);
    QVERIFY(clipboard.holdsSecret());
    QCOMPARE(text(), u"canary"_s);
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"x-kde-passwordManagerHint"_s), "secret");
}

void TestSecretClipboard::takesItBackAfterAWhile()
{
    SecretClipboard clipboard(10ms);
    QSignalSpy released(&clipboard, &SecretClipboard::released);
    clipboard.copy(u"canary"_s);
    QTRY_COMPARE(released.size(), 1);
    QCOMPARE(text(), QString());
    QVERIFY(!clipboard.holdsSecret());
}

void TestSecretClipboard::leavesWhatOthersCopied()
{
    SecretClipboard clipboard(10ms);
    QSignalSpy released(&clipboard, &SecretClipboard::released);
    clipboard.copy(u"canary"_s);
    QGuiApplication::clipboard()->setText(u"the user's"_s);
    QTRY_COMPARE(released.size(), 1);
    clipboard.clear();
    QTimer later;
    QSignalSpy passed(&later, &QTimer::timeout);
    later.start(30ms); // behind the clipboard's own, were it running
    QTRY_VERIFY(!passed.isEmpty());
    QCOMPARE(text(), u"the user's"_s);
}

void TestSecretClipboard::leavesTheSameTextOfOthers()
{
    SecretClipboard clipboard(1h);
    clipboard.copy(u"canary"_s);
    QGuiApplication::clipboard()->setText(u"canary"_s); // somebody else's now, and without the mark
    QVERIFY(!clipboard.holdsSecret());
    clipboard.clear();
    QCOMPARE(text(), u"canary"_s);
}

void TestSecretClipboard::beginsAgainWithTheNextSecret()
{
    SecretClipboard clipboard(1h);
    QSignalSpy released(&clipboard, &SecretClipboard::released);
    clipboard.copy(u"one"_s);
    clipboard.copy(u"two"_s);
    QCOMPARE(text(), u"two"_s);
    QVERIFY(clipboard.holdsSecret());
    QCOMPARE(released.size(), 0);
    clipboard.clear();
    QCOMPARE(text(), QString());
    QCOMPARE(released.size(), 1);
}

void TestSecretClipboard::takesItBackAtTheEnd_data()
{
    QTest::addColumn<bool>("quits");
    QTest::newRow("the program ends") << true;
    QTest::newRow("its owner goes") << false;
}

void TestSecretClipboard::takesItBackAtTheEnd()
{
    QFETCH(bool, quits);
    auto clipboard = std::make_unique<SecretClipboard>(1h);
    clipboard->copy(u"canary"_s);
    if (quits)
        QMetaObject::invokeMethod(qApp, "aboutToQuit"); // what exec() emits as its last act
    else
        clipboard.reset();
    QCOMPARE(text(), QString());
}

void TestSecretClipboard::tellsOnce()
{
    SecretClipboard clipboard(1h);
    QSignalSpy released(&clipboard, &SecretClipboard::released);
    QGuiApplication::clipboard()->setText(u"x"_s);
    clipboard.clear();
    QCOMPARE(released.size(), 0);
    QCOMPARE(text(), u"x"_s);
    clipboard.copy(u"canary"_s);
    clipboard.clear();
    clipboard.clear();
    QGuiApplication::clipboard()->setText(u"y"_s);
    QCOMPARE(released.size(), 1);
}

QTEST_MAIN(TestSecretClipboard)
#include "tst_secretclipboard.moc"
