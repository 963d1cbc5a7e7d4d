// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filename.h"
#include "backup/shelf.h"
#include "filefixture.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using State = Entry::State;
using Tests::contentOf;
using Tests::namesIn;
using Tests::writeTo;

namespace {

/// What this program does as a child of itself: "add LIST FILE…" or "forget LIST FILE…".
int runChild(const QStringList &words)
{
    Shelf shelf(words.value(1));
    for (const QString &file : words.mid(2))
        if (!(words.value(0) == u"add" ? shelf.add(file) : shelf.forget(file)))
            return 1;
    return 0;
}

} // namespace

class TestShelf final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isEmptyAtFirst();
    void listsNewestFirst();
    void findsWhatLiesBesideKnownOnes();
    void looksIntoTheDefaultFolder();
    void tellsTheState();
    void tellsWhatItCanWithoutAManifest();
    void oneSpellingForAFile();
    void refusesWhatIsNoFile();
    void forgetsUntilItIsAddedAgain();
    void removes();
    void removesNoStrangersFile();
    void pins();
    void damagedListIsSetAside_data();
    void damagedListIsSetAside();
    void newerListIsLeftAlone();
    void unknownKeysStay();
    void processesLoseNothing();
    void daysSinceRehearsal();

private:
    /// A backup in the folder, with its manifest.
    QString backup(const QString &name, int daysAgo = 0);
    [[nodiscard]] QStringList names();
    [[nodiscard]] Entry only();

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_list;
    std::unique_ptr<Shelf> m_shelf;
};

void TestShelf::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("HOME", QFile::encodeName(m_folder->path())); // no backups of the user's
    m_list = m_folder->filePath(u"data/backups.json"_s);
    m_shelf = std::make_unique<Shelf>(m_list);
    QVERIFY(QDir(m_folder->path()).mkdir(u"backups"_s));
}

QString TestShelf::backup(const QString &name, int daysAgo)
{
    const QString file = m_folder->filePath(u"backups/"_s + name);
    Manifest manifest = Tests::fullManifest();
    manifest.isPinned = false;
    manifest.size = 7;
    manifest.finished = QDateTime(QDate(2025, 12, 11), QTime(9, 30), Qt::UTC).addDays(-daysAgo);
    if (!writeTo(file, "content") || !writeManifest(file, manifest))
        qFatal("no test file");
    return file;
}

QStringList TestShelf::names()
{
    const auto entries = m_shelf->entries();
    if (!entries)
        return {Core::toText(entries.error())};
    QStringList result;
    for (const Entry &entry : *entries)
        result.append(QFileInfo(entry.file).fileName());
    return result;
}

Entry TestShelf::only()
{
    const auto entries = m_shelf->entries();
    return entries && entries->size() == 1 ? entries->constFirst() : Entry{};
}

void TestShelf::isEmptyAtFirst()
{
    QCOMPARE(names(), QStringList());
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"backups"_s}); // looking leaves nothing behind
}

void TestShelf::listsNewestFirst()
{
    const QString b = backup(u"b.dump"_s, 2);
    const QString a = backup(u"a.dump"_s, 1);
    const QString c = backup(u"c.dump"_s, 3);
    for (const QString &file : {a, b, c, a})
        QVERIFY_OK(m_shelf->add(file));
    QCOMPARE(names(), (QStringList{u"a.dump"_s, u"b.dump"_s, u"c.dump"_s}));
    QCOMPARE(Tests::modeOf(m_list), 0600);
    const Entry first = m_shelf->entries()->constFirst();
    QCOMPARE(first.file, a);
    QCOMPARE(first.state, State::Present);
    QVERIFY(first.hasManifest);
    QCOMPARE(first.manifest.origin.profile, Tests::fullManifest().origin.profile);
    QVERIFY(!contentOf(m_list).contains("profile")); // paths, and nothing else
}

void TestShelf::findsWhatLiesBesideKnownOnes()
{
    const QString known = backup(u"known.dump"_s, 1);
    backup(u"beside.dump"_s, 2);
    QVERIFY(writeTo(m_folder->filePath(u"backups/no manifest.dump"_s), "x"));
    QVERIFY(writeTo(m_folder->filePath(u"backups/no backup.dump.manifest.json"_s), "x"));
    const QString target = backup(u"target.dump"_s, 3);
    QVERIFY(QFile::rename(target, m_folder->filePath(u"elsewhere"_s)));
    QVERIFY(QFile::link(m_folder->filePath(u"elsewhere"_s), target));
    QCOMPARE(names(), QStringList());
    QVERIFY_OK(m_shelf->add(known));
    QCOMPARE(names(), (QStringList{u"known.dump"_s, u"beside.dump"_s}));
}

void TestShelf::looksIntoTheDefaultFolder()
{
    const QString file = backup(u"a.dump"_s);
    QVERIFY(QDir().mkpath(defaultFolder()));
    for (const QString &name : {file, manifestFile(file)})
        QVERIFY(QFile::rename(name, defaultFolder() + u'/' + QFileInfo(name).fileName()));
    QCOMPARE(names(), QStringList{u"a.dump"_s});
}

void TestShelf::tellsTheState()
{
    const QString file = backup(u"a.dump"_s);
    QVERIFY_OK(m_shelf->add(file));
    QCOMPARE(only().state, State::Present);
    QVERIFY(writeTo(file, "longer content"));
    QCOMPARE(only().state, State::Changed);
    QVERIFY(QFile::remove(file));
    QCOMPARE(only().state, State::Missing);
    QVERIFY(only().hasManifest);
    QVERIFY(QFile::link(m_folder->filePath(u"elsewhere"_s), file));
    QCOMPARE(only().state, State::Changed);
    QVERIFY(QFile::remove(file) && QDir().mkdir(file));
    QCOMPARE(only().state, State::Changed);
    QVERIFY(QDir().rmdir(file) && writeTo(file, "content"));
    QCOMPARE(only().state, State::Present);
    QByteArray json = contentOf(manifestFile(file));
    QVERIFY(writeTo(manifestFile(file), Tests::withFlippedBit(json, 2000)));
    QCOMPARE(only().state, State::Unreadable);
    QVERIFY(!only().hasManifest);
    QVERIFY(QFile::remove(manifestFile(file)) && QFile::link(m_list, manifestFile(file)));
    QCOMPARE(only().state, State::Unreadable);
}

void TestShelf::tellsWhatItCanWithoutAManifest()
{
    for (const auto &[name, kind] :
         {std::pair(u"a.sql.zst"_s, Kind::Script), std::pair(u"a.dump"_s, Kind::Dump),
          std::pair(u"a.db.20251211_093000"_s, Kind::SqliteSnapshot)}) {
        const QString file = m_folder->filePath(u"backups/"_s + name);
        QVERIFY(writeTo(file, "content"));
        QVERIFY_OK(m_shelf->add(file));
        const Entry entry = only();
        QCOMPARE(entry.state, State::Present);
        QVERIFY(!entry.hasManifest);
        QCOMPARE(entry.manifest.kind, kind);
        QCOMPARE(entry.manifest.size, 7);
        QVERIFY(std::abs(entry.manifest.finished.secsTo(QDateTime::currentDateTimeUtc())) < 600);
        QVERIFY_OK(m_shelf->forget(file));
        QCOMPARE(names(), QStringList());
    }
}

void TestShelf::oneSpellingForAFile()
{
    const QString file = backup(u"a.dump"_s);
    QVERIFY(QFile::link(m_folder->filePath(u"backups"_s), m_folder->filePath(u"link"_s)));
    QVERIFY_OK(m_shelf->add(m_folder->filePath(u"link/a.dump"_s)));
    QVERIFY_OK(m_shelf->add(m_folder->filePath(u"backups/../link/./a.dump"_s)));
    QCOMPARE(only().file, QFileInfo(file).canonicalFilePath());
    QVERIFY_OK(m_shelf->forget(m_folder->filePath(u"link/a.dump"_s)));
    QCOMPARE(names(), QStringList());
}

void TestShelf::refusesWhatIsNoFile()
{
    const QString file = backup(u"a.dump"_s);
    const QString link = m_folder->filePath(u"backups/link"_s);
    QVERIFY(QFile::link(file, link));
    const QString pipe = m_folder->filePath(u"backups/pipe"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    for (const QString &name : {link, pipe, m_folder->filePath(u"backups"_s)}) {
        QCOMPARE(m_shelf->add(name).error().kind, ErrorKind::Unsupported);
        QCOMPARE(m_shelf->remove(name).error().kind, ErrorKind::Unsupported);
        QVERIFY(QFileInfo::exists(name));
    }
    QCOMPARE(m_shelf->add(m_folder->filePath(u"missing"_s)).error().kind, ErrorKind::NotFound);
    QVERIFY(QFile::exists(file));
}

void TestShelf::forgetsUntilItIsAddedAgain()
{
    const QString a = backup(u"a.dump"_s, 1);
    const QString b = backup(u"b.dump"_s, 2);
    QVERIFY_OK(m_shelf->add(a));
    QVERIFY_OK(m_shelf->add(b));
    QVERIFY_OK(m_shelf->forget(b));
    QCOMPARE(names(), QStringList{u"a.dump"_s}); // although it lies beside a known one
    QVERIFY(QFile::exists(b) && QFile::exists(manifestFile(b)));
    QVERIFY_OK(m_shelf->add(b));
    QCOMPARE(names(), (QStringList{u"a.dump"_s, u"b.dump"_s}));
    // What was forgotten and is gone is not noted for ever.
    QVERIFY_OK(m_shelf->forget(b));
    QVERIFY(QFile::remove(b) && QFile::remove(manifestFile(b)));
    QVERIFY_OK(m_shelf->add(a));
    QVERIFY(!contentOf(m_list).contains("b.dump"));
}

void TestShelf::removes()
{
    const QString a = backup(u"a.dump"_s, 1);
    const QString b = backup(u"b.dump"_s, 2);
    QVERIFY_OK(m_shelf->add(a));
    QVERIFY_OK(m_shelf->remove(a));
    QVERIFY(!QFile::exists(a) && !QFile::exists(manifestFile(a)));
    QCOMPARE(names(), QStringList());
    // Found by its manifest, never added; and one of which only that is left.
    QVERIFY_OK(m_shelf->remove(b));
    QVERIFY(!QFile::exists(b));
    const QString c = backup(u"c.dump"_s);
    QVERIFY_OK(m_shelf->add(c));
    QVERIFY(QFile::remove(c));
    QVERIFY_OK(m_shelf->remove(c));
    QCOMPARE(namesIn(m_folder->filePath(u"backups"_s)), QStringList());
    QCOMPARE(names(), QStringList());
}

void TestShelf::removesNoStrangersFile()
{
    const QString file = m_folder->filePath(u"backups/gsctracking.db"_s);
    QVERIFY(writeTo(file, "a live database"));
    QCOMPARE(m_shelf->remove(file).error().kind, ErrorKind::NotFound);
    QCOMPARE(contentOf(file), "a live database");
}

void TestShelf::pins()
{
    const QString file = backup(u"a.dump"_s);
    QVERIFY_OK(m_shelf->add(file));
    QVERIFY_OK(m_shelf->setPinned(file, true));
    QVERIFY(only().manifest.isPinned);
    QCOMPARE(m_shelf->remove(file).error().kind, ErrorKind::Permission);
    QVERIFY(QFile::exists(file) && QFile::exists(manifestFile(file)));
    QVERIFY_OK(m_shelf->setPinned(file, false));
    QVERIFY(!only().manifest.isPinned);
    QVERIFY_OK(m_shelf->remove(file));
    QCOMPARE(m_shelf->setPinned(file, true).error().kind, ErrorKind::NotFound);
    QVERIFY(!QFile::exists(manifestFile(file)));
}

void TestShelf::damagedListIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"version\": 1, \"backups\": [");
    QTest::newRow("no version") << QByteArray("{\"backups\": []}");
    QTest::newRow("no list") << QByteArray("{\"version\": 1, \"backups\": {}}");
    QTest::newRow("no object") << QByteArray("{\"version\": 1, \"backups\": [1]}");
    QTest::newRow("no path") << QByteArray("{\"version\": 1, \"backups\": [{\"file\": \"a.dump\"}]}");
    QTest::newRow("no text") << QByteArray("{\"version\": 1, \"backups\": [{\"file\": 7}]}");
    QTest::newRow("no flag") << QByteArray(
        "{\"version\": 1, \"backups\": [{\"file\": \"/a\", \"forgotten\": 1}]}");
}

void TestShelf::damagedListIsSetAside()
{
    QFETCH(QByteArray, content);
    const QString file = backup(u"a.dump"_s);
    QVERIFY(QDir(m_folder->path()).mkdir(u"data"_s));
    for (const bool isRead : {true, false}) {
        QVERIFY(writeTo(m_list, content));
        const ErrorKind kind = isRead ? m_shelf->entries().error().kind : m_shelf->add(file).error().kind;
        QCOMPARE(kind, ErrorKind::Corrupt);
        QVERIFY(!QFile::exists(m_list));
    }
    QStringList aside = namesIn(m_folder->filePath(u"data"_s));
    aside.removeAll(u"backups.json.lock"_s);
    QCOMPARE(aside.size(), 2);
    for (const QString &name : aside)
        QCOMPARE(contentOf(m_folder->filePath(u"data/"_s + name)), content);
    QVERIFY_OK(m_shelf->add(file)); // told once
    QCOMPARE(names(), QStringList{u"a.dump"_s});
}

void TestShelf::newerListIsLeftAlone()
{
    const QString file = backup(u"a.dump"_s);
    const QByteArray content("{\"version\": 2, \"shelves\": 7}");
    QVERIFY(QDir(m_folder->path()).mkdir(u"data"_s));
    QVERIFY(writeTo(m_list, content));
    QCOMPARE(m_shelf->entries().error().kind, ErrorKind::Unsupported);
    QCOMPARE(m_shelf->add(file).error().kind, ErrorKind::Unsupported);
    QCOMPARE(m_shelf->forget(file).error().kind, ErrorKind::Unsupported);
    QCOMPARE(m_shelf->remove(file).error().kind, ErrorKind::Unsupported);
    QCOMPARE(contentOf(m_list), content);
    QVERIFY(QFile::exists(file));
}

void TestShelf::unknownKeysStay()
{
    const QString file = backup(u"a.dump"_s);
    QVERIFY(QDir(m_folder->path()).mkdir(u"data"_s));
    const QJsonObject before{
        {u"version"_s, 1},
        {u"sorted"_s, u"by name"_s},
        {u"backups"_s, QJsonArray{QJsonObject{{u"file"_s, file}, {u"note"_s, u"before the sale"_s}}}}};
    QVERIFY(writeTo(m_list, QJsonDocument(before).toJson()));
    QVERIFY_OK(m_shelf->forget(file));
    QVERIFY_OK(m_shelf->add(file));
    QCOMPARE(QJsonDocument::fromJson(contentOf(m_list)).object(), before);
}

void TestShelf::processesLoseNothing()
{
    constexpr int each = 40;
    std::array<QProcess, 3> processes;
    for (std::size_t i = 0; i < processes.size(); ++i) {
        QStringList arguments{u"--child"_s, u"add"_s, m_list};
        for (int n = 0; n < each; ++n) {
            const QString file = m_folder->filePath(u"backups/%1-%2"_s.arg(i).arg(n));
            QVERIFY(writeTo(file, "x"));
            arguments.append(file);
        }
        processes.at(i).start(QCoreApplication::applicationFilePath(), arguments);
    }
    for (QProcess &process : processes) {
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
    }
    QCOMPARE(names().size(), 3 * each);
}

void TestShelf::daysSinceRehearsal()
{
    const QDateTime now(QDate(2025, 12, 11), QTime(9, 30), Qt::UTC);
    Entry entry;
    QCOMPARE(entry.daysSinceRehearsal(now), std::nullopt);
    entry.manifest.rehearsed = now.addDays(-30).addSecs(1);
    QCOMPARE(entry.daysSinceRehearsal(now), std::optional(29));
    entry.manifest.rehearsed = now.addDays(-30);
    QCOMPARE(entry.daysSinceRehearsal(now), std::optional(30));
    entry.manifest.rehearsed = now.addDays(400);
    QCOMPARE(entry.daysSinceRehearsal(now), std::optional(0));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--child")
        return runChild(arguments.mid(2));
    TestShelf test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_shelf.moc"
