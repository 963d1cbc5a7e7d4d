// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/profiledesk.h"

#include "db/connectionstring.h"
#include "db/settingsfile.h"
#include "profiles/servicefile.h"
#include "ui/connect/doctordialog.h"
#include "ui/connect/profilemanager.h"
#include "ui/connect/profilesecrets.h"
#include "ui/shell/profilebook.h"

#include <QThreadPool>

namespace Gui {

using Core::ErrorKind;
using Core::Result;
using Profiles::Profile;

ProfileDesk::ProfileDesk(ProfileBook &book, ProfileSecrets &secrets, Core::UserPrompt &prompt,
                         QWidget *window)
    : QObject(window)
    , m_book(book)
    , m_secrets(secrets)
    , m_prompt(prompt)
    , m_window(window)
{
    connect(&secrets, &ProfileSecrets::noticed, this, &ProfileDesk::noticed);
}

void ProfileDesk::resolve(const Profile &profile, std::function<void(const Profile &)> go)
{
    // The services are in files, which are read elsewhere.
    auto state = std::make_shared<Core::TaskState<Db::ConnectionSpec>>();
    Core::Task<Db::ConnectionSpec>(state).then(
        this, [this, profile, go = std::move(go)](const Result<Db::ConnectionSpec> &resolved) {
            if (!resolved)
                return void(Q_EMIT failed(resolved.error()));
            Profile complete = profile;
            complete.connection = *resolved;
            go(complete);
        });
    if (profile.service.isEmpty())
        state->answer(profile.connection);
    else
        QThreadPool::globalInstance()->start(
            [state, profile] { state->answer(Profiles::resolved(profile)); });
}

void ProfileDesk::request(const Profile &profile, const QString &source)
{
    const quint64 wish = ++m_wish;
    resolve(profile, [this, source, wish](const Profile &complete) {
        if (wish == m_wish)
            fetchPassword(complete, source);
    });
}

void ProfileDesk::fetchPassword(const Profile &profile, const QString &source)
{
    if (profile.connection.password || !m_book.find(profile.id))
        return void(Q_EMIT ready(profile, profile.connection.password, source));
    m_secrets.passwordFor(profile, m_window)
        .then(this, [this, profile, source, wish = m_wish](const Result<QString> &password) {
            if (wish != m_wish)
                return;
            if (password)
                Q_EMIT ready(profile, password->isEmpty() ? std::nullopt : std::optional(*password), source);
            else if (password.error().kind != ErrorKind::Cancelled)
                Q_EMIT failed(password.error());
        });
}

void ProfileDesk::requestAgain(const Profile &profile, const QString &source)
{
    const Profile *kept = m_book.find(profile.id);
    if (!kept)
        return void(Q_EMIT connectionStringNeeded(Db::ConnectionString::toText(profile.connection)));
    m_secrets.refuse(*kept);
    request(*kept, source);
}

void ProfileDesk::manage(const QString &id)
{
    if (m_manager) {
        m_manager->raise();
        return m_manager->activateWindow();
    }
    m_manager =
        new ProfileManager(m_book.store(), m_secrets, m_prompt, Db::connectionStringFromFile, m_window);
    m_manager->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_manager, &ProfileManager::profilesChanged, &m_book, &ProfileBook::setProfiles);
    connect(m_manager, &ProfileManager::openRequested, this, [this](const Profile &profile) {
        m_manager->close();
        Q_EMIT openRequested(profile);
    });
    connect(m_manager, &ProfileManager::openInNewWindowRequested, this, &ProfileDesk::newWindowRequested);
    connect(m_manager, &ProfileManager::passwordChanged, this, &ProfileDesk::passwordChanged);
    connect(m_manager, &ProfileManager::testRequested, this, &ProfileDesk::test);
    m_manager->open();
    m_manager->select(id);
}

void ProfileDesk::test(const Profile &profile)
{
    resolve(profile, [this](const Profile &complete) {
        if (!m_manager)
            return;
        if (complete.connection.password)
            return examine(complete.connection, m_manager);
        m_secrets.passwordFor(complete, m_manager)
            .then(m_manager, [this, spec = complete.connection](const Result<QString> &password) mutable {
                // Without a password the examination says what the server thinks of that.
                if (password && !password->isEmpty())
                    spec.password = *password;
                examine(spec, m_manager);
            });
    });
}

void ProfileDesk::examine(const Db::ConnectionSpec &connection)
{
    examine(connection, m_window);
}

void ProfileDesk::examine(const Db::ConnectionSpec &connection, QWidget *window)
{
    auto *dialog = new DoctorDialog(connection, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace Gui
