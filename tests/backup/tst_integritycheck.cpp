// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/integritycheck.h"
#include "filefixture.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;

class TestIntegrityCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsNothingInAGoodFile();
    void findsAnIndexThatLacksARow();
    void saysThatThereIsNoFile();
    void stopsWithTheJob();
    void isWaitedForByItsEnd();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

namespace {

void fill(const QString &file, int rows)
{
    Tests::sqliteExecute(file,
                         u"create table t (id integer primary key, name text); create index i on t (name); "
                         "insert into t (name) with recursive n(i) as (select 1 union all select i + 1 "
                         "from n where i < %1) select hex(randomblob(20)) from n"_s.arg(rows));
}

} // namespace

void TestIntegrityCheck::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"backup.db"_s);
}

void TestIntegrityCheck::findsNothingInAGoodFile()
{
    fill(m_file, 1000);
    Core::JobContext context;
    IntegrityCheck check(context);
    QVERIFY(!check.isStarted());
    check.start(m_file);
    QVERIFY(check.isStarted());
    const auto sha256 = check.result();
    QVERIFY_OK(sha256);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(*sha256, QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256));
    QCOMPARE(check.result().value(), *sha256); // it stays what it was
}

void TestIntegrityCheck::findsAnIndexThatLacksARow()
{
    fill(m_file, 1000);
    // The row is there, and nobody who looks by its name finds it.
    Tests::sqliteExecute(m_file, u"pragma writable_schema = on; create table spare (id integer primary key); "
                                 "update sqlite_schema set sql = 'create index i on t (name) where id <> 7' "
                                 "where name = 'i'"_s);
    Tests::sqliteExecute(m_file, u"delete from t where id = 7"_s);
    Tests::sqliteExecute(m_file, u"insert into t values (7, 'gone')"_s);
    Tests::sqliteExecute(m_file,
                         u"pragma writable_schema = on; update sqlite_schema set sql = 'create index i on "
                         "t (name)' where name = 'i'"_s);
    Core::JobContext context;
    IntegrityCheck check(context);
    check.start(m_file);
    const auto result = check.result();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Corrupt);
}

void TestIntegrityCheck::saysThatThereIsNoFile()
{
    Core::JobContext context;
    IntegrityCheck check(context);
    check.start(m_file);
    QCOMPARE(check.result().error().kind, ErrorKind::NotFound);
}

void TestIntegrityCheck::stopsWithTheJob()
{
    fill(m_file, 200'000);
    Core::JobContext context;
    IntegrityCheck check(context);
    context.requestStop();
    check.start(m_file);
    const auto result = check.result();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
}

void TestIntegrityCheck::isWaitedForByItsEnd()
{
    fill(m_file, 1000);
    Core::JobContext context;
    {
        IntegrityCheck check(context);
        check.start(m_file);
    }
    QVERIFY(QFile::remove(m_file));
}

QTEST_GUILESS_MAIN(TestIntegrityCheck)
#include "tst_integritycheck.moc"
