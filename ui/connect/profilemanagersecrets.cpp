// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the profile manager does with passwords and with the files that libpq reads.
#include "profiles/servicefile.h"
#include "ui/connect/changepassworddialog.h"
#include "ui/connect/profilelistmodel.h"
#include "ui/connect/profilemanager.h"
#include "ui/connect/profilesecrets.h"

#include <QDir>
#include <QThreadPool>

namespace Gui {

using Core::Result;
using Profiles::Profile;
using Secrets::KeyringStore;

void ProfileManager::keepSecret(const Profile &before, const Profile &after, const QString &password,
                                const Next &next)
{
    // Whoever typed a password and chose another place at once leaves none behind in the old one.
    const auto kept = [this, after, next](const Result<bool> &done) {
        setBusy(false);
        if (!done)
            return showError(
                {done.error().kind, tr("The profile is saved. %1").arg(done.error().summary), {}, {}});
        m_editor->setMessage(Tone::Success, tr("Saved."));
        const bool closes = std::exchange(m_closesWhenDone, false);
        if (next)
            next();
        if (closes)
            reject();
    };
    m_secrets.move(before, after, this).then(this, [this, after, password, kept](const Result<bool> &moved) {
        if (password.isEmpty())
            return kept(moved);
        // What was typed is kept, even where the former one could not be moved.
        m_secrets.keep(after, password, this).then(this, [moved, kept](const Result<bool> &done) {
            kept(done ? moved : done);
        });
    });
}

void ProfileManager::changePassword()
{
    const int row = shownRow();
    if (row < 0)
        return;
    auto *dialog = new ChangePasswordDialog(m_model->profiles().at(row), m_secrets, m_file, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ChangePasswordDialog::passwordChanged, this, [this](const Profile &profile) {
        load(); // its date is in the file
        Q_EMIT passwordChanged(profile);
    });
    dialog->open();
}

void ProfileManager::readServices()
{
    // In a thread: a home folder may be far away.
    auto state = std::make_shared<Core::TaskState<QStringList>>();
    QThreadPool::globalInstance()->start([state] { state->answer(Profiles::serviceNames()); });
    Core::Task<QStringList>(state).then(
        this, [this](const Result<QStringList> &names) { m_editor->setServices(*names); });
}

void ProfileManager::readPasswordFile(const Profile &profile)
{
    using State = Profiles::PasswordFileState;
    auto state = std::make_shared<Core::TaskState<State>>();
    const QString file = Profiles::passwordFile(profile);
    QThreadPool::globalInstance()->start([state, file] { state->answer(Profiles::passwordFileState(file)); });
    Core::Task<State>(state).then(this, [this, file, id = profile.id](const Result<State> &found) {
        if (m_editor->profile().id != id)
            return; // another profile is shown by now
        const QString name = QDir::toNativeSeparators(file);
        const auto say = [this](Tone tone, const QString &text) {
            m_editor->setSecretStatus(Profiles::SecretPlace::PasswordFile, tone, text);
        };
        switch (*found) {
        case State::Missing:
            return say(Tone::Warning, tr("There is no file %1: no password will be found.").arg(name));
        case State::Usable:
            return say(Tone::Success,
                       tr("Looked up in %1. This program never writes to that file.").arg(name));
        case State::TooOpen:
            return say(Tone::Problem, tr("Others may read %1, so it is ignored. Make it readable by you "
                                         "alone: chmod 600 %1")
                                          .arg(name));
        case State::NotAFile:
            return say(Tone::Problem, tr("%1 is not a file, so it is ignored.").arg(name));
        }
    });
}

void ProfileManager::testKeyring()
{
    m_editor->setSecretStatus(Profiles::SecretPlace::Keyring, Tone::Information, tr("Trying the keyring…"));
    m_secrets.testKeyring().then(this, [this](const Result<KeyringStore::Status> &status) {
        m_editor->setSecretStatus(Profiles::SecretPlace::Keyring,
                                  *status == KeyringStore::Status::Works ? Tone::Success : Tone::Warning,
                                  tr("Keyring: %1").arg(KeyringStore::toText(*status)));
    });
}

} // namespace Gui
