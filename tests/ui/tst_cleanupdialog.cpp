// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cleanupdialog.h"
#include "windowbench.h"

#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Entry;

namespace {

/// One backup a day, the newest made today; all verified.
QList<Entry> days(int count)
{
    QList<Entry> entries;
    for (int day = 0; day < count; ++day) {
        Entry entry;
        entry.file = u"/backups/%1.db"_s.arg(day);
        entry.hasManifest = true;
        entry.manifest.size = 1'000'000;
        entry.manifest.finished = QDateTime::currentDateTimeUtc().addDays(-day);
        entry.manifest.verified = entry.manifest.finished;
        entries.append(entry);
    }
    return entries;
}

QSpinBox *box(const CleanUpDialog &dialog, const char *name)
{
    return child<QSpinBox>(&dialog, name);
}

} // namespace

/// What a rule would delete is shown before it is deleted.
class TestCleanUpDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatGoesAndWhatStays();
    void aRuleThatKeepsNothingDeletesNothing();
    void pinnedOnesStayWhateverTheRule();
};

void TestCleanUpDialog::showsWhatGoesAndWhatStays()
{
    CleanUpDialog dialog({}, days(10), {7, 0, 0, 0}, nullptr);
    dialog.show();
    const auto *list = child<QTreeWidget>(&dialog, "cleanUpList");
    QCOMPARE(list->topLevelItemCount(), 10);
    QCOMPARE(dialog.files().size(), 3);
    QVERIFY(dialog.files().contains(u"/backups/9.db"_s));
    QVERIFY(!dialog.files().contains(u"/backups/0.db"_s));
    const auto *accept = child<QPushButton>(&dialog, "cleanUpAccept");
    QVERIFY(accept->isEnabled());
    QVERIFY2(!accept->isDefault(), "Enter deletes nothing");
    QVERIFY2(child<QLabel>(&dialog, "cleanUpSum")->text().contains(u"3.0 MB"_s),
             qPrintable(child<QLabel>(&dialog, "cleanUpSum")->text()));
    box(dialog, "keepLast")->setValue(2);
    QCOMPARE(dialog.files().size(), 8);
    box(dialog, "keepLast")->setValue(10);
    QVERIFY(dialog.files().isEmpty());
    QVERIFY(!accept->isEnabled());
}

void TestCleanUpDialog::aRuleThatKeepsNothingDeletesNothing()
{
    const CleanUpDialog dialog({}, days(10), {}, nullptr);
    QVERIFY(dialog.files().isEmpty());
    QVERIFY(!child<QPushButton>(&dialog, "cleanUpAccept")->isEnabled());
}

void TestCleanUpDialog::pinnedOnesStayWhateverTheRule()
{
    QList<Entry> entries = days(5);
    entries[4].manifest.isPinned = true;
    const CleanUpDialog dialog({}, entries, {1, 0, 0, 0}, nullptr);
    QCOMPARE(dialog.files().size(), 3);
    QVERIFY(!dialog.files().contains(entries[4].file));
}

QTEST_MAIN(TestCleanUpDialog)
#include "tst_cleanupdialog.moc"
