// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/keyringstore.h"
#include "secrets/secretmove.h"
#include "secrets/sessionstore.h"
#include "support/verify.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using Core::ErrorKind;
using Secrets::KeyringStore;
using Tests::waitFor;

namespace {

const QString id = u"profile"_s;
const QString canary = u"canary-4711"_s;

/// A home of nobody's, so that neither a test nor a keyring finds the user's own.
QProcessEnvironment homeIn(const QString &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(u"DBUS_") || name.startsWith(u"XDG_") || name.startsWith(u"KDE_") ||
            name.startsWith(u"GNOME_") || name == u"DISPLAY" || name == u"WAYLAND_DISPLAY")
            environment.remove(name);
    }
    environment.insert(u"HOME"_s, folder);
    environment.insert(u"XDG_RUNTIME_DIR"_s, folder);
    return environment;
}

/// The files below `folder`, and how many of them hold the secret, in any of the forms a store might use.
QPair<int, int> filesAndLeaks(const QString &folder)
{
    const QList<QByteArray> forms{
        canary.toUtf8(), canary.toUtf8().toBase64().chopped(4), canary.toUtf8().toHex(),
        QByteArray(reinterpret_cast<const char *>(canary.utf16()), canary.size() * 2)};
    int files = 0;
    int leaks = 0;
    QDirIterator iterator(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        QFile file(iterator.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        ++files;
        const QByteArray content = file.readAll();
        leaks += std::any_of(forms.cbegin(), forms.cend(),
                             [&](const QByteArray &form) { return content.contains(form); });
    }
    return {files, leaks};
}

} // namespace

/// Runs in a process of its own, without a session bus.
class WithoutKeyring final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsUnsupported()
    {
        KeyringStore store;
        QCOMPARE(store.status(), KeyringStore::Status::Unknown);
        QSignalSpy changed(&store, &KeyringStore::statusChanged);
        QCOMPARE(waitFor(store.write(id, canary)).error().kind, ErrorKind::Unsupported);
        QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::Unsupported);
        QCOMPARE(waitFor(store.remove(id)).error().kind, ErrorKind::Unsupported);
        QCOMPARE(waitFor(store.probe()).error().kind, ErrorKind::Unsupported);
        QCOMPARE(store.status(), KeyringStore::Status::Missing);
        QCOMPARE(changed.size(), 1);
        QVERIFY(!KeyringStore::toText(store.status()).isEmpty());
        // A move that fails leaves the secret where it was.
        Secrets::SessionStore session;
        QVERIFY(waitFor(session.write(id, canary)));
        QVERIFY(!waitFor(Secrets::moveSecret(session, store, id)));
        QCOMPARE(waitFor(session.read(id)).value(), canary);
    }
};

/// Runs in a process of its own, on a bus of its own with an unlocked gnome-keyring.
class WithKeyring final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsSecrets()
    {
        KeyringStore store;
        QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::NotFound);
        QVERIFY_OK(waitFor(store.remove(id)));
        for (const QString &secret : {canary, u"päss\U0001F511'\"\\ %"_s, QString(5000, u'x'), canary}) {
            QVERIFY_OK(waitFor(store.write(id, secret)));
            QCOMPARE(waitFor(store.read(id)).value(), secret);
        }
        QVERIFY_OK(waitFor(store.write(u"other"_s, u"x"_s)));
        QVERIFY_OK(waitFor(store.remove(u"other"_s)));
        QCOMPARE(waitFor(store.read(u"other"_s)).error().kind, ErrorKind::NotFound);
        KeyringStore again;
        QCOMPARE(waitFor(again.read(id)).value(), canary);
    }
    void movesSecrets()
    {
        KeyringStore store;
        Secrets::SessionStore session;
        QVERIFY_OK(waitFor(Secrets::moveSecret(store, session, id)));
        QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::NotFound);
        QVERIFY_OK(waitFor(Secrets::moveSecret(session, store, id)));
        QCOMPARE(waitFor(store.read(id)).value(), canary);
    }
    void probes()
    {
        KeyringStore store;
        QVERIFY_OK(waitFor(store.probe()));
        QCOMPARE(store.status(), KeyringStore::Status::Works);
    }
    void outlivesItsAnswers()
    {
        auto store = std::make_unique<KeyringStore>();
        auto read = store->read(id);
        store.reset();
        QCOMPARE(waitFor(read).value(), canary);
    }
    void doesNotWaitForEver()
    {
        const qint64 keyring = keyringProcess();
        QVERIFY(keyring > 0);
        QCOMPARE(::kill(pid_t(keyring), SIGSTOP), 0);
        const auto goOn = qScopeGuard([keyring] { ::kill(pid_t(keyring), SIGCONT); });
        KeyringStore store(200);
        QCOMPARE(waitFor(store.read(id)).error().kind, ErrorKind::Timeout);
        QCOMPARE(waitFor(store.probe()).error().kind, ErrorKind::Timeout);
        QCOMPARE(store.status(), KeyringStore::Status::Silent);
    }
    void worksAgainAfterwards()
    {
        KeyringStore store;
        QCOMPARE(waitFor(store.read(id)).value(), canary);
        QVERIFY_OK(waitFor(store.probe()));
    }

private:
    static qint64 keyringProcess()
    {
        QProcess ask;
        ask.start(u"dbus-send"_s,
                  {u"--session"_s, u"--print-reply=literal"_s, u"--dest=org.freedesktop.DBus"_s,
                   u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus.GetConnectionUnixProcessID"_s,
                   u"string:org.freedesktop.secrets"_s});
        return ask.waitForFinished() ? QString::fromLatin1(ask.readAllStandardOutput())
                                           .simplified()
                                           .section(u' ', -1)
                                           .toLongLong()
                                     : 0;
    }
};

class TestKeyringStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAKeyring_data();
    void withoutAKeyring();
    void withAKeyring();
    void cleanupTestCase();

private:
    int m_environments = 0;
    int m_leaks = 0;
};

void TestKeyringStore::withoutAKeyring_data()
{
    QTest::addColumn<QString>("desktop");
    QTest::newRow("no desktop") << QString();
    QTest::newRow("GNOME") << u"GNOME"_s;
    QTest::newRow("KDE") << u"KDE"_s; // where QtKeychain's fallback would be
}

void TestKeyringStore::withoutAKeyring()
{
    QFETCH(QString, desktop);
    const QTemporaryDir home;
    QProcessEnvironment environment = homeIn(home.path());
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=%1/no-bus"_s.arg(home.path()));
    if (!desktop.isEmpty())
        environment.insert(u"XDG_CURRENT_DESKTOP"_s, desktop);
    if (desktop == u"KDE") {
        environment.insert(u"KDE_FULL_SESSION"_s, u"true"_s);
        environment.insert(u"KDE_SESSION_VERSION"_s, u"5"_s);
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationFilePath(), {u"--without-keyring"_s});
    QVERIFY(process.waitForFinished(60'000));
    const QByteArray output = process.readAll();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
    QVERIFY(!output.contains(canary.toUtf8()));
    ++m_environments;
    m_leaks += filesAndLeaks(home.path()).second;
    QCOMPARE(m_leaks, 0);
}

void TestKeyringStore::withAKeyring()
{
    for (const QString &program : {u"dbus-run-session"_s, u"dbus-send"_s, u"gnome-keyring-daemon"_s})
        QVERIFY2(!QStandardPaths::findExecutable(program).isEmpty(),
                 qPrintable(u"this test needs %1"_s.arg(program)));
    const QTemporaryDir home;
    QProcess process;
    process.setProcessEnvironment(homeIn(home.path()));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"dbus-run-session"_s,
                  {u"--"_s, u"sh"_s, u"-c"_s,
                   u"echo passphrase | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
                   "exec \"$0\" --with-keyring"_s,
                   QCoreApplication::applicationFilePath()});
    QVERIFY(process.waitForFinished(60'000));
    const QByteArray output = process.readAll();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
    const auto [files, leaks] = filesAndLeaks(home.path());
    QVERIFY(files > 0); // the keyring's
    m_leaks += leaks;
    QCOMPARE(m_leaks, 0);
}

void TestKeyringStore::cleanupTestCase()
{
    qInfo("acceptance 32: %d environments without a keyring, %d files with the secret", m_environments,
          m_leaks);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString part = QCoreApplication::arguments().value(1);
    const auto run = [argv](QObject &&test) {
        char *withoutArguments[] = {argv[0], nullptr};
        return QTest::qExec(&test, 1, withoutArguments);
    };
    if (part == u"--without-keyring")
        return run(WithoutKeyring());
    if (part == u"--with-keyring")
        return run(WithKeyring());
    TestKeyringStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keyringstore.moc"
