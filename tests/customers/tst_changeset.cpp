// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/changeset.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Customers;

namespace {

Customer ada()
{
    Customer customer;
    customer.id = 7;
    customer.setText(Field::Name, u"Ada"_s);
    customer.setText(Field::Email, u"ada@example.com"_s);
    customer.setText(Field::Phone, u""_s);
    customer.setText(Field::Address, u"1 Main St"_s);
    customer.createdAt = customer.updatedAt = u"2025-01-01 00:00:00"_s;
    customer.rowVersion = u"100"_s;
    return customer;
}

Customer with(Customer customer, Field field, const Db::Cell &value)
{
    customer.setText(field, value);
    return customer;
}

Customer deleted(Customer customer)
{
    customer.isDeleted = true;
    customer.deletedAt = u"2025-02-02 00:00:00"_s;
    return customer;
}

} // namespace

class TestChangeSet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void derivesWhatChanged();
    void keepsOnlyWhatIsLeftToSave();
    void numbersNewCustomers();
    void saysWhatIsDifferent();
    void mergesDifferentFields();
    void keepsMineWhereBothChanged();
    void theSameChangeTwiceIsNoConflict();
    void mergesDeletions_data();
    void mergesDeletions();
};

void TestChangeSet::derivesWhatChanged()
{
    RowChange change{ada(), ada()};
    QVERIFY(change.isEmpty());
    QCOMPARE(change.count(), 0);
    change.current.setText(Field::Notes, u""_s); // NULL to the empty text is a change
    QCOMPARE(change.changedFields(), QList<Field>{Field::Notes});
    change.current.setText(Field::Name, u"Ada L"_s);
    change.current.isDeleted = true;
    QVERIFY(change.deletes() && !change.restores() && !change.isNew());
    QCOMPARE(change.count(), 3);
    const RowChange restored{deleted(ada()), ada()};
    QVERIFY(restored.restores() && !restored.deletes());
    QCOMPARE(restored.count(), 1);
    RowChange created;
    created.current.id = -1;
    QVERIFY(created.isNew() && !created.isEmpty());
    QCOMPARE(created.count(), 1);
    // What the server writes is nobody's change.
    RowChange seen{ada(), ada()};
    seen.current.updatedAt = u"2026-01-01 00:00:00"_s;
    seen.current.rowVersion = u"101"_s;
    QVERIFY(seen.isEmpty());
}

void TestChangeSet::keepsOnlyWhatIsLeftToSave()
{
    ChangeSet set;
    QVERIFY(set.isEmpty());
    const RowChange change{ada(), with(ada(), Field::Name, u"B"_s)};
    set.set(7, change);
    QCOMPARE(set.rowCount(), 1);
    QCOMPARE(set.changeCount(), 1);
    QCOMPARE(*set.find(7), change);
    QCOMPARE(set.find(8), nullptr);
    set.set(7, RowChange{ada(), ada()}); // typed back
    QVERIFY(set.isEmpty());
    set.set(7, change);
    set.set(7, std::nullopt);
    QVERIFY(set.isEmpty());
}

void TestChangeSet::numbersNewCustomers()
{
    ChangeSet set;
    QCOMPARE(set.nextNewId(), -1);
    set.set(7, RowChange{ada(), with(ada(), Field::Name, u"B"_s)});
    QCOMPARE(set.nextNewId(), -1);
    for (const qint64 id : {-1, -2, -3}) {
        QCOMPARE(set.nextNewId(), id);
        RowChange created;
        created.current.id = id;
        set.set(id, created);
    }
    QCOMPARE(set.newIds(), (QList<qint64>{-3, -2, -1})); // the newest first
    set.set(-2, std::nullopt);
    QCOMPARE(set.nextNewId(), -4);
    QCOMPARE(set.newIds(), (QList<qint64>{-3, -1}));
    QCOMPARE(set.changes().size(), 3);
}

void TestChangeSet::saysWhatIsDifferent()
{
    ChangeSet set;
    QSignalSpy changed(&set, &ChangeSet::changed);
    QSignalSpy reset(&set, &ChangeSet::reset);
    set.set(7, std::nullopt); // was not there
    set.clear();
    QCOMPARE(changed.size() + reset.size(), 0);
    set.set(7, RowChange{ada(), with(ada(), Field::Name, u"B"_s)});
    set.set(7, std::nullopt);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed.last().first().toLongLong(), 7);
    set.set(7, RowChange{ada(), with(ada(), Field::Name, u"B"_s)});
    set.clear();
    QCOMPARE(reset.size(), 1);
    QVERIFY(set.isEmpty());
}

void TestChangeSet::mergesDifferentFields()
{
    const RowChange mine{ada(), with(ada(), Field::Name, u"mine"_s)};
    Customer theirs = with(ada(), Field::Notes, u"theirs"_s);
    theirs.rowVersion = u"200"_s;
    const Merge merged = merge(mine, theirs);
    QCOMPARE(merged.overlapping, QList<Field>());
    QVERIFY(!merged.deletionOverlaps);
    QCOMPARE(merged.merged.base, theirs); // so that the next save is checked against it
    QCOMPARE(merged.merged.current, with(theirs, Field::Name, u"mine"_s));
    QCOMPARE(merged.merged.changedFields(), QList<Field>{Field::Name});
}

void TestChangeSet::keepsMineWhereBothChanged()
{
    const RowChange mine{ada(), with(with(ada(), Field::Name, u"mine"_s), Field::Email, std::nullopt)};
    const Customer theirs = with(with(ada(), Field::Name, u"theirs"_s), Field::Email, u""_s);
    const Merge merged = merge(mine, theirs);
    QCOMPARE(merged.overlapping, (QList<Field>{Field::Name, Field::Email})); // NULL is not the empty text
    QCOMPARE(merged.merged.current.text(Field::Name), u"mine"_s);
    QCOMPARE(merged.merged.current.text(Field::Email), std::nullopt);
}

void TestChangeSet::theSameChangeTwiceIsNoConflict()
{
    const RowChange mine{ada(), with(ada(), Field::Name, u"same"_s)};
    const Merge merged = merge(mine, mine.current);
    QCOMPARE(merged.overlapping, QList<Field>());
    QVERIFY(merged.merged.isEmpty()); // nothing left to save
}

void TestChangeSet::mergesDeletions_data()
{
    QTest::addColumn<bool>("iEdit");
    QTest::addColumn<bool>("iDelete");
    QTest::addColumn<bool>("theyEdit");
    QTest::addColumn<bool>("theyDelete");
    QTest::addColumn<bool>("overlaps");
    QTest::addColumn<bool>("endsDeleted");
    QTest::newRow("edit, deleted") << true << false << false << true << true << true;
    QTest::newRow("deleted, edit") << false << true << true << false << true << true;
    QTest::newRow("both delete") << false << true << false << true << false << true;
    QTest::newRow("only I delete") << false << true << false << false << false << true;
    QTest::newRow("both edit and delete") << true << true << true << true << true << true;
    QTest::newRow("both edit") << true << false << true << false << false << false;
}

void TestChangeSet::mergesDeletions()
{
    QFETCH(bool, iEdit);
    QFETCH(bool, iDelete);
    QFETCH(bool, theyEdit);
    QFETCH(bool, theyDelete);
    QFETCH(bool, overlaps);
    QFETCH(bool, endsDeleted);
    RowChange mine{ada(), ada()};
    if (iEdit)
        mine.current.setText(Field::Name, u"mine"_s);
    mine.current.isDeleted = iDelete;
    Customer theirs = theyDelete ? deleted(ada()) : ada();
    if (theyEdit)
        theirs.setText(Field::Phone, u"555"_s);
    const Merge merged = merge(mine, theirs);
    QCOMPARE(merged.deletionOverlaps, overlaps);
    QCOMPARE(merged.merged.current.isDeleted, endsDeleted);
    QCOMPARE(merged.merged.current.text(Field::Name), iEdit ? u"mine"_s : u"Ada"_s);
    QCOMPARE(merged.merged.current.text(Field::Phone), theyEdit ? u"555"_s : u""_s);
}

QTEST_GUILESS_MAIN(TestChangeSet)
#include "tst_changeset.moc"
