// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace Core {
struct Error;
class UserPrompt;
} // namespace Core

namespace Gui {

class ProfileBook;
class ProfileManager;
class ProfileSecrets;

/// What one window does with profiles beside showing them: gets their passwords before they are opened,
/// manages and examines them.
class ProfileDesk final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; `window` is the parent of every dialog.
    ProfileDesk(ProfileBook &book, ProfileSecrets &secrets, Core::UserPrompt &prompt, QWidget *window);
    Q_DISABLE_COPY_MOVE(ProfileDesk)

    /// Fills in what a service file says and the password, which it may ask for; then ready() or failed().
    /// The latest call counts: an older one's password opens nothing any more.
    void request(const Profiles::Profile &profile, const QString &source);
    /// The same after the server refused the password: asks for another one.
    void requestAgain(const Profiles::Profile &profile, const QString &source);
    /// Something else is being opened.
    void forget() { ++m_wish; }

    /// Shows the manager, with that profile in its form; empty: none.
    void manage(const QString &id);
    void examine(const Db::ConnectionSpec &connection);

Q_SIGNALS:
    void ready(const Profiles::Profile &profile, const std::optional<QString> &password,
               const QString &source);
    void openRequested(const Profiles::Profile &profile);
    void newWindowRequested(const Profiles::Profile &profile);
    /// A database without a profile: its string, with another password, has to be entered.
    void connectionStringNeeded(const QString &text);
    /// An open line of this profile still has the old password for its next connect.
    void passwordChanged(const Profiles::Profile &profile);
    void noticed(const QString &text);
    void failed(const Core::Error &error);

private:
    /// Goes on with the profile as its service completes it; or failed().
    void resolve(const Profiles::Profile &profile, std::function<void(const Profiles::Profile &)> go);
    void fetchPassword(const Profiles::Profile &profile, const QString &source);
    void test(const Profiles::Profile &profile);
    void examine(const Db::ConnectionSpec &connection, QWidget *window);

    ProfileBook &m_book;
    ProfileSecrets &m_secrets;
    Core::UserPrompt &m_prompt;
    QWidget *m_window;
    QPointer<ProfileManager> m_manager;
    quint64 m_wish = 0;
};

} // namespace Gui
