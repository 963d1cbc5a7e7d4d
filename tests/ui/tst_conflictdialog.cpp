// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/conflictdialog.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Gui;
using Customers::Conflict;
using Customers::Customer;
using Customers::Field;
using Customers::RowChange;

namespace {

Customer stored(const QString &name)
{
    Customer made;
    made.id = 7;
    made.setText(Field::Name, name);
    made.setText(Field::Phone, QStringLiteral("555 0100"));
    made.rowVersion = QStringLiteral("1");
    return made;
}

/// Both changed the phone; I the name, they the email.
Conflict overlap()
{
    Conflict conflict;
    conflict.mine.base = conflict.mine.current = stored(QStringLiteral("Ann"));
    conflict.mine.current.setText(Field::Name, QStringLiteral("Anne"));
    conflict.mine.current.setText(Field::Phone, QStringLiteral("mine"));
    conflict.theirs = conflict.mine.base;
    conflict.theirs->setText(Field::Phone, QStringLiteral("theirs"));
    conflict.theirs->setText(Field::Email, QStringLiteral("ann@example.com"));
    conflict.theirs->rowVersion = QStringLiteral("2");
    return conflict;
}

QAbstractButton *button(const ConflictDialog &dialog, const char *name)
{
    return dialog.findChild<QAbstractButton *>(QString::fromLatin1(name));
}

} // namespace

class TestConflictDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsDecidedBeforehand();
    void mineAndTheirs_data();
    void mineAndTheirs();
    void deletedElsewhere_data();
    void deletedElsewhere();
    void goneForGood();
    void everyConflictNeedsAnAnswer();
    void longValuesAreShownInFull();
};

void TestConflictDialog::nothingIsDecidedBeforehand()
{
    ConflictDialog dialog({overlap()}, nullptr);
    QVERIFY(!button(dialog, "mine_0_Phone")->isChecked());
    QVERIFY(!button(dialog, "theirs_0_Phone")->isChecked());
    QVERIFY(!button(dialog, "conflictSave")->isEnabled());
    QVERIFY(!button(dialog, "mine_0_Name")); // changed by one side: no question
    QVERIFY(!button(dialog, "mine_0_Email"));
    button(dialog, "mine_0_Phone")->click();
    QVERIFY(button(dialog, "conflictSave")->isEnabled());
    QVERIFY(button(dialog, "mine_0_Phone")->accessibleName().contains(QStringLiteral("mine")));
}

void TestConflictDialog::mineAndTheirs_data()
{
    QTest::addColumn<QString>("press");
    QTest::addColumn<QString>("phone");
    QTest::newRow("mine") << "mine_0_Phone"
                          << "mine";
    QTest::newRow("theirs") << "theirs_0_Phone"
                            << "theirs";
    QTest::newRow("all mine") << "conflictAllMine"
                              << "mine";
    QTest::newRow("all theirs") << "conflictAllTheirs"
                                << "theirs";
}

void TestConflictDialog::mineAndTheirs()
{
    QFETCH(QString, press);
    QFETCH(QString, phone);
    const Conflict conflict = overlap();
    ConflictDialog dialog({conflict}, nullptr);
    dialog.findChild<QAbstractButton *>(press)->click();
    const QList<RowChange> decided = dialog.decided();
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().base, *conflict.theirs); // so that the version check passes
    QCOMPARE(decided.first().current.text(Field::Phone), Db::Cell(phone));
    QCOMPARE(decided.first().current.text(Field::Name), Db::Cell(QStringLiteral("Anne")));
    QCOMPARE(decided.first().current.text(Field::Email), Db::Cell(QStringLiteral("ann@example.com")));
}

void TestConflictDialog::deletedElsewhere_data()
{
    QTest::addColumn<bool>("keepMine");
    QTest::newRow("mine") << true;
    QTest::newRow("theirs") << false;
}

void TestConflictDialog::deletedElsewhere()
{
    QFETCH(bool, keepMine);
    Conflict conflict;
    conflict.mine.base = conflict.mine.current = stored(QStringLiteral("Ann"));
    conflict.mine.current.setText(Field::Name, QStringLiteral("Anne"));
    conflict.theirs = conflict.mine.base;
    conflict.theirs->isDeleted = true;
    ConflictDialog dialog({conflict}, nullptr);
    QVERIFY(!button(dialog, "conflictSave")->isEnabled());
    button(dialog, keepMine ? "mine_0_Customer" : "theirs_0_Customer")->click();
    QVERIFY(button(dialog, "conflictSave")->isEnabled());
    const RowChange decided = dialog.decided().first();
    QCOMPARE(decided.restores(), keepMine);
    QCOMPARE(decided.isEmpty(), !keepMine); // dropped changes leave nothing to save
}

void TestConflictDialog::goneForGood()
{
    Conflict conflict = overlap();
    conflict.theirs.reset();
    ConflictDialog dialog({conflict}, nullptr);
    QVERIFY(!button(dialog, "conflictSave")->isEnabled());
    button(dialog, "theirs_0_Customer")->click();
    QVERIFY(dialog.decided().isEmpty());
    button(dialog, "mine_0_Customer")->click();
    QCOMPARE(dialog.decided().size(), 1);
    QVERIFY(dialog.decided().first().isNew());
    QCOMPARE(dialog.decided().first().current.text(Field::Name), Db::Cell(QStringLiteral("Anne")));
}

void TestConflictDialog::everyConflictNeedsAnAnswer()
{
    Conflict gone = overlap();
    gone.theirs.reset();
    ConflictDialog dialog({overlap(), gone}, nullptr);
    button(dialog, "mine_0_Phone")->click();
    QVERIFY(!button(dialog, "conflictSave")->isEnabled());
    button(dialog, "theirs_1_Customer")->click();
    QVERIFY(button(dialog, "conflictSave")->isEnabled());
    QCOMPARE(dialog.decided().size(), 1);
}

void TestConflictDialog::longValuesAreShownInFull()
{
    Conflict conflict = overlap();
    const QString notes = QStringLiteral("R&D <b> ").repeated(30);
    conflict.mine.current.setText(Field::Notes, notes);
    conflict.theirs->setText(Field::Notes, QStringLiteral("short & plain"));
    ConflictDialog dialog({conflict}, nullptr);
    bool found = false;
    const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        found = found || (label->text() == notes && label->textFormat() == Qt::PlainText);
    QVERIFY(found);
    QCOMPARE(button(dialog, "theirs_0_Notes")->text(), QStringLiteral("short && plain"));
}

QTEST_MAIN(TestConflictDialog)
#include "tst_conflictdialog.moc"
