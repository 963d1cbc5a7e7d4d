// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/connectionsource.h"
#include "core/durablefile.h"
#include "customers/rules.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "db/explanation.h"
#include "db/postgreserrors.h"
#include "db/settingsfile.h"
#include "db/sqliteerrors.h"
#include "profiles/profile.h"
#include "secrets/sessionstore.h"
#include "secrets/vaultstore.h"
#include "ui/base/tone.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/connectionsummary.h"
#include "ui/connect/doctordialog.h"
#include "ui/connect/passwordprompt.h"
#include "ui/connect/profilemanager.h"
#include "ui/connect/profilesecrets.h"
#include "ui/connect/startpage.h"
#include "ui/connect/vaultprompt.h"
#include "ui/customers/customerspage.h"
#include "ui/settings/settingsdialog.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/dialogprompt.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/profilebook.h"
#include "ui/shell/shortcutsdialog.h"
#include "ui/shell/typedconfirmation.h"
#include "ui/shell/unlockdialog.h"

#include <QAbstractButton>
#include <QFile>
#include <QMenuBar>
#include <QMutex>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <sqlite3.h>

#include <functional>

using namespace Qt::StringLiterals;

namespace {

/// German, noting every text of this program that is asked for under a context the file does not have.
class Witness final : public QTranslator
{
public:
    QString translate(const char *context, const char *source, const char *comment, int n) const override
    {
        QString text = QTranslator::translate(context, source, comment, n);
        if (text.isNull() && context[0] != 'Q') { // not one of Qt's own
            const QMutexLocker lock(&m_mutex);
            m_missing += QString::fromUtf8(context) + u": "_s + QString::fromUtf8(source);
        }
        return text;
    }

    [[nodiscard]] QStringList missing() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_missing;
    }

private:
    mutable QMutex m_mutex;
    mutable QStringList m_missing;
};

Db::ConnectionSpec spec(const QString &text)
{
    return Db::ConnectionString::parse(text).value();
}

} // namespace

Q_DECLARE_METATYPE(std::function<QString()>)

/// What a file has is what the program asks for: texts of every context, as somebody with a German desktop
/// sees them.
class tst_ShownLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_german.load(u":/i18n/gsc-admin_de"_s));
        QVERIFY(m_english.load(u":/i18n/gsc-admin_en"_s));
    }

    void cleanup()
    {
        QCoreApplication::removeTranslator(&m_german);
        QCoreApplication::removeTranslator(&m_english);
    }

    void showsGerman_data()
    {
        QTest::addColumn<std::function<QString()>>("shown");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char *name, std::function<QString()> shown, const QString &expected) {
            QTest::newRow(name) << std::move(shown) << expected;
        };
        add("command line", &App::noDisplayText,
            u"gsc-admin: Es gibt keinen Bildschirm für ein Fenster. Mit „ssh -X“ anmelden oder „xvfb-run gsc-admin“ verwenden."_s);
        add(
            "source", [] { return App::connectionSource(u"a.db"_s, {}, {})->description; },
            u"von der Befehlszeile"_s);
        add(
            "file", [] { return Core::readLimited(u"/no/file"_s, 1).error().summary; },
            u"Es gibt keine Datei „/no/file“."_s);
        add(
            "required", [] { return rules().problem(Customers::Field::Name, {}); },
            u"Dieses Feld muss ausgefüllt sein."_s);
        add(
            "too long", [] { return rules().problem(Customers::Field::Name, QString(203, u'x')); },
            u"3 Zeichen zu viel."_s);
        add(
            "database file", [] { return Db::checkDatabaseFile(u"/"_s).error().summary; },
            u"„/“ ist ein Ordner. Bitte eine Datenbankdatei wählen."_s);
        add(
            "SQLite", [] { return Db::sqliteError(SQLITE_READONLY, {}, u"/a.db"_s).summary; },
            u"„a.db“ kann nur gelesen werden. Nichts wurde geändert."_s);
        add(
            "SQLite constraint",
            [] { return Db::sqliteError(SQLITE_CONSTRAINT_FOREIGNKEY, {}, u"/a.db"_s).summary; },
            u"Auf diesen Kunden verweisen noch andere Einträge. Nichts wurde geändert."_s);
        add(
            "PostgreSQL", [] { return Db::postgresError(u"42P01"_s, {}).summary; },
            u"Eine Tabelle, die dieses Programm braucht, ist nicht vorhanden."_s);
        add(
            "PostgreSQL, any", [] { return Db::postgresError(u"XX000"_s, {}).summary; },
            u"Der Server hat einen Fehler gemeldet. Nichts wurde geändert."_s);
        add(
            "PostgreSQL, connecting",
            [] { return Db::postgresConnectError(u"Connection refused"_s, u"h"_s).summary; },
            u"„h“ nimmt keine Verbindungen an. Läuft der Server, und stimmt der Port?"_s);
        add(
            "connection string", [] { return Db::ConnectionString::parse({}).error().summary; },
            u"Die Verbindungszeichenfolge ist ab Zeichen 1 nicht lesbar: sie ist leer."_s);
        add(
            "explanation",
            [] { return Db::explanationText(spec(u"a.db"_s)).section(u'\n', 0, 0).section(u':', 0, 0); },
            u"Datenbanksystem"_s);
        add(
            "settings file", [] { return Db::connectionStringFromFile(u"/no/file"_s).error().summary; },
            u"Die Datei /no/file gibt es nicht."_s);
        add(
            "environment",
            [] {
                Profiles::Environment environment;
                environment.kind = Profiles::Environment::Kind::Production;
                return Profiles::wordOf(environment);
            },
            u"Produktion"_s);
        add(
            "tone", [] { return Gui::toneWord(Gui::Tone::Warning); }, u"Warnung"_s);
        add(
            "start page", [] { return textOfFirst<QAbstractButton>(Gui::StartPage()); },
            u"&Mit Beispielkunden ausprobieren"_s);
    }

    void showsGerman()
    {
        QFETCH(std::function<QString()>, shown);
        QFETCH(QString, expected);
        const QString before = shown();
        QVERIFY(before != expected);
        QCoreApplication::installTranslator(&m_german);
        QCOMPARE(shown(), expected);
    }

    /// The window and its dialogs ask for nothing that the file lacks.
    void missesNothing()
    {
        Witness witness;
        QVERIFY(witness.load(u":/i18n/gsc-admin_de"_s));
        QCoreApplication::installTranslator(&witness);
        // The empty database must be new every time, and never the user's.
        const QTemporaryDir folder;
        for (const char *name : {"XDG_DATA_HOME", "XDG_STATE_HOME"})
            qputenv(name, QFile::encodeName(folder.path()));
        Gui::UiSettings settings(folder.filePath(u"settings.ini"_s));
        Gui::ProfileBook book(folder.filePath(u"profiles.json"_s));
        Secrets::SessionStore session;
        Secrets::VaultStore vault(folder.filePath(u"vault"_s));
        Gui::ProfileSecrets secrets({&session, nullptr, &vault});
        {
            Gui::MainWindow window(settings, book, secrets);
            window.show();
            Gui::SettingsDialog(settings).ensurePolished();
            Gui::ConnectDialog({}).ensurePolished();
            Gui::ConnectionSummary summary;
            for (const QString &text :
                 {u"a.db"_s, u"postgresql://u@h-pooler.eu.neon.tech/d?sslmode=require"_s})
                summary.showSpec(spec(text), true);
            auto *start = window.findChild<Gui::StartPage *>();
            QVERIFY(start);
            Q_EMIT start->emptyRequested();
            QTRY_VERIFY(window.findChild<Gui::CustomersPage *>());
            QTest::qWait(300); // until the list is read
            Gui::ShortcutsDialog(window.menuBar(), &window).ensurePolished();
            showProfileDialogs(window, book, secrets, vault);
        }
        QCOMPARE(witness.missing(), QStringList());
    }

    /// Languages without a translation show English, which has plural forms, too.
    void countsInEnglish_data()
    {
        QTest::addColumn<int>("over");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one") << 1 << u"1 character too many."_s;
        QTest::newRow("several") << 3 << u"3 characters too many."_s;
    }

    void countsInEnglish()
    {
        QFETCH(int, over);
        QFETCH(QString, expected);
        QCoreApplication::installTranslator(&m_english);
        QCOMPARE(rules().problem(Customers::Field::Name, QString(200 + over, u'x')), expected);
    }

private:
    static void showProfileDialogs(Gui::MainWindow &window, Gui::ProfileBook &book,
                                   Gui::ProfileSecrets &secrets, Secrets::VaultStore &vault)
    {
        const Db::ConnectionSpec server = spec(u"postgresql://u@h-pooler.eu.neon.tech/d"_s);
        Profiles::Profile profile = Profiles::profileFor(server);
        profile.environment.kind = Profiles::Environment::Kind::Production;
        profile.passwordChanged = QDate(2020, 1, 1);
        Gui::DialogPrompt prompt(&window);
        Gui::ProfileManager manager(book.store(), secrets, prompt, {}, &window);
        manager.addNew(profile);
        manager.addFrom(server);
        manager.ensurePolished();
        Gui::PasswordPrompt(profile, true, true, &window).ensurePolished();
        Gui::VaultPrompt(vault, &window).ensurePolished();
        Gui::UnlockDialog(profile, std::chrono::minutes(15), &window).ensurePolished();
        Gui::TypedConfirmation(profile, {}, &window).ensurePolished();
        Gui::DoctorDialog(spec(u"a.db"_s), &window).ensurePolished();
    }

    static Customers::Rules rules() { return Customers::Rules(Db::Catalogue()); }

    template <typename Widget>
    static QString textOfFirst(const QWidget &parent)
    {
        const auto *found = parent.findChild<Widget *>();
        return found ? found->text() : QString();
    }

    QTranslator m_german;
    QTranslator m_english;
};

QTEST_MAIN(tst_ShownLanguage)
#include "tst_shownlanguage.moc"
