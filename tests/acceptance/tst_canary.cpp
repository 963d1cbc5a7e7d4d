// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canaries.h"
#include "canarywindow.h"
#include "support/postgresserver.h"
#include "ui/windowbench.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <csignal>

using namespace Qt::StringLiterals;
using Tests::Canaries;
using Tests::PostgresServer;

namespace {

constexpr int limit = 240'000; // ms

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &path, const QString &text)
{
    QFile file(path);
    const QByteArray bytes = text.toUtf8();
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

/// Uses passwords, keys and addresses nobody else has everywhere a user can, then looks for them everywhere
/// they must not be.
class TestCanary final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSearchFinds_data();
    void theSearchFinds();
    void verbsWithoutAWindow();
    void theWindow();
    void theProgram();
    void cleanupTestCase();

private:
    enum class Given { Elsewhere, OnTheCommandLine };

    /// Something that was looked at, and the secrets in it.
    void look(const QString &place, const QByteArray &bytes);
    /// Where in `bytes` a canary is; -1: nowhere.
    [[nodiscard]] qsizetype find(const QByteArray &bytes) const;
    void lookAtProcess(const QProcess &process, Given given);
    void lookAtFiles();
    void prepare(QProcess &process) const;
    /// Runs the program to its end; every output and the process itself are looked at. Returns its exit code.
    int run(const QStringList &arguments, Given given = Given::Elsewhere, const QString &input = {});

    Canaries m_secrets;
    QTemporaryDir m_home;
    QTemporaryDir m_usersOwn; ///< files in which the user keeps passwords himself
    std::unique_ptr<PostgresServer> m_server;
    QString m_database;
    qint64 m_logStart = 0;
    QSet<QString> m_places;
    QStringList m_hits;
};

void TestCanary::initTestCase()
{
    m_server = std::make_unique<PostgresServer>();
    m_server->execute(u"CREATE DATABASE canary OWNER gsc"_s);
    const QString string = m_server->connectionString(u"canary"_s);
    QVERIFY(Tests::makeSchema(string));
    m_server->execute(u"canary"_s, Tests::insertStatement({u"Ada"_s, u"Bob"_s, u"Cyd"_s}));
    m_server->execute(
        u"ALTER ROLE gsc_password PASSWORD '%1'"_s.arg(m_secrets.password().replace(u'\'', u"''"_s)));
    m_database = u"127.0.0.1:%1"_s.arg(m_server->port());
    m_server->setParameter(u"log_min_messages"_s, u"info"_s);
    m_server->setParameter(u"log_connections"_s, u"on"_s);
    m_server->setLogStatements(true);
    m_logStart = m_server->logSize();
}

void TestCanary::theSearchFinds_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QString password = m_secrets.password();
    const QByteArray text = password.toUtf8();
    QTest::newRow("plain") << text;
    QTest::newRow("lower case") << text.toLower();
    QTest::newRow("in a URI") << QUrl::toPercentEncoding(password);
    QTest::newRow("UTF-16") << QByteArray(
        "x" + QByteArray(reinterpret_cast<const char *>(password.utf16()), password.size() * 2));
    QTest::newRow("hex") << QByteArray(text.toHex());
    for (const char *before : {"", "u", "u:", "u:x"})
        QTest::addRow("Base64 after %zu bytes", qstrlen(before))
            << QByteArray(before).append(text).toBase64();
    QTest::newRow("the second half") << text.mid(text.size() / 2);
}

void TestCanary::theSearchFinds()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(find("before " + bytes + " after") >= 0);
}

qsizetype TestCanary::find(const QByteArray &bytes) const
{
    const QByteArray lower = bytes.toLower();
    // Base64 tells upper from lower case; that far it is all the same here: nothing looks like it by chance.
    for (const QByteArray &needle : m_secrets.needles())
        if (const qsizetype at = lower.indexOf(needle); at >= 0)
            return at;
    return -1;
}

void TestCanary::look(const QString &place, const QByteArray &bytes)
{
    m_places.insert(place);
    const qsizetype at = find(bytes);
    if (at < 0)
        return;
    const QString around = QString::fromUtf8(bytes.mid(qMax<qsizetype>(at - 100, 0), 180)).simplified();
    m_hits.append(place + u": …"_s + around);
    QTest::qFail(qPrintable(m_hits.last()), __FILE__, __LINE__);
}

void TestCanary::lookAtProcess(const QProcess &process, Given given)
{
    if (process.processId() == 0)
        return;
    const QString folder = u"/proc/%1/"_s.arg(process.processId());
    const QString name = process.arguments().value(0) + u' ' + process.arguments().value(1).left(8);
    if (given == Given::Elsewhere)
        look(name + u" cmdline"_s, contentOf(folder + u"cmdline"_s));
    look(name + u" environ"_s, contentOf(folder + u"environ"_s));
    QDirIterator threads(folder + u"task"_s, QDir::Dirs | QDir::NoDotAndDotDot);
    while (threads.hasNext()) {
        const QList<QByteArray> children = contentOf(threads.next() + u"/children"_s).split(' ');
        for (const QByteArray &child : children)
            for (const char *file : {"cmdline", "environ"})
                if (!child.isEmpty())
                    look(name + u" child's "_s + QLatin1String(file),
                         contentOf(u"/proc/"_s + QString::fromLatin1(child) + u'/' + QLatin1String(file)));
    }
}

void TestCanary::prepare(QProcess &process) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "DATABASE_URL", "XDG_RUNTIME_DIR"})
        environment.remove(QLatin1String(name));
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"HOME"_s, m_home.path());
    for (const char *name : {"CONFIG", "DATA", "STATE", "CACHE"})
        environment.insert(u"XDG_%1_HOME"_s.arg(QLatin1String(name)),
                           m_home.path() + u'/' + QString::fromLatin1(name).toLower());
    // No keyring of whoever runs the tests.
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_home.path()); // what it leaves behind is found
}

int TestCanary::run(const QStringList &arguments, Given given, const QString &input)
{
    QProcess process;
    prepare(process);
    process.start(QStringLiteral(GSC_ADMIN), arguments);
    if (!process.waitForStarted())
        return -1;
    lookAtProcess(process, given);
    process.write(input.toUtf8());
    process.closeWriteChannel();
    while (!process.waitForFinished(20) && process.state() == QProcess::Running)
        lookAtProcess(process, given);
    const QString name = arguments.mid(0, 2).join(u' ').left(12);
    const QString number = QString::number(m_places.size());
    look(name + u" stdout "_s + number, process.readAllStandardOutput());
    look(name + u" stderr "_s + number, process.readAllStandardError());
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

void TestCanary::verbsWithoutAWindow()
{
    const QString wrong = m_secrets.wrongPassword();
    const QString percent = QString::fromLatin1(QUrl::toPercentEncoding(m_secrets.password()));
    const QString good = u"postgresql://gsc_password:%1@%2/canary?sslmode=disable"_s.arg(percent, m_database);
    const QString nobody = u"127.0.0.1:%1"_s.arg(Tests::freePort());
    const QStringList strings = {
        good,
        m_secrets.uri(m_database + u"/canary?sslmode=disable"_s), // refused
        m_secrets.uri(m_database + u"/canary?sslmode=verify-full"_s),
        m_secrets.uri(nobody + u"/d"_s),
        m_secrets.uri(u"nosuch.invalid/d"_s),
        u"postgresql://u:%1@nosuch.invalid/d?options=endpoint%3Dep-x"_s.arg(m_secrets.apiKey()),
        u"host=nosuch.invalid user=u password='endpoint=ep-x;%1' dbname=d"_s.arg(m_secrets.apiKey()),
        u"Host=nosuch.invalid;Username=u;Password=%1;Database=d;SSL Mode=Require"_s.arg(wrong),
        u"Server=nosuch.invalid;User Id=u;Pwd=\"%1\";Bogus=1"_s.arg(wrong),
    };
    const QStringList malformed = {
        m_secrets.uri(u"host:port/d"_s),
        m_secrets.uri(u"[::1/d"_s),
        m_secrets.uri(u"h/d?sslmode=whatever"_s),
        m_secrets.uri(u"h/d?password=%1%ZZ"_s.arg(wrong)),
        u"postgresql://u:%ZZ%1@h/d"_s.arg(wrong),
        u"host=h password='%1"_s.arg(wrong),
        u"password=%1 host"_s.arg(wrong),
        u"Host=h;Password=\"%1;Database=d"_s.arg(wrong),
        u"Host=h;Password=%1;Port=many"_s.arg(wrong),
        u"Host=h;Port=many;Passwort=%1"_s.arg(wrong),
        u"mysql://u:%1@h/d"_s.arg(wrong),
        u"jdbc:postgresql://h/d?user=u&password=%1&ssl=perhaps"_s.arg(wrong),
    };
    for (const QString &string : strings + malformed) {
        for (const QStringList &verb : {QStringList{u"explain"_s}, {u"check"_s}}) {
            run(verb + QStringList{string}, Given::OnTheCommandLine);
            run(verb + QStringList{string, u"--json"_s}, Given::OnTheCommandLine);
        }
        run({u"profiles"_s, u"add"_s, u"P%1"_s.arg(m_places.size()), u"-"_s}, Given::Elsewhere, string);
    }
    QCOMPARE(run({u"explain"_s, good}, Given::OnTheCommandLine), 0);
    QCOMPARE(run({u"check"_s, good}, Given::OnTheCommandLine), 0);
    QCOMPARE(run({u"check"_s, strings.at(1)}, Given::OnTheCommandLine), 3);

    // Out of the user's own files.
    const QString env = m_usersOwn.filePath(u".env"_s);
    QVERIFY(write(env, u"DATABASE_URL=%1\n"_s.arg(good)));
    QCOMPARE(run({u"profiles"_s, u"add"_s, u"Env"_s, u"--from"_s, env}), 0);
    const QString json = m_usersOwn.filePath(u"appsettings.json"_s);
    for (const char *end : {"\"}}", "\"", ";Port=many\"}}"}) {
        QVERIFY(
            write(json, uR"({"ConnectionStrings": {"DefaultConnection": "Host=h;Password=%1)"_s.arg(wrong) +
                            QLatin1String(end)));
        run({u"profiles"_s, u"add"_s, u"J%1"_s.arg(m_places.size()), u"--from"_s, json});
    }
    // The right password by the user's password file: an examination that succeeds.
    const QString passwords = m_usersOwn.filePath(u"pgpass"_s);
    QVERIFY(write(passwords, u"*:*:*:*:%1\n"_s.arg(
                                 m_secrets.password().replace(u'\\', u"\\\\"_s).replace(u':', u"\\:"_s))));
    QVERIFY(QFile(passwords).setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(run({u"profiles"_s, u"add"_s, u"File"_s,
                  u"postgresql://gsc_password@%1/canary?sslmode=disable&passfile=%2"_s.arg(m_database,
                                                                                           passwords)}),
             0);
    QCOMPARE(run({u"check"_s, u"File"_s}), 0);
    QCOMPARE(run({u"check"_s, u"Env"_s}), 3);

    for (const char *name : {"Env", "File"}) {
        QCOMPARE(run({u"profiles"_s, u"show"_s, QLatin1String(name)}), 0);
        QCOMPARE(run({u"profiles"_s, u"show"_s, QLatin1String(name), u"--json"_s}), 0);
    }
    QCOMPARE(run({u"profiles"_s, u"list"_s}), 0);
    QCOMPARE(run({u"profiles"_s, u"export"_s, u"-"_s}), 0);
    QCOMPARE(run({u"profiles"_s, u"export"_s, m_home.filePath(u"exported.json"_s)}), 0);
    QCOMPARE(run({u"profiles"_s, u"remove"_s, u"Env"_s}), 0);
    // A file with passwords in it, as somebody may have written it.
    QVERIFY(write(m_usersOwn.filePath(u"import.json"_s),
                  QString::fromUtf8(contentOf(m_home.filePath(u"exported.json"_s)))
                      .replace(u"\"user\":"_s, u"\"password\": \"%1\", \"user\":"_s.arg(wrong))));
    run({u"profiles"_s, u"import"_s, m_usersOwn.filePath(u"import.json"_s)});
    // A bare word in the place of a verb, and words too many.
    run({good, good}, Given::OnTheCommandLine);
    run({u"profiles"_s, u"add"_s, good, u"x"_s}, Given::OnTheCommandLine);
}

void TestCanary::theWindow()
{
    // The verbs' profiles are looked at; the window gets a list of its own.
    QFile::rename(m_home.filePath(u"config/gsc-admin/profiles.json"_s), m_home.filePath(u"verbs.json"_s));
    QProcess process;
    prepare(process);
    process.start(QCoreApplication::applicationFilePath(), {u"--window"_s});
    QVERIFY(process.waitForStarted());
    const QJsonObject orders{{u"home"_s, m_home.path()},
                             {u"word"_s, m_secrets.word()},
                             {u"server"_s, m_database},
                             {u"closedPort"_s, u"127.0.0.1:%1"_s.arg(Tests::freePort())}};
    process.write(QJsonDocument(orders).toJson(QJsonDocument::Compact) + '\n');
    process.closeWriteChannel();
    const QDeadlineTimer deadline(limit);
    while (!process.waitForFinished(100) && process.state() == QProcess::Running && !deadline.hasExpired())
        lookAtProcess(process, Given::Elsewhere);
    const QByteArray told = process.readAllStandardOutput();
    look(u"window stderr"_s, process.readAllStandardError());
    // Each thing that a window said at some step is a place of its own.
    QByteArray stepName;
    QSet<QByteArray> seen;
    QByteArrayList failed;
    int number = 0;
    for (const QByteArray &line : told.split('\n')) {
        if (line.startsWith("--- "))
            stepName = line.mid(4);
        else if (line.startsWith("FAILED: "))
            failed.append(line);
        else if (!seen.contains(line) && !line.isEmpty())
            look(u"window, %1, %2"_s.arg(QString::fromUtf8(stepName)).arg(++number), line);
        seen.insert(line);
    }
    QVERIFY2(failed.isEmpty() && process.exitCode() == 0 && told.contains("--- log"),
             failed.join(", ").append(", last: " + stepName).constData());
    for (const char *proof : {"title: GSC Tracking Admin", "title: Staging",
                              "notice: ", "clipboard: ", "exported: ", "accessible: Password", "refused: "})
        QVERIFY2(told.contains(proof), proof);
}

/// The program as it is installed, on a string out of a file.
void TestCanary::theProgram()
{
    const QString trace = m_home.filePath(u"program.json"_s);
    const QString settings = m_home.filePath(u"config/gsc-admin/settings.ini"_s);
    QFile::remove(settings);
    for (const QString &password :
         {QString::fromLatin1(QUrl::toPercentEncoding(m_secrets.newPassword())), m_secrets.wrongPassword()}) {
        const QString env = m_usersOwn.filePath(u".env"_s);
        QVERIFY(write(env, u"DATABASE_URL=postgresql://gsc_password:%1@%2/canary?sslmode=disable\n"_s.arg(
                               password, m_database)));
        const qint64 logged = m_server->logSize();
        QProcess process;
        prepare(process);
        process.start(QStringLiteral(GSC_ADMIN), {u"--from"_s, env, u"--trace"_s, trace});
        QVERIFY(process.waitForStarted());
        const bool isRight = password.contains(m_secrets.newPassword());
        QTRY_VERIFY_WITH_TIMEOUT(isRight ? contentOf(settings).contains("gsc_password")
                                         : m_server->log(logged).contains(u"authentication failed"_s),
                                 30'000);
        lookAtProcess(process, Given::Elsewhere);
        ::kill(pid_t(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished());
        look(u"program stdout"_s + password.right(1), process.readAllStandardOutput());
        look(u"program stderr"_s + password.right(1), process.readAllStandardError());
        QVERIFY(QFile::exists(trace));
    }
}

void TestCanary::lookAtFiles()
{
    QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden | QDir::System,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        look(u"file "_s + file.mid(m_home.path().size()), contentOf(file));
        look(u"name of "_s + file.mid(m_home.path().size()), file.toUtf8());
    }
}

void TestCanary::cleanupTestCase()
{
    lookAtFiles();
    for (const char *file : {"/data/gsc-admin/secrets.vault", "/trace.json", "/program.json", "/queries.txt",
                             "/queries.csv", "/verbs.json", "/exported.json",
                             "/config/gsc-admin/profiles.json", "/config/gsc-admin/settings.ini"})
        QVERIFY2(m_places.contains(u"file "_s + QLatin1String(file)), file);
    const QString log = m_server->log(m_logStart);
    look(u"server log"_s, log.toUtf8());
    QVERIFY2(log.contains(u"ALTER ROLE"_s), "the server logged no statements");
    m_server.reset();
    qInfo("acceptance 31: %lld places, %lld hits", qlonglong(m_places.size()), qlonglong(m_hits.size()));
    QCOMPARE(m_hits, QStringList());
}

int main(int argc, char **argv)
{
    if (argc > 1 && qstrcmp(argv[1], "--window") == 0)
        return Tests::runCanaryWindow(argc, argv);
    const QCoreApplication application(argc, argv);
    TestCanary test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_canary.moc"
