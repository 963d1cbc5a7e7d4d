// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/vaultstore.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Secrets::KdfLimits;
using Secrets::SecretMap;
using Secrets::VaultFile;
using Secrets::VaultStore;
using Tests::waitFor;

namespace {

constexpr KdfLimits quick{crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};
const QString passphrase = u"correct horse"_s;
const QString id = u"profile"_s;

QString secretOf(int number)
{
    return u"secret %1 "_s.arg(number) + QString(5000, u'x');
}

// The child processes: this program again, with the vault as an argument. -1: not asked for.

/// Saves one secret and says by the exit code whether that was reported as done.
int saveOnce(const QString &path)
{
    VaultFile vault(path, quick);
    if (!vault.open(passphrase))
        return 2;
    return vault.save([](SecretMap &secrets) { secrets.insert(id, secretOf(1)); }) ? 0 : 1;
}

/// Saves one secret after the other, prints the number of each that is done, and is killed after `delay` µs.
int saveUntilKilled(const QString &path, long delay, int first)
{
    VaultFile vault(path, quick);
    if (!vault.open(passphrase))
        return 2;
    std::signal(SIGALRM, [](int) { ::kill(::getpid(), SIGKILL); });
    const itimerval timer{{0, 0}, {0, delay}};
    ::setitimer(ITIMER_REAL, &timer, nullptr);
    for (int number = first;; ++number) {
        if (!vault.save([&](SecretMap &secrets) { secrets.insert(id, secretOf(number)); }))
            return 3;
        std::printf("%d\n", number);
        std::fflush(stdout);
    }
}

int child(const QStringList &arguments)
{
    if (arguments.value(1) == u"--save")
        return saveOnce(arguments.value(2));
    if (arguments.value(1) == u"--save-until-killed")
        return saveUntilKilled(arguments.value(2), arguments.value(3).toLong(), arguments.value(4).toInt());
    return -1;
}

} // namespace

class TestVaultStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void createsUnlocksAndLocks();
    void keepsSecrets();
    void tellsWhyItDoesNotOpen();
    void worksOutsideTheWindowsThread();
    void finishesWhatWasAskedForBeforeItGoes();
    void answersInTimeWhateverTheDiskDoes();
    void twoStoresLoseNothing();
    void survivesKills();
    void reportsEveryFailedCall();

private:
    [[nodiscard]] QString stored() const;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestVaultStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"secrets.vault"_s);
}

QString TestVaultStore::stored() const
{
    VaultFile vault(m_path, quick);
    if (const auto opened = vault.open(passphrase); !opened)
        return Core::toText(opened.error());
    return vault.read().value().value(id);
}

void TestVaultStore::createsUnlocksAndLocks()
{
    VaultStore store(m_path, quick);
    QSignalSpy changed(&store, &VaultStore::unlockedChanged);
    QVERIFY(!store.exists());
    QVERIFY(!store.isUnlocked());
    QCOMPARE(waitFor(store.unlock(passphrase)).error().kind, ErrorKind::NotFound);
    QVERIFY(waitFor(store.create(passphrase)));
    QVERIFY(store.exists());
    QVERIFY(store.isUnlocked());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.takeFirst(), QVariantList{true});
    QVERIFY(waitFor(store.write(id, u"x"_s)));
    store.lock();
    QVERIFY(!store.isUnlocked());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.takeFirst(), QVariantList{false});
    QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::Permission);
    QCOMPARE(waitFor(store.write(id, u"y"_s)).error().kind, ErrorKind::Permission);
    QCOMPARE(waitFor(store.remove(id)).error().kind, ErrorKind::Permission);
    QCOMPARE(waitFor(store.create(passphrase)).error().kind, ErrorKind::Conflict);
    QVERIFY(waitFor(store.unlock(passphrase)));
    QCOMPARE(waitFor(store.read(id)).value(), u"x"_s);
    QVERIFY(waitFor(store.changePassphrase(passphrase, u"new"_s)));
    QCOMPARE(waitFor(store.read(id)).value(), u"x"_s);
    QCOMPARE(waitFor(store.unlock(passphrase)).error().kind, ErrorKind::Authentication);
    QVERIFY(waitFor(store.unlock(u"new"_s)));
}

void TestVaultStore::keepsSecrets()
{
    VaultStore store(m_path, quick);
    QVERIFY(waitFor(store.remove(id))); // nothing there to be removed
    QVERIFY(waitFor(store.create(passphrase)));
    QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::NotFound);
    QVERIFY(waitFor(store.write(id, u"one"_s)));
    QVERIFY(waitFor(store.write(id, u"two"_s)));
    QVERIFY(waitFor(store.write(u"other"_s, u"three"_s)));
    QCOMPARE(waitFor(store.read(id)).value(), u"two"_s);
    QVERIFY(waitFor(store.remove(id)));
    QVERIFY(waitFor(store.remove(id)));
    QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::NotFound);
    QCOMPARE(waitFor(store.read(u"other"_s)).value(), u"three"_s);
}

void TestVaultStore::tellsWhyItDoesNotOpen()
{
    VaultStore store(m_path, quick);
    QVERIFY(waitFor(store.create(passphrase)));
    store.lock();
    const auto wrong = waitFor(store.unlock(u"wrong"_s));
    QFile file(m_path);
    QVERIFY(file.resize(file.size() - 1));
    const auto damaged = waitFor(store.unlock(passphrase));
    QCOMPARE(wrong.error().kind, ErrorKind::Authentication);
    QCOMPARE(damaged.error().kind, ErrorKind::Corrupt);
    QVERIFY(wrong.error().summary != damaged.error().summary);
    QVERIFY(!store.isUnlocked());
}

void TestVaultStore::worksOutsideTheWindowsThread()
{
    VaultStore store(m_path); // the real limits, once
    auto created = store.create(passphrase);
    QVERIFY(created.isRunning()); // and this thread has gone on
    QVERIFY(waitFor(created));
    VaultStore again(m_path, quick);
    QVERIFY(waitFor(again.unlock(passphrase)));
}

void TestVaultStore::finishesWhatWasAskedForBeforeItGoes()
{
    {
        VaultStore store(m_path, quick);
        (void)store.create(passphrase);
        for (int i = 0; i < 20; ++i)
            (void)store.write(id, u"%1"_s.arg(i));
    }
    QCOMPARE(stored(), u"19"_s);
}

void TestVaultStore::answersInTimeWhateverTheDiskDoes()
{
    // Long work stands for a disk that does not answer.
    VaultStore slow(m_path, KdfLimits{}, 0);
    QCOMPARE(waitFor(slow.create(passphrase)).error().kind, ErrorKind::Timeout);
}

void TestVaultStore::twoStoresLoseNothing()
{
    VaultStore here(m_path, quick);
    VaultStore there(m_path, quick);
    QVERIFY(waitFor(here.create(passphrase)));
    QVERIFY(waitFor(there.unlock(passphrase)));
    constexpr int count = 50;
    QList<Core::Task<bool>> tasks;
    for (int i = 0; i < count; ++i) {
        tasks.append(here.write(u"here %1"_s.arg(i), u"h"_s));
        tasks.append(there.write(u"there %1"_s.arg(i), u"t"_s));
    }
    for (Core::Task<bool> &task : tasks)
        QVERIFY(waitFor(task));
    for (int i = 0; i < count; ++i) {
        QCOMPARE(waitFor(there.read(u"here %1"_s.arg(i))).value(), u"h"_s);
        QCOMPARE(waitFor(here.read(u"there %1"_s.arg(i))).value(), u"t"_s);
    }
}

void TestVaultStore::survivesKills()
{
    {
        VaultFile vault(m_path, quick);
        QVERIFY(vault.create(passphrase));
        QVERIFY(vault.save([](SecretMap &secrets) { secrets.insert(id, secretOf(0)); }));
    }
    QRandomGenerator random(16);
    constexpr int kills = 100;
    int bad = 0;
    int leftovers = 0;
    int last = 0;
    for (int i = 0; i < kills; ++i) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
                      {u"--save-until-killed"_s, m_path, QString::number(random.bounded(1, 20'000)),
                       QString::number(last + 1)});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit); // killed, that is
        const QList<QByteArray> done = process.readAllStandardOutput().trimmed().split('\n');
        const int reported = done.last().isEmpty() ? last : done.last().toInt();
        const QString now = stored();
        const bool isNext = now == secretOf(reported + 1);
        if (!isNext && now != secretOf(reported))
            ++bad;
        last = isNext ? reported + 1 : reported;
        leftovers += QFile::exists(m_path + u".part"_s) ? 1 : 0;
    }
    // Nothing that was left behind is in the way of the next program.
    VaultStore store(m_path, quick);
    QVERIFY(waitFor(store.unlock(passphrase)));
    QVERIFY(waitFor(store.write(id, u"after"_s)));
    QCOMPARE(stored(), u"after"_s);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2);
    qInfo("acceptance 16 (vault): %d kills (%d in the middle of a file, %d saves), %d bad", kills, leftovers,
          last, bad);
    QCOMPARE(bad, 0);
}

void TestVaultStore::reportsEveryFailedCall()
{
    const QString strace = QStandardPaths::findExecutable(u"strace"_s);
    QVERIFY2(!strace.isEmpty(), "this test needs strace");
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s); // it cannot under a tracer
    int failures = 0;
    int silent = 0;
    int bad = 0;
    for (const QString &call : {u"write"_s, u"fsync"_s, u"rename"_s, u"flock"_s}) {
        for (const QString &error : {u"EIO"_s, u"ENOSPC"_s}) {
            for (int n = 1;; ++n) {
                init();
                VaultFile vault(m_path, quick);
                QVERIFY(vault.create(passphrase));
                QVERIFY(vault.save([](SecretMap &secrets) { secrets.insert(id, secretOf(0)); }));
                QProcess process;
                process.setProcessEnvironment(environment);
                // The vault's own calls only: sanitizers have some for themselves.
                process.start(strace,
                              {u"-f"_s, u"-P"_s, m_folder->path(), u"-P"_s, m_path, u"-P"_s,
                               m_path + u".part"_s, u"-P"_s, m_path + u".lock"_s, u"-e"_s, u"trace="_s + call,
                               u"-e"_s, u"inject=%1:error=%2:when=%3"_s.arg(call, error).arg(n),
                               QCoreApplication::applicationFilePath(), u"--save"_s, m_path});
                QVERIFY(process.waitForFinished());
                const bool saidDone = process.exitCode() == 0;
                const QByteArray trace = process.readAllStandardError();
                const QString now = stored();
                if (now != secretOf(0) && now != secretOf(1))
                    ++bad;
                if (!trace.contains("INJECTED")) {
                    QVERIFY2(saidDone, trace.constData());
                    QCOMPARE(now, secretOf(1));
                    QVERIFY2(n > 1, qPrintable(u"%1 was never called"_s.arg(call)));
                    break;
                }
                ++failures;
                if (saidDone)
                    ++silent;
                if (QFile::exists(m_path + u".part"_s))
                    ++bad;
            }
        }
    }
    qInfo("acceptance 17 (vault): %d failed calls, %d silent, %d bad", failures, silent, bad);
    QCOMPARE(silent, 0);
    QCOMPARE(bad, 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (const int code = child(QCoreApplication::arguments()); code >= 0)
        return code;
    TestVaultStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_vaultstore.moc"
