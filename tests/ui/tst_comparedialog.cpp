// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backupbench.h"
#include "ui/backup/comparedialog.h"
#include "ui/backup/differencefields.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace Gui;
using namespace Tests;
using namespace Qt::StringLiterals;
using Backup::Entry;
using Backup::RowDifference;

namespace {

constexpr int limit = 60'000; // ms

class Shown final
{
public:
    explicit Shown(const OpenedDatabase &database, const Entry &entry, const QString &passphrase = {})
        : dialog(database, entry, passphrase, nullptr)
        , tester(table()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest)
        , wanted(&dialog, &CompareDialog::bringBackRequested)
    {
        dialog.show();
    }
    [[nodiscard]] bool wait() const
    {
        return QTest::qWaitFor([&] { return !dialog.isRunning(); }, limit);
    }
    [[nodiscard]] QTableView *table() const { return child<QTableView>(&dialog, "compareTable"); }
    [[nodiscard]] DifferenceFields *fields() const { return dialog.findChild<DifferenceFields *>(); }
    [[nodiscard]] QPushButton *button(const char *name) const { return child<QPushButton>(&dialog, name); }
    void select(const QString &name) const
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            if (table()->model()->index(row, DifferenceModel::Name).data().toString() == name)
                return table()->selectRow(row);
        QTest::qFail(qPrintable(u"nobody is called "_s + name), __FILE__, __LINE__);
    }
    [[nodiscard]] QTableWidgetItem *field(const QString &column) const
    {
        for (int row = 0; row < fields()->rowCount(); ++row)
            if (fields()->item(row, 0)->text() == column)
                return fields()->item(row, 0);
        return nullptr;
    }

    CompareDialog dialog;
    QAbstractItemModelTester tester;
    QSignalSpy wanted;
};

/// A backup, and then: Bob's phone changed, Cyd deleted, Dan added.
class Changed final
{
public:
    Changed()
        : entry(bench.backUp(u"one.db"_s))
    {
        cyd = bench.execute(u"select \"Id\" from \"Customer\" where \"Name\" = 'Cyd'"_s).first().first();
        bench.execute(u"update \"Customer\" set \"Phone\" = '555-9999', \"Notes\" = 'later', "
                      "\"UpdatedAt\" = '2026-01-02 03:04:05' where \"Name\" = 'Bob'"_s);
        bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
        bench.execute(insertStatement({u"Dan"_s}));
    }
    BackupBench bench;
    Entry entry;
    QString cyd;
};

} // namespace

/// A real backup beside a real database that went on.
class TestCompareDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void showsWhatDiffers();
    void noDifferenceIsSaidSo();
    void oneFieldComesBack();
    void missingOnesComeBackAsNew();
    void severalComeBackAtOnce();
    void addedOnesDoNotComeBack();
    void missingRowsCanBeRestoredWithTheirNumbers();
    void filters();
    void readOnlyOnlyLooks();
    void aDamagedBackupIsSaidSo();
    void anotherPassphraseIsAskedFor();

private:
    QTemporaryDir m_home;
};

void TestCompareDialog::initTestCase()
{
    for (const char *name : {"XDG_DATA_HOME", "XDG_STATE_HOME"})
        qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
}

void TestCompareDialog::showsWhatDiffers()
{
    const Changed changed;
    const Shown shown(changed.bench.database(), changed.entry);
    QVERIFY(shown.wait());
    QCOMPARE(shown.table()->model()->rowCount(), 3);
    const auto whatOf = [&](const QString &name) {
        shown.select(name);
        const int row = shown.table()->selectionModel()->selectedRows().first().row();
        return shown.table()->model()->index(row, DifferenceModel::What).data().toString();
    };
    QCOMPARE(whatOf(u"Cyd"_s), wordOf(RowDifference::Kind::OnlyInBackup));
    QCOMPARE(whatOf(u"Dan"_s), wordOf(RowDifference::Kind::OnlyInDatabase));
    QCOMPARE(whatOf(u"Bob"_s), wordOf(RowDifference::Kind::Changed));
    const QTableWidgetItem *phone = shown.field(u"Phone"_s);
    QVERIFY(phone);
    QCOMPARE(shown.fields()->item(phone->row(), 1)->text(), u"555-0100"_s);
    QCOMPARE(shown.fields()->item(phone->row(), 2)->text(), u"555-9999"_s);
    QVERIFY2(shown.field(u"UpdatedAt"_s), "what else differs is shown, too");
    QVERIFY2(!(shown.field(u"UpdatedAt"_s)->flags() & Qt::ItemIsUserCheckable), "but does not come back");
}

void TestCompareDialog::noDifferenceIsSaidSo()
{
    const BackupBench bench;
    const Shown shown(bench.database(), bench.backUp(u"one.db"_s));
    QVERIFY(shown.wait());
    QVERIFY(!shown.table()->isVisible());
    QVERIFY(!shown.button("bringBack")->isEnabled());
}

void TestCompareDialog::oneFieldComesBack()
{
    const Changed changed;
    Shown shown(changed.bench.database(), changed.entry);
    QVERIFY(shown.wait());
    shown.select(u"Bob"_s);
    QCOMPARE(shown.fields()->ticked().size(), 2);
    shown.field(u"Notes"_s)->setCheckState(Qt::Unchecked);
    shown.button("bringBack")->click();
    QCOMPARE(shown.wanted.size(), 1);
    const auto customers = shown.wanted.first().first().value<QList<BroughtBack>>();
    QCOMPARE(customers.size(), 1);
    QCOMPARE(customers.first().name, u"Bob"_s);
    QVERIFY(!customers.first().isMissing);
    QCOMPARE(customers.first().fields.keys(), QStringList{u"Phone"_s});
    QCOMPARE(customers.first().fields.value(u"Phone"_s).value_or(QString()), u"555-0100"_s);
    shown.field(u"Phone"_s)->setCheckState(Qt::Unchecked);
    QVERIFY(!shown.button("bringBack")->isEnabled());
}

void TestCompareDialog::missingOnesComeBackAsNew()
{
    const Changed changed;
    Shown shown(changed.bench.database(), changed.entry);
    QVERIFY(shown.wait());
    shown.select(u"Cyd"_s);
    shown.button("bringBack")->click();
    const auto customers = shown.wanted.first().first().value<QList<BroughtBack>>();
    QVERIFY(customers.first().isMissing);
    QCOMPARE(customers.first().fields.value(u"Name"_s).value_or(QString()), u"Cyd"_s);
    QCOMPARE(customers.first().fields.value(u"Email"_s).value_or(QString()), u"Cyd@example.com"_s);
    QVERIFY(!customers.first().fields.contains(u"CreatedAt"_s));
}

void TestCompareDialog::severalComeBackAtOnce()
{
    const Changed changed;
    Shown shown(changed.bench.database(), changed.entry);
    QVERIFY(shown.wait());
    shown.table()->selectAll();
    QCOMPARE(shown.fields()->rowCount(), 0);
    shown.button("bringBack")->click();
    const auto customers = shown.wanted.first().first().value<QList<BroughtBack>>();
    QCOMPARE(customers.size(), 2); // Dan was never in the backup
}

void TestCompareDialog::addedOnesDoNotComeBack()
{
    const Changed changed;
    const Shown shown(changed.bench.database(), changed.entry);
    QVERIFY(shown.wait());
    shown.select(u"Dan"_s);
    QVERIFY(!shown.button("bringBack")->isEnabled());
    QVERIFY(!shown.button("restoreRows")->isVisible());
}

void TestCompareDialog::missingRowsCanBeRestoredWithTheirNumbers()
{
    const Changed changed;
    Shown shown(changed.bench.database(), changed.entry);
    QSignalSpy restore(&shown.dialog, &CompareDialog::restoreRequested);
    QVERIFY(shown.wait());
    shown.select(u"Cyd"_s);
    shown.button("restoreRows")->click();
    QCOMPARE(restore.size(), 1);
    QCOMPARE(restore.first().at(0).value<Entry>().file, changed.entry.file);
    QCOMPARE(restore.first().at(1).toStringList(), QStringList{changed.cyd});
    QVERIFY(!shown.dialog.isVisible());
}

void TestCompareDialog::filters()
{
    const Changed changed;
    const Shown shown(changed.bench.database(), changed.entry);
    QVERIFY(shown.wait());
    auto *kind = child<QComboBox>(&shown.dialog, "compareKind");
    QCOMPARE(kind->count(), 4);
    for (int i = 1; i < kind->count(); ++i) {
        kind->setCurrentIndex(i);
        QCOMPARE(shown.table()->model()->rowCount(), 1);
    }
    kind->setCurrentIndex(0);
    auto *search = child<QLineEdit>(&shown.dialog, "compareSearch");
    search->setText(u"9999"_s); // a value, not a name
    QCOMPARE(shown.table()->model()->rowCount(), 1);
    search->setText(u"nobody"_s);
    QCOMPARE(shown.table()->model()->rowCount(), 0);
    QVERIFY(!shown.button("bringBack")->isEnabled());
}

void TestCompareDialog::readOnlyOnlyLooks()
{
    const Changed changed;
    OpenedDatabase database = changed.bench.database();
    database.isReadOnly = true;
    const Shown shown(database, changed.entry);
    QVERIFY(shown.wait());
    shown.select(u"Cyd"_s);
    QVERIFY(!shown.button("bringBack")->isEnabled());
    QVERIFY(!shown.button("restoreRows")->isEnabled());
}

void TestCompareDialog::aDamagedBackupIsSaidSo()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db"_s);
    QVERIFY(QFile::resize(entry.file, 100));
    const Shown shown(bench.database(), entry);
    QVERIFY(shown.wait());
    QVERIFY(!shown.table()->isVisible());
    auto *again = shown.dialog.findChild<QPushButton *>(u"stateAction"_s);
    QVERIFY(again->isVisible());
    again->click();
    QVERIFY(shown.dialog.isRunning());
    QVERIFY(shown.wait());
}

void TestCompareDialog::anotherPassphraseIsAskedFor()
{
    const BackupBench bench;
    const Entry entry = bench.backUp(u"one.db.zst.enc"_s, encrypted(u"correct horse"_s));
    bench.execute(u"delete from \"Customer\" where \"Name\" = 'Cyd'"_s);
    Shown wrong(bench.database(), entry, u"correct h0rse"_s);
    QSignalSpy refused(&wrong.dialog, &CompareDialog::passphraseRefused);
    QVERIFY(wrong.wait());
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(!wrong.dialog.isVisible());
    const Shown right(bench.database(), entry, u"correct horse"_s);
    QVERIFY(right.wait());
    QCOMPARE(right.table()->model()->rowCount(), 1);
}

QTEST_MAIN(TestCompareDialog)
#include "tst_comparedialog.moc"
