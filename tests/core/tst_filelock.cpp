// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filelock.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Core::FileLock;

namespace {

/// As a child of itself: holds the lock until it is killed.
int holdForever(const QString &file)
{
    const auto lock = FileLock::acquire(file, 0);
    if (!lock)
        return 1;
    std::puts("held");
    std::fflush(stdout);
    for (;;)
        ::pause();
}

} // namespace

class TestFileLock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"new/list.json"_s);
    }
    void waitsForOthers();
    void isFreeAgainAfterAKill();
    void saysThatItCannotBe();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestFileLock::waitsForOthers()
{
    auto held = FileLock::acquire(m_file, 0);
    QVERIFY(held);
    const auto refused = FileLock::acquire(m_file, 50);
    QCOMPARE(refused.error().kind, ErrorKind::Busy);
    QVERIFY2(refused.error().summary.contains(m_file), qPrintable(refused.error().summary));
    {
        const auto released = std::move(*held);
    }
    QVERIFY(FileLock::acquire(m_file, 0));
    QVERIFY(!QFile::exists(m_file)); // the lock has a file of its own
}

void TestFileLock::isFreeAgainAfterAKill()
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, m_file});
    QVERIFY(child.waitForReadyRead());
    QCOMPARE(FileLock::acquire(m_file, 0).error().kind, ErrorKind::Busy);
    child.kill();
    QVERIFY(child.waitForFinished());
    QVERIFY(FileLock::acquire(m_file, 0));
}

void TestFileLock::saysThatItCannotBe()
{
    QVERIFY(QDir(m_folder->path()).mkpath(m_file + u".lock"_s));
    QVERIFY(!FileLock::acquire(m_file, 0));
    const QString link = m_folder->filePath(u"link"_s);
    QVERIFY(QFile::link(m_folder->filePath(u"elsewhere"_s), link + u".lock"_s));
    QCOMPARE(FileLock::acquire(link, 0).error().kind, ErrorKind::Io);
    QVERIFY(!QFile::exists(m_folder->filePath(u"elsewhere"_s)));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--hold")
        return holdForever(arguments.value(2));
    TestFileLock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_filelock.moc"
