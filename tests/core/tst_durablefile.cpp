// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/durablefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Core::readLimited;
using Core::writeDurably;

namespace {

/// Files of this process cannot grow beyond `bytes` while it lives: a full disk without one.
class SmallDisk final
{
public:
    explicit SmallDisk(rlim_t bytes)
    {
        m_oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit small = {bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

private:
    rlimit m_old = {};
    void (*m_oldHandler)(int) = nullptr;
};

int modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

} // namespace

class TestDurableFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"drafts.json"_s);
    }
    void replacesTheContent();
    void createsPrivateFoldersAndFiles();
    void replacesALinkInsteadOfFollowingIt();
    void doesNotWriteThroughALinkLeftInTheWay();
    void keepsTheOldContentWhenTheDiskIsFull();
    void leavesAFolderOfThatNameAlone();
    void saysThatTheFolderCannotBeMade();
    void readsOrdinaryFilesOnly();
    void readsThroughALinkOnlyWhereItMay();
    void setsAsideWithoutReplacing();

private:
    [[nodiscard]] QByteArray content() const
    {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestDurableFile::replacesTheContent()
{
    QVERIFY(writeDurably(m_file, "old and longer"));
    QVERIFY(writeDurably(m_file, QByteArray("new\0", 4)));
    QCOMPARE(content(), QByteArray("new\0", 4));
    const QByteArray much(5'000'000, 'x');
    QVERIFY(writeDurably(m_file, much));
    QCOMPARE(readLimited(m_file, much.size()).value(), much);
    QVERIFY(writeDurably(m_file, {}));
    QCOMPARE(content(), QByteArray());
    QCOMPARE(names(), QStringList{u"drafts.json"_s});
}

void TestDurableFile::createsPrivateFoldersAndFiles()
{
    m_file = m_folder->filePath(u"state/gsc-admin/drafts.json"_s);
    const mode_t oldMask = ::umask(0);
    const bool written = writeDurably(m_file, "x").has_value();
    ::umask(oldMask);
    QVERIFY(written);
    QCOMPARE(modeOf(m_file), 0600);
    QCOMPARE(modeOf(m_folder->filePath(u"state/gsc-admin"_s)), 0700);
    QCOMPARE(modeOf(m_folder->filePath(u"state"_s)), 0700);
    // A file that others may read does not stay so.
    QVERIFY(QFile::setPermissions(m_file, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    QVERIFY(writeDurably(m_file, "y"));
    QCOMPARE(modeOf(m_file), 0600);
}

void TestDurableFile::replacesALinkInsteadOfFollowingIt()
{
    const QString other = m_folder->filePath(u"other"_s);
    QVERIFY(writeDurably(other, "not yours"));
    QVERIFY(QFile::link(other, m_file));
    QVERIFY(writeDurably(m_file, "mine"));
    QVERIFY(!QFileInfo(m_file).isSymLink());
    QCOMPARE(content(), "mine");
    QCOMPARE(readLimited(other, 100).value(), "not yours");
}

void TestDurableFile::doesNotWriteThroughALinkLeftInTheWay()
{
    const QString other = m_folder->filePath(u"other"_s);
    QVERIFY(writeDurably(other, "not yours"));
    QVERIFY(QFile::link(other, m_file + u".part"_s));
    QVERIFY(writeDurably(m_file, "mine"));
    QCOMPARE(content(), "mine");
    QCOMPARE(readLimited(other, 100).value(), "not yours");
    QCOMPARE(names(), (QStringList{u"drafts.json"_s, u"other"_s}));
}

void TestDurableFile::keepsTheOldContentWhenTheDiskIsFull()
{
    QVERIFY(writeDurably(m_file, "old"));
    Core::Result<void> written;
    {
        const SmallDisk disk(10'000);
        written = writeDurably(m_file, QByteArray(100'000, 'x'));
    }
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Io);
    QVERIFY2(written.error().summary.contains(m_file), qPrintable(written.error().summary));
    QCOMPARE(content(), "old");
    QCOMPARE(names(), QStringList{u"drafts.json"_s});
}

void TestDurableFile::leavesAFolderOfThatNameAlone()
{
    QVERIFY(QDir().mkpath(m_file + u"/inside"_s));
    QVERIFY(!writeDurably(m_file, "x"));
    QVERIFY(QFileInfo(m_file + u"/inside"_s).isDir());
    QCOMPARE(names(), QStringList{u"drafts.json"_s});
}

void TestDurableFile::saysThatTheFolderCannotBeMade()
{
    QVERIFY(writeDurably(m_file, "a file where a folder should be"));
    const auto written = writeDurably(m_file + u"/below/x"_s, "x");
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Io);
    QVERIFY(!written.error().detail.isEmpty());
}

void TestDurableFile::readsOrdinaryFilesOnly()
{
    QCOMPARE(readLimited(m_file, 10).error().kind, ErrorKind::NotFound);
    QVERIFY(writeDurably(m_file, "0123456789"));
    QCOMPARE(readLimited(m_file, 10).value(), "0123456789");
    QCOMPARE(readLimited(m_file, 9).error().kind, ErrorKind::Unsupported);
    QCOMPARE(readLimited(m_folder->path(), 10).error().kind, ErrorKind::Unsupported);
    const QString fifo = m_folder->filePath(u"fifo"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    QCOMPARE(readLimited(fifo, 10).error().kind, ErrorKind::Unsupported); // and does not wait for a writer
}

void TestDurableFile::readsThroughALinkOnlyWhereItMay()
{
    QVERIFY(writeDurably(m_file, "x"));
    const QString link = m_folder->filePath(u"link"_s);
    QVERIFY(QFile::link(m_file, link));
    QCOMPARE(readLimited(link, 10).value(), "x");
    QCOMPARE(readLimited(link, 10, Core::Links::Refuse).error().kind, ErrorKind::Unsupported);
    QCOMPARE(readLimited(m_file, 10, Core::Links::Refuse).value(), "x");
    QVERIFY(QFile::remove(m_file));
    QCOMPARE(readLimited(link, 10).error().kind, ErrorKind::NotFound);
    QCOMPARE(readLimited(link, 10, Core::Links::Refuse).error().kind, ErrorKind::Unsupported);
}

void TestDurableFile::setsAsideWithoutReplacing()
{
    QCOMPARE(Core::setAside(m_file).error().kind, ErrorKind::Io);
    QStringList aside;
    for (const char *content : {"one", "two", "three"}) { // within a second, so that names collide
        QVERIFY(writeDurably(m_file, content));
        const auto name = Core::setAside(m_file);
        QVERIFY(name);
        aside.append(*name);
        QVERIFY(!QFile::exists(m_file));
    }
    QCOMPARE(readLimited(aside.at(0), 10).value(), "one");
    QCOMPARE(readLimited(aside.at(1), 10).value(), "two");
    QCOMPARE(readLimited(aside.at(2), 10).value(), "three");
    QVERIFY(aside.at(0).startsWith(m_file + u".damaged-"));
}

QTEST_APPLESS_MAIN(TestDurableFile)
#include "tst_durablefile.moc"
