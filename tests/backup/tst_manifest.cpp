// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/manifest.h"
#include "backup/partfile.h"
#include "filefixture.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::contentOf;
using Tests::fullManifest;
using Tests::namesIn;
using Tests::writeTo;

namespace {

/// Any object as a manifest whose checksum is right.
QByteArray sealed(const QByteArray &json)
{
    const QByteArray checked = "\",\n" + json.mid(json.indexOf('{') + 1);
    return "{\n    \"checksum\": \"" + QCryptographicHash::hash(checked, QCryptographicHash::Sha256).toHex() +
           checked;
}

QJsonObject objectOf(const Manifest &manifest)
{
    QJsonObject object = QJsonDocument::fromJson(toJson(manifest)).object();
    object.remove(u"checksum"_s);
    return object;
}

QByteArray sealed(const QJsonObject &object)
{
    return sealed(QJsonDocument(object).toJson(QJsonDocument::Indented));
}

/// The object with one value replaced; undefined removes it. `path` by dots, "tables.0" is an item.
QJsonValue changed(const QJsonValue &in, const QString &path, const QJsonValue &value)
{
    const QString key = path.section(u'.', 0, 0);
    const QString rest = path.section(u'.', 1);
    if (in.isArray()) {
        QJsonArray array = in.toArray();
        array[key.toInt()] = rest.isEmpty() ? value : changed(array.at(key.toInt()), rest, value);
        return array;
    }
    QJsonObject object = in.toObject();
    object.insert(key, rest.isEmpty() ? value : changed(object.value(key), rest, value));
    return object;
}

ErrorKind kindOf(const QByteArray &json)
{
    const auto manifest = manifestFromJson(json);
    if (manifest)
        return ErrorKind::Internal;
    return manifest.error().summary.isEmpty() ? ErrorKind::Closed : manifest.error().kind;
}

} // namespace

class TestManifest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"shop.dump"_s);
    }
    void everyFieldComesBack();
    void kindsHaveKeysAndWords();
    void unknownKeysStayAtEveryLevel();
    void everyFlippedBitIsFound();
    void everyTruncationIsFound();
    void everyMissingKeyIsFound();
    void wrongTypesAreFound_data();
    void wrongTypesAreFound();
    void newerOnesAreNotGuessed();
    void hasLimits();
    void hostileJson_data();
    void hostileJson();
    void filesAreReplacedDurably();
    void whatCannotBeReadBackIsNotWritten();
    void updatesKeepWhatOthersWrote();
    void readsOrdinaryFilesOnly();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestManifest::everyFieldComesBack()
{
    const Manifest full = fullManifest();
    const QByteArray json = toJson(full);
    const auto back = manifestFromJson(json);
    QVERIFY_OK(back);
    QCOMPARE(toJson(*back), json);
    QCOMPARE(back->kind, full.kind);
    QCOMPARE(back->scope, full.scope);
    QVERIFY(back->origin == full.origin);
    QCOMPARE(back->toolVersion, full.toolVersion);
    QCOMPARE(back->dumpToolVersion, full.dumpToolVersion);
    QCOMPARE(back->migrations, full.migrations);
    QVERIFY(back->tables == full.tables);
    QCOMPARE(back->newestUpdate, full.newestUpdate);
    QCOMPARE(back->schema, full.schema);
    QCOMPARE(back->sha256, full.sha256);
    QCOMPARE(back->size, full.size);
    QVERIFY(back->isCompressed && back->isEncrypted && back->isPinned && back->isSafetyCopy);
    QCOMPARE(back->started, full.started);
    QCOMPARE(back->finished, full.finished);
    QCOMPARE(back->verified, full.verified);
    QCOMPARE(back->rehearsed, full.rehearsed);
    QCOMPARE(back->problem, full.problem);
    QCOMPARE(back->unknown, full.unknown);

    // Each word of each enumeration; times that were never are invalid.
    for (int kind = 0; kind < 4; ++kind)
        for (int scope = 0; scope < 4; ++scope)
            for (int engine = 0; engine < 2; ++engine) {
                Manifest other;
                other.kind = Kind(kind);
                other.scope = Scope(scope);
                other.origin.engine = Db::Engine(engine);
                other.sha256 = full.sha256;
                other.finished = full.finished;
                const auto read = manifestFromJson(toJson(other));
                QVERIFY_OK(read);
                QCOMPARE(read->kind, other.kind);
                QCOMPARE(read->scope, other.scope);
                QCOMPARE(read->origin.engine, other.origin.engine);
                QVERIFY(!read->verified.isValid() && !read->rehearsed.isValid() && !read->started.isValid());
                QVERIFY(!read->isPinned && !read->isCompressed);
            }
}

void TestManifest::kindsHaveKeysAndWords()
{
    QCOMPARE(keyOf(Kind::SqliteSnapshot), u"sqlite"_s);
    QCOMPARE(keyOf(Kind::Portable), u"portable"_s);
    QCOMPARE(keyOf(Kind::Dump), u"dump"_s);
    QCOMPARE(keyOf(Kind::Script), u"script"_s);
    QSet<QString> words;
    for (int kind = 0; kind < 4; ++kind) {
        QCOMPARE(kindFromKey(keyOf(Kind(kind))), std::optional(Kind(kind)));
        words.insert(wordOf(Kind(kind)));
    }
    QCOMPARE(words.size(), 4);
    QCOMPARE(kindFromKey(u"Dump"), std::nullopt);
    QCOMPARE(kindFromKey(u""), std::nullopt);
    QCOMPARE(manifestFile(u"/a/b.db"_s), u"/a/b.db.manifest.json"_s);
}

void TestManifest::unknownKeysStayAtEveryLevel()
{
    QJsonValue object = objectOf(fullManifest());
    object = changed(object, u"signature"_s, QJsonArray{1, u"two"_s});
    object = changed(object, u"origin.region"_s, u"eu"_s);
    object = changed(object, u"tables.1.bytes"_s, 17);
    const auto read = manifestFromJson(sealed(object.toObject()));
    QVERIFY_OK(read);
    Manifest manifest = *read;
    manifest.isPinned = false;
    QCOMPARE(objectOf(manifest), changed(object, u"pinned"_s, false).toObject());
}

void TestManifest::everyFlippedBitIsFound()
{
    const QByteArray json = toJson(fullManifest());
    int flips = 0;
    int undetected = 0;
    for (qsizetype bit = 0; bit < json.size() * 8; ++bit, ++flips)
        undetected += kindOf(Tests::withFlippedBit(json, bit)) == ErrorKind::Corrupt ? 0 : 1;
    qInfo("acceptance 19 (manifest): %d single flips (every bit), %d undetected", flips, undetected);
    QVERIFY(flips > 1000);
    QCOMPARE(undetected, 0);
}

void TestManifest::everyTruncationIsFound()
{
    const QByteArray json = toJson(fullManifest());
    int undetected = 0;
    for (qsizetype size = 0; size < json.size(); ++size)
        undetected += kindOf(json.left(size)) == ErrorKind::Corrupt ? 0 : 1;
    for (const QByteArray &more : {QByteArray(1, '\0'), QByteArray("\n"), QByteArray(" "), json})
        undetected += kindOf(json + more) == ErrorKind::Corrupt ? 0 : 1;
    qInfo("acceptance 20 (manifest): %d lengths, %d undetected", int(json.size()), undetected);
    QCOMPARE(undetected, 0);
}

void TestManifest::everyMissingKeyIsFound()
{
    const QJsonObject object = objectOf(fullManifest());
    int keys = 0;
    const auto check = [&](const QString &path) {
        ++keys;
        for (const QJsonValue &gone : {QJsonValue(QJsonValue::Undefined), QJsonValue()})
            QVERIFY2(kindOf(sealed(changed(object, path, gone).toObject())) == ErrorKind::Corrupt,
                     qPrintable(path));
    };
    for (const QString &key : object.keys())
        if (key != u"newerKey")
            check(key);
    for (const QString &key : object.value(u"origin"_s).toObject().keys())
        check(u"origin."_s + key);
    for (const QString &key : object.value(u"tables"_s).toArray().at(0).toObject().keys())
        check(u"tables.0."_s + key);
    QCOMPARE(keys, 21 + 7 + 3);
}

void TestManifest::wrongTypesAreFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *path, const QJsonValue &value) {
        QTest::addRow("%s %d", path, int(value.type())) << QString::fromLatin1(path) << value;
    };
    for (const char *path : {"profile", "color", "serverVersion", "database", "identity", "engine"})
        row(qPrintable(u"origin."_s + QLatin1String(path)), 1);
    for (const char *path : {"kind", "scope", "toolVersion", "dumpToolVersion", "newestUpdate", "sha256",
                             "started", "finished", "verified", "rehearsed", "problem", "migrations",
                             "tables", "schema", "origin", "compressed", "pinned"})
        row(path, 1);
    row("format", u"1"_s);
    row("format", 0);
    row("format", 1.5);
    row("size", u"1"_s);
    row("size", -1);
    row("size", 1.5);
    row("size", 1e300);
    row("tables.0", u"Customer"_s);
    row("tables.0.rows", -1);
    row("tables.0.rows", false);
    row("tables.0.hash", u"abc"_s);
    row("tables.0.hash", QString(64, u'A'));
    row("migrations.0", QJsonObject());
    row("sha256", QString(64, u'g'));
    row("sha256", QString());
    row("finished", QString());
    row("finished", u"2025-12-11"_s);
    row("verified", u"2025-12-11T09:30:00Z"_s);
    row("verified", u"2025-12-11T09:30:00.000+01:00"_s);
    row("verified", u"2025-02-30T09:30:00.000Z"_s);
    row("origin.color", u"red"_s);
    row("origin.profile", u"a\nb"_s);
    row("origin.environment", u"\u202egnigatS"_s);
}

void TestManifest::wrongTypesAreFound()
{
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    const QJsonObject object = objectOf(fullManifest());
    QCOMPARE(kindOf(sealed(object)), ErrorKind::Internal); // as it is it can be read
    QCOMPARE(kindOf(sealed(changed(object, path, value).toObject())), ErrorKind::Corrupt);
}

void TestManifest::newerOnesAreNotGuessed()
{
    const QJsonObject object = objectOf(fullManifest());
    QCOMPARE(kindOf(sealed(changed(object, u"format"_s, 2).toObject())), ErrorKind::Unsupported);
    QCOMPARE(kindOf(sealed(QJsonObject{{u"format"_s, 7}})), ErrorKind::Unsupported);
    for (const char *path : {"kind", "scope", "origin.engine"})
        QCOMPARE(kindOf(sealed(changed(object, QLatin1String(path), u"holographic"_s).toObject())),
                 ErrorKind::Unsupported);
}

void TestManifest::hasLimits()
{
    QJsonObject object = objectOf(fullManifest());
    object.insert(u"newerKey"_s, QString(5'000'000, u'x'));
    QCOMPARE(kindOf(sealed(object)), ErrorKind::Unsupported);
    object.remove(u"newerKey"_s);
    const auto repeated = [](const QJsonValue &item, int count) {
        QJsonArray array;
        for (int i = 0; i < count; ++i)
            array.append(item);
        return array;
    };
    const QJsonObject table{{u"name"_s, u"T"_s}, {u"rows"_s, 1}, {u"hash"_s, QString()}};
    object.insert(u"tables"_s, repeated(table, 10'000));
    QCOMPARE(kindOf(sealed(object)), ErrorKind::Internal);
    object.insert(u"tables"_s, repeated(table, 10'001));
    QCOMPARE(kindOf(sealed(object)), ErrorKind::Corrupt);
    object.insert(u"tables"_s, QJsonArray());
    object.insert(u"migrations"_s, repeated(u"x"_s, 10'001));
    QCOMPARE(kindOf(sealed(object)), ErrorKind::Corrupt);
    object.insert(u"migrations"_s, QJsonArray{QString(1001, u'x')});
    QCOMPARE(kindOf(sealed(object)), ErrorKind::Corrupt);
}

void TestManifest::hostileJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no checksum") << QByteArray("{\n    \"format\": 1\n}");
    QTest::newRow("sealed nothing") << sealed(QByteArray("{}"));
    QTest::newRow("sealed garbage") << sealed(QByteArray("{ \"a\": "));
    QTest::newRow("deep arrays") << sealed("{ \"a\": " + QByteArray(100'000, '[') + QByteArray(100'000, ']') +
                                           "}");
    QByteArray deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "{\"a\":";
    QTest::newRow("deep objects") << sealed("{ \"a\": " + deep + "1" + QByteArray(100'000, '}') + "}");
    QTest::newRow("zero byte") << sealed(QByteArray("{ \"a\": \"\0\" }", 12));
    QTest::newRow("no UTF-8") << sealed(QByteArray("{ \"a\": \"\xff\xfe\" }"));
    QTest::newRow("upper case") << toJson(fullManifest()).replace("checksum", "CHECKSUM");
    QByteArray twice = toJson(fullManifest());
    const QByteArray digits = twice.mid(19, 64);
    QTest::newRow("checksum in upper case") << QByteArray(twice).replace(digits, digits.toUpper());
}

void TestManifest::hostileJson()
{
    QFETCH(QByteArray, json);
    QCOMPARE(kindOf(json), ErrorKind::Corrupt);
}

void TestManifest::filesAreReplacedDurably()
{
    QCOMPARE(readManifest(m_file).error().kind, ErrorKind::NotFound);
    const mode_t before = ::umask(0);
    const auto written = writeManifest(m_file, fullManifest());
    ::umask(before);
    QVERIFY_OK(written);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"shop.dump.manifest.json"_s});
    QCOMPARE(Tests::modeOf(manifestFile(m_file)), 0600);
    Manifest other = fullManifest();
    other.problem = u"changed"_s;
    QVERIFY_OK(writeManifest(m_file, other));
    const auto read = readManifest(m_file);
    QVERIFY_OK(read);
    QCOMPARE(toJson(*read), toJson(other));
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"shop.dump.manifest.json"_s});
}

void TestManifest::whatCannotBeReadBackIsNotWritten()
{
    QVERIFY_OK(writeManifest(m_file, fullManifest()));
    const QByteArray before = contentOf(manifestFile(m_file));
    Manifest wrong = fullManifest();
    wrong.sha256.chop(1);
    QCOMPARE(writeManifest(m_file, wrong).error().kind, ErrorKind::Internal);
    wrong = fullManifest();
    wrong.schema.insert(u"much"_s, QString(5'000'000, u'x'));
    QCOMPARE(writeManifest(m_file, wrong).error().kind, ErrorKind::Unsupported);
    QCOMPARE(
        updateManifest(m_file, [](Manifest &manifest) { manifest.origin.color = u"red"_s; }).error().kind,
        ErrorKind::Internal);
    QCOMPARE(contentOf(manifestFile(m_file)), before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"shop.dump.manifest.json"_s});
}

void TestManifest::updatesKeepWhatOthersWrote()
{
    QCOMPARE(updateManifest(m_file, [](Manifest &) {}).error().kind, ErrorKind::NotFound);
    QCOMPARE(namesIn(m_folder->path()), QStringList());
    QVERIFY_OK(writeManifest(m_file, fullManifest()));
    QVERIFY_OK(updateManifest(m_file, [&](Manifest &manifest) {
        // Nobody else can write in between.
        const auto other = PartFile::create(manifestFile(m_file), PartFile::Existing::Replace);
        QCOMPARE(other.error().kind, ErrorKind::Busy);
        manifest.isPinned = false;
    }));
    const auto read = readManifest(m_file);
    QVERIFY_OK(read);
    QVERIFY(!read->isPinned);
    QCOMPARE(read->problem, fullManifest().problem);

    QVERIFY(writeTo(manifestFile(m_file), "damaged"));
    QCOMPARE(updateManifest(m_file, [](Manifest &) {}).error().kind, ErrorKind::Corrupt);
    QCOMPARE(contentOf(manifestFile(m_file)), "damaged");
}

void TestManifest::readsOrdinaryFilesOnly()
{
    const QString other = m_folder->filePath(u"other"_s);
    QVERIFY_OK(writeManifest(other, fullManifest()));
    QVERIFY(QFile::link(manifestFile(other), manifestFile(m_file)));
    QCOMPARE(readManifest(m_file).error().kind, ErrorKind::Unsupported);
    // Written in the link's place, not through it.
    QVERIFY_OK(writeManifest(m_file, fullManifest()));
    QVERIFY(!QFileInfo(manifestFile(m_file)).isSymLink());
    QVERIFY(QFile::remove(manifestFile(m_file)));
    QVERIFY(QDir().mkdir(manifestFile(m_file)));
    QCOMPARE(readManifest(m_file).error().kind, ErrorKind::Unsupported);
    QVERIFY(!writeManifest(m_file, fullManifest()));
    QVERIFY(QDir().rmdir(manifestFile(m_file)));
    QCOMPARE(::mkfifo(QFile::encodeName(manifestFile(m_file)).constData(), 0600), 0);
    QCOMPARE(readManifest(m_file).error().kind, ErrorKind::Unsupported);
}

QTEST_GUILESS_MAIN(TestManifest)
#include "tst_manifest.moc"
