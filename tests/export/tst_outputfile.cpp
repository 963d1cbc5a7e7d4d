// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/outputfile.h"
#include "exportbench.h"

#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

using Core::ErrorKind;
using Export::OutputFile;
using Tests::contentOf;
using Tests::namesIn;
using Tests::SmallDisk;

class TestOutputFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("kunden ü.csv"));
    }
    void getsItsNameAtTheEnd();
    void leavesNothingWithoutCommit();
    void replacesOnlyWhereAgreed();
    void noticesAFileThatCameMeanwhile();
    void keepsTheModeOfTheOld();
    void replacesALink();
    void leavesOtherThingsAlone();
    void saysThatThereIsNoFolder();
    void saysThatItMayNotWrite();
    void keepsTheOldWhenTheDiskIsFull();
    void takesALeftoverAway();
    void twoAtOnceDoNotMix();

private:
    [[nodiscard]] int modeOf(const QString &path) const
    {
        struct stat status = {};
        return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
    }
    void put(const QString &path, const QByteArray &text) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestOutputFile::getsItsNameAtTheEnd()
{
    auto file = OutputFile::create(m_file, false);
    QVERIFY(file.has_value());
    const QByteArray much(1'000'000, 'x');
    for (const QByteArray &part : {QByteArray("begin"), much, QByteArray("end")})
        QVERIFY((*file)->write(part));
    QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("kunden ü.csv.part")});
    QCOMPARE(modeOf((*file)->partName()), 0600);
    const auto size = (*file)->commit();
    QVERIFY(size.has_value());
    QCOMPARE(*size, much.size() + 8);
    QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("kunden ü.csv")});
    QCOMPARE(contentOf(m_file), "begin" + much + "end");
    QCOMPARE(modeOf(m_file), 0600);
}

void TestOutputFile::leavesNothingWithoutCommit()
{
    {
        auto file = OutputFile::create(m_file, false);
        QVERIFY(file.has_value());
        QVERIFY((*file)->write(QByteArray(1'000'000, 'x')));
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void TestOutputFile::replacesOnlyWhereAgreed()
{
    put(m_file, "old");
    auto refused = OutputFile::create(m_file, false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    QVERIFY(refused.error().summary.contains(m_file));
    QCOMPARE(contentOf(m_file), "old");
    auto agreed = OutputFile::create(m_file, true);
    QVERIFY(agreed.has_value());
    QVERIFY((*agreed)->write("new"));
    QCOMPARE(contentOf(m_file), "old");
    QVERIFY((*agreed)->commit());
    QCOMPARE(contentOf(m_file), "new");
}

void TestOutputFile::noticesAFileThatCameMeanwhile()
{
    auto file = OutputFile::create(m_file, false);
    QVERIFY(file.has_value());
    put(m_file, "somebody else's");
    const auto size = (*file)->commit();
    QVERIFY(!size);
    QCOMPARE(size.error().kind, ErrorKind::Conflict);
    file->reset();
    QCOMPARE(contentOf(m_file), "somebody else's");
    QCOMPARE(namesIn(m_folder->path()).size(), 1);
}

void TestOutputFile::keepsTheModeOfTheOld()
{
    put(m_file, "old");
    QCOMPARE(::chmod(QFile::encodeName(m_file).constData(), 0640), 0);
    auto file = OutputFile::create(m_file, true);
    QVERIFY(file.has_value());
    QVERIFY((*file)->commit());
    QCOMPARE(modeOf(m_file), 0640);
}

void TestOutputFile::replacesALink()
{
    const QString other = m_folder->filePath(QStringLiteral("other"));
    put(other, "not yours");
    QVERIFY(QFile::link(other, m_file));
    QVERIFY(QFile::link(other, m_file + QStringLiteral(".part")));
    auto file = OutputFile::create(m_file, true);
    QVERIFY(file.has_value());
    QVERIFY((*file)->write("mine"));
    QVERIFY((*file)->commit());
    QVERIFY(!QFileInfo(m_file).isSymLink());
    QCOMPARE(contentOf(m_file), "mine");
    QCOMPARE(contentOf(other), "not yours");
}

void TestOutputFile::leavesOtherThingsAlone()
{
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("folder")));
    const QString pipe = m_folder->filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    for (const QString &name :
         {m_folder->filePath(QStringLiteral("folder")), pipe, QStringLiteral("/dev/null")}) {
        const auto file = OutputFile::create(name, true);
        QVERIFY(!file);
        QCOMPARE(file.error().kind, ErrorKind::Unsupported);
    }
    QCOMPARE(namesIn(m_folder->path()), (QStringList{QStringLiteral("folder"), QStringLiteral("pipe")}));
}

void TestOutputFile::saysThatThereIsNoFolder()
{
    const auto file = OutputFile::create(m_folder->filePath(QStringLiteral("nowhere/out.csv")), false);
    QVERIFY(!file);
    QCOMPARE(file.error().kind, ErrorKind::NotFound);
    QVERIFY2(file.error().summary.contains(m_folder->filePath(QStringLiteral("nowhere"))),
             qPrintable(file.error().summary));
}

void TestOutputFile::saysThatItMayNotWrite()
{
    // The test may run as root, whom no mode stops; /proc stops everybody.
    const auto file = OutputFile::create(QStringLiteral("/proc/self/fd/out.csv"), false);
    QVERIFY(!file);
    QVERIFY(file.error().kind == ErrorKind::Permission || file.error().kind == ErrorKind::NotFound);
    auto any = OutputFile::create(m_file, false);
    QVERIFY(any.has_value());
    QCOMPARE((*any)->failure(EACCES).kind, ErrorKind::Permission);
    QCOMPARE((*any)->failure(EROFS).kind, ErrorKind::Permission);
    QVERIFY((*any)->failure(ENOSPC).summary.contains(QStringLiteral("no room")));
}

void TestOutputFile::keepsTheOldWhenTheDiskIsFull()
{
    put(m_file, "old");
    Core::Result<void> written;
    {
        auto file = OutputFile::create(m_file, true);
        QVERIFY(file.has_value());
        const SmallDisk disk(10'000);
        written = (*file)->write(QByteArray(1'000'000, 'x'));
    }
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Io);
    QVERIFY2(written.error().summary.contains(m_file), qPrintable(written.error().summary));
    QCOMPARE(contentOf(m_file), "old");
    QCOMPARE(namesIn(m_folder->path()).size(), 1);
}

void TestOutputFile::takesALeftoverAway()
{
    const pid_t child = ::fork();
    if (child == 0) { // as a program that is killed
        auto file = OutputFile::create(m_file, false);
        if (file && (*file)->write(QByteArray(1'000'000, 'x')))
            ::kill(::getpid(), SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("kunden ü.csv.part")});
    auto file = OutputFile::create(m_file, false);
    QVERIFY(file.has_value());
    QVERIFY((*file)->write("whole"));
    QVERIFY((*file)->commit());
    QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("kunden ü.csv")});
    QCOMPARE(contentOf(m_file), "whole");
}

void TestOutputFile::twoAtOnceDoNotMix()
{
    auto first = OutputFile::create(m_file, true);
    QVERIFY(first.has_value());
    QVERIFY((*first)->write("first"));
    const auto second = OutputFile::create(m_file, true);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Busy);
    QVERIFY((*first)->commit());
    QCOMPARE(contentOf(m_file), "first");
    QVERIFY(OutputFile::create(m_file, true));
}

QTEST_APPLESS_MAIN(TestOutputFile)
#include "tst_outputfile.moc"
