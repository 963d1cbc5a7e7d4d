// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "restorefixture.h"
#include "support/postgresserver.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using Backup::Kind;
using Tests::Shop;
using Tests::TempDatabase;

namespace {

/// Adds a customer and a job of theirs in one transaction, over and over, until it goes.
class PairWriter final
{
public:
    explicit PairWriter(const Shop &shop)
        : m_thread([this, &shop] {
            const QString columns =
                u"(\"CustomerId\", \"EquipmentType\", \"EquipmentModel\", \"Description\", \"Status\", "
                "\"DateReceived\", \"CreatedAt\", \"UpdatedAt\")"_s;
            const QString customer =
                u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\") values ('pair', "
                "current_timestamp, current_timestamp)"_s;
            const QString job = u"insert into \"Job\" "_s + columns +
                                u" select %1, 'saw', 'x', '', 0, current_timestamp, current_timestamp, "
                                "current_timestamp"_s;
            const QString sql = shop.database.isPostgres()
                                    ? u"with c as ("_s + customer + u" returning \"Id\") "_s +
                                          job.arg(u"\"Id\""_s) + u" from c"_s
                                    : u"begin immediate; "_s + customer + u"; "_s +
                                          job.arg(u"last_insert_rowid()"_s) + u"; commit"_s;
            for (; !m_isStopped; ++m_pairs)
                shop.execute(sql);
        })
    {}
    ~PairWriter()
    {
        m_isStopped = true;
        m_thread.join();
    }
    Q_DISABLE_COPY_MOVE(PairWriter)

    [[nodiscard]] int pairs() const { return m_pairs; }

private:
    std::atomic_bool m_isStopped = false;
    std::atomic_int m_pairs = 0;
    std::thread m_thread;
};

qint64 rowsOf(const Backup::Manifest &manifest, const QString &table)
{
    for (const Tables::TableSummary &summary : manifest.tables)
        if (summary.name == table)
            return summary.rows;
    return -1;
}

} // namespace

/// A backup is one moment of the database, also while others write into it.
class TestLiveBackup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBackupIsOneMoment_data();
    void everyBackupIsOneMoment();
};

void TestLiveBackup::everyBackupIsOneMoment_data()
{
    QTest::addColumn<TempDatabase::Kind>("kind");
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("backups");
    QTest::newRow("sqlite, WAL") << TempDatabase::Kind::Sqlite << 23 << 100;
    QTest::newRow("postgresql") << TempDatabase::Kind::PostgresDirect << 22 << 15;
}

void TestLiveBackup::everyBackupIsOneMoment()
{
    QFETCH(TempDatabase::Kind, kind);
    QFETCH(int, number);
    QFETCH(int, backups);
    const Shop shop(kind, 500);
    if (!shop.database.isPostgres())
        shop.execute(u"pragma journal_mode = wal"_s);
    const QString difference =
        shop.value(u"select (select count(*) from \"Customer\") - (select count(*) from \"Job\")"_s);
    const QTemporaryDir folder;
    const QList<Kind> kinds = Tests::backupKinds(kind);
    int bad = 0;
    int whileWriting = 0;
    {
        const PairWriter writer(shop);
        for (int i = 0; i < backups; ++i) {
            const QString file = folder.filePath(u"backup%1"_s.arg(i));
            const int before = writer.pairs();
            const auto made = Tests::backUp(shop.spec, kinds.at(i % kinds.size()), file);
            QVERIFY_OK(made);
            whileWriting += writer.pairs() > before ? 1 : 0;
            const auto verification = Tests::verified(file);
            QVERIFY_OK(verification);
            const qint64 found = rowsOf(made->manifest, u"Customer"_s) - rowsOf(made->manifest, u"Job"_s);
            bad += verification->isGood && QString::number(found) == difference ? 0 : 1;
            QVERIFY(QFile::remove(file));
        }
    }
    qInfo("acceptance %d: %s: %d backups, %d of them while rows came, %d bad", number,
          QTest::currentDataTag(), backups, whileWriting, bad);
    QCOMPARE(bad, 0);
    QVERIFY(whileWriting > backups / 2);
}

QTEST_GUILESS_MAIN(TestLiveBackup)
#include "tst_livebackup.moc"
