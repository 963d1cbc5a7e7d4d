// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"
#include "ui/connect/profiledelegate.h"
#include "ui/connect/profilelistmodel.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace Gui;
using Profiles::Environment;
using Profiles::Profile;

namespace {

const QDate today(2025, 6, 1);

Profile profile(const QString &name)
{
    Profile result;
    result.id = name;
    result.name = name;
    result.environment.kind = Environment::Kind::Staging;
    result.connection =
        Db::ConnectionString::parse(QStringLiteral("postgresql://gscuser@db.example.com/gsctracking"))
            .value();
    return result;
}

QList<Profile> profiles(int count)
{
    QList<Profile> result;
    for (int i = 0; i < count; ++i)
        result.append(profile(QStringLiteral("P%1").arg(i + 1)));
    return result;
}

QStringList names(const ProfileListModel &model)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result.append(model.index(row).data().toString());
    return result;
}

} // namespace

class TestProfileList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsWhatMatters();
    void theFirstNineHaveShortcuts();
    void remindsOfOldPasswords_data();
    void remindsOfOldPasswords();
    void rowsMove();
    void shortcutsStayWithThePlace();
    void changesKeepTheCurrentRow();
    void aReminderTakesAnotherLine();
    void growsWithTheFont();

private:
    std::unique_ptr<ProfileListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestProfileList::init()
{
    m_tester.reset();
    m_model = std::make_unique<ProfileListModel>();
    m_model->setToday(today);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestProfileList::showsWhatMatters()
{
    Profile first = profile(QStringLiteral("Shop"));
    first.isReadOnly = true;
    m_model->setProfiles({first});
    const QModelIndex index = m_model->index(0);
    QCOMPARE(index.data().toString(), QStringLiteral("Shop"));
    QCOMPARE(index.data(ProfileListModel::PlaceRole).toString(), Db::displayName(first.connection));
    QCOMPARE(index.data(ProfileListModel::EnvironmentRole).value<Environment>(), first.environment);
    QVERIFY(index.data(ProfileListModel::IsReadOnlyRole).toBool());
    const QString spoken = index.data(Qt::AccessibleTextRole).toString();
    for (const char *part : {"Shop", "Staging", "gsctracking", "read-only", "Ctrl+1"})
        QVERIFY2(spoken.contains(QLatin1String(part)), qPrintable(spoken));
}

void TestProfileList::theFirstNineHaveShortcuts()
{
    m_model->setProfiles(profiles(11));
    QCOMPARE(m_model->index(0).data(ProfileListModel::ShortcutRole).toString(), QStringLiteral("Ctrl+1"));
    QCOMPARE(m_model->index(8).data(ProfileListModel::ShortcutRole).toString(), QStringLiteral("Ctrl+9"));
    QCOMPARE(m_model->index(9).data(ProfileListModel::ShortcutRole).toString(), QString());
}

void TestProfileList::remindsOfOldPasswords_data()
{
    QTest::addColumn<QDate>("changed");
    QTest::addColumn<bool>("reminds");
    QTest::newRow("today") << today << false;
    QTest::newRow("90 days") << today.addDays(-90) << false;
    QTest::newRow("91 days") << today.addDays(-91) << true;
    QTest::newRow("not known") << QDate() << false;
}

void TestProfileList::remindsOfOldPasswords()
{
    QFETCH(QDate, changed);
    QFETCH(bool, reminds);
    Profile one = profile(QStringLiteral("Shop"));
    one.passwordChanged = changed;
    m_model->setProfiles({one});
    const QString warning = m_model->index(0).data(ProfileListModel::AgeWarningRole).toString();
    QCOMPARE(!warning.isEmpty(), reminds);
    QCOMPARE(warning.contains(QStringLiteral("91")), reminds);
}

void TestProfileList::rowsMove()
{
    m_model->setProfiles(profiles(4));
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    QVERIFY(m_model->moveRow({}, 0, {}, 3));
    QCOMPARE(names(*m_model).join(u' '), QStringLiteral("P2 P3 P1 P4"));
    QVERIFY(m_model->moveRow({}, 3, {}, 0));
    QCOMPARE(names(*m_model).join(u' '), QStringLiteral("P4 P2 P3 P1"));
    QVERIFY(!m_model->moveRow({}, 1, {}, 1));
    QVERIFY(!m_model->moveRow({}, 4, {}, 0));
    QCOMPARE(moved.size(), 2);
}

void TestProfileList::shortcutsStayWithThePlace()
{
    m_model->setProfiles(profiles(2));
    QVERIFY(m_model->moveRow({}, 1, {}, 0));
    QCOMPARE(m_model->index(0).data().toString(), QStringLiteral("P2"));
    QCOMPARE(m_model->index(0).data(ProfileListModel::ShortcutRole).toString(), QStringLiteral("Ctrl+1"));
}

void TestProfileList::changesKeepTheCurrentRow()
{
    QListView view;
    view.setModel(m_model.get());
    m_model->setProfiles(profiles(3));
    view.setCurrentIndex(m_model->index(1));
    QList<Profile> changed = profiles(3);
    changed[1].name = QStringLiteral("Renamed");
    m_model->setProfiles(changed);
    QCOMPARE(view.currentIndex().data().toString(), QStringLiteral("Renamed"));
}

void TestProfileList::aReminderTakesAnotherLine()
{
    const ProfileDelegate delegate;
    Profile old = profile(QStringLiteral("Old"));
    old.passwordChanged = today.addDays(-200);
    m_model->setProfiles({profile(QStringLiteral("New")), old});
    const QStyleOptionViewItem option;
    QVERIFY(delegate.sizeHint(option, m_model->index(1)).height() >
            delegate.sizeHint(option, m_model->index(0)).height());
}

void TestProfileList::growsWithTheFont()
{
    const ProfileDelegate delegate;
    m_model->setProfiles(profiles(1));
    QStyleOptionViewItem option;
    option.font.setPointSize(10);
    const int small = delegate.sizeHint(option, m_model->index(0)).height();
    option.font.setPointSize(20);
    QVERIFY(delegate.sizeHint(option, m_model->index(0)).height() > small * 3 / 2);
}

QTEST_MAIN(TestProfileList)
#include "tst_profilelist.moc"
