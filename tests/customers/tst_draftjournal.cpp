// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/draftjournal.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Customers;
using Core::ErrorKind;
using Tests::waitFor;

namespace {

const QString identity = QStringLiteral("postgresql://host:5432/shop");

RowChange change(qint64 id, const QString &name)
{
    RowChange made;
    made.base.id = made.current.id = id;
    made.base.setText(Field::Name, u"before"_s);
    made.base.createdAt = u"0044-03-15 00:00:00+00 BC"_s;
    made.base.updatedAt = u"infinity"_s;
    made.base.rowVersion = u"4294967295"_s;
    made.current = made.base;
    made.current.setText(Field::Name, name);
    made.current.setText(Field::Notes, u""_s); // and not NULL
    return made;
}

QList<RowChange> hostileChanges()
{
    RowChange removed = change(9'007'199'254'740'993, u"it's \"\\ \u2028 😀"_s); // beyond what a double holds
    removed.current.isDeleted = true;
    removed.current.deletedAt = u"2025-01-01 00:00:00.123456"_s;
    RowChange created;
    created.current.id = -1;
    created.current.setText(Field::Name, u"new"_s);
    return {removed, created, change(3, QString(2000, u'ü'))};
}

/// What the child process does: claims a journal, stores, and waits to be killed.
int keepDrafts(const QString &folder)
{
    DraftJournal journal(identity, folder);
    if (!waitFor(journal.load()))
        return 1;
    journal.store(hostileChanges());
    // The file is there as a whole or not at all; then the other process kills this one.
    if (!QTest::qWaitFor([&] { return !QDir(folder).entryList({u"*.json"_s}, QDir::Files).isEmpty(); },
                         30'000))
        return 2;
    std::fputs("stored\n", stdout);
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace

class TestDraftJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void jsonKeepsEverything();
    void badJsonIsRefused_data();
    void badJsonIsRefused();
    void reopeningBringsTheDraftsBack();
    void theLastStateWins();
    void twoWindowsKeepTwoJournals();
    void databasesAreKeptApart();
    void survivesAKill();
    void damagedFilesAreSetAside();
    void filesArePrivate();
    void saysThatItCannotWrite();
    void tooManyWindowsAreTold();

private:
    [[nodiscard]] QString folder() const { return m_folder->filePath(u"drafts"_s); }
    [[nodiscard]] QStringList files() const { return QDir(folder()).entryList(QDir::Files, QDir::Name); }
    static QList<RowChange> load(DraftJournal &journal) { return waitFor(journal.load()).value(); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDraftJournal::jsonKeepsEverything()
{
    const QByteArray json = DraftJournal::toJson(identity, hostileChanges());
    QCOMPARE(DraftJournal::fromJson(json).value(), hostileChanges());
    QCOMPARE(DraftJournal::fromJson(DraftJournal::toJson(identity, {})).value(), QList<RowChange>());
}

void TestDraftJournal::badJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << DraftJournal::toJson(identity, hostileChanges()).chopped(3);
    QTest::newRow("zeros") << QByteArray(500, '\0');
    QTest::newRow("another format") << QByteArray(R"({"format":2,"changes":[]})");
    QTest::newRow("a list") << QByteArray("[]");
}

void TestDraftJournal::badJsonIsRefused()
{
    QFETCH(QByteArray, json);
    QCOMPARE(DraftJournal::fromJson(json).error().kind, ErrorKind::Corrupt);
}

void TestDraftJournal::reopeningBringsTheDraftsBack()
{
    {
        DraftJournal journal(identity, folder());
        QCOMPARE(load(journal), QList<RowChange>());
        journal.store(hostileChanges());
    }
    {
        DraftJournal journal(identity, folder());
        QCOMPARE(load(journal), hostileChanges());
        journal.store({}); // saved
    }
    QCOMPARE(files(), QStringList());
    DraftJournal journal(identity, folder());
    QCOMPARE(load(journal), QList<RowChange>());
}

void TestDraftJournal::theLastStateWins()
{
    {
        DraftJournal journal(identity, folder());
        load(journal);
        for (int i = 0; i < 500; ++i)
            journal.store({change(1, QString::number(i))});
    }
    DraftJournal journal(identity, folder());
    QCOMPARE(load(journal), QList<RowChange>{change(1, u"499"_s)});
}

void TestDraftJournal::twoWindowsKeepTwoJournals()
{
    {
        DraftJournal first(identity, folder());
        DraftJournal second(identity, folder());
        load(first);
        load(second);
        first.store({change(1, u"first"_s)});
        second.store({change(2, u"second"_s)});
    }
    QCOMPARE(files().size(), 2);
    // A journal with drafts goes before an empty one, and each is taken once.
    DraftJournal third(identity, folder());
    DraftJournal fourth(identity, folder());
    DraftJournal fifth(identity, folder());
    const QList<RowChange> one = load(third);
    const QList<RowChange> two = load(fourth);
    QCOMPARE(load(fifth), QList<RowChange>());
    QCOMPARE(one + two, (QList<RowChange>{change(1, u"first"_s), change(2, u"second"_s)}));
}

void TestDraftJournal::databasesAreKeptApart()
{
    {
        DraftJournal journal(identity, folder());
        load(journal);
        journal.store({change(1, u"x"_s)});
    }
    DraftJournal other(identity + u"2"_s, folder());
    QCOMPARE(load(other), QList<RowChange>());
    for (const QString &file : files())
        QVERIFY(!file.contains(u"shop"_s)); // names of hosts and databases stay inside
}

void TestDraftJournal::survivesAKill()
{
    QProcess window;
    window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    window.start(QCoreApplication::applicationFilePath(), {u"--keep-drafts"_s, folder()});
    QVERIFY(QTest::qWaitFor([&] { return window.canReadLine() || window.state() == QProcess::NotRunning; },
                            60'000));
    QCOMPARE(window.readLine(), "stored\n");
    {
        DraftJournal other(identity, folder());
        QCOMPARE(load(other), QList<RowChange>()); // taken by the living window
    }
    QCOMPARE(::kill(pid_t(window.processId()), SIGKILL), 0);
    QVERIFY(window.waitForFinished());
    DraftJournal journal(identity, folder());
    QCOMPARE(load(journal), hostileChanges());
}

void TestDraftJournal::damagedFilesAreSetAside()
{
    // Twice: the second one must not push out the first.
    for (int i = 1; i <= 2; ++i) {
        {
            DraftJournal journal(identity, folder());
            load(journal);
            journal.store({change(i, u"x"_s)});
        }
        QFile file(folder() + u'/' + QDir(folder()).entryList({u"*.json"_s}, QDir::Files).value(0));
        QVERIFY(file.resize(file.size() / 2));
        {
            DraftJournal journal(identity, folder());
            const auto loaded = waitFor(journal.load());
            QVERIFY(!loaded);
            QCOMPARE(loaded.error().kind, ErrorKind::Corrupt);
            QVERIFY(QDir(folder()).entryList({u"*.json"_s}, QDir::Files).isEmpty());
            QCOMPARE(QDir(folder()).entryList({u"*.unreadable*"_s}, QDir::Files).size(), i);
            // The journal itself works on.
            journal.store({change(5, u"later"_s)});
        }
        DraftJournal journal(identity, folder());
        QCOMPARE(load(journal), QList<RowChange>{change(5, u"later"_s)});
        journal.store({});
    }
}

void TestDraftJournal::filesArePrivate()
{
    {
        DraftJournal journal(identity, folder());
        load(journal);
        journal.store({change(1, u"x"_s)});
    }
    QCOMPARE(files().size(), 1);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY((QFile::permissions(folder() + u'/' + files().first()) & others) == 0);
}

void TestDraftJournal::saysThatItCannotWrite()
{
    DraftJournal journal(identity, folder());
    load(journal);
    QVERIFY(QDir(folder()).removeRecursively());
    QFile inTheWay(folder());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    QSignalSpy failed(&journal, &DraftJournal::failed);
    journal.store({change(1, u"x"_s)});
    QTRY_COMPARE(failed.size(), 1);

    DraftJournal other(identity, folder());
    QCOMPARE(waitFor(other.load()).error().kind, ErrorKind::Io);
    other.store({change(1, u"x"_s)}); // nowhere to keep it, and no crash
}

void TestDraftJournal::tooManyWindowsAreTold()
{
    std::vector<std::unique_ptr<DraftJournal>> journals;
    for (int i = 0; i < 9; ++i) {
        journals.push_back(std::make_unique<DraftJournal>(identity, folder()));
        QVERIFY_OK(waitFor(journals.back()->load()));
    }
    DraftJournal tooMany(identity, folder());
    QCOMPARE(waitFor(tooMany.load()).error().kind, ErrorKind::Busy);
    journals.erase(journals.begin() + 4);
    DraftJournal another(identity, folder());
    QVERIFY_OK(waitFor(another.load()));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == u"--keep-drafts")
        return keepDrafts(application.arguments().value(2));
    TestDraftJournal test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_draftjournal.moc"
