// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "repositoryfixture.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Customers;
using Tests::edited;
using Tests::RepositoryFixture;
using Tests::TempDatabase;
using Tests::waitFor;

/// Two desktops and the web application edit the same few customers. The web application writes all columns
/// without looking, and deletes without touching UpdatedAt; a desktop must never write over what it has not
/// seen.
class TestConcurrentEditing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDesktopNeverWritesOverWhatItHasNotSeen_data() { TempDatabase::addKinds(); }
    void aDesktopNeverWritesOverWhatItHasNotSeen();
    void otherColumnsKeepEveryByte_data();
    void otherColumnsKeepEveryByte();
};

void TestConcurrentEditing::aDesktopNeverWritesOverWhatItHasNotSeen()
{
    QFETCH(TempDatabase::Kind, kind);
    RepositoryFixture f(kind);
    RepositoryFixture *const shared = &f;
    const QList<Customer> start = f.add({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")});
    QCOMPARE(start.size(), 3);
    Db::Connection other(f.spec);
    CustomerRepository second(other, other, f.catalogue);
    const std::array<CustomerRepository *, 2> desktops = {shared->repository.get(), &second};
    std::array<QList<Customer>, 2> seen = {start, start};
    QRandomGenerator random(12);
    int lost = 0;
    int conflicts = 0;
    int saves = 0;
    for (int i = 0; i < 300; ++i) {
        const int row = random.bounded(3);
        const qint64 id = start.at(row).id;
        const int who = random.bounded(3);
        if (who == 2) { // the web application
            const bool deletes = random.bounded(3) == 0;
            f.database.execute(
                deletes
                    ? QStringLiteral(
                          "update \"Customer\" set \"IsDeleted\" = not \"IsDeleted\" where \"Id\" = %1")
                          .arg(id)
                    : QStringLiteral("update \"Customer\" set \"Phone\" = 'web %2', \"Email\" = \"Email\", "
                                     "\"Name\" = \"Name\", \"UpdatedAt\" = %3 where \"Id\" = %1")
                          .arg(id)
                          .arg(i)
                          .arg(f.database.isPostgres()
                                   ? QStringLiteral("now()")
                                   : QStringLiteral("strftime('%Y-%m-%d %H:%M:%f', 'now')")));
            continue;
        }
        const auto now = waitFor(f.repository->byIds({id}));
        QVERIFY_OK(now);
        Customer &known = seen.at(size_t(who))[row];
        const Customer actual = now->first();
        const bool upToDate = known == actual;
        const auto outcome = waitFor(
            desktops.at(size_t(who))->save({edited(known, Field::Phone, QStringLiteral("desk %1").arg(i))}));
        QVERIFY_OK(outcome);
        if (!outcome->conflicts.isEmpty()) {
            ++conflicts;
            known = *outcome->conflicts.first().theirs;
            continue;
        }
        ++saves;
        // Saved although the row was no longer what this desktop had seen: that change is lost.
        lost += upToDate ? 0 : 1;
        known = outcome->saved.first();
    }
    qInfo("two desktops and the web: %d saves, %d conflicts told, %d changes lost", saves, conflicts, lost);
    QVERIFY(saves > 20);
    QVERIFY(conflicts > 20);
    QCOMPARE(lost, 0);
}

void TestConcurrentEditing::otherColumnsKeepEveryByte_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : {"UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin"})
        QTest::newRow(zone) << QString::fromLatin1(zone);
}

void TestConcurrentEditing::otherColumnsKeepEveryByte()
{
    QFETCH(QString, zone);
    RepositoryFixture f(TempDatabase::Kind::PostgresDirect);
    f.database.execute(
        QStringLiteral("alter database \"%1\" set timezone = '%2'").arg(f.database.name(), zone));
    f.open();
    QStringList names;
    for (int i = 0; i < 120; ++i)
        names.append(QStringLiteral("N%1").arg(i));
    const QList<Customer> added = f.add(names);
    QCOMPARE(added.size(), names.size());
    // Every kind of time PostgreSQL knows and Qt does not: microseconds, infinity, BC, far years, odd old
    // offsets.
    f.database.execute(QStringLiteral(
        "update \"Customer\" set \"CreatedAt\" = timestamptz '2024-01-01 00:00:00Z' + \"Id\" * interval '1 "
        "day "
        "3:07:11.123457', \"DeletedAt\" = case \"Id\" % 6 when 0 then timestamptz 'infinity' when 1 then "
        "timestamptz "
        "'-infinity' when 2 then timestamptz '0044-03-15 12:00:00.000001Z BC' when 3 then timestamptz "
        "'12345-06-07 "
        "08:09:10.999999Z' when 4 then timestamptz '1890-05-05 05:05:05.5Z' end, \"UpdatedAt\" = timestamptz "
        "'2025-01-01 00:00:00Z' + \"Id\" * interval '1.000001 second'"));
    const QString fingerprint = QStringLiteral("select \"Id\", \"CreatedAt\"::text, \"DeletedAt\"::text, "
                                               "\"Email\", \"Phone\", \"Address\", \"Notes\" from "
                                               "\"Customer\" order by \"Id\"");
    const auto before = f.database.execute(fingerprint);
    QList<qint64> ids;
    for (const Customer &customer : added)
        ids.append(customer.id);
    const auto rows = waitFor(f.repository->byIds(ids));
    QVERIFY_OK(rows);
    QList<RowChange> changes;
    for (const Customer &customer : *rows)
        changes.append(edited(customer, Field::Name, customer.text(Field::Name).value() + QLatin1Char('!')));
    const auto saved = waitFor(f.repository->save(changes));
    QVERIFY_OK(saved);
    QCOMPARE(saved->conflicts.size(), 0);
    QCOMPARE(saved->saved.size(), changes.size());
    const auto after = f.database.execute(fingerprint);
    int changed = 0;
    for (int i = 0; i < before.size(); ++i)
        changed += Tests::picture({before.at(i)}) == Tests::picture({after.at(i)}) ? 0 : 1;
    qInfo("times in %s: %d of %d rows with a changed byte in a column that was not edited", qPrintable(zone),
          changed, int(before.size()));
    QCOMPARE(changed, 0);
    QCOMPARE(f.database
                 .execute(QStringLiteral(
                     "select count(*) from \"Customer\" where \"UpdatedAt\" < now() - interval '1 hour'"))
                 .first()
                 .first(),
             QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestConcurrentEditing)
#include "tst_concurrentediting.moc"
