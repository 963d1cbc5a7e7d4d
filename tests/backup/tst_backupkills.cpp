// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/partfile.h"
#include "backup/workfolder.h"
#include "workerfixture.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Tests::namesIn;
using Tests::runWorker;
using Tests::Shop;
using Tests::WorkerRun;
using DatabaseKind = Tests::TempDatabase::Kind;

/// Acceptance 16: killed at any moment, a backup is there whole or not at all, and a restore has happened or
/// not.
class tst_BackupKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whileBackingUp_data();
    void whileBackingUp();
    void whileRestoring_data();
    void whileRestoring();
};

namespace {

constexpr int kills = 40;

void addEngines()
{
    QTest::addColumn<DatabaseKind>("database");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("sqlite") << DatabaseKind::Sqlite << Kind::SqliteSnapshot;
    QTest::newRow("sqlite portable") << DatabaseKind::Sqlite << Kind::Portable;
    QTest::newRow("postgresql portable") << DatabaseKind::PostgresDirect << Kind::Portable;
    QTest::newRow("postgresql dump") << DatabaseKind::PostgresDirect << Kind::Dump;
}

/// The state of the database, or what is wrong with it.
QStringList stateOf(const Shop &shop)
{
    if (!shop.database.isPostgres())
        if (const QString check = shop.value(u"pragma integrity_check"_s); check != u"ok")
            return {check};
    return shop.summary();
}

} // namespace

void tst_BackupKills::whileBackingUp_data()
{
    addEngines();
}

void tst_BackupKills::whileBackingUp()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    const Shop shop(database, 400);
    const QStringList before = stateOf(shop);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"backup"_s);
    const QStringList words = {u"backup"_s, keyOf(kind), shop.database.connectionString(), file};
    const WorkerRun whole = runWorker(0, words);
    QVERIFY2(whole.code == 0, qPrintable(whole.err));

    QRandomGenerator random(16);
    int bad = 0;
    int finished = 0;
    int inTheMiddle = 0;
    for (int i = 0; i < kills; ++i) {
        QFile::remove(file);
        QFile::remove(manifestFile(file));
        const WorkerRun run = runWorker(random.bounded(qint64(1), whole.microseconds), words);
        finished += run.isKilled ? 0 : 1;
        const bool isThere = QFile::exists(file);
        inTheMiddle += namesIn(folder.path()).contains(u"backup.gsc-admin.part"_s) ? 1 : 0;
        WorkFolder::removeDead();
        const auto verification = Tests::verified(file);
        const bool isGood = verification && verification->isGood && verification->hasManifest;
        const QStringList expected =
            isThere ? QStringList{u"backup"_s, u"backup.manifest.json"_s} : QStringList();
        // A child that was being started dies a moment later, and holds the lock until then.
        const bool isClean = QTest::qWaitFor([&] {
            removeLeftovers(folder.path());
            return namesIn(folder.path()) == expected;
        });
        if ((isThere && !isGood) || !isClean) {
            ++bad;
            qWarning("left: %s", qPrintable(namesIn(folder.path()).join(u", ")));
        }
    }
    QCOMPARE(stateOf(shop), before);
    qInfo("acceptance 16 (backup, %s): %d kills, %d with a .part, %d after the end, %d bad",
          QTest::currentDataTag(), kills, inTheMiddle, finished, bad);
    QCOMPARE(bad, 0);
    QVERIFY2(inTheMiddle > 0, "no kill came in the middle: the moments are wrong");
}

void tst_BackupKills::whileRestoring_data()
{
    addEngines();
}

void tst_BackupKills::whileRestoring()
{
    QFETCH(DatabaseKind, database);
    QFETCH(Kind, kind);
    const Shop shop(database, 400);
    const QTemporaryDir folder;
    const QTemporaryDir safety;
    const QString target = shop.database.connectionString();
    QList<QString> files;
    QList<QStringList> states;
    for (const QString &name : {u"first"_s, u"second"_s}) {
        files.append(folder.filePath(name));
        QVERIFY_OK(Tests::backUp(shop.spec, kind, files.last()));
        states.append(stateOf(shop));
        shop.execute(
            u"update \"Customer\" set \"Notes\" = 'second'; delete from \"JobUpdate\" where \"Id\" < 50"_s);
    }
    const WorkerRun whole = runWorker(0, {u"restore"_s, files.first(), target, safety.path()});
    QVERIFY2(whole.code == 0, qPrintable(whole.err));
    QCOMPARE(stateOf(shop), states.first());

    QRandomGenerator random(16);
    int bad = 0;
    int restored = 0;
    int finished = 0;
    for (int i = 0; i < kills; ++i) {
        const QStringList before = stateOf(shop);
        const bool isFirst = before == states.first();
        const WorkerRun run =
            runWorker(random.bounded(qint64(1), whole.microseconds),
                      {u"restore"_s, isFirst ? files.last() : files.first(), target, safety.path()});
        finished += run.isKilled ? 0 : 1;
        const QStringList after = stateOf(shop);
        restored += after == before ? 0 : 1;
        removeLeftovers(safety.path());
        WorkFolder::removeDead();
        const QStringList left = namesIn(safety.path()).filter(u"part"_s);
        if (!states.contains(after) || (!run.isKilled && after == before) || !left.isEmpty()) {
            ++bad;
            qWarning("%s; left: %s", qPrintable(after.join(u"; ")), qPrintable(left.join(u", ")));
        }
    }
    // Safety backups that were finished are whole, whatever became of the restore.
    for (const QString &name : namesIn(safety.path())) {
        if (name.endsWith(u".manifest.json"))
            continue;
        const auto verification = Tests::verified(safety.filePath(name));
        QVERIFY_OK(verification);
        bad += verification->isGood && verification->hasManifest ? 0 : 1;
    }
    // The next start is clean.
    const WorkerRun next = runWorker(0, {u"restore"_s, files.first(), target, safety.path()});
    QVERIFY2(next.code == 0, qPrintable(next.err));
    QCOMPARE(stateOf(shop), states.first());
    qInfo("acceptance 16 (restore, %s): %d kills, %d restored before it, %d after the end, %d bad",
          QTest::currentDataTag(), kills, restored, finished, bad);
    QCOMPARE(bad, 0);
}

QTEST_GUILESS_MAIN(tst_BackupKills)
#include "tst_backupkills.moc"
