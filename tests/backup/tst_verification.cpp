// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupreader.h"
#include "backup/partfile.h"
#include "restorefixture.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Backup;
using Core::ErrorKind;
using Tests::contentOf;
using Tests::Shop;
using Tests::verified;
using Tests::writeTo;
using DatabaseKind = Tests::TempDatabase::Kind;

class tst_Verification : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsEveryFlippedBit_data();
    void findsEveryFlippedBit();
    void findsEveryTruncation_data();
    void findsEveryTruncation();
    void looksDeeperThanTheChecksum_data();
    void looksDeeperThanTheChecksum();
    void notesWhatItFound();
    void survivesDamageWithoutManifest_data();
    void survivesDamageWithoutManifest();
    void saysWhatIsNoBackup_data();
    void saysWhatIsNoBackup();
    void stopsWhenAsked();

private:
    /// A backup of each kind, made once: "sqlite", "portable", "dump", "script", "encrypted".
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

namespace {

void addFiles()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"sqlite", "portable", "dump", "script", "encrypted"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

QString passphraseOf(const QString &name)
{
    return name == u"encrypted" ? u"correct horse"_s : QString();
}

} // namespace

void tst_Verification::initTestCase()
{
    const Shop local(DatabaseKind::Sqlite);
    const Shop server(DatabaseKind::PostgresDirect);
    const auto make = [&](const QString &name, const Shop &shop, Kind kind) {
        Request request = Tests::requestFor(shop.spec, kind, file(name));
        request.wrapping.passphrase = passphraseOf(name);
        request.wrapping.compress = name == u"encrypted";
        request.wrapping.limits = Tests::quickKey;
        Core::JobContext context;
        QVERIFY_OK(makeBackup(request, context));
    };
    make(u"sqlite"_s, local, Kind::SqliteSnapshot);
    make(u"portable"_s, server, Kind::Portable);
    make(u"dump"_s, server, Kind::Dump);
    make(u"script"_s, server, Kind::Script);
    make(u"encrypted"_s, server, Kind::Portable);
}

void tst_Verification::findsEveryFlippedBit_data()
{
    addFiles();
}

// Acceptance 19: no flip of one bit goes unnoticed, in the file nor in its manifest.
void tst_Verification::findsEveryFlippedBit()
{
    QFETCH(QString, name);
    constexpr int flips = 300;
    QRandomGenerator random(19);
    int undetected = 0;
    for (const QString &victim : {file(name), manifestFile(file(name))}) {
        const QByteArray whole = contentOf(victim);
        for (int i = 0; i < flips; ++i) {
            QVERIFY(writeTo(victim, Tests::withFlippedBit(whole, random.bounded(whole.size() * 8))));
            const auto verification = verified(file(name), passphraseOf(name));
            QVERIFY_OK(verification);
            undetected += verification->isGood ? 1 : 0;
            QVERIFY(verification->isGood || !verification->problem.isEmpty());
        }
        QVERIFY(writeTo(victim, whole));
    }
    QVERIFY(verified(file(name), passphraseOf(name))->isGood);
    qInfo("acceptance 19: %s: %d flips in the file and %d in the manifest, %d undetected", qPrintable(name),
          flips, flips, undetected);
    QCOMPARE(undetected, 0);
}

void tst_Verification::findsEveryTruncation_data()
{
    addFiles();
}

// Acceptance 20.
void tst_Verification::findsEveryTruncation()
{
    QFETCH(QString, name);
    constexpr int cuts = 500;
    int undetected = 0;
    int tried = 0;
    for (const QString &victim : {file(name), manifestFile(file(name))}) {
        const QByteArray whole = contentOf(victim);
        for (int i = 0; i < cuts; ++i, ++tried) {
            // The last bytes one by one, where an end is most easily missed.
            const qsizetype length = i < 100 ? whole.size() - 1 - i : whole.size() * (i - 100) / (cuts - 100);
            QVERIFY(writeTo(victim, whole.first(length)));
            const auto verification = verified(file(name), passphraseOf(name));
            QVERIFY_OK(verification);
            undetected += verification->isGood ? 1 : 0;
        }
        QVERIFY(writeTo(victim, whole));
    }
    qInfo("acceptance 20: %s: %d truncations of the file and the manifest, %d undetected", qPrintable(name),
          tried, undetected);
    QCOMPARE(undetected, 0);
}

void tst_Verification::looksDeeperThanTheChecksum_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"sqlite", "portable", "dump", "script"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

// A file that was damaged before it got its checksum: the rows tell.
void tst_Verification::looksDeeperThanTheChecksum()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const QString copy = folder.filePath(u"copy"_s);
    const QByteArray whole = contentOf(file(name));
    QRandomGenerator random(7);
    int noticed = 0;
    int harmless = 0;
    constexpr int flips = 60;
    for (int i = 0; i < flips; ++i) {
        QVERIFY(writeTo(copy, Tests::withFlippedBit(whole, random.bounded(whole.size() * 8))));
        Manifest manifest = readManifest(file(name)).value();
        Core::JobContext context;
        manifest.sha256 = hashOfFile(copy, context).value();
        QVERIFY_OK(writeManifest(copy, manifest));
        const auto verification = verified(copy);
        QVERIFY_OK(verification);
        if (!verification->isGood) {
            ++noticed;
            continue;
        }
        ++harmless; // in a page that nothing uses, say
        QCOMPARE(Tests::lines(verification->found), Tests::lines(manifest.tables));
    }
    qInfo("%s: of %d flips before the checksum %d were noticed, %d changed no row", qPrintable(name), flips,
          noticed, harmless);
    QVERIFY(noticed > 0);
}

void tst_Verification::notesWhatItFound()
{
    const QTemporaryDir folder;
    const QString copy = folder.filePath(u"copy"_s);
    QVERIFY(QFile::copy(file(u"sqlite"_s), copy));
    Manifest manifest = readManifest(file(u"sqlite"_s)).value();
    manifest.verified = {};
    manifest.isPinned = true;
    QVERIFY_OK(writeManifest(copy, manifest));
    QVERIFY(verified(copy)->isGood);
    const QDateTime time = readManifest(copy)->verified;
    QVERIFY(time.isValid());

    const QByteArray whole = contentOf(copy);
    QVERIFY(writeTo(copy, Tests::withFlippedBit(whole, 80'001)));
    QVERIFY(!verified(copy)->isGood);
    QVERIFY(!readManifest(copy)->problem.isEmpty());
    QCOMPARE(readManifest(copy)->verified, time);
    QVERIFY(readManifest(copy)->isPinned);
    // Repaired: what was noted is not held against it.
    QVERIFY(writeTo(copy, whole));
    QVERIFY(verified(copy)->isGood);
    QVERIFY(readManifest(copy)->problem.isEmpty());
}

void tst_Verification::survivesDamageWithoutManifest_data()
{
    looksDeeperThanTheChecksum_data();
}

void tst_Verification::survivesDamageWithoutManifest()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const QString copy = folder.filePath(u"copy"_s);
    const QByteArray whole = contentOf(file(name));
    QRandomGenerator random(28);
    int refused = 0;
    constexpr int tries = 60;
    for (int i = 0; i < tries; ++i) {
        QByteArray damaged = whole;
        for (int flips = 1 + i % 20; flips > 0; --flips)
            damaged = Tests::withFlippedBit(damaged, random.bounded(damaged.size() * 8));
        if (i % 3 == 0)
            damaged.truncate(random.bounded(damaged.size()));
        QVERIFY(writeTo(copy, damaged));
        const auto verification = verified(copy);
        QVERIFY_OK(verification);
        QVERIFY(!verification->hasManifest);
        refused += verification->isGood ? 0 : 1;
    }
    qInfo("%s without a manifest: %d of %d damaged files refused, no crash", qPrintable(name), refused,
          tries);
    QVERIFY(refused > 0);
}

void tst_Verification::saysWhatIsNoBackup_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("zeros") << QByteArray(5000, '\0');
    QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    QTest::newRow("letter") << QByteArray("Dear customer,\n\nyour bike is ready.\n");
    QTest::newRow("SQLite's first words") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("pg_dump's first words") << QByteArray("PGDMP\x01\x0e");
}

void tst_Verification::saysWhatIsNoBackup()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString what = folder.filePath(u"what"_s);
    QVERIFY(writeTo(what, content));
    const auto verification = verified(what);
    QVERIFY_OK(verification);
    QVERIFY(!verification->isGood);
    QVERIFY(!verification->problem.isEmpty());
    // Somebody else's database.
    const QString other = folder.filePath(u"other.db"_s);
    Tests::sqliteExecute(other, u"create table places (url text); insert into places values ('x')"_s);
    QVERIFY(!verified(other)->isGood);
    QCOMPARE(verified(folder.filePath(u"missing"_s)).error().kind, ErrorKind::NotFound);
    QCOMPARE(verified(folder.path()).error().kind, ErrorKind::Unsupported);
}

void tst_Verification::stopsWhenAsked()
{
    for (const QString &name : {u"sqlite"_s, u"dump"_s, u"encrypted"_s}) {
        // At each phase once.
        for (int stopAt = 0; stopAt < 20; ++stopAt) {
            int phase = 0;
            Core::JobContext *self = nullptr;
            Core::JobContext context([&](const Core::JobProgress &) {
                if (phase++ == stopAt)
                    self->requestStop();
            });
            self = &context;
            const auto verification = verifyBackup(file(name), passphraseOf(name), context);
            if (phase <= stopAt)
                break;
            QVERIFY(!verification || verification->isGood);
            if (!verification)
                QCOMPARE(verification.error().kind, ErrorKind::Cancelled);
        }
        QVERIFY(readManifest(file(name))->problem.isEmpty());
    }
}

QTEST_GUILESS_MAIN(tst_Verification)
#include "tst_verification.moc"
