// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backupbench.h"
#include "ui/backup/browsedbackup.h"

#include <QDirIterator>
#include <QLockFile>

#include <utime.h>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Entry;
using Core::ErrorKind;

namespace {

QString copiesFolder()
{
    return Core::Paths::state() + u"/opened-backups"_s;
}

QStringList copies()
{
    return QDir(copiesFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

} // namespace

/// Looking into a backup changes nothing of it and leaves nothing behind.
class TestBrowsedBackup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opensTheFileItself();
    void aWrappedOneIsUnwrappedForItsOwnerOnly();
    void whatAKilledProgramLeftIsRemoved();
    void anotherPassphraseLeavesNothing();
    void aDamagedOneIsRefused();
    void dumpsAreNoDatabases();
    void stopsWhenAsked();

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestBrowsedBackup::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", m_home->filePath(u"data"_s).toUtf8());
    qputenv("XDG_STATE_HOME", m_home->filePath(u"state"_s).toUtf8());
}

void TestBrowsedBackup::opensTheFileItself()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    Core::JobContext context;
    const auto browsed = browse(entry, {}, context);
    QVERIFY2(browsed, qPrintable(browsed ? QString() : Core::toText(browsed.error())));
    QVERIFY(!browsed->copy);
    QVERIFY(isBrowsed(browsed->profile));
    QVERIFY(!isBrowsed(bench.profile()));
    QCOMPARE(browsed->profile.connection.file, entry.file);
    QCOMPARE(browsed->profile.connection.openMode, Db::SqliteOpenMode::ReadOnly);
    QVERIFY(browsed->profile.isReadOnly);
    QVERIFY2(browsed->profile.name.startsWith(u"Backup of Shop from "_s), qPrintable(browsed->profile.name));
    QCOMPARE(Profiles::wordOf(browsed->profile.environment), u"Backup"_s);
}

void TestBrowsedBackup::aWrappedOneIsUnwrappedForItsOwnerOnly()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db.zst.enc"_s, encrypted(u"correct horse"_s));
    Core::JobContext context;
    auto browsed = browse(entry, u"correct horse"_s, context);
    QVERIFY2(browsed, qPrintable(browsed ? QString() : Core::toText(browsed.error())));
    QVERIFY(browsed->copy);
    const QFileInfo copy(browsed->profile.connection.file);
    QVERIFY(copy.exists());
    QVERIFY(copy.absoluteFilePath() != entry.file);
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                      QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(copy.permissions() & others, QFile::Permissions());
    QCOMPARE(QFileInfo(copy.absolutePath()).permissions() & others, QFile::Permissions());
    // A second one beside it; the first is in use and stays.
    {
        const auto second = browse(entry, u"correct horse"_s, context);
        QVERIFY(second);
        QCOMPARE(copies().size(), 2);
    }
    QCOMPARE(copies().size(), 1);
    QVERIFY(copy.exists());
    browsed->copy.reset();
    QVERIFY(copies().isEmpty());
}

void TestBrowsedBackup::whatAKilledProgramLeftIsRemoved()
{
    const BackupBench bench;
    const QString left = copiesFolder() + u"/killed"_s;
    QVERIFY(QDir().mkpath(left));
    QFile file(left + u"/backup.db"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("customers");
    file.close();
    const utimbuf old = {1'700'000'000, 1'700'000'000};
    QCOMPARE(::utime(QFile::encodeName(left).constData(), &old), 0);
    Core::JobContext context;
    QVERIFY(browse(bench.backUp(u"one.db"_s), {}, context));
    QVERIFY2(copies().isEmpty(), qPrintable(copies().join(u' ')));
}

void TestBrowsedBackup::anotherPassphraseLeavesNothing()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db.zst.enc"_s, encrypted(u"correct horse"_s));
    Core::JobContext context;
    for (const QString &passphrase : {QString(), u"correct h0rse"_s}) {
        const auto browsed = browse(entry, passphrase, context);
        QVERIFY(!browsed);
        QCOMPARE(browsed.error().kind, ErrorKind::Authentication);
        QVERIFY(copies().isEmpty());
    }
}

void TestBrowsedBackup::aDamagedOneIsRefused()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    QVERIFY(QFile::resize(entry.file, entry.manifest.size / 2));
    Core::JobContext context;
    const auto browsed = browse(entry, {}, context);
    QVERIFY(!browsed);
    QCOMPARE(browsed.error().kind, ErrorKind::Corrupt);
    QVERIFY(!browsed.error().summary.isEmpty());
}

void TestBrowsedBackup::dumpsAreNoDatabases()
{
    Entry entry;
    entry.file = m_home->filePath(u"one.dump"_s);
    entry.manifest.kind = Backup::Kind::Dump;
    Core::JobContext context;
    const auto browsed = browse(entry, {}, context);
    QVERIFY(!browsed);
    QCOMPARE(browsed.error().kind, ErrorKind::Unsupported);
}

void TestBrowsedBackup::stopsWhenAsked()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db.zst"_s, [] {
        Backup::Wrapping wrapping;
        wrapping.compress = true;
        return wrapping;
    }());
    Core::JobContext context;
    context.requestStop();
    const auto browsed = browse(entry, {}, context);
    QVERIFY(!browsed);
    QCOMPARE(browsed.error().kind, ErrorKind::Cancelled);
    QVERIFY(copies().isEmpty());
}

QTEST_MAIN(TestBrowsedBackup)
#include "tst_browsedbackup.moc"
