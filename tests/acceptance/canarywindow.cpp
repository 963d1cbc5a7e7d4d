// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canarywindow.h"

#include "canaries.h"
#include "core/hardening.h"
#include "core/log.h"
#include "core/trace.h"
#include "profiles/exchange.h"
#include "profiles/passwordchange.h"
#include "secrets/vaultstore.h"
#include "support/verify.h"
#include "ui/base/secretclipboard.h"
#include "ui/querylog/querylogpage.h"
#include "ui/shell/sectionlist.h"
#include "ui/windowbench.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <cstdio>
#include <sodium.h>

namespace Tests {

namespace {

using Kind = Profiles::Environment::Kind;
using Profiles::Profile;

constexpr int limit = 30'000; // ms

class CanaryWindow final
{
public:
    explicit CanaryWindow(const QJsonObject &orders)
        : m_home(orders.value(QStringLiteral("home")).toString())
        , m_secrets(orders.value(QStringLiteral("word")).toString())
        , m_server(orders.value(QStringLiteral("server")).toString())
        , m_closedPort(orders.value(QStringLiteral("closedPort")).toString())
        , m_bench(m_home)
        , m_window(m_bench.makeWindow())
    {}

    int run()
    {
        const Profile profile = storedProfile();
        step("wrong password", [&] { return failsAndOpens(profile); });
        step("edit and save", [&] { return editAndSave(); });
        step("query log", [&] { return saveQueryLog(); });
        step("connect by hand", [&] { return connectByHand(); });
        step("nobody listens", [&] { return failsWithout(m_closedPort, m_secrets.apiKey()); });
        step("no such host",
             [&] { return failsWithout(QStringLiteral("nosuch.invalid:5432"), endpointKey()); });
        step("TLS refused",
             [&] { return failsWithout(m_server, m_secrets.password(), Db::TlsMode::VerifyFull); });
        step("wrong password, no profile", [&] { return failsWithout(m_server, m_secrets.wrongPassword()); });
        step("manager", [&] { return useManager(profile); });
        step("clipboard", [&] { return lendToClipboard(); });
        step("vault", [&] { return useVault(profile); });
        step("drafts", [&] { return leaveDrafts(profile); });
        step("new password", [&] { return changePassword(); });
        step("log", [&] { return logEverything(); });
        return m_failures;
    }

private:
    template <typename Function>
    void step(const char *name, Function function)
    {
        Core::Trace::Span span(name);
        std::printf("--- %s\n", name);
        m_window->findChild<Gui::NoticeBar *>()->dismissAll();
        if (!function()) {
            std::printf("FAILED: %s\n", name);
            ++m_failures;
        }
        tell();
        std::fflush(stdout);
    }

    /// Prints what eyes and screen readers get of every window. What the user is typing in clear is his own.
    void tell() const
    {
        for (const QWidget *window : QApplication::topLevelWidgets()) {
            if (!window->isVisible())
                continue;
            print("title", window->windowTitle());
            tellOf(QAccessible::queryAccessibleInterface(const_cast<QWidget *>(window)));
            for (const QWidget *widget : window->findChildren<QWidget *>()) {
                print("tip", widget->toolTip());
                if (const auto *text = qobject_cast<const QPlainTextEdit *>(widget); text && !isInput(widget))
                    print("text", text->toPlainText());
            }
        }
        if (const Gui::Notice *notice = noticeOf(m_window))
            print("notice", notice->text + u'\n' + notice->detail);
    }

    void tellOf(QAccessibleInterface *part) const
    {
        if (!part || isInput(qobject_cast<const QWidget *>(part->object())))
            return;
        for (const auto kind :
             {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
            print("accessible", part->text(kind));
        if (QAccessibleTextInterface *text = part->textInterface())
            print("accessible text", text->text(0, text->characterCount()));
        for (int i = 0; i < part->childCount(); ++i)
            tellOf(part->child(i));
    }

    static bool isInput(const QWidget *widget)
    {
        return widget && widget->objectName() == QLatin1String("connectText");
    }

    static void print(const char *kind, const QString &text)
    {
        if (!text.isEmpty())
            std::printf("%s: %s\n", kind, qUtf8Printable(text));
    }

    template <typename Condition>
    static bool wait(Condition condition)
    {
        return QTest::qWaitFor(condition, limit);
    }

    /// Waits until opening went wrong.
    bool hasFailed()
    {
        return wait([&] {
            const Gui::Notice *notice = noticeOf(m_window);
            return notice && notice->kind == Gui::Tone::Problem && notice->action;
        });
    }

    /// Waits for the dialog, types, tells all, presses.
    bool answer(const char *dialog, const char *button, const char *input = nullptr, const QString &text = {})
    {
        if (!wait([&] { return shownDialog(dialog) != nullptr; }))
            return false;
        if (input)
            child<QLineEdit>(shownDialog(dialog), input)->setText(text);
        tell();
        auto *choice = child<QPushButton>(shownDialog(dialog), button);
        if (!choice || !choice->isEnabled())
            return false;
        choice->click();
        return wait([&] { return !shownDialog(dialog); });
    }

    [[nodiscard]] QString endpointKey() const
    {
        return QStringLiteral("endpoint=ep-x;") + m_secrets.apiKey();
    }

    [[nodiscard]] QString address(const QString &hostAndPath) const
    {
        return QStringLiteral("postgresql://gsc_password@%1/canary?sslmode=disable").arg(hostAndPath);
    }

    [[nodiscard]] Profile storedProfile()
    {
        Profile profile = makeProfile(QStringLiteral("Shop"), address(m_server), Kind::Staging);
        profile.secret = Profiles::SecretPlace::Session;
        const auto set = m_bench.book().store().update([&](Profiles::ProfileSet &all) -> Core::Result<void> {
            all.profiles.append(profile);
            return {};
        });
        if (set)
            m_bench.setProfiles(set->profiles);
        return profile;
    }

    bool failsAndOpens(const Profile &profile)
    {
        m_window->openProfile(profile, QString());
        if (!answer("passwordPrompt", "promptAccept", "promptPassword", m_secrets.wrongPassword()) ||
            !hasFailed())
            return false;
        tell();
        child<QPushButton>(m_window, "noticeAction")->click();
        return answer("passwordPrompt", "promptAccept", "promptPassword", m_secrets.password()) &&
               wait([&] { return showsRows(m_window, 3); });
    }

    bool editAndSave()
    {
        QAbstractItemModel *rows = rowsOf(m_window);
        rows->setData(rows->index(0, 0), QStringLiteral("Eve"), Qt::EditRole);
        pageOf(m_window)->actions().save->trigger();
        return wait([&] { return pageOf(m_window)->editor().changes().isEmpty(); });
    }

    bool saveQueryLog()
    {
        auto *page = m_window->findChild<Gui::QueryLogPage *>();
        m_window->findChild<Gui::SectionList *>()->choose(Gui::Section::QueryLog);
        const bool isShown = page->isVisible();
        for (const char *name : {"queries.txt", "queries.csv"}) {
            const QString file = m_home + u'/' + QString::fromLatin1(name);
            page->save(file);
            if (!wait([&] { return QFileInfo(file).size() > 500; }))
                return false;
        }
        return isShown;
    }

    /// The dialog for a connection string, with the whole address in it.
    bool connectByHand()
    {
        QAction *action = nullptr;
        for (QAction *candidate : m_window->findChildren<QAction *>())
            if (candidate->shortcut() == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O))
                action = candidate;
        if (!action)
            return false;
        action->trigger();
        if (!wait([&] { return shownDialog("connectDialog") != nullptr; }))
            return false;
        QDialog *dialog = shownDialog("connectDialog");
        auto *edit = child<QPlainTextEdit>(dialog, "connectText");
        for (const QString &text :
             {m_secrets.uri(QStringLiteral("host:port/d")), m_secrets.uri(QStringLiteral("h/d?bogus=1")),
              QStringLiteral("Host=h;Password=\"%1;Database=d").arg(m_secrets.wrongPassword()),
              QStringLiteral("host=h password='%1").arg(m_secrets.wrongPassword()),
              m_secrets.uri(m_server + QStringLiteral("/canary?sslmode=disable"))}) {
            edit->setPlainText(text);
            tell();
        }
        if (!answer("connectDialog", "connectAccept"))
            return false;
        // That password is wrong as well, and the string is asked for again.
        if (!hasFailed())
            return false;
        tell();
        child<QPushButton>(m_window, "noticeAction")->click();
        return answer("connectDialog", "connectCancel");
    }

    /// A database without a profile, the password in its string; then what the examination says.
    bool failsWithout(const QString &host, const QString &password, Db::TlsMode tls = Db::TlsMode::Disable)
    {
        Db::ConnectionSpec spec = Db::ConnectionString::parse(address(host)).value();
        spec.password = password;
        spec.tls = tls;
        m_window->openDatabase(spec, QStringLiteral("test"));
        if (!hasFailed())
            return false;
        tell();
        child<QPushButton>(m_window, "noticeAction")->click();
        if (!wait([&] { return shownDialog("doctorDialog") || shownDialog("connectDialog"); }))
            return false;
        if (shownDialog("connectDialog"))
            return answer("connectDialog", "connectCancel");
        auto *copy = child<QPushButton>(shownDialog("doctorDialog"), "doctorCopy");
        if (!wait(
                [&] { return child<QPushButton>(shownDialog("doctorDialog"), "doctorAgain")->isEnabled(); }))
            return false;
        copy->click();
        print("clipboard", QGuiApplication::clipboard()->text());
        return answer("doctorDialog", "doctorClose");
    }

    bool useManager(const Profile &profile)
    {
        for (QAction *action : m_window->findChildren<QAction *>())
            if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P))
                action->trigger();
        if (!wait([&] { return shownDialog("profileManager") != nullptr; }))
            return false;
        QDialog *manager = shownDialog("profileManager");
        const auto press = [&](const char *name) {
            auto *button = manager->findChild<QAbstractButton *>(QString::fromLatin1(name));
            const bool can = button && wait([&] { return button->isEnabled(); });
            if (can)
                button->click();
            else
                std::printf("FAILED: %s\n", name);
            return can;
        };
        if (!press("profilesPaste") || !wait([&] { return shownDialog("connectDialog") != nullptr; }))
            return false;
        child<QPlainTextEdit>(shownDialog("connectDialog"), "connectText")
            ->setPlainText(m_secrets.uri(m_server + QStringLiteral("/canary")));
        if (!answer("connectDialog", "connectAccept"))
            return false;
        child<QLineEdit>(manager, "profileName")->setText(QStringLiteral("Pasted"));
        child<QLineEdit>(manager, "profilePassword")->setText(m_secrets.password());
        tell();
        if (!press("profileSave"))
            return false;
        const auto &book = m_bench.book();
        if (!wait([&] { return book.profiles().size() == 2; }))
            return false;
        const auto exported = Profiles::exported(book.profiles());
        print("exported", QString::fromUtf8(exported));
        tell();
        if (!press("profilesTest") || !wait([&] { return shownDialog("doctorDialog") != nullptr; }) ||
            !wait(
                [&] { return child<QPushButton>(shownDialog("doctorDialog"), "doctorAgain")->isEnabled(); }))
            return false;
        tell();
        return answer("doctorDialog", "doctorClose") && press("profilesClose") &&
               wait([&] { return !shownDialog("profileManager"); }) && book.find(profile.id);
    }

    bool lendToClipboard()
    {
        Gui::SecretClipboard clipboard(std::chrono::milliseconds(50));
        clipboard.copy(m_secrets.password());
        const bool wasThere = QGuiApplication::clipboard()->text() == m_secrets.password();
        const bool isGone = wait([&] { return !clipboard.holdsSecret(); });
        print("clipboard", QGuiApplication::clipboard()->text());
        return wasThere && isGone;
    }

    bool useVault(const Profile &profile)
    {
        Secrets::VaultStore vault(Secrets::VaultStore::defaultFile(),
                                  {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN});
        return waitFor(vault.create(m_secrets.passphrase())) &&
               waitFor(vault.write(profile.id, m_secrets.password())) &&
               waitFor(vault.read(profile.id)).value() == m_secrets.password();
    }

    bool leaveDrafts(const Profile &profile)
    {
        m_window->openProfile(profile, QString());
        if (!wait([&] { return showsRows(m_window, 3); }))
            return false;
        QAbstractItemModel *rows = rowsOf(m_window);
        rows->setData(rows->index(1, 0), QStringLiteral("Fay"), Qt::EditRole);
        const QPointer<Gui::MainWindow> closed = m_window;
        m_window->close();
        if (!answer("promptBox", "promptAlternative"))
            return false;
        const bool isClosed = wait([&] { return closed.isNull(); });
        m_window = m_bench.makeWindow();
        return isClosed;
    }

    bool changePassword()
    {
        Db::ConnectionSpec spec = Db::ConnectionString::parse(address(m_server)).value();
        spec.password = m_secrets.wrongPassword();
        const auto refused = Profiles::changePassword(spec, m_secrets.newPassword());
        spec.password = m_secrets.password();
        const auto changed = Profiles::changePassword(spec, m_secrets.newPassword());
        if (refused.error)
            print("refused", refused.error->summary + refused.error->detail);
        return refused.error && changed.valid == Profiles::ValidPassword::New;
    }

    /// What a driver or a library might say.
    bool logEverything()
    {
        const QString password = m_secrets.password();
        qWarning().noquote() << m_secrets.uri(QStringLiteral("h/d"));
        qWarning().noquote() << QStringLiteral("conninfo: host=h password='%1'")
                                    .arg(QString(password)
                                             .replace(u'\\', QStringLiteral("\\\\"))
                                             .replace(u'\'', QStringLiteral("\\'")));
        qWarning().noquote() << QStringLiteral("Host=h;Password=\"%1\";Database=d")
                                    .arg(QString(password).replace(u'"', QStringLiteral("\"\"")));
        qWarning().noquote() << QStringLiteral("Authorization: Bearer ") + m_secrets.apiKey();
        qWarning().noquote() << QStringLiteral("ALTER ROLE gsc PASSWORD '%1'")
                                    .arg(QString(password).replace(u'\'', QStringLiteral("''")));
        return true;
    }

    QString m_home;
    Canaries m_secrets;
    QString m_server; ///< host:port
    QString m_closedPort;
    WindowBench m_bench;
    Gui::MainWindow *m_window;
    int m_failures = 0;
};

} // namespace

int runCanaryWindow(int argc, char **argv)
{
    Core::forbidCoreDumps();
    const QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gsc-admin"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("GSC Tracking Admin"));
    Core::installLogSink();
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return 100;
    const QJsonObject orders = QJsonDocument::fromJson(input.readLine()).object();
    Core::Trace::start(orders.value(QStringLiteral("home")).toString() + QStringLiteral("/trace.json"));
    const int failures = CanaryWindow(orders).run();
    return Core::Trace::stop() ? failures : 101;
}

} // namespace Tests
