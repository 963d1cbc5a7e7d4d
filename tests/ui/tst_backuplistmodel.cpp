// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupfiltermodel.h"
#include "ui/backup/backuplistmodel.h"
#include "ui/backup/backupwords.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Gui;
using namespace Qt::StringLiterals;
using Backup::Entry;
using Kind = Profiles::Environment::Kind;
using Column = BackupListModel::Column;

namespace {

const QDateTime now = QDateTime(QDate(2026, 3, 12), QTime(9, 30), Qt::UTC);

Entry entry(const QString &file, const QString &profile = u"Shop"_s)
{
    Entry result;
    result.file = u"/backups/"_s + file;
    result.hasManifest = true;
    result.manifest.origin.profile = profile;
    result.manifest.origin.environment = u"Staging"_s;
    result.manifest.origin.identity = u"id of "_s + profile;
    result.manifest.finished = now.addDays(-3);
    result.manifest.verified = now.addDays(-3);
    result.manifest.size = 412'000'000;
    result.manifest.migrations = {u"20240101_First"_s, u"20250101_Second"_s};
    return result;
}

} // namespace

/// What the list says about each backup, and what it warns about.
class TestBackupListModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheFacts();
    void warnsInTime_data();
    void warnsInTime();
    void aTestRestoreGrowsOld_data();
    void aTestRestoreGrowsOld();
    void environmentsComeBackFromTheirWords();
    void filters();
    void sortsByTimeNotByWords();
};

void TestBackupListModel::tellsTheFacts()
{
    BackupListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Entry pinned = entry(u"a.db"_s);
    pinned.manifest.isPinned = true;
    model.setEntries({pinned, entry(u"b.db"_s)}, now);
    QCOMPARE(model.rowCount(), 2);
    const auto text = [&](Column column) { return model.index(0, column).data().toString(); };
    QCOMPARE(text(Column::Database), u"Shop"_s);
    QCOMPARE(text(Column::Made), u"3 day(s) ago"_s);
    QCOMPARE(text(Column::Size), u"412.0 MB"_s);
    QCOMPARE(text(Column::Migrations), u"20250101_Second"_s);
    QCOMPARE(text(Column::File), u"a.db"_s);
    QVERIFY(!model.index(0, Column::Made).data(Qt::DecorationRole).isNull());
    QVERIFY(model.index(1, Column::Made).data(Qt::DecorationRole).isNull());
    QCOMPARE(model.index(0, Column::Database)
                 .data(BackupListModel::EnvironmentRole)
                 .value<Profiles::Environment>()
                 .kind,
             Kind::Staging);
    QCOMPARE(model.rowOf(u"/backups/b.db"_s), 1);
    QCOMPARE(model.rowOf(u"/backups/c.db"_s), -1);
    model.setEntries({}, now);
    QCOMPARE(model.rowCount(), 0);
}

void TestBackupListModel::warnsInTime_data()
{
    QTest::addColumn<Entry>("entry");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("tone");
    const auto row = [](const char *name, const QString &text, Tone tone, auto change) {
        Entry one = entry(u"a.db"_s);
        change(one);
        QTest::newRow(name) << one << text << int(tone);
    };
    row("good", u"3 day(s) ago"_s, Tone::Success, [](Entry &) {});
    row("never", u"Never"_s, Tone::Warning, [](Entry &one) { one.manifest.verified = {}; });
    row("missing", u"File is missing"_s, Tone::Problem,
        [](Entry &one) { one.state = Entry::State::Missing; });
    row("changed", u"File was changed"_s, Tone::Problem,
        [](Entry &one) { one.state = Entry::State::Changed; });
    row("unreadable", u"Manifest is damaged"_s, Tone::Problem,
        [](Entry &one) { one.state = Entry::State::Unreadable; });
    row("no manifest", u"No manifest"_s, Tone::Warning, [](Entry &one) { one.hasManifest = false; });
    row("failed", u"Failed"_s, Tone::Problem, [](Entry &one) { one.manifest.problem = u"Row 3 differs."_s; });
}

void TestBackupListModel::warnsInTime()
{
    QFETCH(Entry, entry);
    QFETCH(QString, text);
    QFETCH(int, tone);
    BackupListModel model;
    model.setEntries({entry}, now);
    const QModelIndex cell = model.index(0, Column::Verified);
    QCOMPARE(cell.data().toString(), text);
    QCOMPARE(cell.data(BackupListModel::ToneRole).toInt(), tone);
    if (!entry.manifest.problem.isEmpty())
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(entry.manifest.problem));
}

void TestBackupListModel::aTestRestoreGrowsOld_data()
{
    QTest::addColumn<QDateTime>("rehearsed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("tone");
    QTest::newRow("never") << QDateTime() << u"Never"_s << int(Tone::Problem);
    QTest::newRow("today") << now.addSecs(-7200) << u"2 hour(s) ago"_s << int(Tone::Success);
    QTest::newRow("at the limit") << now.addDays(-Backup::rehearsalAgeLimit) << u"4 week(s) ago"_s
                                  << int(Tone::Success);
    QTest::newRow("too old") << now.addDays(-Backup::rehearsalAgeLimit - 1) << u"4 week(s) ago"_s
                             << int(Tone::Problem);
}

void TestBackupListModel::aTestRestoreGrowsOld()
{
    QFETCH(QDateTime, rehearsed);
    QFETCH(QString, text);
    QFETCH(int, tone);
    Entry one = entry(u"a.db"_s);
    one.manifest.rehearsed = rehearsed;
    BackupListModel model;
    model.setEntries({one}, now);
    const QModelIndex cell = model.index(0, Column::Rehearsed);
    QCOMPARE(cell.data().toString(), text);
    QCOMPARE(cell.data(BackupListModel::ToneRole).toInt(), tone);
}

void TestBackupListModel::environmentsComeBackFromTheirWords()
{
    for (const Kind kind : {Kind::Local, Kind::Staging, Kind::Production}) {
        Profiles::Profile profile;
        profile.environment.kind = kind;
        QCOMPARE(environmentOf(originOf(profile)), profile.environment);
    }
    Profiles::Profile own;
    own.environment = {Kind::Own, u"Training"_s, u"#336699"_s, {}, false};
    QCOMPARE(environmentOf(originOf(own)).word, u"Training"_s);
    QCOMPARE(environmentOf(originOf(own)).color, u"#336699"_s);
    QCOMPARE(environmentOf(Backup::Origin()).kind, Kind::Own);
}

void TestBackupListModel::filters()
{
    BackupListModel model;
    BackupFilterModel shown(model);
    const QAbstractItemModelTester tester(&shown, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Entry unknown = entry(u"c.sql"_s, {});
    unknown.hasManifest = false;
    model.setEntries({entry(u"a.db"_s), entry(u"b.db"_s, u"Other"_s), unknown}, now);
    QCOMPARE(shown.rowCount(), 3);
    shown.setDatabase(u"id of Shop"_s);
    QCOMPARE(shown.rowCount(), 2); // and the one that does not say whose it is
    shown.setDatabase({});
    shown.setText(u"b.DB"_s);
    QCOMPARE(shown.rowCount(), 1);
    shown.setText(u"second"_s); // a migration
    QCOMPARE(shown.rowCount(), 3);
    shown.setText(u"nothing like it"_s);
    QCOMPARE(shown.rowCount(), 0);
}

void TestBackupListModel::sortsByTimeNotByWords()
{
    BackupListModel model;
    BackupFilterModel shown(model);
    Entry newest = entry(u"new.db"_s);
    newest.manifest.finished = now.addDays(-2);
    newest.manifest.size = 9'000;
    Entry oldest = entry(u"old.db"_s);
    oldest.manifest.finished = now.addDays(-100); // "3 month(s) ago"
    model.setEntries({oldest, newest, entry(u"mid.db"_s)}, now);
    const auto files = [&] {
        QStringList names;
        for (int row = 0; row < shown.rowCount(); ++row)
            names.append(shown.index(row, Column::File).data().toString());
        return names;
    };
    shown.sort(Column::Made, Qt::DescendingOrder);
    QCOMPARE(files(), (QStringList{u"new.db"_s, u"mid.db"_s, u"old.db"_s}));
    shown.sort(Column::Size, Qt::AscendingOrder); // 9 kB before 412 MB
    QCOMPARE(files().first(), u"new.db"_s);
}

QTEST_MAIN(TestBackupListModel)
#include "tst_backuplistmodel.moc"
