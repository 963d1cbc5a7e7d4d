// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/paths.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "db/session.h"
#include "profiles/profilestore.h"
#include "schema/migrator.h"
#include "secrets/sessionstore.h"
#include "ui/connect/profilesecrets.h"
#include "ui/customers/customerspage.h"
#include "ui/customers/customertableview.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/profilebook.h"

#include <QApplication>
#include <QDialog>
#include <QPointer>

namespace Tests {

/// What the real window has around it in the program, with the user's folders below `home`, and no keyring
/// and no vault: passwords are kept for the session only.
class WindowBench final
{
public:
    explicit WindowBench(const QString &home)
        : m_home(home)
    {}
    ~WindowBench()
    {
        for (const QPointer<Gui::MainWindow> &window : std::as_const(m_windows))
            delete window;
    }
    Q_DISABLE_COPY_MOVE(WindowBench)

    Gui::MainWindow *makeWindow()
    {
        m_windows.append(new Gui::MainWindow(m_settings, m_book, m_secrets));
        m_windows.last()->resize(1300, 800);
        m_windows.last()->show();
        return m_windows.last();
    }

    /// Stores profiles in the window's book.
    void setProfiles(const QList<Profiles::Profile> &profiles) { m_book.setProfiles(profiles); }
    [[nodiscard]] Gui::ProfileBook &book() { return m_book; }

private:
    /// Before anything looks for the user's folders.
    class Home final
    {
    public:
        explicit Home(const QString &path)
        {
            for (const char *name : {"CONFIG", "DATA", "STATE", "CACHE"}) {
                const QByteArray variable = QByteArray("XDG_").append(name).append("_HOME");
                qputenv(variable.constData(), (path + u'/' + QString::fromLatin1(name).toLower()).toUtf8());
            }
        }
    };

    Home m_home;
    Gui::UiSettings m_settings{Core::Paths::config() + QStringLiteral("/settings.ini")};
    Gui::ProfileBook m_book{Profiles::profilesFile()};
    Secrets::SessionStore m_session;
    Gui::ProfileSecrets m_secrets{{&m_session, nullptr, nullptr}};
    QList<QPointer<Gui::MainWindow>> m_windows;
};

/// A profile for that connection string, in that environment; nobody is asked for its password.
inline Profiles::Profile makeProfile(const QString &name, const QString &connectionString,
                                     Profiles::Environment::Kind kind)
{
    Profiles::Profile profile =
        Profiles::newProfile(name, Db::ConnectionString::parse(connectionString).value());
    profile.environment = {kind, {}, {}, {}, false};
    profile.secret = Profiles::SecretPlace::PasswordFile;
    return profile;
}

/// Makes the schema where `connectionString` leads, in a new file where it is one.
inline bool makeSchema(const QString &connectionString)
{
    const auto spec = Db::ConnectionString::parse(connectionString).value();
    if (spec.engine == Db::Engine::SQLite && !Db::createDatabaseFile(spec.file))
        return false;
    Db::Session session(spec);
    return Schema::createSchema(session).has_value();
}

/// The statement that adds customers with these names, on both engines; in the trash on demand.
inline QString insertStatement(const QStringList &names, bool inTrash = false)
{
    QStringList rows;
    for (const QString &name : names)
        rows.append(QStringLiteral("('%1', '%1@example.com', '555-0100', '1 Main St', "
                                   "'2025-01-02 03:04:05.5', '2025-01-02 03:04:05.5', %2)")
                        .arg(name, inTrash ? QStringLiteral("true") : QStringLiteral("false")));
    return QStringLiteral(R"(insert into "Customer" ("Name", "Email", "Phone", "Address", "CreatedAt", )"
                          R"("UpdatedAt", "IsDeleted") values )") +
           rows.join(QStringLiteral(", "));
}

/// The visible dialog of that name, of whatever window; nullptr: none.
inline QDialog *shownDialog(const char *name)
{
    for (QWidget *widget : QApplication::topLevelWidgets())
        if (auto *dialog = qobject_cast<QDialog *>(widget);
            dialog && dialog->isVisible() && dialog->objectName() == QLatin1String(name))
            return dialog;
    return nullptr;
}

template <typename T>
T *child(const QObject *parent, const char *name)
{
    return parent->findChild<T *>(QString::fromLatin1(name));
}

inline Gui::CustomersPage *pageOf(const Gui::MainWindow *window)
{
    return window->findChild<Gui::CustomersPage *>();
}

inline QAbstractItemModel *rowsOf(const Gui::MainWindow *window)
{
    const auto *page = pageOf(window);
    return page ? page->findChild<Gui::CustomerTableView *>()->model() : nullptr;
}

/// All customers are read and on screen.
inline bool showsRows(const Gui::MainWindow *window, int count)
{
    const QAbstractItemModel *rows = rowsOf(window);
    if (!rows || rows->rowCount() != count)
        return false;
    for (int row = 0; row < count; ++row)
        if (static_cast<const Gui::CustomerTableModel *>(rows)->idAt(row) == 0)
            return false;
    return true;
}

inline const Gui::Notice *noticeOf(const Gui::MainWindow *window)
{
    return window->findChild<Gui::NoticeBar *>()->current();
}

/// Empty: there is none.
inline QString noticeText(const Gui::MainWindow *window)
{
    const Gui::Notice *notice = noticeOf(window);
    return notice ? notice->text : QString();
}

} // namespace Tests
