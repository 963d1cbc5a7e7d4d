// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filefixture.h"
#include "backup/shopfixture.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using Backup::Kind;
using Backup::RestoreMode;
using Core::ErrorKind;
using Tests::TempDatabase;

namespace {

using Contents = QList<Tables::TableSummary>;

/// What staff do in a day: a change, a new customer, one in the trash, a job gone, and a customer purged.
void changeMuch(const TempDatabase &database)
{
    const QString yes = database.isPostgres() ? u"true"_s : u"1"_s;
    const QString now = database.isPostgres() ? u"now()"_s : u"'2026-01-01 00:00:00.5'"_s;
    database.execute(
        u"update \"Customer\" set \"Name\" = 'changed', \"UpdatedAt\" = %1 where \"Id\" = 1;"
        "update \"Customer\" set \"IsDeleted\" = %2, \"DeletedAt\" = %1 where \"Id\" = 2;"
        "delete from \"Customer\" where \"Id\" = 3;"
        "delete from \"Job\" where \"CustomerId\" = 4;"
        "insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") "
        "values ('new', %1, %1, %3)"_s.arg(now, yes, database.isPostgres() ? u"false"_s : u"0"_s));
}

void addEnginesAndKinds()
{
    QTest::addColumn<TempDatabase::Kind>("engine");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("sqlite snapshot") << TempDatabase::Kind::Sqlite << Kind::SqliteSnapshot;
    QTest::newRow("sqlite portable") << TempDatabase::Kind::Sqlite << Kind::Portable;
    QTest::newRow("postgresql portable") << TempDatabase::Kind::PostgresDirect << Kind::Portable;
    QTest::newRow("postgresql dump") << TempDatabase::Kind::PostgresDirect << Kind::Dump;
    QTest::newRow("postgresql script") << TempDatabase::Kind::PostgresDirect << Kind::Script;
}

} // namespace

Q_DECLARE_METATYPE(Backup::Kind)

class TestRoundTrip final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void comesBackAndGoesBack_data() { addEnginesAndKinds(); }
    void comesBackAndGoesBack();
    void wrappedComesBack();
    void crossesEngines();
    void mergeKeepsWhatIsNewer_data() { TempDatabase::addKinds(); }
    void mergeKeepsWhatIsNewer();
    void whatJobsReferToStays_data() { TempDatabase::addKinds(); }
    void whatJobsReferToStays();
    void aLockedDatabaseIsNotTouched_data() { TempDatabase::addKinds(); }
    void aLockedDatabaseIsNotTouched();
    void aPoolerIsRefused();
    void previewChangesNothing_data() { TempDatabase::addKinds(); }
    void previewChangesNothing();
    void comparesCustomers_data() { TempDatabase::addKinds(); }
    void comparesCustomers();
    void flippedBitsAreFound_data() { addEnginesAndKinds(); }
    void flippedBitsAreFound();
    void truncationIsFound_data() { addEnginesAndKinds(); }
    void truncationIsFound();
    void anotherPassphraseIsToldApart();
    void wrongFilesChangeNothing();
    void cancelLeavesNothing_data() { addEnginesAndKinds(); }
    void cancelLeavesNothing();
    void aFullDiskLeavesNothing_data() { addEnginesAndKinds(); }
    void aFullDiskLeavesNothing();
    void rehearses_data() { addEnginesAndKinds(); }
    void rehearses();

private:
    [[nodiscard]] Core::Result<Backup::Made> backUp(const TempDatabase &database, Kind kind,
                                                    const Backup::Wrapping &wrapping = {})
    {
        Backup::Request request;
        request.kind = kind;
        request.source = specOf(database);
        request.origin.engine = request.source.engine;
        request.file = m_folder->filePath(u"backup-%1.db"_s.arg(++m_number));
        request.wrapping = wrapping;
        return Backup::makeBackup(request, m_context);
    }
    [[nodiscard]] Backup::RestoreRequest restoreOf(const QString &file, const TempDatabase &database,
                                                   RestoreMode mode = RestoreMode::Replace)
    {
        Backup::RestoreRequest request;
        request.file = file;
        request.target = specOf(database);
        request.targetOrigin.engine = request.target.engine;
        request.mode = mode;
        request.safetyFolder = m_folder->filePath(u"safety"_s);
        return request;
    }
    [[nodiscard]] Contents contents(const TempDatabase &database) const
    {
        return Tests::contentsOf(database, m_folder->path());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Core::JobContext m_context;
    int m_number = 0;
};

void TestRoundTrip::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestRoundTrip::comesBackAndGoesBack()
{
    QFETCH(TempDatabase::Kind, engine);
    QFETCH(Kind, kind);
    const TempDatabase database(engine);
    Tests::makeShop(database, 300);
    const auto made = backUp(database, kind);
    QVERIFY2(made, qUtf8Printable(made ? QString() : Core::toText(made.error())));
    QCOMPARE(Tests::rowsOf(made->manifest.tables, u"Customer"_s), 300);
    QCOMPARE(Tests::rowsOf(made->manifest.tables, u"Job"_s), 150);
    QVERIFY(made->manifest.verified.isValid());
    changeMuch(database);
    const Contents changed = contents(database);
    QVERIFY(changed != made->manifest.tables);

    const auto restored = Backup::restore(restoreOf(made->file, database), m_context);
    QVERIFY2(restored, qUtf8Printable(restored ? QString() : Core::toText(restored.error())));
    QCOMPARE(contents(database), made->manifest.tables);
    QVERIFY(restored->rehearsal && restored->rehearsal->isGood);
    QVERIFY(QFile::exists(restored->safetyBackup));

    // Numbers go on after the highest that ever was in the table.
    database.execute(
        database.isPostgres()
            ? u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") "
              "values ('next', now(), now(), false)"_s
            : u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") "
              "values ('next', '2026', '2026', 0)"_s);
    const auto rows = database.execute(u"select \"Id\" from \"Customer\" where \"Name\" = 'next'"_s);
    QVERIFY(rows.size() == 1);
    QVERIFY(rows.first().first().toInt() > 300);

    const auto undone = Backup::restore(restoreOf(restored->safetyBackup, database), m_context);
    QVERIFY2(undone, qUtf8Printable(undone ? QString() : Core::toText(undone.error())));
    QCOMPARE(contents(database), changed);
}

void TestRoundTrip::wrappedComesBack()
{
    const TempDatabase database(TempDatabase::Kind::Sqlite);
    Tests::makeShop(database, 50);
    const auto made = backUp(database, Kind::Portable, {true, u"correct horse"_s, {}});
    QVERIFY2(made, qUtf8Printable(made ? QString() : Core::toText(made.error())));
    QVERIFY(!Tests::contentOf(made->file).contains("Mower"));
    changeMuch(database);
    auto request = restoreOf(made->file, database);
    request.passphrase = u"correct horse"_s;
    const auto restored = Backup::restore(request, m_context);
    QVERIFY2(restored, qUtf8Printable(restored ? QString() : Core::toText(restored.error())));
    QCOMPARE(contents(database), made->manifest.tables);
}

void TestRoundTrip::crossesEngines()
{
    constexpr int customers = 20'000;
    const TempDatabase postgres(TempDatabase::Kind::PostgresDirect);
    Tests::makeShop(postgres, customers);
    const auto made = backUp(postgres, Kind::Portable);
    QVERIFY2(made, qUtf8Printable(made ? QString() : Core::toText(made.error())));

    const TempDatabase sqlite(TempDatabase::Kind::Sqlite);
    sqlite.execute(u"vacuum"_s); // the file is there, and empty
    auto there = Backup::restore(restoreOf(made->file, sqlite), m_context);
    QVERIFY2(there, qUtf8Printable(there ? QString() : Core::toText(there.error())));
    QCOMPARE(contents(sqlite), made->manifest.tables);

    const auto again = backUp(sqlite, Kind::SqliteSnapshot);
    QVERIFY2(again, qUtf8Printable(again ? QString() : Core::toText(again.error())));
    const TempDatabase back(TempDatabase::Kind::PostgresDirect);
    const auto returned = Backup::restore(restoreOf(again->file, back), m_context);
    QVERIFY2(returned, qUtf8Printable(returned ? QString() : Core::toText(returned.error())));
    QCOMPARE(contents(back), made->manifest.tables);
    const auto next = back.execute(u"insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\", "
                                   "\"IsDeleted\") values ('next', now(), now(), false) returning \"Id\""_s);
    QCOMPARE(next.first().first(), QString::number(customers + 1));
    qInfo("acceptance 21: %d customers and %d jobs from PostgreSQL into SQLite and back, 0 tables with "
          "another hash",
          customers, customers / 2);
}

void TestRoundTrip::mergeKeepsWhatIsNewer()
{
    QFETCH(TempDatabase::Kind, kind);
    if (kind == TempDatabase::Kind::PostgresPooled)
        kind = TempDatabase::Kind::PostgresDirect; // a pooler is refused, see aPoolerIsRefused()
    const TempDatabase database(kind);
    Tests::makeShop(database, 20);
    const auto made = backUp(database, Kind::Portable);
    QVERIFY(made);
    const bool isPostgres = database.isPostgres();
    const QString newer = isPostgres ? u"timestamptz '2027-01-01'"_s : u"'2027-01-01 00:00:00'"_s;
    const QString older = isPostgres ? u"timestamptz '2020-01-01'"_s : u"'2020-01-01 00:00:00'"_s;
    database.execute(
        u"update \"Customer\" set \"Name\" = 'newer here', \"UpdatedAt\" = %1 where \"Id\" = 1;"
        "update \"Customer\" set \"Name\" = 'older here', \"UpdatedAt\" = %2 where \"Id\" = 5;"
        "delete from \"Customer\" where \"Id\" = 7;"
        "insert into \"Customer\" (\"Name\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") values "
        "('only here', %1, %1, %3)"_s.arg(newer, older, isPostgres ? u"false"_s : u"0"_s));
    const auto restored = Backup::restore(restoreOf(made->file, database, RestoreMode::Merge), m_context);
    QVERIFY2(restored, qUtf8Printable(restored ? QString() : Core::toText(restored.error())));
    const auto names =
        database.execute(u"select \"Id\", \"Name\" from \"Customer\" where \"Id\" in (1, 5, 7) or "
                         "\"Name\" = 'only here' order by \"Id\""_s);
    QCOMPARE(names.size(), 4);
    QCOMPARE(names.at(0).at(1), u"newer here"_s);
    QVERIFY(names.at(1).at(1).startsWith(u"Łukasz"_s));
    QVERIFY(names.at(2).at(1).startsWith(u"Łukasz"_s));
    QCOMPARE(names.at(3).at(1), u"only here"_s);
}

void TestRoundTrip::whatJobsReferToStays()
{
    QFETCH(TempDatabase::Kind, kind);
    if (kind == TempDatabase::Kind::PostgresPooled)
        kind = TempDatabase::Kind::PostgresDirect;
    const TempDatabase database(kind);
    Tests::makeShop(database, 10);
    const auto made = backUp(database, Kind::Portable);
    QVERIFY(made);
    const bool isPostgres = database.isPostgres();
    const QString now = isPostgres ? u"now()"_s : u"'2026-01-01 00:00:00'"_s;
    database.execute(
        u"insert into \"Customer\" (\"Id\", \"Name\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") values "
        "(100, 'with job', %1, %1, %2), (101, 'without', %1, %1, %2);"
        "insert into \"Job\" (\"CustomerId\", \"Title\", \"ReceivedAt\") values (100, 'Saw', %1)"_s.arg(
            now, isPostgres ? u"false"_s : u"0"_s));
    auto request = restoreOf(made->file, database);
    request.tables = QStringList{u"Customer"_s};
    const auto restored = Backup::restore(request, m_context);
    QVERIFY2(restored, qUtf8Printable(restored ? QString() : Core::toText(restored.error())));
    QCOMPARE(restored->unremovable.size(), 1);
    QVERIFY(restored->unremovable.first().contains(u"100"_s));
    QCOMPARE(database.execute(u"select \"Id\" from \"Customer\" where \"Id\" >= 100"_s).size(), 1);
    QCOMPARE(database.execute(u"select 1 from \"Job\" where \"CustomerId\" = 100"_s).size(), 1);
}

void TestRoundTrip::aLockedDatabaseIsNotTouched()
{
    QFETCH(TempDatabase::Kind, kind);
    if (kind == TempDatabase::Kind::PostgresPooled)
        kind = TempDatabase::Kind::PostgresDirect;
    const TempDatabase database(kind);
    Tests::makeShop(database, 10);
    const auto made = backUp(database, Kind::Portable);
    QVERIFY(made);
    changeMuch(database);
    const Contents before = contents(database);
    auto request = restoreOf(made->file, database);
    request.options.gate = std::make_shared<Db::AccessGate>(false);
    const auto restored = Backup::restore(request, m_context);
    QVERIFY(!restored);
    QCOMPARE(restored.error().kind, ErrorKind::ReadOnly);
    QCOMPARE(contents(database), before);
    QVERIFY(!QFile::exists(request.safetyFolder));
}

void TestRoundTrip::aPoolerIsRefused()
{
    const TempDatabase direct(TempDatabase::Kind::PostgresDirect);
    Tests::makeShop(direct, 5);
    const auto made = backUp(direct, Kind::Portable);
    QVERIFY(made);
    auto request = restoreOf(made->file, direct);
    request.target.hosts.first().port = 6432;
    const auto restored = Backup::restore(request, m_context);
    QVERIFY(!restored);
    QCOMPARE(restored.error().kind, ErrorKind::Unsupported);
}

void TestRoundTrip::previewChangesNothing()
{
    QFETCH(TempDatabase::Kind, kind);
    if (kind == TempDatabase::Kind::PostgresPooled)
        kind = TempDatabase::Kind::PostgresDirect;
    const TempDatabase database(kind);
    Tests::makeShop(database, 30);
    const auto made = backUp(database, Kind::Portable);
    QVERIFY(made);
    changeMuch(database);
    const Contents before = contents(database);
    const auto preview = Backup::previewRestore(restoreOf(made->file, database), m_context);
    QVERIFY2(preview, qUtf8Printable(preview ? QString() : Core::toText(preview.error())));
    QVERIFY(preview->isVerified);
    bool isSeen = false;
    for (const Backup::TableChange &change : preview->tables) {
        if (change.table != u"Customer"_s)
            continue;
        isSeen = true;
        QCOMPARE(change.added, 1);   // the purged one
        QCOMPARE(change.changed, 2); // the changed one, the one in the trash
        QCOMPARE(change.removed, 1); // the new one
    }
    QVERIFY(isSeen);
    QVERIFY(!preview->examples.isEmpty());
    QCOMPARE(contents(database), before);
}

void TestRoundTrip::comparesCustomers()
{
    QFETCH(TempDatabase::Kind, kind);
    if (kind == TempDatabase::Kind::PostgresPooled)
        kind = TempDatabase::Kind::PostgresDirect;
    const TempDatabase database(kind);
    Tests::makeShop(database, 30);
    const auto made = backUp(database, Kind::Portable);
    QVERIFY(made);
    changeMuch(database);
    const auto found = Backup::compareCustomers(made->file, {}, specOf(database), {}, 100, m_context);
    QVERIFY2(found, qUtf8Printable(found ? QString() : Core::toText(found.error())));
    QCOMPARE(found->size(), 4);
    using Difference = Backup::RowDifference::Kind;
    QCOMPARE(found->at(0).id, u"1"_s);
    QCOMPARE(found->at(0).kind, Difference::Changed);
    QCOMPARE(found->at(2).id, u"3"_s);
    QCOMPARE(found->at(2).kind, Difference::OnlyInBackup);
    QCOMPARE(found->at(3).kind, Difference::OnlyInDatabase);
}

void TestRoundTrip::flippedBitsAreFound()
{
    QFETCH(TempDatabase::Kind, engine);
    QFETCH(Kind, kind);
    const TempDatabase database(engine);
    Tests::makeShop(database, 20);
    const auto made = backUp(database, kind);
    QVERIFY(made);
    const QByteArray bytes = Tests::contentOf(made->file);
    constexpr int flips = 300;
    int undetected = 0;
    for (int i = 0; i < flips; ++i) {
        const qsizetype bit = (bytes.size() * 8 - 1) * i / (flips - 1);
        QVERIFY(Tests::writeTo(made->file, Tests::withFlippedBit(bytes, bit)));
        const auto found = Backup::verifyBackup(made->file, {}, m_context);
        if (found && found->isGood)
            ++undetected;
    }
    QVERIFY(Tests::writeTo(made->file, bytes));
    const auto whole = Backup::verifyBackup(made->file, {}, m_context);
    QVERIFY(whole && whole->isGood);
    qInfo("acceptance 19: %s: %d flipped bits, %d undetected", QTest::currentDataTag(), flips, undetected);
    QCOMPARE(undetected, 0);
}

void TestRoundTrip::truncationIsFound()
{
    QFETCH(TempDatabase::Kind, engine);
    QFETCH(Kind, kind);
    const TempDatabase database(engine);
    Tests::makeShop(database, 20);
    const auto made = backUp(database, kind);
    QVERIFY(made);
    const QByteArray bytes = Tests::contentOf(made->file);
    // Also without its manifest, whose hash finds everything: the file's own shape has to.
    const QByteArray manifest = Tests::contentOf(Backup::manifestFile(made->file));
    int undetected = 0;
    constexpr int lengths = 200;
    for (int i = 0; i < lengths; ++i) {
        QVERIFY(Tests::writeTo(made->file, bytes.left(bytes.size() * i / lengths)));
        const auto found = Backup::verifyBackup(made->file, {}, m_context);
        if (found && found->isGood)
            ++undetected;
    }
    int unmanifested = 0;
    QVERIFY(QFile::remove(Backup::manifestFile(made->file)));
    for (int i = 0; i < lengths; ++i) {
        QVERIFY(Tests::writeTo(made->file, bytes.left(bytes.size() * i / lengths)));
        const auto found = Backup::verifyBackup(made->file, {}, m_context);
        if (found && found->isGood)
            ++unmanifested;
    }
    qInfo("acceptance 20: %s: %d lengths, %d undetected with the manifest, %d without",
          QTest::currentDataTag(), lengths, undetected, unmanifested);
    QCOMPARE(undetected, 0);
    QCOMPARE(unmanifested, 0);
}

void TestRoundTrip::anotherPassphraseIsToldApart()
{
    const TempDatabase database(TempDatabase::Kind::Sqlite);
    Tests::makeShop(database, 5);
    const auto made = backUp(database, Kind::SqliteSnapshot, {false, u"right"_s, {}});
    QVERIFY(made);
    const auto wrong = Backup::verifyBackup(made->file, u"wrong"_s, m_context);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().kind, ErrorKind::Authentication);
    const auto right = Backup::verifyBackup(made->file, u"right"_s, m_context);
    QVERIFY(right && right->isGood);
}

void TestRoundTrip::wrongFilesChangeNothing()
{
    const TempDatabase database(TempDatabase::Kind::Sqlite);
    Tests::makeShop(database, 5);
    const Contents before = contents(database);
    const QString folder = m_folder->filePath(u"wrong"_s);
    QVERIFY(QDir().mkpath(folder));
    QStringList files{m_folder->path(), folder + u"/missing.db"_s};
    for (const auto &[name, content] : {std::pair("empty.db", QByteArray()),
                                        {"text.db", QByteArray("hello\n")},
                                        {"zeros.dump", QByteArray(100'000, '\0')},
                                        {"half.sql", QByteArray("CREATE TABLE x (a int);\n")},
                                        {"header.db", QByteArray("SQLite format 3\0rest", 20)}}) {
        files.append(folder + u'/' + QLatin1String(name));
        QVERIFY(Tests::writeTo(files.last(), content));
    }
    QVERIFY(QFile::link(u"/etc/passwd"_s, folder + u"/link.db"_s));
    files.append(folder + u"/link.db"_s);
    for (const QString &file : std::as_const(files)) {
        const auto restored = Backup::restore(restoreOf(file, database), m_context);
        QVERIFY2(!restored, qUtf8Printable(file));
        QVERIFY2(!restored.error().summary.isEmpty(), qUtf8Printable(file));
    }
    QCOMPARE(contents(database), before);
}

void TestRoundTrip::cancelLeavesNothing()
{
    QFETCH(TempDatabase::Kind, engine);
    QFETCH(Kind, kind);
    const TempDatabase database(engine);
    Tests::makeShop(database, 2'000);
    const auto made = backUp(database, kind);
    QVERIFY(made);
    changeMuch(database);
    const Contents before = contents(database);
    const QString folder = m_folder->filePath(u"out"_s);
    QVERIFY(QDir().mkpath(folder));
    int cancelled = 0;
    int residue = 0;
    constexpr int tries = 12;
    for (int i = 0; i < tries; ++i) {
        // Stops at the i-th telling of progress: a moment that is the same on a slow computer.
        int told = 0;
        Core::JobContext *current = nullptr;
        Core::JobContext context([&](const Core::JobProgress &) {
            if (told++ == i / 2)
                current->requestStop();
        });
        current = &context;
        Backup::Request request;
        request.kind = kind;
        request.source = specOf(database);
        request.file = folder + u"/backup.db"_s;
        const bool isBackup = i % 2 == 0;
        const bool isDone = isBackup ? Backup::makeBackup(request, context).has_value()
                                     : Backup::restore(restoreOf(made->file, database), context).has_value();
        if (isDone) {
            for (const QString &name : Tests::namesIn(folder))
                QFile::remove(folder + u'/' + name);
            if (!isBackup)
                changeMuch(database);
            continue;
        }
        ++cancelled;
        residue += int(Tests::namesIn(folder).size());
        if (!isBackup && i < 4)
            QCOMPARE(contents(database), before);
    }
    qInfo("acceptance 40: %s: %d of %d cancelled, %d files left", QTest::currentDataTag(), cancelled, tries,
          residue);
    QCOMPARE(residue, 0);
    QVERIFY(cancelled > 0);
    QVERIFY(backUp(database, kind));
}

void TestRoundTrip::aFullDiskLeavesNothing()
{
    QFETCH(TempDatabase::Kind, engine);
    QFETCH(Kind, kind);
    const TempDatabase database(engine);
    Tests::makeShop(database, 2'000);
    const QString folder = m_folder->filePath(u"full"_s);
    QVERIFY(QDir().mkpath(folder));
    int partial = 0;
    for (const rlim_t limit : {0, 4'096, 20'000, 64'000}) {
        Backup::Request request;
        request.kind = kind;
        request.source = specOf(database);
        request.file = folder + u"/backup.db"_s;
        Core::JobContext context;
        std::optional<Core::Result<Backup::Made>> made;
        {
            const Tests::SmallDisk small(limit);
            made.emplace(Backup::makeBackup(request, context));
        }
        QVERIFY(!*made);
        QVERIFY(!made->error().summary.isEmpty());
        partial += int(Tests::namesIn(folder).size());
    }
    qInfo("acceptance 18: %s: 4 full disks, %d files left", QTest::currentDataTag(), partial);
    QCOMPARE(partial, 0);
}

void TestRoundTrip::rehearses()
{
    QFETCH(TempDatabase::Kind, engine);
    QFETCH(Kind, kind);
    const TempDatabase database(engine);
    Tests::makeShop(database, 100);
    const auto made = backUp(database, kind);
    QVERIFY(made);
    const auto scratch = database.isPostgres() ? std::optional(specOf(database)) : std::nullopt;
    const auto done = Backup::rehearse(made->file, {}, scratch, m_context);
    QVERIFY2(done, qUtf8Printable(done ? QString() : Core::toText(done.error())));
    QVERIFY2(done->isGood, qUtf8Printable(done->problem));
    const auto manifest = Backup::readManifest(made->file);
    QVERIFY(manifest && manifest->rehearsed.isValid());
    if (database.isPostgres()) {
        const auto left =
            database.execute(u"select datname from pg_database where datname like 'gsc_scratch%' union "
                             "select nspname from pg_namespace where nspname like 'gsc_scratch%'"_s);
        QVERIFY(left.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
