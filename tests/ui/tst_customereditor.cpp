// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop.h"
#include "ui/customers/customereditor.h"
#include "ui/customers/customertablemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Customers;
using Gui::CustomerEditor;
using Gui::CustomerTableModel;

namespace {

/// Shop, list, editor and model as the page composes them; every model change is checked.
struct Desk
{
    explicit Desk(Tests::Shop &shop)
        : list(shop.repository())
        , journal(shop.identity(), shop.draftFolder())
        , editor(shop.repository(), list, journal)
        , model(list, editor)
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
        editor.loadDrafts();
        list.setQuery({});
        ready = QTest::qWaitFor([this] { return list.state() == CustomerList::State::Ready; });
    }

    [[nodiscard]] QString text(int row, Field field) const
    {
        return model.index(row, CustomerTableModel::column(field)).data().toString();
    }
    bool edit(int row, Field field, const QString &value)
    {
        return model.setData(model.index(row, CustomerTableModel::column(field)), value, Qt::EditRole);
    }
    [[nodiscard]] Customer stored(int row) const { return model.stored(row).value(); }
    /// Saves and waits for the answer: saved, conflicted or failed.
    [[nodiscard]] bool save()
    {
        QSignalSpy saved(&editor, &CustomerEditor::saved);
        QSignalSpy conflicted(&editor, &CustomerEditor::conflicted);
        QSignalSpy failed(&editor, &CustomerEditor::failed);
        editor.save();
        const bool answered =
            QTest::qWaitFor([&] { return saved.count() + conflicted.count() + failed.count() > 0; });
        return answered && saved.count() == 1 && QTest::qWaitFor([this] { return list.isCounted(); });
    }

    CustomerList list;
    DraftJournal journal;
    CustomerEditor editor;
    CustomerTableModel model;
    QAbstractItemModelTester tester;
    bool ready = false;
};

} // namespace

class TestCustomerEditor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stagesAndUndoesStepByStep();
    void typingInOneFieldIsOneStep();
    void savesChangedColumnsAndUndoesAfterwards();
    void addsAndDropsNewCustomers();
    void deletesAndRestores();
    void mergesChangesToDifferentFields();
    void asksAboutTheSameField();
    void refusesWhatTheRulesForbid();
    void draftsSurviveTheEditor();
    void readOnlyStagesNothing();
    void emptyingStoresWhatTheColumnHasForNothing();
};

void TestCustomerEditor::stagesAndUndoesStepByStep()
{
    Tests::Shop shop;
    Desk desk(shop);
    QVERIFY(desk.ready);
    QCOMPARE(desk.model.rowCount(), 3);
    QVERIFY(desk.edit(0, Field::Phone, QStringLiteral("555-0111")));
    QVERIFY(desk.edit(1, Field::Notes, QStringLiteral("likes tea")));
    QCOMPARE(desk.editor.changes().changeCount(), 2);
    QCOMPARE(desk.text(0, Field::Phone), QStringLiteral("555-0111"));
    QVERIFY(desk.model.index(0, CustomerTableModel::column(Field::Phone))
                .data(CustomerTableModel::IsChangedRole)
                .toBool());
    QVERIFY(!desk.model.index(0, CustomerTableModel::column(Field::Name))
                 .data(CustomerTableModel::IsChangedRole)
                 .toBool());
    desk.editor.undoStack()->undo();
    QCOMPARE(desk.editor.changes().changeCount(), 1);
    desk.editor.undoStack()->undo();
    QVERIFY(desk.editor.changes().isEmpty());
    QCOMPARE(desk.text(0, Field::Phone), QStringLiteral("555-0100"));
    desk.editor.undoStack()->redo();
    QCOMPARE(desk.text(0, Field::Phone), QStringLiteral("555-0111"));
    QCOMPARE(shop.value(QStringLiteral("select count(*) from Customer where Phone = '555-0111'")),
             QStringLiteral("0"));
}

void TestCustomerEditor::typingInOneFieldIsOneStep()
{
    Tests::Shop shop;
    Desk desk(shop);
    for (const char *text : {"A", "Al", "Ali"})
        desk.editor.setField(desk.stored(0), Field::Name, QLatin1String(text));
    QCOMPARE(desk.editor.undoStack()->count(), 1);
    // Typing the old value again leaves nothing to save.
    desk.editor.setField(desk.stored(0), Field::Name, QStringLiteral("Ada"));
    QVERIFY(desk.editor.changes().isEmpty());
    QCOMPARE(desk.editor.undoStack()->count(), 0);
}

void TestCustomerEditor::savesChangedColumnsAndUndoesAfterwards()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.edit(0, Field::Phone, QStringLiteral("555-0199"));
    QVERIFY(desk.save());
    QVERIFY(desk.editor.changes().isEmpty());
    QCOMPARE(shop.value(QStringLiteral("select Phone from Customer where Name = 'Ada'")),
             QStringLiteral("555-0199"));
    QVERIFY(shop.value(QStringLiteral("select UpdatedAt from Customer where Name = 'Ada'")) >
            QStringLiteral("2026"));
    QCOMPARE(shop.value(QStringLiteral("select CreatedAt from Customer where Name = 'Ada'")),
             QStringLiteral("2025-01-02 03:04:05.5"));
    // Undo stages the opposite; nothing is written until it is saved, too.
    desk.editor.undoStack()->undo();
    QCOMPARE(desk.editor.changes().changeCount(), 1);
    QCOMPARE(shop.value(QStringLiteral("select Phone from Customer where Name = 'Ada'")),
             QStringLiteral("555-0199"));
    QVERIFY(desk.save());
    QCOMPARE(shop.value(QStringLiteral("select Phone from Customer where Name = 'Ada'")),
             QStringLiteral("555-0100"));
}

void TestCustomerEditor::addsAndDropsNewCustomers()
{
    Tests::Shop shop;
    Desk desk(shop);
    const qint64 first = desk.editor.addCustomer();
    const qint64 second = desk.editor.addCustomer();
    QVERIFY(first < 0 && second < first);
    QCOMPARE(desk.model.rowCount(), 5);
    QCOMPARE(desk.model.rowOf(second), 0);
    desk.editor.remove({desk.stored(0)});
    QCOMPARE(desk.model.rowCount(), 4);
    for (const Field field : {Field::Name, Field::Phone, Field::Address})
        desk.edit(0, field, QStringLiteral("Dee"));
    desk.edit(0, Field::Email, QStringLiteral("dee@example.com"));
    QVERIFY(desk.save());
    QCOMPARE(shop.value(QStringLiteral("select count(*) from Customer where Name = 'Dee'")),
             QStringLiteral("1"));
    QTRY_COMPARE(desk.model.rowCount(), 4);
    QTRY_COMPARE(desk.text(3, Field::Name), QStringLiteral("Dee"));
    desk.editor.undoStack()->undo();
    QVERIFY(desk.save());
    QCOMPARE(shop.value(QStringLiteral("select IsDeleted from Customer where Name = 'Dee'")),
             QStringLiteral("1"));
}

void TestCustomerEditor::deletesAndRestores()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.editor.remove({desk.stored(0), desk.stored(2)});
    QVERIFY(desk.model.index(0, 0).data(CustomerTableModel::IsDeletedRole).toBool());
    QVERIFY(desk.save());
    QTRY_COMPARE(desk.model.rowCount(), 1);
    QCOMPARE(shop.value(
                 QStringLiteral("select count(*) from Customer where IsDeleted and DeletedAt is not null and "
                                "UpdatedAt >= DeletedAt")),
             QStringLiteral("2"));
    CustomerQuery trash;
    trash.view = CustomerQuery::View::Trash;
    desk.list.setQuery(trash);
    QTRY_COMPARE(desk.model.rowCount(), 2);
    desk.editor.restore({desk.stored(0)});
    QVERIFY(desk.save());
    QTRY_COMPARE(desk.model.rowCount(), 1);
    QCOMPARE(
        shop.value(QStringLiteral("select count(*) from Customer where not IsDeleted and DeletedAt is null")),
        QStringLiteral("2"));
}

void TestCustomerEditor::mergesChangesToDifferentFields()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.edit(0, Field::Phone, QStringLiteral("555-0199"));
    shop.execute(
        QStringLiteral("update Customer set Email = 'new@example.com', UpdatedAt = '2026-01-01 00:00:00' "
                       "where Name = 'Ada'"));
    QSignalSpy saved(&desk.editor, &CustomerEditor::saved);
    QVERIFY(desk.save());
    QCOMPARE(saved.first().at(1).toInt(), 1);
    QCOMPARE(
        Tests::picture(shop.execute(QStringLiteral("select Email, Phone from Customer where Name = 'Ada'"))),
        Tests::picture({{QStringLiteral("new@example.com"), QStringLiteral("555-0199")}}));
}

void TestCustomerEditor::asksAboutTheSameField()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.edit(0, Field::Phone, QStringLiteral("mine"));
    desk.edit(1, Field::Notes, QStringLiteral("unrelated"));
    shop.execute(QStringLiteral("update Customer set Phone = 'theirs' where Name = 'Ada'"));
    QSignalSpy conflicted(&desk.editor, &CustomerEditor::conflicted);
    QVERIFY(!desk.save());
    QCOMPARE(conflicted.count(), 1);
    const auto conflicts = conflicted.first().first().value<QList<Conflict>>();
    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(conflicts.first().theirs->text(Field::Phone), QStringLiteral("theirs"));
    QCOMPARE(conflicts.first().mine.base.text(Field::Phone), QStringLiteral("555-0100"));
    // Nothing at all was written, and nothing staged was lost.
    QCOMPARE(shop.value(QStringLiteral("select Phone from Customer where Name = 'Ada'")),
             QStringLiteral("theirs"));
    QCOMPARE(shop.value(QStringLiteral("select count(*) from Customer where Notes = 'unrelated'")),
             QStringLiteral("0"));
    QCOMPARE(desk.editor.changes().changeCount(), 2);
    RowChange mine = merge(conflicts.first().mine, *conflicts.first().theirs).merged;
    desk.editor.resolve({mine});
    QVERIFY(desk.save());
    QCOMPARE(shop.value(QStringLiteral("select Phone from Customer where Name = 'Ada'")),
             QStringLiteral("mine"));
}

void TestCustomerEditor::refusesWhatTheRulesForbid()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.edit(0, Field::Email, QStringLiteral("not an address"));
    desk.edit(1, Field::Notes, QStringLiteral("fine"));
    QVERIFY(!desk.editor.problem(desk.stored(0).id, Field::Email).isEmpty());
    QCOMPARE(desk.editor.firstProblem()->first, desk.stored(0).id);
    QVERIFY(!desk.save());
    QCOMPARE(shop.value(QStringLiteral("select count(*) from Customer where Notes = 'fine'")),
             QStringLiteral("0"));
    desk.edit(0, Field::Email, QStringLiteral("ada@example.org"));
    QVERIFY(desk.save());
}

void TestCustomerEditor::draftsSurviveTheEditor()
{
    Tests::Shop shop;
    {
        Desk desk(shop);
        desk.edit(0, Field::Phone, QStringLiteral("555-0177"));
        desk.editor.addCustomer();
        desk.edit(0, Field::Name, QStringLiteral("Draft"));
    }
    Desk again(shop);
    QTRY_COMPARE(again.editor.changes().rowCount(), 2);
    QCOMPARE(again.text(0, Field::Name), QStringLiteral("Draft"));
    QCOMPARE(again.text(1, Field::Phone), QStringLiteral("555-0177"));
}

void TestCustomerEditor::readOnlyStagesNothing()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.editor.setReadOnly(true);
    desk.editor.setField(desk.stored(0), Field::Name, QStringLiteral("x"));
    desk.editor.remove({desk.stored(0)});
    QCOMPARE(desk.editor.addCustomer(), 0);
    QVERIFY(desk.editor.changes().isEmpty());
    QVERIFY(!(desk.model.flags(desk.model.index(0, 0)) & Qt::ItemIsEditable));
}

void TestCustomerEditor::emptyingStoresWhatTheColumnHasForNothing()
{
    Tests::Shop shop;
    Desk desk(shop);
    desk.edit(0, Field::Notes, QStringLiteral("x"));
    QVERIFY(desk.save());
    desk.edit(0, Field::Notes, QStringLiteral("  "));
    QVERIFY(desk.save());
    QCOMPARE(shop.value(QStringLiteral("select count(*) from Customer where Name = 'Ada' and Notes is null")),
             QStringLiteral("1"));
}

QTEST_MAIN(TestCustomerEditor)
#include "tst_customereditor.moc"
