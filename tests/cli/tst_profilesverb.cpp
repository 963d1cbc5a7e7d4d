// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "programrun.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Run = Tests::ProgramRun;

namespace {

const QString staging = u"postgresql://anna:C4n4ry99@ep-x-pooler.eu.aws.neon.tech/gsc?sslmode=require"_s;

} // namespace

class TestProfilesVerb final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }
    void cleanup();
    void anEmptyListSaysHowToBegin();
    void addsShowsAndRemoves();
    void theListIsAligned();
    void jsonHasTheDocumentedKeys();
    void aPasswordIsNotStoredAndThatIsSaid();
    void readsTheStringFromStandardInput();
    void readsTheStringFromAFile();
    void takesEnvironmentsAndReadOnly();
    void storesWholePaths();
    void aNameIsTakenOnce();
    void exportsAndImports();
    void importSaysWhatItSkips();
    void exportReplacesNothing();
    void aDamagedFileIsNotAnEmptyList();
    void wrongUsageIsToldInOneLine_data();
    void wrongUsageIsToldInOneLine();
    void aTerminalIsNotCommanded();

private:
    Run profiles(const QStringList &arguments, const QByteArray &input = {})
    {
        const Run run = Tests::gscAdmin(QStringList{u"profiles"_s} + arguments, m_home->path(), input);
        m_output += run.out + run.err;
        return run;
    }
    [[nodiscard]] QString file() const { return m_home->filePath(u"config/gsc-admin/profiles.json"_s); }
    [[nodiscard]] QByteArray content(const QString &path) const
    {
        QFile reader(path);
        return reader.open(QIODevice::ReadOnly) ? reader.readAll() : QByteArray();
    }
    bool write(const QString &path, const QByteArray &text) const
    {
        QFile writer(path);
        return writer.open(QIODevice::WriteOnly) && writer.write(text) == text.size();
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_output; ///< all that was printed
};

/// Whatever a test did: the password is in no output and in no file.
void TestProfilesVerb::cleanup()
{
    QVERIFY(!m_output.contains(u"C4n4ry99"));
    QVERIFY(!content(file()).contains("C4n4ry99"));
    m_output.clear();
}

void TestProfilesVerb::anEmptyListSaysHowToBegin()
{
    const Run run = profiles({u"list"_s});
    QCOMPARE(run.code, 0);
    QVERIFY(run.out.contains(u"profiles add"));
    QVERIFY(run.err.isEmpty());
    QCOMPARE(profiles({u"list"_s, u"--json"_s}).json().value(u"profiles"_s), QJsonValue(QJsonArray()));
    QVERIFY(!QFile::exists(file()));
}

void TestProfilesVerb::addsShowsAndRemoves()
{
    const Run added = profiles({u"add"_s, u"Staging"_s, staging});
    QCOMPARE(added.code, 0);
    QVERIFY(added.out.contains(u"“Staging” was added"));
    QCOMPARE(int(QFile(file()).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther)), 0);

    const Run shown = profiles({u"show"_s, u"STAGING"_s});
    QCOMPARE(shown.code, 0);
    for (const char *part :
         {"Staging", "ep-x-pooler.eu.aws.neon.tech", "ep-x.eu.aws.neon.tech", "require", "anna"})
        QVERIFY2(shown.out.contains(QLatin1String(part)), part);

    QCOMPARE(profiles({u"remove"_s, u"staging"_s, u"--json"_s}).json().value(u"removed"_s).toString(),
             u"Staging"_s);
    for (const char *verb : {"show", "remove"}) {
        const Run gone = profiles({QLatin1String(verb), u"Staging"_s});
        QCOMPARE(gone.code, 1);
        QVERIFY(gone.out.isEmpty());
        QVERIFY(gone.err.startsWith(u"gsc-admin: There is no profile “Staging”"_s));
    }
}

void TestProfilesVerb::theListIsAligned()
{
    QCOMPARE(profiles({u"add"_s, u"A"_s, u"/srv/a.db"_s}).code, 0);
    QCOMPARE(profiles({u"add"_s, u"A much longer name"_s, staging, u"--environment"_s, u"production"_s}).code,
             0);
    const Run run = profiles({u"list"_s});
    const QStringList lines = run.out.trimmed().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(1).indexOf(u"Local"), lines.at(0).indexOf(u"ENVIRONMENT"));
    QCOMPARE(lines.at(2).indexOf(u"Production"), lines.at(0).indexOf(u"ENVIRONMENT"));
    QCOMPARE(lines.at(2).indexOf(u"gsc @ ep-x-pooler"), lines.at(0).indexOf(u"DATABASE"));
    for (const QString &line : lines)
        QCOMPARE(line, line.trimmed());
}

void TestProfilesVerb::jsonHasTheDocumentedKeys()
{
    QCOMPARE(profiles({u"add"_s, u"Staging"_s, staging}).code, 0);
    const QJsonObject shown = profiles({u"show"_s, u"Staging"_s, u"--json"_s}).json();
    QStringList keys = {u"id"_s,          u"name"_s,          u"environment"_s,     u"readOnly"_s,
                        u"opensLocked"_s, u"passwordPlace"_s, u"passwordChanged"_s, u"passwordAgeDays"_s,
                        u"service"_s,     u"pooledHost"_s,    u"directHost"_s,      u"readReplica"_s,
                        u"notes"_s,       u"connection"_s};
    keys.sort();
    QCOMPARE(shown.keys(), keys);
    QCOMPARE(shown.value(u"environment"_s).toObject().keys(),
             (QStringList{u"guarded"_s, u"kind"_s, u"word"_s}));
    QCOMPARE(shown.value(u"connection"_s).toObject().value(u"hasPassword"_s), QJsonValue(false));
    QCOMPARE(profiles({u"list"_s, u"--json"_s}).json().value(u"profiles"_s).toArray(), QJsonArray{shown});
}

void TestProfilesVerb::aPasswordIsNotStoredAndThatIsSaid()
{
    const Run run = profiles({u"add"_s, u"Staging"_s, staging, u"--json"_s});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.json().value(u"passwordStored"_s), QJsonValue(false));
    QVERIFY2(run.err.contains(u"without its password"), qPrintable(run.err));
    QVERIFY2(run.err.contains(u"others on this computer can see"), qPrintable(run.err));
    QVERIFY(!profiles({u"add"_s, u"Without"_s, u"postgresql://u@localhost/d"_s}).err.contains(u"password"));
}

void TestProfilesVerb::readsTheStringFromStandardInput()
{
    const Run run = profiles({u"add"_s, u"Piped"_s, u"-"_s}, staging.toUtf8() + '\n');
    QCOMPARE(run.code, 0);
    QVERIFY(run.err.contains(u"without its password"));
    QVERIFY(!run.err.contains(u"can see"));
    QCOMPARE(profiles({u"add"_s, u"Empty"_s, u"-"_s}).code, 2);
    QCOMPARE(profiles({u"add"_s, u"Much"_s, u"-"_s}, QByteArray(100'000, 'x')).code, 1);
}

void TestProfilesVerb::readsTheStringFromAFile()
{
    const QString env = m_home->filePath(u".env"_s);
    QVERIFY(write(env, "DATABASE_URL=" + staging.toUtf8() + "\n"));
    QCOMPARE(profiles({u"add"_s, u"Filed"_s, u"--from"_s, env}).code, 0);
    QVERIFY(profiles({u"show"_s, u"Filed"_s}).out.contains(u"ep-x-pooler"));
    QCOMPARE(profiles({u"add"_s, u"Nothing"_s, u"--from"_s, env + u"x"_s}).code, 1);
}

void TestProfilesVerb::takesEnvironmentsAndReadOnly()
{
    const auto added = [&](const QString &name, const QStringList &options) {
        return profiles(QStringList{u"add"_s, name, staging, u"--json"_s} + options)
            .json()
            .value(u"added"_s)
            .toObject();
    };
    const auto kind = [](const QJsonObject &profile) {
        return profile.value(u"environment"_s).toObject().value(u"kind"_s).toString();
    };
    QCOMPARE(kind(added(u"a"_s, {u"--environment"_s, u"Local"_s})), u"local"_s);
    const QJsonObject production = added(u"b"_s, {u"--environment"_s, u"production"_s});
    QCOMPARE(kind(production), u"production"_s);
    QCOMPARE(production.value(u"opensLocked"_s), QJsonValue(true));
    const QJsonObject own = added(u"c"_s, {u"--environment"_s, u"Demo"_s, u"--read-only"_s});
    QCOMPARE(kind(own), u"own"_s);
    QCOMPARE(own.value(u"environment"_s).toObject().value(u"word"_s).toString(), u"Demo"_s);
    QCOMPARE(own.value(u"readOnly"_s), QJsonValue(true));
    QCOMPARE(kind(added(u"d"_s, {})), u"staging"_s);
}

void TestProfilesVerb::storesWholePaths()
{
    QCOMPARE(profiles({u"add"_s, u"Shop"_s, u"shop.db"_s}).code, 0);
    const QString path = profiles({u"show"_s, u"Shop"_s, u"--json"_s})
                             .json()
                             .value(u"connection"_s)
                             .toObject()
                             .value(u"file"_s)
                             .toString();
    QCOMPARE(path, QDir::current().absoluteFilePath(u"shop.db"_s));
}

void TestProfilesVerb::aNameIsTakenOnce()
{
    QCOMPARE(profiles({u"add"_s, u"Shop"_s, u"/srv/a.db"_s}).code, 0);
    const QByteArray before = content(file());
    const Run again = profiles({u"add"_s, u"SHOP"_s, u"/srv/b.db"_s});
    QCOMPARE(again.code, 1);
    QVERIFY(again.err.contains(u"Nothing was changed"));
    QCOMPARE(content(file()), before);
    // A connection string in the name's place would be stored with its password.
    QCOMPARE(profiles({u"add"_s, staging, u"Shop2"_s}).code, 2);
}

void TestProfilesVerb::exportsAndImports()
{
    const QString exported = m_home->filePath(u"exported.json"_s);
    QCOMPARE(profiles({u"add"_s, u"One"_s, staging}).code, 0);
    QCOMPARE(profiles({u"add"_s, u"Two"_s, u"/srv/two.db"_s}).code, 0);
    QCOMPARE(profiles({u"export"_s, exported, u"two"_s, u"--json"_s}).json().value(u"exported"_s).toArray(),
             QJsonArray{u"Two"_s});
    const Run all = profiles({u"export"_s, u"-"_s});
    QCOMPARE(all.json().value(u"profiles"_s).toArray().size(), 2);
    QVERIFY(!all.out.contains(u"\"id\""));

    const Run back = profiles({u"import"_s, exported, u"--json"_s});
    QCOMPARE(back.code, 0);
    QCOMPARE(back.json().value(u"imported"_s).toArray(), QJsonArray{u"Two (2)"_s});
    QCOMPARE(profiles({u"import"_s, u"-"_s}, all.out.toUtf8()).code, 0);
    QCOMPARE(profiles({u"list"_s, u"--json"_s}).json().value(u"profiles"_s).toArray().size(), 5);
    QCOMPARE(profiles({u"export"_s, exported + u"2"_s, u"nobody"_s}).code, 1);
    QVERIFY(!QFile::exists(exported + u"2"_s));
}

void TestProfilesVerb::importSaysWhatItSkips()
{
    const QString bad = m_home->filePath(u"bad.json"_s);
    QVERIFY(write(bad, "{\"version\":1,\"profiles\":[{\"name\":\"x\"},{\"name\":\"Good\",\"connection\":"
                       "{\"engine\":\"sqlite\",\"file\":\"/srv/good.db\"}}]}"));
    const Run run = profiles({u"import"_s, bad, u"--json"_s});
    QCOMPARE(run.code, 1);
    QCOMPARE(run.json().value(u"imported"_s).toArray(), QJsonArray{u"Good"_s});
    QCOMPARE(run.json().value(u"skipped"_s).toArray().size(), 1);
    QVERIFY(run.err.contains(u"profiles[0].connection.file"));
    QVERIFY(write(bad, "nothing"));
    QCOMPARE(profiles({u"import"_s, bad}).code, 1);
    QCOMPARE(profiles({u"import"_s, m_home->path()}).code, 1);
}

void TestProfilesVerb::exportReplacesNothing()
{
    const QString mine = m_home->filePath(u"mine"_s);
    QVERIFY(write(mine, "mine"));
    const Run run = profiles({u"export"_s, mine});
    QCOMPARE(run.code, 1);
    QCOMPARE(content(mine), "mine");
}

void TestProfilesVerb::aDamagedFileIsNotAnEmptyList()
{
    QVERIFY(QDir().mkpath(QFileInfo(file()).path()));
    QVERIFY(write(file(), "{ damaged"));
    const Run run = profiles({u"list"_s, u"--json"_s});
    QCOMPARE(run.code, 1);
    QVERIFY(run.out.isEmpty());
    QVERIFY(run.err.contains(u".damaged-"));
    QVERIFY(write(file(), "{\"version\":7}"));
    QCOMPARE(profiles({u"add"_s, u"a"_s, u"/srv/a.db"_s}).code, 1);
    QCOMPARE(content(file()), "{\"version\":7}");
}

void TestProfilesVerb::wrongUsageIsToldInOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown") << QStringList{u"rename"_s};
    QTest::newRow("list of what") << QStringList{u"list"_s, u"x"_s};
    QTest::newRow("show what") << QStringList{u"show"_s};
    QTest::newRow("add what") << QStringList{u"add"_s, u"x"_s};
    QTest::newRow("add twice") << QStringList{u"add"_s, u"x"_s, u"a.db"_s, u"--from"_s, u"y"_s};
    QTest::newRow("without quotes") << QStringList{u"add"_s, u"my"_s, u"shop"_s, u"a.db"_s};
    QTest::newRow("bad string") << QStringList{u"add"_s, u"x"_s, u"postgresql://u:C4n4ry99@h:port/d"_s};
    QTest::newRow("no name") << QStringList{u"add"_s, QString(), u"a.db"_s};
    QTest::newRow("foreign option") << QStringList{u"list"_s, u"--read-only"_s};
    QTest::newRow("unknown option") << QStringList{u"list"_s, u"--nonsense"_s};
}

void TestProfilesVerb::wrongUsageIsToldInOneLine()
{
    QFETCH(QStringList, arguments);
    const Run run = profiles(arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.isEmpty());
    QCOMPARE(run.err.trimmed().count(u'\n'), 0);
    QVERIFY(run.err.startsWith(u"gsc-admin: "_s));
    QVERIFY(!QFile::exists(file()));
}

void TestProfilesVerb::aTerminalIsNotCommanded()
{
    QCOMPARE(profiles({u"add"_s, u"Evil"_s, u"/srv/\x1b]0;title\x07.db"_s}).code, 1); // cannot be stored
    const Run run = profiles({u"show"_s, u"\x1b[31mred"_s});
    QCOMPARE(run.code, 1);
    QVERIFY(!run.err.contains(u'\x1b'));
}

QTEST_GUILESS_MAIN(TestProfilesVerb)
#include "tst_profilesverb.moc"
