// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/stagingrecord.h"
#include "support/verify.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Schema::MigrationState;
using Schema::StagingRecord;

/// Staging comes first, as far as this computer knows.
class TestStagingRecord final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remembersWhatWasApplied();
    void forgetsAChangedFile();
    void aDamagedFileIsAsIfThereWereNone();

private:
    static Schema::MigrationStatus statusWith(const QString &id, MigrationState state)
    {
        Schema::MigrationStatus status;
        status.catalogue = Schema::migrations(Db::Engine::SQLite).value();
        Schema::MigrationEntry entry;
        entry.id = id;
        entry.state = state;
        entry.checksum = Schema::findMigration(status.catalogue, id)->up.checksum;
        status.entries.append(entry);
        return status;
    }
};

void TestStagingRecord::remembersWhatWasApplied()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"state/record.json"_s);
    const QString id = Schema::initialCreate;
    const auto pending = statusWith(id, MigrationState::Pending);
    QCOMPARE(StagingRecord(file).untried({id}, pending.catalogue), QStringList{id});
    QVERIFY_OK(StagingRecord(file).note(u"Staging"_s, pending));
    QCOMPARE(StagingRecord(file).untried({id}, pending.catalogue), QStringList{id});
    QVERIFY_OK(StagingRecord(file).note(u"Staging"_s, statusWith(id, MigrationState::Applied)));
    QVERIFY(StagingRecord(file).untried({id}, pending.catalogue).isEmpty());
    QVERIFY(StagingRecord::warningFor({}).isEmpty());
    QVERIFY(StagingRecord::warningFor({id}).contains(id));
}

void TestStagingRecord::forgetsAChangedFile()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.json"_s);
    auto status = statusWith(Schema::initialCreate, MigrationState::Applied);
    QVERIFY_OK(StagingRecord(file).note(u"Staging"_s, status));
    status.catalogue.first().up.checksum = u"another"_s;
    QCOMPARE(StagingRecord(file).untried({Schema::initialCreate}, status.catalogue),
             QStringList{Schema::initialCreate});
}

void TestStagingRecord::aDamagedFileIsAsIfThereWereNone()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"record.json"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("{\"a") > 0);
    file.close();
    const auto status = statusWith(Schema::initialCreate, MigrationState::Applied);
    QCOMPARE(StagingRecord(name).untried({Schema::initialCreate}, status.catalogue).size(), 1);
    QVERIFY_OK(StagingRecord(name).note(u"Staging"_s, status));
    QVERIFY(StagingRecord(name).untried({Schema::initialCreate}, status.catalogue).isEmpty());
}

QTEST_GUILESS_MAIN(TestStagingRecord)
#include "tst_stagingrecord.moc"
