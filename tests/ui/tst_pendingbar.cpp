// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customerfixture.h"
#include "schema/lockingsession.h"
#include "ui/customers/pendingbar.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using Customers::Field;
using Gui::PendingBar;

/// What is said of changes that wait to be saved, and of a save that waits itself.
class TestPendingBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongSaveSaysThatNothingIsLost();
};

void TestPendingBar::aLongSaveSaysThatNothingIsLost()
{
    const Tests::CustomerFixture shop;
    QVERIFY(shop.isReady);
    PendingBar bar(*shop.editor);
    const auto *text = bar.findChild<QLabel *>(u"pendingText"_s);
    const auto *save = bar.findChild<QPushButton *>(u"pendingSave"_s);
    Customers::Customer grace = Tests::customer(0, u"Grace"_s);
    grace.id = shop.editor->addCustomer();
    for (const Field field : {Field::Name, Field::Email, Field::Phone, Field::Address})
        shop.editor->setField(grace, field, grace.value(field));
    const QString staged = text->text();
    QVERIFY2(staged.contains(u"1 customer"_s), qPrintable(staged));

    Tests::LockingSession other(Db::ConnectionString::parse(shop.database.connectionString()).value(),
                                u"update Customer set Name = Name"_s);
    QVERIFY(other.holds());
    shop.editor->save();
    QCOMPARE(text->text(), u"Saving…"_s);
    QVERIFY(!save->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(text->text().contains(u"Your changes are kept"_s), 20'000);
    QVERIFY(shop.editor->isSaving());
    other.release();
    QTRY_VERIFY_WITH_TIMEOUT(!shop.editor->isSaving(), 20'000);
    QVERIFY(shop.editor->changes().isEmpty() || text->text() == staged);
}

QTEST_MAIN(TestPendingBar)
#include "tst_pendingbar.moc"
