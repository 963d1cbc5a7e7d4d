// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/elidedlabel.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/connectionedit.h"
#include "ui/connect/connectionsummary.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Gui;

namespace {

const QString secret = QStringLiteral("CanarySecret7");
const QString pooled = QStringLiteral("ep-cool-voice-12345-pooler.us-east-2.aws.neon.tech");
const QString direct = QStringLiteral("ep-cool-voice-12345.us-east-2.aws.neon.tech");

Core::Result<QString> noFile(const QString &)
{
    return Core::Error{};
}

ConnectionEdit *edit(const ConnectDialog &dialog)
{
    return dialog.findChild<ConnectionEdit *>();
}

QPushButton *button(const ConnectDialog &dialog, const char *name)
{
    return dialog.findChild<QPushButton *>(QString::fromLatin1(name));
}

QString fact(const ConnectDialog &dialog, const char *name)
{
    const auto *label = dialog.findChild<ElidedLabel *>(QString::fromLatin1(name));
    return label ? label->text() : QStringLiteral("(missing)");
}

void paste(const ConnectDialog &dialog, const QString &text)
{
    QApplication::clipboard()->setText(text);
    edit(dialog)->selectAll();
    edit(dialog)->paste();
}

} // namespace

class TestConnectDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithAHint();
    void saysWhatAStringMeans();
    void saysWhatIsWrong();
    void aPastedPasswordIsHidden_data();
    void aPastedPasswordIsHidden();
    void aTypedPasswordIsHiddenOnLeaving();
    void undoDoesNotBringThePasswordBack();
    void anotherServerDoesNotGetThePassword();
    void aPasswordCanBeAdded();
    void offersTheDirectHost();
    void enterConnects();
    void readsFilesInAThreadOfTheirOwn();
    void saysWhyAFileCannotBeRead();
};

void TestConnectDialog::startsWithAHint()
{
    const ConnectDialog dialog(noFile);
    QVERIFY(!button(dialog, "connectAccept")->isEnabled());
    QVERIFY(dialog.findChild<QLabel *>(QStringLiteral("summaryMessage")));
    for (const QWidget *widget :
         {static_cast<QWidget *>(edit(dialog)), static_cast<QWidget *>(button(dialog, "connectFile"))})
        QVERIFY(!widget->accessibleName().isEmpty());
}

void TestConnectDialog::saysWhatAStringMeans()
{
    ConnectDialog dialog(noFile);
    dialog.setText(
        QStringLiteral("postgresql://gscuser@db.example.com:5433/gsctracking?sslmode=verify-full"));
    QVERIFY(button(dialog, "connectAccept")->isEnabled());
    QCOMPARE(fact(dialog, "summaryEngine"), QStringLiteral("PostgreSQL"));
    QCOMPARE(fact(dialog, "summaryServer"), QStringLiteral("db.example.com, port 5433"));
    QCOMPARE(fact(dialog, "summaryDatabase"), QStringLiteral("gsctracking"));
    QCOMPARE(fact(dialog, "summaryUser"), QStringLiteral("gscuser"));
    QCOMPARE(fact(dialog, "summaryPooling"), QStringLiteral("direct"));
    QVERIFY(fact(dialog, "summaryEncryption").contains(QStringLiteral("prove its name")));

    dialog.setText(QStringLiteral("Data Source=gsctracking.db;Mode=ReadOnly"));
    QCOMPARE(fact(dialog, "summaryFile"), QStringLiteral("gsctracking.db"));
    QCOMPARE(fact(dialog, "summaryMode"), QStringLiteral("reading only"));
    QCOMPARE(fact(dialog, "summaryServer"), QStringLiteral("(missing)"));
    QVERIFY(!dialog.findChild<QLineEdit *>(QStringLiteral("connectPassword"))->isEnabled());
    QCOMPARE(dialog.spec().file, QStringLiteral("gsctracking.db"));
}

void TestConnectDialog::saysWhatIsWrong()
{
    ConnectDialog dialog(noFile);
    edit(dialog)->setPlainText(QStringLiteral("postgresql://db.example.com:port/gsc"));
    QVERIFY(!button(dialog, "connectAccept")->isEnabled());
    QVERIFY(!dialog.findChild<QLabel *>(QStringLiteral("summaryMessage"))->text().isEmpty());
    QCOMPARE(fact(dialog, "summaryEngine"), QStringLiteral("(missing)"));
    edit(dialog)->setPlainText(QString(100'000, u'x'));
    QVERIFY(!button(dialog, "connectAccept")->isEnabled());
}

void TestConnectDialog::aPastedPasswordIsHidden_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("password");
    QTest::newRow("URI") << QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc") << secret;
    QTest::newRow("encoded") << QStringLiteral("postgresql://u:Canary%40Secret7@db.example.com/gsc")
                             << QStringLiteral("Canary@Secret7");
    QTest::newRow("parameter") << QStringLiteral(
                                      "postgresql://db.example.com/gsc?user=u&password=CanarySecret7")
                               << secret;
    QTest::newRow("libpq") << QStringLiteral(
                                  "host=db.example.com user=u password='Canary \\'Secret7' dbname=gsc")
                           << QStringLiteral("Canary 'Secret7");
    QTest::newRow("Npgsql") << QStringLiteral(
                                   "Host=db.example.com;Username=u;Password=CanarySecret7;Database=gsc")
                            << secret;
    QTest::newRow("several lines")
        << QStringLiteral(
               "Host=db.example.com;\n  Username=u;\n  Password=\"Canary;Secret7\";\n  Database=gsc")
        << QStringLiteral("Canary;Secret7");
    QTest::newRow("asterisks") << QStringLiteral("postgresql://u:CanarySecret7***@db.example.com/gsc")
                               << QStringLiteral("CanarySecret7***");
}

void TestConnectDialog::aPastedPasswordIsHidden()
{
    QFETCH(QString, text);
    QFETCH(QString, password);
    ConnectDialog dialog(noFile);
    paste(dialog, text);
    const QString shown = edit(dialog)->toPlainText();
    QVERIFY2(!shown.contains(QStringLiteral("Canary")) && !shown.contains(QStringLiteral("ecret7")),
             qPrintable(shown));
    QCOMPARE(dialog.findChild<QLineEdit *>(QStringLiteral("connectPassword"))->echoMode(),
             QLineEdit::Password);
    const Db::ConnectionSpec spec = dialog.spec();
    QCOMPARE(spec.password.value_or(QString()), password);
    QCOMPARE(spec.hosts.value(0).host, QStringLiteral("db.example.com"));
    QCOMPARE(spec.user, QStringLiteral("u"));
    QCOMPARE(spec.database, QStringLiteral("gsc"));
}

void TestConnectDialog::aTypedPasswordIsHiddenOnLeaving()
{
    ConnectDialog dialog(noFile);
    dialog.show();
    QApplication::setActiveWindow(&dialog);
    edit(dialog)->setFocus();
    QTest::keyClicks(edit(dialog), QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc"));
    QVERIFY(edit(dialog)->toPlainText().contains(secret));
    QTest::keyClick(edit(dialog), Qt::Key_Tab);
    QVERIFY(!edit(dialog)->toPlainText().contains(secret));
    QCOMPARE(dialog.spec().password.value_or(QString()), secret);
}

void TestConnectDialog::undoDoesNotBringThePasswordBack()
{
    ConnectDialog dialog(noFile);
    paste(dialog, QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc"));
    edit(dialog)->undo();
    QVERIFY(!edit(dialog)->toPlainText().contains(secret));
}

void TestConnectDialog::anotherServerDoesNotGetThePassword()
{
    ConnectDialog dialog(noFile);
    paste(dialog, QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc"));
    paste(dialog, QStringLiteral("postgresql://u@other.example.com/gsc"));
    QVERIFY(!dialog.spec().password.has_value());
}

void TestConnectDialog::aPasswordCanBeAdded()
{
    ConnectDialog dialog(noFile);
    dialog.show();
    QApplication::setActiveWindow(&dialog);
    dialog.setText(QStringLiteral("postgresql://u@db.example.com/gsc"));
    auto *password = dialog.findChild<QLineEdit *>(QStringLiteral("connectPassword"));
    QVERIFY(password->hasFocus());
    QTest::keyClicks(password, secret);
    QCOMPARE(dialog.spec().password.value_or(QString()), secret);
    QVERIFY(!edit(dialog)->toPlainText().contains(secret));
}

void TestConnectDialog::offersTheDirectHost()
{
    ConnectDialog dialog(noFile);
    paste(dialog, QStringLiteral("postgresql://u:CanarySecret7@%1/gsc?sslmode=require").arg(pooled));
    auto *offer = button(dialog, "summaryDirectHost");
    QVERIFY(offer);
    offer->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(dialog.spec().hosts.value(0).host, direct);
    QCOMPARE(dialog.spec().password.value_or(QString()), secret);
    QCOMPARE(dialog.spec().tls, Db::TlsMode::Require);
    QVERIFY(edit(dialog)->toPlainText().contains(direct));
    QVERIFY(!button(dialog, "summaryDirectHost"));
    QCOMPARE(fact(dialog, "summaryPooling"), QStringLiteral("direct"));
}

void TestConnectDialog::enterConnects()
{
    ConnectDialog dialog(noFile);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    QTest::keyClick(edit(dialog), Qt::Key_Return);
    QCOMPARE(accepted.size(), 0);
    QTest::keyClicks(edit(dialog), QStringLiteral("postgresql://u:CanarySecret7@db.example.com/gsc"));
    QTest::keyClick(edit(dialog), Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(dialog.spec().password.value_or(QString()), secret);
}

void TestConnectDialog::readsFilesInAThreadOfTheirOwn()
{
    QSemaphore mayEnd;
    QThread *reader = nullptr;
    ConnectDialog dialog([&](const QString &file) -> Core::Result<QString> {
        reader = QThread::currentThread();
        mayEnd.acquire();
        return QStringLiteral("postgresql://u:CanarySecret7@%1/gsc").arg(file);
    });
    dialog.readFile(QStringLiteral("db.example.com"));
    QVERIFY(!button(dialog, "connectFile")->isEnabled());
    mayEnd.release();
    QTRY_VERIFY(button(dialog, "connectAccept")->isEnabled());
    QVERIFY(reader && reader != QThread::currentThread());
    QVERIFY(!edit(dialog)->toPlainText().contains(secret));
    QCOMPARE(dialog.spec().password.value_or(QString()), secret);
}

void TestConnectDialog::saysWhyAFileCannotBeRead()
{
    ConnectDialog dialog([](const QString &) -> Core::Result<QString> {
        return Core::Error{Core::ErrorKind::NotFound, QStringLiteral("No string in it."), {}, {}};
    });
    dialog.readFile(QStringLiteral("x"));
    QTRY_COMPARE(dialog.findChild<QLabel *>(QStringLiteral("summaryMessage"))->text(),
                 QStringLiteral("No string in it."));
    QVERIFY(button(dialog, "connectFile")->isEnabled());
}

QTEST_MAIN(TestConnectDialog)
#include "tst_connectdialog.moc"
