// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filename.h"
#include "backup/partfile.h"
#include "core/descriptor.h"
#include "filefixture.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::contentOf;
using Tests::modeOf;
using Tests::namesIn;
using Tests::writeTo;

class TestPartFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"shop.db.20251211_093000"_s);
        m_part = m_file + u".gsc-admin.part"_s;
    }
    void cleanupTestCase();
    void givesTheNameAtTheEnd();
    void leavesNothingWithoutFinish();
    void takesNoNameThatIsTaken_data();
    void takesNoNameThatIsTaken();
    void replacesOnlyWhereItMay();
    void nameTakenMeanwhile();
    void swappedPart();
    void swappedFolder();
    void partInTheWay_data();
    void partInTheWay();
    void isPrivateWhateverTheMask();
    void wrongFolders();
    void makesTheDefaultFolder();
    void letsSqliteWrite();
    void fullDisk();
    void leftovers();
    void hashes();

private:
    void count(bool isRight);
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    QString m_part;
    int m_cases = 0;
    int m_bad = 0;
};

/// A case of acceptance test 34.
void TestPartFile::count(bool isRight)
{
    ++m_cases;
    m_bad += isRight ? 0 : 1;
    QVERIFY(isRight);
}

void TestPartFile::cleanupTestCase()
{
    qInfo("acceptance 34 (backup files): %d cases, %d bad", m_cases, m_bad);
    QVERIFY(m_cases >= 18);
    QCOMPARE(m_bad, 0);
}

void TestPartFile::givesTheNameAtTheEnd()
{
    const auto part = PartFile::create(m_file);
    QVERIFY_OK(part);
    QCOMPARE((*part)->path(), m_part);
    QCOMPARE((*part)->finalName(), m_file);
    QVERIFY_OK((*part)->write("SQLite "));
    QVERIFY_OK((*part)->write({}));
    QVERIFY_OK((*part)->write("format 3"));
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"shop.db.20251211_093000.gsc-admin.part"_s});
    QVERIFY_OK((*part)->finish());
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"shop.db.20251211_093000"_s});
    QCOMPARE(contentOf(m_file), "SQLite format 3");
}

void TestPartFile::leavesNothingWithoutFinish()
{
    {
        const auto part = PartFile::create(m_file);
        QVERIFY_OK(part);
        QVERIFY_OK((*part)->write("half"));
        for (const char *ending : {"-journal", "-wal", "-shm"})
            QVERIFY(writeTo(m_part + QLatin1String(ending), "x"));
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void TestPartFile::takesNoNameThatIsTaken_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"file", "empty file", "folder", "link", "dangling link", "pipe", "hard link"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPartFile::takesNoNameThatIsTaken()
{
    QFETCH(QString, what);
    const QString other = m_folder->filePath(u"other"_s);
    const QByteArray name = QFile::encodeName(m_file);
    QVERIFY(writeTo(other, "not yours"));
    if (what == u"file")
        QVERIFY(writeTo(m_file, "old"));
    else if (what == u"empty file")
        QVERIFY(writeTo(m_file, {}));
    else if (what == u"folder")
        QVERIFY(QDir().mkdir(m_file));
    else if (what == u"link")
        QVERIFY(QFile::link(other, m_file));
    else if (what == u"dangling link")
        QVERIFY(QFile::link(m_folder->filePath(u"nothing"_s), m_file));
    else if (what == u"pipe")
        QCOMPARE(::mkfifo(name.constData(), 0600), 0);
    else
        QCOMPARE(::link(QFile::encodeName(other).constData(), name.constData()), 0);
    const QStringList before = namesIn(m_folder->path());

    const auto part = PartFile::create(m_file);
    count(!part && part.error().kind == ErrorKind::Conflict);
    QVERIFY2(part.error().summary.contains(m_file), qPrintable(part.error().summary));
    QCOMPARE(namesIn(m_folder->path()), before);
    QCOMPARE(contentOf(other), "not yours");
    if (what == u"file")
        QCOMPARE(contentOf(m_file), "old");
}

void TestPartFile::replacesOnlyWhereItMay()
{
    QVERIFY(writeTo(m_file, "old"));
    QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner | QFile::ReadOther));
    {
        const auto part = PartFile::create(m_file, PartFile::Existing::Replace);
        QVERIFY_OK(part);
        QVERIFY_OK((*part)->write("new"));
        QCOMPARE(contentOf(m_file), "old");
        QVERIFY_OK((*part)->finish());
    }
    QCOMPARE(contentOf(m_file), "new");
    QCOMPARE(modeOf(m_file), 0600);

    const QString other = m_folder->filePath(u"other"_s);
    QVERIFY(QFile::rename(m_file, other) && QFile::link(other, m_file));
    const auto part = PartFile::create(m_file, PartFile::Existing::Replace);
    QVERIFY_OK(part);
    QVERIFY_OK((*part)->finish());
    count(!QFileInfo(m_file).isSymLink() && contentOf(other) == "new");
}

void TestPartFile::nameTakenMeanwhile()
{
    const auto part = PartFile::create(m_file);
    QVERIFY_OK(part);
    QVERIFY(writeTo(m_file, "somebody else's"));
    const auto finished = (*part)->finish();
    count(!finished && finished.error().kind == ErrorKind::Conflict);
    QCOMPARE(contentOf(m_file), "somebody else's");
}

void TestPartFile::swappedPart()
{
    const QString victim = m_folder->filePath(u"victim"_s);
    QVERIFY(writeTo(victim, "not yours"));
    for (const bool isLink : {false, true}) {
        {
            const auto part = PartFile::create(m_file);
            QVERIFY_OK(part);
            QVERIFY_OK((*part)->write("ours"));
            QVERIFY(QFile::remove(m_part));
            QVERIFY(isLink ? QFile::link(victim, m_part) : writeTo(m_part, "theirs"));
            const auto finished = (*part)->finish();
            count(!finished && finished.error().kind == ErrorKind::Io && !QFile::exists(m_file));
        }
        // What is not ours is not removed either.
        QVERIFY(QFileInfo(m_part).isSymLink() == isLink && QFile::exists(m_part));
        QVERIFY(QFile::remove(m_part));
        QCOMPARE(contentOf(victim), "not yours");
    }
}

void TestPartFile::swappedFolder()
{
    const QString folder = m_folder->filePath(u"backups"_s);
    const QString moved = m_folder->filePath(u"moved"_s);
    const QString elsewhere = m_folder->filePath(u"elsewhere"_s);
    QVERIFY(QDir().mkdir(folder) && QDir().mkdir(elsewhere));
    const auto part = PartFile::create(folder + u"/x.db"_s);
    QVERIFY_OK(part);
    QVERIFY_OK((*part)->write("ours"));
    QVERIFY(QFile::rename(folder, moved) && QFile::link(elsewhere, folder));
    QVERIFY_OK((*part)->finish());
    count(namesIn(elsewhere).isEmpty() && contentOf(moved + u"/x.db"_s) == "ours");
}

void TestPartFile::partInTheWay_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("isRemoved");
    QTest::newRow("left by a kill") << u"file"_s << true;
    QTest::newRow("being written") << u"locked"_s << false;
    QTest::newRow("link") << u"link"_s << false;
    QTest::newRow("folder") << u"folder"_s << false;
    QTest::newRow("pipe") << u"pipe"_s << false;
}

void TestPartFile::partInTheWay()
{
    QFETCH(QString, what);
    QFETCH(bool, isRemoved);
    const QString victim = m_folder->filePath(u"victim"_s);
    QVERIFY(writeTo(victim, "not yours"));
    const QByteArray name = QFile::encodeName(m_part);
    Core::Descriptor lock;
    if (what == u"link")
        QVERIFY(QFile::link(victim, m_part));
    else if (what == u"folder")
        QVERIFY(QDir().mkdir(m_part));
    else if (what == u"pipe")
        QCOMPARE(::mkfifo(name.constData(), 0600), 0);
    else
        QVERIFY(writeTo(m_part, "old"));
    if (what == u"locked") {
        lock = Core::Descriptor(::open(name.constData(), O_RDONLY | O_CLOEXEC));
        QCOMPARE(::flock(lock.get(), LOCK_EX | LOCK_NB), 0);
    }

    const auto part = PartFile::create(m_file);
    const ErrorKind expected = what == u"locked" ? ErrorKind::Busy : ErrorKind::Conflict;
    count(part.has_value() == isRemoved && (part || part.error().kind == expected));
    if (part)
        QVERIFY_OK((*part)->finish());
    QCOMPARE(contentOf(m_file), QByteArray());
    QCOMPARE(QFileInfo::exists(m_part), !isRemoved);
    QCOMPARE(contentOf(victim), "not yours");
    // Nor does cleaning up touch it.
    QCOMPARE(removeLeftovers(m_folder->path()), QStringList());
    QCOMPARE(QFileInfo::exists(m_part), !isRemoved);
}

void TestPartFile::isPrivateWhateverTheMask()
{
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7777)));
    const mode_t before = ::umask(0);
    auto part = PartFile::create(m_file);
    ::umask(before);
    QVERIFY_OK(part);
    count(modeOf(m_part) == 0600);
    QVERIFY_OK((*part)->finish());
    count(modeOf(m_file) == 0600);
}

void TestPartFile::wrongFolders()
{
    const auto kindOf = [](const QString &name) {
        const auto part = PartFile::create(name);
        return part ? ErrorKind::Internal : part.error().kind;
    };
    QCOMPARE(kindOf(m_folder->filePath(u"missing/x.db"_s)), ErrorKind::NotFound);
    QVERIFY(!QFile::exists(m_folder->filePath(u"missing"_s)));
    QVERIFY(writeTo(m_file, "a file"));
    QCOMPARE(kindOf(m_file + u"/x.db"_s), ErrorKind::Unsupported);
    QCOMPARE(kindOf(m_folder->path() + u'/'), ErrorKind::Unsupported);
    QCOMPARE(kindOf(m_folder->path() + u"/.."_s), ErrorKind::Conflict);
    QCOMPARE(kindOf(m_folder->filePath(QString(250, u'x'))), ErrorKind::Io);
}

void TestPartFile::makesTheDefaultFolder()
{
    qputenv("HOME", QFile::encodeName(m_folder->path())); // the documents are below it
    QVERIFY2(defaultFolder().startsWith(m_folder->path()), qPrintable(defaultFolder()));
    QVERIFY(!QFile::exists(defaultFolder()));
    const auto part = PartFile::create(defaultFolder() + u"/x.db"_s);
    QVERIFY_OK(part);
    QVERIFY_OK((*part)->finish());
    QCOMPARE(modeOf(defaultFolder()), 0700);
}

void TestPartFile::letsSqliteWrite()
{
    const auto part = PartFile::create(m_file);
    QVERIFY_OK(part);
    // As SQLite does: by name, and with a file beside it for as long as it has not finished.
    QVERIFY(writeTo(m_part + u"-journal"_s, "pages"));
    QFile byName(m_part);
    QVERIFY(byName.open(QIODevice::ReadWrite));
    QVERIFY(byName.write("database") > 0);
    byName.close();
    QCOMPARE((*part)->finish().error().kind, ErrorKind::Internal);
    QVERIFY(!QFile::exists(m_file));
    QVERIFY(writeTo(m_part + u"-journal"_s, {})); // journal_mode=TRUNCATE leaves it so
    QVERIFY_OK((*part)->finish());
    QCOMPARE(contentOf(m_file), "database");
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"shop.db.20251211_093000"_s});
}

void TestPartFile::fullDisk()
{
    const Tests::SmallDisk disk(50'000);
    {
        const auto part = PartFile::create(m_file);
        QVERIFY_OK(part);
        const auto written = (*part)->write(QByteArray(100'000, 'x'));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::Io);
        QVERIFY2(written.error().summary.contains(u"space"), qPrintable(written.error().summary));
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void TestPartFile::leftovers()
{
    const auto living = PartFile::create(m_folder->filePath(u"living.db"_s));
    QVERIFY_OK(living);
    const QByteArrayList kept{"living.db.gsc-admin.part", "movie.mkv.part",    "report.part", "b.db",
                              "b.db.manifest.json",       "c.db.manifest.json"};
    const QByteArrayList dead{"a.db.gsc-admin.part",
                              "a.db.gsc-admin.part-journal",
                              "a.db.gsc-admin.part-wal",
                              "a.db.gsc-admin.part-shm",
                              "a.db.manifest.json",
                              "b.db.gsc-admin.part",
                              "a.db.manifest.json.gsc-admin.part"};
    for (const QByteArray &name : kept + dead)
        if (!name.startsWith("living"))
            QVERIFY(writeTo(m_folder->filePath(QString::fromLatin1(name)), "x"));
    const QStringList removed = removeLeftovers(m_folder->path());
    QCOMPARE(removed, (QStringList{u"a.db.gsc-admin.part"_s, u"a.db.manifest.json.gsc-admin.part"_s,
                                   u"b.db.gsc-admin.part"_s}));
    QStringList expected;
    for (const QByteArray &name : kept)
        expected.append(QString::fromLatin1(name));
    expected.sort();
    QCOMPARE(namesIn(m_folder->path()), expected);
    QVERIFY_OK((*living)->finish());
    QCOMPARE(removeLeftovers(m_folder->filePath(u"missing"_s)), QStringList());
}

void TestPartFile::hashes()
{
    Core::JobContext context;
    for (const qsizetype size : {0, 1, 1024 * 1024, 3'000'001}) {
        const QByteArray content(size, 'x');
        QVERIFY(writeTo(m_file, content));
        const auto hash = hashOfFile(m_file, context);
        QVERIFY_OK(hash);
        QCOMPARE(hash->toHex(), QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    }
    const auto kindOf = [&](const QString &name) {
        const auto hash = hashOfFile(m_folder->filePath(name), context);
        return hash ? ErrorKind::Internal : hash.error().kind;
    };
    QCOMPARE(kindOf(u"missing"_s), ErrorKind::NotFound);
    QVERIFY(QFile::link(m_file, m_folder->filePath(u"link"_s)));
    count(kindOf(u"link"_s) == ErrorKind::Unsupported);
    count(kindOf(u"."_s) == ErrorKind::Unsupported);
    QCOMPARE(::mkfifo(QFile::encodeName(m_folder->filePath(u"pipe"_s)).constData(), 0600), 0);
    count(kindOf(u"pipe"_s) == ErrorKind::Unsupported);

    // Cancelled in the middle, when the first piece was told.
    qint64 told = 0;
    Core::JobContext stopped([&](const Core::JobProgress &progress) {
        told = progress.total;
        QCOMPARE(progress.unit, Core::JobProgress::Unit::Bytes);
        stopped.requestStop();
    });
    QCOMPARE(hashOfFile(m_file, stopped).error().kind, ErrorKind::Cancelled);
    QCOMPARE(told, 3'000'001);
}

QTEST_GUILESS_MAIN(TestPartFile)
#include "tst_partfile.moc"
