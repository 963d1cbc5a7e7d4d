// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgresserver.h"
#include "support/tempdatabase.h"
#include "support/verify.h"
#include "ui/base/environmentbadge.h"
#include "ui/connect/startpage.h"
#include "windowbench.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Gui;
using namespace Tests;
using Customers::CustomerQuery;
using Customers::Field;
using Kind = Profiles::Environment::Kind;
using Profiles::Profile;

namespace {

// Servers come and go here, on a machine that may be busy.
constexpr int limit = 30'000; // ms

const QStringList usualNames = {QStringLiteral("Ada"), QStringLiteral("Bob"), QStringLiteral("Cyd")};

/// A database with customers.
class Shop final
{
public:
    explicit Shop(TempDatabase::Kind kind, const QStringList &names = usualNames)
        : m_database(kind)
    {
        if (!makeSchema(m_database.connectionString()))
            qFatal("no schema");
        m_database.execute(insertStatement(names));
    }
    [[nodiscard]] Profile profile(const QString &name, Kind kind) const
    {
        return makeProfile(name, m_database.connectionString(), kind);
    }
    Rows execute(const QString &sql) const { return m_database.execute(sql); }
    [[nodiscard]] int countNamed(const QString &name) const
    {
        return int(
            execute(QStringLiteral(R"(select 1 from "Customer" where "Name" = '%1')").arg(name)).size());
    }

private:
    TempDatabase m_database;
};

CustomersPage::Actions actionsOf(const MainWindow *window)
{
    return pageOf(window)->actions();
}

QModelIndex nameCell(const MainWindow *window, int row)
{
    return rowsOf(window)->index(row, CustomerTableModel::column(Field::Name));
}

/// As typing into the table does.
bool rename(const MainWindow *window, int row, const QString &name)
{
    return rowsOf(window)->setData(nameCell(window, row), name, Qt::EditRole);
}

int staged(const MainWindow *window)
{
    return pageOf(window)->editor().changes().changeCount();
}

QPushButton *accessButton(const MainWindow *window)
{
    return child<QPushButton>(window, "identityAccessButton");
}

QAction *menuAction(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions())
        if (action->text().remove(u'&').startsWith(text))
            return action;
    return nullptr;
}

QString shownPage(const MainWindow *window)
{
    return window->findChild<StartPage *>()->isVisible()   ? QStringLiteral("start")
           : pageOf(window) && pageOf(window)->isVisible() ? QStringLiteral("customers")
                                                           : QStringLiteral("other");
}

/// Opens it and waits for its rows.
bool open(MainWindow *window, const Profile &profile, int rows = 3)
{
    window->openProfile(profile, QString());
    return QTest::qWaitFor([&] { return window->profileId() == profile.id && showsRows(window, rows); },
                           limit);
}

/// Waits for the dialog, types into it, and presses the button.
bool answer(const char *dialog, const char *button, const char *input = nullptr, const QString &text = {})
{
    if (!QTest::qWaitFor([&] { return shownDialog(dialog) != nullptr; }, limit))
        return false;
    if (input)
        child<QLineEdit>(shownDialog(dialog), input)->setText(text);
    auto *choice = child<QPushButton>(shownDialog(dialog), button);
    if (!choice || !choice->isEnabled())
        return false;
    choice->click();
    return QTest::qWaitFor([&] { return !shownDialog(dialog); });
}

bool unlock(const MainWindow *window)
{
    accessButton(window)->click();
    return answer("unlockDialog", "unlockAccept", "unlockReason", QStringLiteral("ticket 214"));
}

} // namespace

/// The whole window, on real databases.
class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void opensALocalProfile();
    void productionOpensLocked_data();
    void productionOpensLocked();
    void unlocksForAWhileAndLocksAgain_data() { TempDatabase::addKinds(); }
    void unlocksForAWhileAndLocksAgain();
    void titleAndBadgeNameTheEnvironment();
    void switchingAsksAndKeepsForLater();
    void switchingSavesWhereWanted();
    void theFirstNineHaveKeys();
    void twoWindowsOnTwoProfiles();
    void aWrongPasswordAsksAgain();
    void aStoppedServerTakesNothingAway();
    void aLockedDatabaseGetsNoTable_data();
    void aLockedDatabaseGetsNoTable();
    void purgingProductionAsksForTheWord();

private:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<WindowBench> m_bench;
    MainWindow *m_window = nullptr;
};

void TestMainWindow::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_bench = std::make_unique<WindowBench>(m_home->path());
    m_window = m_bench->makeWindow();
}

void TestMainWindow::cleanup()
{
    m_bench.reset();
    QVERIFY2(!shownDialog("promptBox"), "a question outlived its window");
}

void TestMainWindow::opensALocalProfile()
{
    const Shop shop(TempDatabase::Kind::Sqlite);
    const Profile profile = shop.profile(QStringLiteral("Shop"), Kind::Local);
    m_bench->setProfiles({profile});
    QCOMPARE(shownPage(m_window), QStringLiteral("start"));
    QVERIFY(open(m_window, profile));
    QCOMPARE(shownPage(m_window), QStringLiteral("customers"));
    QVERIFY(accessButton(m_window)->isHidden());
    QVERIFY(rename(m_window, 0, QStringLiteral("Eve")));
    QVERIFY(m_window->isWindowModified());
    // The form must never show the old value again, not even until the rows have been read again.
    QString titleAtSave;
    const auto *title = child<QLabel>(m_window, "formTitle");
    connect(&pageOf(m_window)->editor(), &CustomerEditor::saved, title,
            [&titleAtSave, title] { titleAtSave = title->text(); });
    actionsOf(m_window).save->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(shop.countNamed(QStringLiteral("Eve")), 1, limit);
    QTRY_VERIFY(!m_window->isWindowModified());
    QTRY_COMPARE(titleAtSave, QStringLiteral("Eve"));
    QVERIFY(menuAction(child<QMenu>(m_window, "profileMenu"), QStringLiteral("Shop"))->isChecked());
    QCOMPARE(child<QToolButton>(m_window, "profileButton")->text(), QStringLiteral("Shop"));
}

void TestMainWindow::productionOpensLocked_data()
{
    TempDatabase::addKinds();
}

void TestMainWindow::productionOpensLocked()
{
    QFETCH(TempDatabase::Kind, kind);
    const Shop shop(kind);
    const Profile profile = shop.profile(QStringLiteral("Shop"), Kind::Production);
    m_bench->setProfiles({profile});
    QVERIFY(open(m_window, profile));
    CustomerEditor &editor = pageOf(m_window)->editor();
    QVERIFY(editor.isReadOnly());
    QVERIFY(!accessButton(m_window)->isHidden());
    QCOMPARE(child<QLabel>(m_window, "identityAccess")->text(), QStringLiteral("Locked against changes"));
    QVERIFY(!rowsOf(m_window)->flags(nameCell(m_window, 0)).testFlag(Qt::ItemIsEditable));
    rename(m_window, 0, QStringLiteral("Eve"));
    QCOMPARE(staged(m_window), 0);
    const CustomersPage::Actions actions = actionsOf(m_window);
    for (const QAction *action : {actions.create, actions.save, actions.undo, actions.redo, actions.remove,
                                  actions.restore, actions.purge, actions.discard})
        QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    QVERIFY(actions.refresh->isEnabled());

    // Whatever the window forgets, the gate below it does not.
    editor.setReadOnly(false);
    QVERIFY(rename(m_window, 0, QStringLiteral("Eve")));
    QSignalSpy failed(&editor, &CustomerEditor::failed);
    editor.save();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, limit);
    QVERIFY2(noticeText(m_window).contains(QStringLiteral("locked against changes")),
             qPrintable(noticeText(m_window)));
    QCOMPARE(shop.countNamed(QStringLiteral("Eve")), 0);
    QCOMPARE(staged(m_window), 1);
    editor.discardAll();
}

void TestMainWindow::unlocksForAWhileAndLocksAgain()
{
    QFETCH(TempDatabase::Kind, kind);
    const Shop shop(kind);
    const Profile profile = shop.profile(QStringLiteral("Shop"), Kind::Production);
    m_bench->setProfiles({profile});
    QVERIFY(open(m_window, profile));
    QVERIFY(unlock(m_window));
    QVERIFY(!pageOf(m_window)->editor().isReadOnly());
    QVERIFY(actionsOf(m_window).create->isEnabled());
    QVERIFY(child<QLabel>(m_window, "identityAccess")->text().startsWith(QStringLiteral("Unlocked")));
    QVERIFY(rename(m_window, 0, QStringLiteral("Eve")));
    actionsOf(m_window).save->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(shop.countNamed(QStringLiteral("Eve")), 1, limit);
    QTRY_VERIFY(!pageOf(m_window)->editor().isSaving());

    accessButton(m_window)->click();
    QTRY_VERIFY(pageOf(m_window)->editor().isReadOnly());
    QVERIFY(!actionsOf(m_window).create->isEnabled());
    rename(m_window, 0, QStringLiteral("Fay"));
    QCOMPARE(staged(m_window), 0);
    // It can be read all the same.
    actionsOf(m_window).refresh->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 3), limit);
    QVERIFY(!pageOf(m_window)->hasFailed());
}

void TestMainWindow::titleAndBadgeNameTheEnvironment()
{
    const Shop shop(TempDatabase::Kind::Sqlite);
    const auto *badge = child<EnvironmentBadge>(m_window, "identityBadge");
    QVERIFY(badge->isHidden());
    for (const Kind kind : {Kind::Local, Kind::Staging, Kind::Production}) {
        const Profile profile = shop.profile(QStringLiteral("My shop"), kind);
        m_bench->setProfiles({profile});
        QVERIFY(open(m_window, profile));
        QVERIFY2(m_window->windowTitle().startsWith(Profiles::wordOf(profile.environment) +
                                                    QStringLiteral(" · My shop")),
                 qPrintable(m_window->windowTitle()));
        QVERIFY(!badge->isHidden());
        QCOMPARE(badge->environment(), profile.environment);
    }
}

void TestMainWindow::switchingAsksAndKeepsForLater()
{
    const Shop first(TempDatabase::Kind::Sqlite);
    const Shop second(TempDatabase::Kind::PostgresDirect, {QStringLiteral("Gus")});
    const Profile one = first.profile(QStringLiteral("One"), Kind::Local);
    const Profile two = second.profile(QStringLiteral("Two"), Kind::Staging);
    m_bench->setProfiles({one, two});
    QVERIFY(open(m_window, one));
    QVERIFY(rename(m_window, 0, QStringLiteral("Eve")));

    m_window->openProfile(two, QString());
    QVERIFY(answer("promptBox", "promptReject"));
    QCOMPARE(m_window->profileId(), one.id);
    QCOMPARE(staged(m_window), 1);

    m_window->openProfile(two, QString());
    QVERIFY(answer("promptBox", "promptAlternative"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->profileId() == two.id && showsRows(m_window, 1), limit);
    QCOMPARE(staged(m_window), 0);
    QCOMPARE(first.countNamed(QStringLiteral("Eve")), 0);

    QVERIFY(open(m_window, one));
    QTRY_COMPARE(staged(m_window), 1);
    QTRY_COMPARE(nameCell(m_window, 0).data().toString(), QStringLiteral("Eve"));
    QVERIFY2(noticeText(m_window).contains(QStringLiteral("are back")), qPrintable(noticeText(m_window)));
}

void TestMainWindow::switchingSavesWhereWanted()
{
    const Shop first(TempDatabase::Kind::PostgresPooled);
    const Shop second(TempDatabase::Kind::Sqlite, {QStringLiteral("Gus")});
    const Profile one = first.profile(QStringLiteral("One"), Kind::Staging);
    const Profile two = second.profile(QStringLiteral("Two"), Kind::Local);
    m_bench->setProfiles({one, two});
    QVERIFY(open(m_window, one));
    QVERIFY(rename(m_window, 0, QStringLiteral("Eve")));
    m_window->openProfile(two, QString());
    QVERIFY(answer("promptBox", "promptAccept"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->profileId() == two.id && showsRows(m_window, 1), limit);
    QCOMPARE(first.countNamed(QStringLiteral("Eve")), 1);
}

void TestMainWindow::theFirstNineHaveKeys()
{
    const Shop shop(TempDatabase::Kind::Sqlite);
    QList<Profile> profiles;
    for (int i = 1; i <= 11; ++i)
        profiles.append(shop.profile(QStringLiteral("P%1").arg(i), Kind::Local));
    m_bench->setProfiles(profiles);
    const auto *menu = child<QMenu>(m_window, "profileMenu");
    for (int i = 0; i < 11; ++i) {
        QAction *action = menu->actions().at(i);
        QVERIFY2(action->text().startsWith(profiles.at(i).name), qPrintable(action->text()));
        QCOMPARE(action->shortcut(),
                 i < 9 ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)) : QKeySequence());
    }
    for (const int i : {0, 8, 4}) {
        menu->actions().at(i)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->profileId() == profiles.at(i).id && showsRows(m_window, 3), limit);
        for (int other = 0; other < 11; ++other)
            QCOMPARE(menu->actions().at(other)->isChecked(), other == i);
    }
    // The keys go with the order.
    profiles.move(8, 0);
    m_bench->setProfiles(profiles);
    QVERIFY(menu->actions().first()->text().startsWith(QStringLiteral("P9")));
    QCOMPARE(menu->actions().first()->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_1));
}

void TestMainWindow::twoWindowsOnTwoProfiles()
{
    const Shop first(TempDatabase::Kind::Sqlite);
    const Shop second(TempDatabase::Kind::PostgresDirect, {QStringLiteral("Gus")});
    const Profile one = first.profile(QStringLiteral("One"), Kind::Production);
    const Profile two = second.profile(QStringLiteral("Two"), Kind::Local);
    m_bench->setProfiles({one, two});
    QVERIFY(open(m_window, one));

    QSignalSpy wanted(m_window, &MainWindow::newWindowRequested);
    const auto *menu = child<QMenu>(m_window, "profileMenu");
    menuAction(menuAction(menu, QStringLiteral("Open in new window"))->menu(), QStringLiteral("Two"))
        ->trigger();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().value<Profile>().id, two.id);
    MainWindow *other = m_bench->makeWindow();
    QVERIFY(open(other, two, 1));

    QCOMPARE(m_window->profileId(), one.id);
    QVERIFY(showsRows(m_window, 3));
    QVERIFY(pageOf(m_window)->editor().isReadOnly());
    QVERIFY(rename(other, 0, QStringLiteral("Eve")));
    QCOMPARE(staged(m_window), 0);
    QVERIFY(!m_window->isWindowModified());
    actionsOf(other).save->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(second.countNamed(QStringLiteral("Eve")), 1, limit);
    QCOMPARE(first.countNamed(QStringLiteral("Eve")), 0);
    QTRY_VERIFY(!other->isWindowModified());
    other->close();
    QTRY_COMPARE(QApplication::topLevelWidgets().contains(other), false);
    QVERIFY(showsRows(m_window, 3));
}

void TestMainWindow::aWrongPasswordAsksAgain()
{
    PostgresServer &server = PostgresServer::instance();
    const QString database = server.createDatabase();
    QVERIFY(makeSchema(server.connectionString(database)));
    server.execute(database, insertStatement(usualNames));
    Profile profile =
        makeProfile(QStringLiteral("Shop"), server.passwordConnectionString(database), Kind::Staging);
    profile.secret = Profiles::SecretPlace::Session;
    QVERIFY(!profile.connection.password);
    m_bench->setProfiles({profile});

    const auto give = [](const QString &password) {
        return answer("passwordPrompt", "promptAccept", "promptPassword", password);
    };
    m_window->openProfile(profile, QString());
    QVERIFY(give(QStringLiteral("wrong")));
    QTRY_VERIFY_WITH_TIMEOUT(noticeOf(m_window) != nullptr, limit);
    QCOMPARE(noticeOf(m_window)->kind, Tone::Problem);
    QVERIFY2(!noticeText(m_window).contains(QStringLiteral("wrong")), qPrintable(noticeText(m_window)));
    QCOMPARE(noticeOf(m_window)->actionText, QStringLiteral("Enter the password…"));
    QCOMPARE(shownPage(m_window), QStringLiteral("start"));

    child<QPushButton>(m_window, "noticeAction")->click();
    QVERIFY(give(PostgresServer::password()));
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 3), limit);
    QVERIFY(!noticeOf(m_window));

    // What worked is known from now on.
    QVERIFY(open(m_window, profile));
    QVERIFY(!shownDialog("passwordPrompt"));
}

void TestMainWindow::aStoppedServerTakesNothingAway()
{
    PostgresServer server; // of its own: the others go on
    const QString database = server.createDatabase();
    QVERIFY(makeSchema(server.connectionString(database)));
    server.execute(database, insertStatement(usualNames));
    const Profile profile =
        makeProfile(QStringLiteral("Shop"), server.connectionString(database), Kind::Staging);
    m_bench->setProfiles({profile});
    QVERIFY(open(m_window, profile));
    auto *table = pageOf(m_window)->findChild<CustomerTableView *>();
    table->goToIndex(nameCell(m_window, 1));
    QVERIFY(rename(m_window, 2, QStringLiteral("Eve")));
    const QStringList names = {QStringLiteral("Ada"), QStringLiteral("Bob"), QStringLiteral("Eve")};
    const auto isUnharmed = [&] {
        QStringList shown;
        for (int row = 0; row < rowsOf(m_window)->rowCount(); ++row)
            shown.append(nameCell(m_window, row).data().toString());
        return shown == names && table->isVisible() && table->currentIndex().row() == 1 &&
               table->selectedRowNumbers(5) == QList<int>{1} && staged(m_window) == 1;
    };
    QVERIFY(isUnharmed());

    server.stop();
    actionsOf(m_window).refresh->trigger();
    const auto offersAnotherTry = [&] {
        return noticeOf(m_window) && noticeOf(m_window)->actionText == QStringLiteral("Try again");
    };
    QTRY_VERIFY_WITH_TIMEOUT(offersAnotherTry(), 2 * limit);
    QVERIFY(isUnharmed());
    QCOMPARE(shownPage(m_window), QStringLiteral("customers"));
    // Saving fails as well, and both say it in one place.
    QSignalSpy failed(&pageOf(m_window)->editor(), &CustomerEditor::failed);
    actionsOf(m_window).save->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), 2 * limit);
    QVERIFY(isUnharmed());
    QCOMPARE(child<NoticeBar>(m_window, "noticeBar")->count(), 1);
    actionsOf(m_window).refresh->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(offersAnotherTry(), 2 * limit);

    server.start();
    QVERIFY(offersAnotherTry());
    child<QPushButton>(m_window, "noticeAction")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!noticeOf(m_window) && !pageOf(m_window)->hasFailed(), limit);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 3) && isUnharmed(), limit);
    actionsOf(m_window).save->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(
        server.execute(database, QStringLiteral(R"(select 1 from "Customer" where "Name" = 'Eve')")).size(),
        1, limit);
    QTRY_COMPARE(staged(m_window), 0);
}

void TestMainWindow::aLockedDatabaseGetsNoTable_data()
{
    TempDatabase::addKinds();
}

void TestMainWindow::aLockedDatabaseGetsNoTable()
{
    QFETCH(TempDatabase::Kind, kind);
    const TempDatabase database(kind);
    if (!database.isPostgres())
        QVERIFY(Db::createDatabaseFile(database.name()));
    const Profile profile =
        makeProfile(QStringLiteral("Empty"), database.connectionString(), Kind::Production);
    const Shop shop(TempDatabase::Kind::Sqlite);
    const Profile usable = shop.profile(QStringLiteral("Shop"), Kind::Local);
    m_bench->setProfiles({profile, usable});

    m_window->openProfile(profile, QString());
    QTRY_VERIFY_WITH_TIMEOUT(shownDialog("promptBox"), limit);
    QVERIFY(answer("promptBox", "promptAccept"));
    QTRY_VERIFY_WITH_TIMEOUT(noticeOf(m_window) != nullptr, limit);
    QVERIFY2(noticeText(m_window).contains(QStringLiteral("locked against changes. Nothing was changed")),
             qPrintable(noticeText(m_window)));
    QCOMPARE(database
                 .execute(database.isPostgres()
                              ? QStringLiteral("select 1 from information_schema.tables where table_name = "
                                               "'Customer'")
                              : QStringLiteral("select 1 from sqlite_master where name = 'Customer'"))
                 .size(),
             0);

    QCOMPARE(shownPage(m_window), QStringLiteral("start"));
    QVERIFY(m_window->profileId().isEmpty());
    QVERIFY(!pageOf(m_window));
    QVERIFY(child<EnvironmentBadge>(m_window, "identityBadge")->isHidden());
    QVERIFY(accessButton(m_window)->isHidden());
    QVERIFY(open(m_window, usable));
    QVERIFY(!pageOf(m_window)->editor().isReadOnly());
}

void TestMainWindow::purgingProductionAsksForTheWord()
{
    const Shop shop(TempDatabase::Kind::PostgresDirect);
    shop.execute(insertStatement({QStringLiteral("Old")}, true));
    const Profile profile = shop.profile(QStringLiteral("Shop"), Kind::Production);
    m_bench->setProfiles({profile});
    QVERIFY(open(m_window, profile));
    QVERIFY(unlock(m_window));
    pageOf(m_window)->showView(CustomerQuery::View::Trash);
    QTRY_VERIFY_WITH_TIMEOUT(showsRows(m_window, 1), limit);
    QTRY_VERIFY(actionsOf(m_window).purge->isEnabled());

    actionsOf(m_window).purge->trigger();
    QTRY_VERIFY(shownDialog("typedConfirmation"));
    QVERIFY(!shownDialog("promptBox"));
    auto *typed = child<QLineEdit>(shownDialog("typedConfirmation"), "confirmTyped");
    const auto *accept = child<QPushButton>(shownDialog("typedConfirmation"), "confirmAccept");
    typed->setText(QStringLiteral("Yes"));
    QVERIFY(!accept->isEnabled());
    QVERIFY(answer("typedConfirmation", "confirmCancel"));
    QCOMPARE(shop.countNamed(QStringLiteral("Old")), 1);

    actionsOf(m_window).purge->trigger();
    QVERIFY(answer("typedConfirmation", "confirmAccept", "confirmTyped", QStringLiteral("Production")));
    QTRY_COMPARE_WITH_TIMEOUT(shop.countNamed(QStringLiteral("Old")), 0, limit);
    QCOMPARE(shop.execute(QStringLiteral(R"(select 1 from "Customer")")).size(), 3);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
