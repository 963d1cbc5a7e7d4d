// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "profilefixture.h"
#include "profiles/profilejson.h"
#include "profiles/profilestore.h"
#include "support/verify.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Profiles;
using Core::ErrorKind;
using Tests::contentOf;
using Tests::writeTo;

namespace {

const auto change = [](const auto &function) {
    return [function](ProfileSet &set) -> Core::Result<void> {
        function(set);
        return {};
    };
};

int modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 07777) : -1;
}

QByteArray fileWith(const QJsonObject &profile)
{
    return QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"profiles"_s, QJsonArray{profile}}}).toJson();
}

/// A good profile's JSON with one value replaced; `path` by dots.
QJsonObject changed(QJsonObject object, const QString &path, const QJsonValue &value)
{
    const QString key = path.section(u'.', 0, 0);
    const QString rest = path.section(u'.', 1);
    object.insert(key,
                  rest.isEmpty() ? value : QJsonValue(changed(object.value(key).toObject(), rest, value)));
    return object;
}

} // namespace

class TestProfileStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"profiles.json"_s);
    }
    void aMissingFileIsEmpty();
    void everyFieldComesBack();
    void unknownKeysStayAtEveryLevel();
    void aRefusedChangeWritesNothing();
    void whatCannotBeReadBackIsNotWritten_data();
    void whatCannotBeReadBackIsNotWritten();
    void damagedFilesAreSetAside_data();
    void damagedFilesAreSetAside();
    void anUpdateOfADamagedFileSaysSo();
    void newerFilesAreLeftAlone_data();
    void newerFilesAreLeftAlone();
    void targets();
    void noSecretIsWritten_data();
    void noSecretIsWritten();
    void namesAreMadeUnique();
    void targetsAreNamesThenStrings();

private:
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestProfileStore::aMissingFileIsEmpty()
{
    const auto loaded = ProfileStore(m_file).load();
    QVERIFY_OK(loaded);
    QVERIFY(loaded->set.profiles.isEmpty());
    QVERIFY(loaded->setAside.isEmpty());
    QCOMPARE(names(), QStringList()); // looking leaves nothing behind
}

void TestProfileStore::everyFieldComesBack()
{
    const Profile full = Tests::fullProfile();
    Profile file = Tests::profileNamed(u"file"_s);
    file.connection.openMode = Db::SqliteOpenMode::ReadOnly;
    const ProfileStore store(m_file);
    const auto written = store.update(change([&](ProfileSet &set) { set.profiles = {full, file}; }));
    QVERIFY_OK(written);
    const auto loaded = store.load();
    QVERIFY_OK(loaded);
    QCOMPARE(loaded->set.profiles.size(), 2);
    QVERIFY2(loaded->set.profiles.at(0) == full, contentOf(m_file).constData());
    QVERIFY(loaded->set.profiles.at(1) == file);
    QVERIFY(loaded->set.profiles == written->profiles);
    QCOMPARE(names(), QStringList{u"profiles.json"_s});

    // Each word of each enumeration.
    for (int kind = 0; kind < 4; ++kind)
        for (int place = 0; place < 4; ++place)
            for (int tls = 0; tls < 6; ++tls) {
                Profile other = full;
                other.environment.kind = Environment::Kind(kind);
                other.secret = SecretPlace(place);
                other.connection.tls = Db::TlsMode(tls);
                const auto back = profileFromJson(toJson(other), {});
                QVERIFY_OK(back);
                QCOMPARE(back->environment.kind, other.environment.kind);
                QCOMPARE(back->secret, other.secret);
                QCOMPARE(back->connection.tls, other.connection.tls);
            }
}

void TestProfileStore::unknownKeysStayAtEveryLevel()
{
    QJsonObject profile = toJson(Tests::fullProfile());
    profile = changed(profile, u"environment.sound"_s, u"horn"_s);
    profile = changed(profile, u"connection.proxy"_s, QJsonObject{{u"kind"_s, u"socks"_s}});
    profile = changed(profile, u"connection.parameters.brand_new"_s, u"1"_s);
    profile = changed(profile, u"team"_s, QJsonArray{1, u"two"_s});
    QJsonObject connection = profile.value(u"connection"_s).toObject();
    QJsonArray hosts = connection.value(u"hosts"_s).toArray();
    hosts[1] = changed(hosts.at(1).toObject(), u"weight"_s, 3);
    connection.insert(u"hosts"_s, hosts);
    profile.insert(u"connection"_s, connection);
    const QJsonObject before{
        {u"version"_s, 1}, {u"profiles"_s, QJsonArray{profile}}, {u"groups"_s, QJsonObject{{u"a"_s, 1}}}};
    QVERIFY(writeTo(m_file, QJsonDocument(before).toJson()));

    const auto updated =
        ProfileStore(m_file).update(change([](ProfileSet &set) { set.profiles[0].notes = u"changed"_s; }));
    QVERIFY_OK(updated);
    QJsonObject expected = before;
    expected.insert(u"profiles"_s, QJsonArray{changed(profile, u"notes"_s, u"changed"_s)});
    QCOMPARE(QString::fromUtf8(QJsonDocument(QJsonDocument::fromJson(contentOf(m_file)).object()).toJson()),
             QString::fromUtf8(QJsonDocument(expected).toJson()));
}

void TestProfileStore::aRefusedChangeWritesNothing()
{
    const ProfileStore store(m_file);
    QVERIFY_OK(store.update(change([](ProfileSet &set) { set.profiles = {Tests::fullProfile()}; })));
    const QByteArray before = contentOf(m_file);
    const auto refused = store.update([](ProfileSet &set) -> Core::Result<void> {
        set.profiles.clear();
        return Core::Error{ErrorKind::Conflict, u"no"_s, {}, {}};
    });
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    QCOMPARE(contentOf(m_file), before);
    QVERIFY_OK(store.update(change([](ProfileSet &) {}))); // and the lock is free
}

void TestProfileStore::whatCannotBeReadBackIsNotWritten_data()
{
    QTest::addColumn<int>("which");
    for (int which = 0; which < 8; ++which)
        QTest::addRow("%d", which) << which;
}

void TestProfileStore::whatCannotBeReadBackIsNotWritten()
{
    QFETCH(int, which);
    const ProfileStore store(m_file);
    QVERIFY_OK(
        store.update(change([](ProfileSet &set) { set.profiles = {Tests::profileNamed(u"Shop"_s)}; })));
    const QByteArray before = contentOf(m_file);
    const auto written = store.update(change([&](ProfileSet &set) {
        Profile other = Tests::profileNamed(u"other"_s);
        switch (which) {
        case 0:
            other.name = u"SHOP"_s;
            break;
        case 1:
            other.id = set.profiles.at(0).id;
            break;
        case 2:
            other.name = u"postgresql://u:pw@h/d"_s;
            break;
        case 3:
            other.name = QString(101, u'x');
            break;
        case 4:
            other.id = u"../../x"_s;
            break;
        case 5:
            other.notes = QString(10'001, u'x');
            break;
        case 6:
            other.connection.file.clear();
            break;
        case 7:
            for (int i = 0; i < 500; ++i)
                set.profiles.append(Tests::profileNamed(QString::number(i)));
            break;
        }
        set.profiles.append(other);
    }));
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::Syntax);
    QVERIFY(written.error().summary.contains(u"Nothing was changed"));
    QCOMPARE(contentOf(m_file), before);
}

void TestProfileStore::damagedFilesAreSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    const QJsonObject good = toJson(Tests::fullProfile());
    const auto bad = [&](const char *name, const QString &path, const QJsonValue &value) {
        QTest::newRow(name) << fileWith(changed(good, path, value));
    };
    const QByteArray whole = fileWith(good);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zeroes") << QByteArray(4096, '\0');
    QTest::newRow("cut off") << whole.left(whole.size() / 2);
    QTest::newRow("last byte gone") << whole.trimmed().chopped(1);
    QTest::newRow("two at once") << whole + whole;
    QTest::newRow("not UTF-8") << QByteArray("{\"version\":1,\"profiles\":[{\"name\":\"\xff\xfe\"}]}");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("a number") << QByteArray("1");
    QTest::newRow("no version") << QByteArray("{\"profiles\":[]}");
    QTest::newRow("version 0") << QByteArray("{\"version\":0,\"profiles\":[]}");
    QTest::newRow("version as text") << QByteArray("{\"version\":\"1\",\"profiles\":[]}");
    QTest::newRow("no profiles") << QByteArray("{\"version\":1}");
    QTest::newRow("profiles as an object") << QByteArray("{\"version\":1,\"profiles\":{}}");
    QTest::newRow("a profile as text") << QByteArray("{\"version\":1,\"profiles\":[\"x\"]}");
    QTest::newRow("an empty profile") << QByteArray("{\"version\":1,\"profiles\":[{}]}");
    QTest::newRow("deep") << QByteArray("{\"version\":1,\"profiles\":") + QByteArray(100'000, '[');
    bad("no id", u"id"_s, u""_s);
    bad("id with braces", u"id"_s, u"{12345678-1234-1234-1234-123456789abc}"_s);
    bad("name with a line feed", u"name"_s, u"a\nb"_s);
    bad("name that turns", u"name"_s, u"a\u202Eb"_s);
    bad("name with half a character", u"name"_s, QString(QChar(0xD800)));
    bad("name with an escape", u"name"_s, u"a\x1B[31m"_s);
    bad("name as a number", u"name"_s, 1);
    bad("port 0", u"connection.hosts"_s, QJsonArray{QJsonObject{{u"host"_s, u"h"_s}, {u"port"_s, 0}}});
    bad("port 70000", u"connection.hosts"_s,
        QJsonArray{QJsonObject{{u"host"_s, u"h"_s}, {u"port"_s, 70000}}});
    bad("port 1.5", u"connection.hosts"_s, QJsonArray{QJsonObject{{u"host"_s, u"h"_s}, {u"port"_s, 1.5}}});
    bad("hosts in one", u"connection.hosts"_s, QJsonArray{QJsonObject{{u"host"_s, u"h,i"_s}}});
    bad("color", u"environment.color"_s, u"red; x"_s);
    bad("icon path", u"environment.icon"_s, u"/etc/passwd"_s);
    bad("own without a word", u"environment.word"_s, u" "_s);
    bad("date", u"passwordChanged"_s, u"2026-02-30"_s);
    bad("long", u"connection.database"_s, QString(1025, u'x'));
    bad("flag as text", u"readOnly"_s, u"yes"_s);
    QJsonArray twice{good, good};
    QTest::newRow("twice the same")
        << QJsonDocument(QJsonObject{{u"version"_s, 1}, {u"profiles"_s, twice}}).toJson();
}

void TestProfileStore::damagedFilesAreSetAside()
{
    QFETCH(QByteArray, content);
    // The time has one second: a second file of that second must not overwrite the first.
    for (int round = 1; round <= 2; ++round) {
        QVERIFY(writeTo(m_file, content));
        const auto loaded = ProfileStore(m_file).load();
        QVERIFY_OK(loaded);
        QVERIFY(loaded->set.profiles.isEmpty());
        QVERIFY2(!loaded->setAside.isEmpty(), "taken for a good one");
        QVERIFY(!loaded->damage.isEmpty());
        static const QRegularExpression form(
            u"\\A"_s + QRegularExpression::escape(u"profiles.json.damaged-"_s) + u"\\d{8}T\\d{6}(-2)?\\z"_s);
        QVERIFY2(form.match(QFileInfo(loaded->setAside).fileName()).hasMatch(), qPrintable(loaded->setAside));
        QCOMPARE(contentOf(loaded->setAside), content);
        QVERIFY(!QFile::exists(m_file));
        QCOMPARE(names().size(), round);
    }
}

void TestProfileStore::anUpdateOfADamagedFileSaysSo()
{
    QVERIFY(writeTo(m_file, "{ damaged"));
    const ProfileStore store(m_file);
    const auto add = change([](ProfileSet &set) { set.profiles.append(Tests::profileNamed(u"new"_s)); });
    const auto first = store.update(add);
    QCOMPARE(first.error().kind, ErrorKind::Corrupt);
    QVERIFY(!QFile::exists(m_file));
    QCOMPARE(names().size(), 1);
    QCOMPARE(contentOf(m_folder->filePath(names().constFirst())), "{ damaged");
    QVERIFY_OK(store.update(add));
    QCOMPARE(store.load()->set.profiles.size(), 1);
}

void TestProfileStore::newerFilesAreLeftAlone_data()
{
    QTest::addColumn<QByteArray>("content");
    const QJsonObject good = toJson(Tests::fullProfile());
    QTest::newRow("version 2") << QByteArray("{\"version\":2,\"profiles\":\"elsewhere\"}");
    QTest::newRow("a new kind") << fileWith(changed(good, u"environment.kind"_s, u"disaster"_s));
    QTest::newRow("a new place") << fileWith(changed(good, u"secret"_s, u"smartcard"_s));
    QTest::newRow("a new engine") << fileWith(changed(good, u"connection.engine"_s, u"duck"_s));
    QTest::newRow("a new TLS mode") << fileWith(changed(good, u"connection.tls"_s, u"verify-all"_s));
    QTest::newRow("too large") << QByteArray(4 * 1024 * 1024 + 1, ' ');
}

void TestProfileStore::newerFilesAreLeftAlone()
{
    QFETCH(QByteArray, content);
    QVERIFY(writeTo(m_file, content));
    const ProfileStore store(m_file);
    QCOMPARE(store.load().error().kind, ErrorKind::Unsupported);
    QCOMPARE(store.update(change([](ProfileSet &set) { set.profiles.clear(); })).error().kind,
             ErrorKind::Unsupported);
    QCOMPARE(contentOf(m_file), content);
    QCOMPARE(names(), QStringList{u"profiles.json"_s});
}

/// What may stand where the file should be.
void TestProfileStore::targets()
{
    int good = 0;
    const auto save = [](const QString &file) {
        return ProfileStore(file)
            .update(change([](ProfileSet &set) { set.profiles = {Tests::fullProfile()}; }))
            .has_value();
    };
    const QString other = m_folder->filePath(u"other"_s);

    QVERIFY(writeTo(other, "{\"version\":1,\"profiles\":[]}"));
    QVERIFY(QFile::link(other, m_file));
    QVERIFY(save(m_file)); // the link is replaced, not followed
    QVERIFY(!QFileInfo(m_file).isSymLink());
    QCOMPARE(contentOf(other), "{\"version\":1,\"profiles\":[]}");
    ++good;

    const QString folder = m_folder->filePath(u"folder"_s);
    QVERIFY(QDir().mkdir(folder));
    QVERIFY(!save(folder));
    QVERIFY(QFileInfo(folder).isDir());
    ++good;

    const QString fifo = m_folder->filePath(u"fifo"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    QVERIFY(!save(fifo)); // and does not wait for a writer
    struct stat status = {};
    QVERIFY(::stat(QFile::encodeName(fifo).constData(), &status) == 0 && S_ISFIFO(status.st_mode));
    ++good;

    const QString hard = m_folder->filePath(u"hard"_s);
    QCOMPARE(::link(QFile::encodeName(other).constData(), QFile::encodeName(hard).constData()), 0);
    QVERIFY(save(hard)); // a new file: the other name keeps the old content
    QCOMPARE(contentOf(other), "{\"version\":1,\"profiles\":[]}");
    ++good;

    const QString open = m_folder->filePath(u"open"_s);
    QVERIFY(QDir().mkdir(open));
    QCOMPARE(::chmod(QFile::encodeName(open).constData(), 0777), 0);
    const mode_t old = ::umask(0);
    const bool inOpen = save(open + u"/profiles.json"_s);
    const bool inNew = save(m_folder->filePath(u"new/gsc-admin/profiles.json"_s));
    ::umask(old);
    QVERIFY(inOpen && inNew);
    QCOMPARE(modeOf(open + u"/profiles.json"_s), 0600);
    QCOMPARE(modeOf(m_folder->filePath(u"new/gsc-admin/profiles.json"_s)), 0600);
    QCOMPARE(modeOf(m_folder->filePath(u"new/gsc-admin"_s)), 0700);
    good += 2;

    QCOMPARE(::chmod(QFile::encodeName(m_file).constData(), 0644), 0);
    QVERIFY(save(m_file));
    QCOMPARE(modeOf(m_file), 0600);
    ++good;
    qInfo("acceptance 34 (profiles): %d of 7 kinds of target as they should be", good);
}

void TestProfileStore::noSecretIsWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("uri") << u"postgresql://u:C4n%40ry@h/d?sslmode=require"_s;
    QTest::newRow("parameter") << u"postgresql://u@h/d?password=C4n%40ry"_s;
    QTest::newRow("user and password in one") << u"postgresql://u%3AC4n%40ry@h/d"_s;
    QTest::newRow("keywords") << u"host=h user=u password=C4n@ry"_s;
    QTest::newRow("key passphrase") << u"host=h user=u sslkey=/k sslpassword=C4n@ry"_s;
    QTest::newRow("npgsql") << u"Host=h;Username=u;Password=C4n@ry;SSL Password=C4n@ry"_s;
    QTest::newRow("sqlite") << u"Data Source=x.db;Password=C4n@ry"_s;
}

void TestProfileStore::noSecretIsWritten()
{
    QFETCH(QString, text);
    const auto spec = Db::ConnectionString::parse(text);
    const ProfileStore store(m_file);
    if (spec) {
        Profile profile = profileFor(*spec);
        profile.id = Tests::newId();
        profile.name = u"canary"_s;
        profile.unknown = {
            {u"password"_s, u"C4n@ry"_s},
            {u"connection"_s, QJsonObject{{u"sslPassword"_s, u"C4n@ry"_s},
                                          {u"parameters"_s, QJsonObject{{u"password"_s, u"C4n@ry"_s}}}}},
            {u"list"_s, QJsonArray{QJsonObject{{u"PWD"_s, u"C4n@ry"_s}}}}};
        QVERIFY_OK(store.update(change([&](ProfileSet &set) { set.profiles = {profile}; })));
        const auto loaded = store.load();
        QVERIFY_OK(loaded);
        QVERIFY(!loaded->set.profiles.at(0).connection.password);
    }
    // In the file and put there by hand: not read, gone with the next change.
    QJsonObject smuggled = changed(toJson(Tests::fullProfile()), u"connection.password"_s, u"C4n@ry"_s);
    smuggled = changed(smuggled, u"connection.parameters.sslpassword"_s, u"C4n@ry"_s);
    smuggled = changed(smuggled, u"connection.parameters.password"_s, u"C4n@ry"_s);
    const QString byHand = m_folder->filePath(u"byhand.json"_s);
    QVERIFY(writeTo(byHand, fileWith(smuggled)));
    const auto read = ProfileStore(byHand).update(change([](ProfileSet &) {}));
    QVERIFY_OK(read);
    QVERIFY(!read->profiles.at(0).connection.password);

    const QByteArray canary("C4n@ry");
    for (const QString &file : {m_file, byHand})
        for (const QByteArray &form :
             {canary, canary.toBase64(), canary.toPercentEncoding(), QByteArray("C4n"), canary.toHex()})
            QVERIFY2(!contentOf(file).contains(form), contentOf(file).constData());

    QVERIFY(writeTo(m_file, fileWith(changed(smuggled, u"name"_s, u"C4n@ry\n"_s))));
    const auto damaged = store.load();
    QVERIFY_OK(damaged);
    QVERIFY(!damaged->damage.contains(u"C4n"));
}

void TestProfileStore::namesAreMadeUnique()
{
    QList<Profile> profiles{Tests::profileNamed(u"Staging"_s)};
    QCOMPARE(uniqueName(profiles, u"Local"_s), u"Local"_s);
    QCOMPARE(uniqueName(profiles, u"staging"_s), u"staging (2)"_s);
    profiles.append(Tests::profileNamed(u"Staging (2)"_s));
    QCOMPARE(uniqueName(profiles, u"Staging"_s), u"Staging (3)"_s);
    profiles.append(Tests::profileNamed(QString(100, u'x')));
    const QString cut = uniqueName(profiles, QString(100, u'x'));
    QCOMPARE(cut.size(), 100);
    QVERIFY(cut.endsWith(u"x (2)"));
}

void TestProfileStore::targetsAreNamesThenStrings()
{
    QList<Profile> profiles{Tests::profileNamed(u"Staging"_s), Tests::profileNamed(u"shop.db"_s)};
    QCOMPARE(indexOf(profiles, u"STAGING"_s), 0);
    QCOMPARE(indexOf(profiles, profiles.at(1).id), 1);
    QCOMPARE(indexOf(profiles, QString()), -1);
    QCOMPARE(resolveTarget(profiles, u" staging "_s)->id, profiles.at(0).id);
    QCOMPARE(resolveTarget(profiles, u"shop.db"_s)->id, profiles.at(1).id);
    QVERIFY(resolveTarget(profiles, u"./shop.db"_s)->id.isEmpty());
    const auto server = resolveTarget(profiles, u"postgresql://u:pw@h.example/d"_s);
    QVERIFY_OK(server);
    QCOMPARE(server->connection.password, std::optional(u"pw"_s));
    QCOMPARE(resolveTarget(profiles, u"stagin"_s).error().kind, ErrorKind::NotFound);
    QCOMPARE(resolveTarget(profiles, u"postgresql://h:port/d"_s).error().kind, ErrorKind::Syntax);
    QCOMPARE(resolveTarget(profiles, u""_s).error().kind, ErrorKind::Syntax);
}

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
