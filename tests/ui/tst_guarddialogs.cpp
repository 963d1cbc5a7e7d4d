// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/environmentbadge.h"
#include "ui/shell/typedconfirmation.h"
#include "ui/shell/unlockdialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using Profiles::Environment;
using Profiles::Profile;

namespace {

Profile production()
{
    Profile profile;
    profile.name = QStringLiteral("The <b>Shop</b>");
    profile.environment.kind = Environment::Kind::Production;
    return profile;
}

template <typename T>
T *child(const QDialog &dialog, const char *name)
{
    return dialog.findChild<T *>(QString::fromLatin1(name));
}

} // namespace

/// The two dialogs that stand before a change of a guarded database.
class TestGuardDialogs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unlockingNeedsAReason();
    void unlockingSaysWhatHappens();
    void anActNeedsTheExactName_data();
    void anActNeedsTheExactName();
    void enterDoesNothingBeforeTheNameIsRight();
    void anActSaysWhatChangesAndHowToUndoIt();
    void everyControlHasAName();
};

void TestGuardDialogs::unlockingNeedsAReason()
{
    UnlockDialog dialog(production(), std::chrono::minutes(15), nullptr);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    auto *reason = child<QLineEdit>(dialog, "unlockReason");
    auto *accept = child<QPushButton>(dialog, "unlockAccept");
    QVERIFY(!accept->isEnabled());
    for (const char *text : {"ab", "  a  ", "a  "}) {
        reason->setText(QString::fromLatin1(text));
        QVERIFY2(!accept->isEnabled(), text);
    }
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(accepted.size(), 0);
    reason->setText(QStringLiteral("  ticket   214 "));
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(dialog.reason(), QStringLiteral("ticket 214"));
}

void TestGuardDialogs::unlockingSaysWhatHappens()
{
    const UnlockDialog dialog(production(), std::chrono::minutes(15), nullptr);
    QVERIFY(child<QLabel>(dialog, "unlockTitle")->text().contains(QStringLiteral("15")));
    QVERIFY(child<QLabel>(dialog, "unlockEffect")->text().contains(QStringLiteral("The <b>Shop</b>")));
    QCOMPARE(child<QLabel>(dialog, "unlockEffect")->textFormat(), Qt::PlainText);
    QCOMPARE(dialog.findChild<EnvironmentBadge *>()->environment(), production().environment);
}

void TestGuardDialogs::anActNeedsTheExactName_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("enough");
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("half") << QStringLiteral("Prod") << false;
    QTest::newRow("case") << QStringLiteral("production") << false;
    QTest::newRow("space") << QStringLiteral("Production ") << false;
    QTest::newRow("exact") << QStringLiteral("Production") << true;
}

void TestGuardDialogs::anActNeedsTheExactName()
{
    QFETCH(QString, typed);
    QFETCH(bool, enough);
    TypedConfirmation dialog(production(), {QStringLiteral("Empty?"), {}, {}, QStringLiteral("&Empty")},
                             nullptr);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    child<QLineEdit>(dialog, "confirmTyped")->setText(typed);
    QCOMPARE(child<QPushButton>(dialog, "confirmAccept")->isEnabled(), enough);
    child<QPushButton>(dialog, "confirmAccept")->click();
    QCOMPARE(accepted.size(), enough ? 1 : 0);
}

void TestGuardDialogs::enterDoesNothingBeforeTheNameIsRight()
{
    TypedConfirmation dialog(production(), {QStringLiteral("Empty?"), {}, {}, QStringLiteral("&Empty")},
                             nullptr);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    auto *typed = child<QLineEdit>(dialog, "confirmTyped");
    QTest::keyClicks(typed, QStringLiteral("Productio"));
    QVERIFY(!child<QPushButton>(dialog, "confirmAccept")->isDefault());
    QTest::keyClicks(typed, QStringLiteral("n"));
    QTest::keyClick(typed, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
}

void TestGuardDialogs::anActSaysWhatChangesAndHowToUndoIt()
{
    const IrreversibleAct act{QStringLiteral("Empty the trash?"), QStringLiteral("41 customers go."),
                              QStringLiteral("Only a backup brings them back."), QStringLiteral("&Empty")};
    const TypedConfirmation dialog(production(), act, nullptr);
    QCOMPARE(child<QLabel>(dialog, "confirmTitle")->text(), act.title);
    QCOMPARE(child<QLabel>(dialog, "confirmChange")->text(), act.change);
    QCOMPARE(child<QLabel>(dialog, "confirmUndo")->text(), act.undo);
    QCOMPARE(dialog.findChild<EnvironmentBadge *>()->environment(), production().environment);
}

void TestGuardDialogs::everyControlHasAName()
{
    const UnlockDialog unlock(production(), std::chrono::minutes(15), nullptr);
    const TypedConfirmation confirm(production(), {QStringLiteral("?"), {}, {}, QStringLiteral("&Go")},
                                    nullptr);
    for (const QDialog *dialog :
         {static_cast<const QDialog *>(&unlock), static_cast<const QDialog *>(&confirm)}) {
        for (const QWidget *widget : dialog->findChildren<QWidget *>()) {
            if (widget->focusPolicy() != Qt::NoFocus && !qobject_cast<const QLabel *>(widget))
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
}

QTEST_MAIN(TestGuardDialogs)
#include "tst_guarddialogs.moc"
