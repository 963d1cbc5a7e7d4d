// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilesecrets.h"

#include "secrets/secretmove.h"
#include "ui/connect/passwordprompt.h"
#include "ui/connect/vaultprompt.h"

namespace Gui {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Profiles::Profile;
using Profiles::SecretPlace;
using Secrets::KeyringStore;

namespace {

template <typename T>
std::shared_ptr<Core::TaskState<T>> newState()
{
    return std::make_shared<Core::TaskState<T>>();
}

} // namespace

Profile pendingOf(Profile profile)
{
    profile.id += QLatin1String(".new");
    return profile;
}

ProfileSecrets::ProfileSecrets(const Stores &stores, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
{}

Secrets::SecretStore *ProfileSecrets::storeOf(SecretPlace place) const
{
    switch (place) {
    case SecretPlace::Session:
        return m_stores.session;
    case SecretPlace::Keyring:
        return m_stores.keyring;
    case SecretPlace::Vault:
        return m_stores.vault;
    case SecretPlace::PasswordFile:
        return nullptr;
    }
    Q_UNREACHABLE();
}

Core::Task<QString> ProfileSecrets::passwordFor(const Profile &profile, QWidget *window)
{
    const auto answer = newState<QString>();
    if (profile.connection.engine == Db::Engine::SQLite || profile.secret == SecretPlace::PasswordFile) {
        answer->answer(QString());
        return Core::Task<QString>(answer);
    }
    const QPointer<QWidget> parent(window);
    m_stores.session->read(profile.id)
        .then(this, [this, profile, parent, answer](const Result<QString> &known) {
            if (known)
                answer->answer(*known);
            else
                readFromPlace(profile, parent, answer);
        });
    return Core::Task<QString>(answer);
}

void ProfileSecrets::readFromPlace(const Profile &profile, QWidget *window, const Answer &answer)
{
    Secrets::SecretStore *store = storeOf(profile.secret);
    if (!store && profile.secret == SecretPlace::Keyring)
        noticeMissing({ErrorKind::Unsupported, {}, {}, {}});
    if (!store || store == m_stores.session || m_refused.contains(profile.id))
        return askFor(profile, window, answer);
    const QPointer<QWidget> parent(window);
    prepare(profile.secret, window, [this, profile, parent, answer, store](bool ready) {
        if (!ready)
            return askFor(profile, parent, answer);
        store->read(profile.id).then(this, [this, profile, parent, answer](const Result<QString> &kept) {
            if (kept)
                return remember(profile, *kept, answer);
            if (kept.error().kind == ErrorKind::Corrupt)
                return answer->answer(kept.error());
            if (kept.error().kind != ErrorKind::NotFound)
                noticeMissing(kept.error());
            askFor(profile, parent, answer);
        });
    });
}

void ProfileSecrets::askFor(const Profile &profile, QWidget *window, const Answer &answer)
{
    auto *prompt =
        new PasswordPrompt(profile, m_stores.keyring != nullptr, m_stores.vault != nullptr, window);
    prompt->setAttribute(Qt::WA_DeleteOnClose);
    const QPointer<QWidget> parent(window);
    connect(prompt, &QDialog::finished, this, [this, prompt, profile, parent, answer](int result) {
        if (result != QDialog::Accepted)
            return answer->answer(
                Error{ErrorKind::Cancelled, tr("No password was given. Nothing was opened."), {}, {}});
        Profile kept = profile;
        kept.secret = prompt->place();
        const QString password = prompt->password();
        m_refused.remove(profile.id);
        // Some servers ask for none; that is nothing to keep.
        if (password.isEmpty())
            return remember(profile, password, answer);
        const bool isElsewhere = kept.secret != profile.secret;
        keep(kept, password, parent)
            .then(this, [this, answer, password, kept, isElsewhere](const Result<bool> &done) {
                if (!done && done.error().kind != ErrorKind::Cancelled)
                    Q_EMIT noticed(done.error().summary);
                if (done && isElsewhere)
                    Q_EMIT placeChosen(kept);
                answer->answer(password);
            });
    });
    prompt->open();
}

void ProfileSecrets::remember(const Profile &profile, const QString &password, const Answer &answer)
{
    m_stores.session->write(profile.id, password).then(this, [answer, password](const Result<bool> &) {
        answer->answer(password);
    });
}

Core::Task<bool> ProfileSecrets::keep(const Profile &profile, const QString &password, QWidget *window)
{
    const auto done = newState<bool>();
    const QPointer<QWidget> parent(window);
    m_refused.remove(profile.id);
    m_stores.session->write(profile.id, password)
        .then(this, [this, profile, password, parent, done](const Result<bool> &inSession) {
            Secrets::SecretStore *store = storeOf(profile.secret);
            if (profile.secret == SecretPlace::Session || profile.secret == SecretPlace::PasswordFile)
                return done->answer(inSession);
            if (!store)
                return done->answer(
                    Error{ErrorKind::Unsupported,
                          tr("This place is not available here. The password is kept for this session "
                             "only."),
                          {},
                          {}});
            prepare(profile.secret, parent, [this, profile, password, done, store](bool ready) {
                if (!ready)
                    return done->answer(
                        Error{ErrorKind::Cancelled,
                              tr("The vault stays locked. The password is kept for this session only."),
                              {},
                              {}});
                store->write(profile.id, password).then(this, [done](const Result<bool> &kept) {
                    done->answer(kept);
                });
            });
        });
    return Core::Task<bool>(done);
}

Core::Task<QString> ProfileSecrets::kept(const Profile &profile, QWidget *window)
{
    const auto answer = newState<QString>();
    const QPointer<QWidget> parent(window);
    m_stores.session->read(profile.id)
        .then(this, [this, profile, parent, answer](const Result<QString> &known) {
            if (known || profile.secret == SecretPlace::Session)
                return answer->answer(known ? known : Result<QString>(QString()));
            Secrets::SecretStore *store = storeOf(profile.secret);
            if (!store)
                return answer->answer(
                    Error{ErrorKind::Unsupported,
                          tr("The place that this profile keeps its password in is not available here."),
                          {},
                          {}});
            prepare(profile.secret, parent, [this, profile, answer, store](bool ready) {
                if (!ready)
                    return answer->answer(Error{ErrorKind::Cancelled, tr("The vault stays locked."), {}, {}});
                store->read(profile.id).then(this, [answer](const Result<QString> &found) {
                    const bool none = !found && found.error().kind == ErrorKind::NotFound;
                    answer->answer(none ? Result<QString>(QString()) : found);
                });
            });
        });
    return Core::Task<QString>(answer);
}

Core::Task<QString> ProfileSecrets::knownFor(const Profile &profile)
{
    const auto answer = newState<QString>();
    if (profile.connection.engine == Db::Engine::SQLite || profile.secret == SecretPlace::PasswordFile) {
        answer->answer(QString());
        return Core::Task<QString>(answer);
    }
    m_stores.session->read(profile.id).then(this, [this, profile, answer](const Result<QString> &known) {
        Secrets::SecretStore *store = storeOf(profile.secret);
        const bool isLocked = store && store == m_stores.vault && !m_stores.vault->isUnlocked();
        if (known)
            answer->answer(*known);
        else if (!store || store == m_stores.session || isLocked || m_refused.contains(profile.id))
            answer->answer(
                Error{ErrorKind::NotFound, tr("The password is not known at the moment."), {}, {}});
        else
            store->read(profile.id).then(this, [answer](const Result<QString> &kept) {
                answer->answer(kept);
            });
    });
    return Core::Task<QString>(answer);
}

Core::Task<bool> ProfileSecrets::move(const Profile &before, const Profile &after, QWidget *window)
{
    const auto done = newState<bool>();
    Secrets::SecretStore *from = storeOf(before.secret);
    Secrets::SecretStore *to = storeOf(after.secret);
    if (before.secret == after.secret || !from || (!to && after.secret != SecretPlace::PasswordFile)) {
        done->answer(true); // to or from a place that is not here: what is kept stays where it is
        return Core::Task<bool>(done);
    }
    const Error locked{
        ErrorKind::Cancelled, tr("The vault stays locked. The password was not moved."), {}, {}};
    const QPointer<QWidget> parent(window);
    prepare(before.secret, window, [this, before, from, to, after, parent, done, locked](bool readable) {
        if (!readable)
            return done->answer(locked);
        if (!to) {
            // Not the one of a change that has not ended: it may be the only one that is valid.
            forget(before).then(this, [done](const Result<bool> &forgotten) { done->answer(forgotten); });
            return;
        }
        prepare(after.secret, parent, [this, from, to, after, done, locked](bool writable) {
            if (!writable)
                return done->answer(locked);
            const auto go = [from, to](const QString &id) { return Secrets::moveSecret(*from, *to, id); };
            const auto failed = [](const Result<bool> &moved) {
                return !moved && moved.error().kind != ErrorKind::NotFound;
            };
            go(after.id).then(this, [this, go, failed, after, done](const Result<bool> &moved) {
                if (failed(moved))
                    return done->answer(moved);
                go(pendingOf(after).id).then(this, [failed, done](const Result<bool> &pending) {
                    done->answer(failed(pending) ? pending : Result<bool>(true));
                });
            });
        });
    });
    return Core::Task<bool>(done);
}

Core::Task<bool> ProfileSecrets::remove(const Profile &profile)
{
    const auto done = newState<bool>();
    removePending(profile).then(this, [this, profile, done](const Result<bool> &pending) {
        forget(profile).then(this, [done, pending](const Result<bool> &forgotten) {
            done->answer(forgotten ? pending : forgotten);
        });
    });
    return Core::Task<bool>(done);
}

Core::Task<bool> ProfileSecrets::removePending(const Profile &profile)
{
    return forget(pendingOf(profile));
}

Core::Task<bool> ProfileSecrets::forget(const Profile &profile)
{
    const auto done = newState<bool>();
    m_refused.remove(profile.id);
    m_stores.session->remove(profile.id).then(this, [this, profile, done](const Result<bool> &forgotten) {
        Secrets::SecretStore *store = storeOf(profile.secret);
        if (!store || store == m_stores.session)
            return done->answer(forgotten);
        store->remove(profile.id).then(this, [done](const Result<bool> &removed) { done->answer(removed); });
    });
    return Core::Task<bool>(done);
}

void ProfileSecrets::refuse(const Profile &profile)
{
    m_refused.insert(profile.id);
    m_stores.session->remove(profile.id).then(this, [](const Result<bool> &) {});
}

Core::Task<KeyringStore::Status> ProfileSecrets::testKeyring()
{
    const auto done = newState<KeyringStore::Status>();
    // Only the desktop's keyring knows how to try itself.
    auto *keyring = dynamic_cast<KeyringStore *>(m_stores.keyring);
    if (keyring)
        keyring->probe().then(this,
                              [done, keyring](const Result<bool> &) { done->answer(keyring->status()); });
    else
        done->answer(m_stores.keyring ? KeyringStore::Status::Unknown : KeyringStore::Status::Missing);
    return Core::Task<KeyringStore::Status>(done);
}

void ProfileSecrets::prepare(SecretPlace place, QWidget *window, std::function<void(bool)> go)
{
    if (place != SecretPlace::Vault || !m_stores.vault || m_stores.vault->isUnlocked())
        return go(true);
    auto *prompt = new VaultPrompt(*m_stores.vault, window);
    prompt->setAttribute(Qt::WA_DeleteOnClose);
    connect(prompt, &QDialog::finished, this,
            [go = std::move(go)](int result) { go(result == QDialog::Accepted); });
    prompt->open();
}

void ProfileSecrets::noticeMissing(const Error &error)
{
    if (m_noticedMissing)
        return;
    m_noticedMissing = true;
    Q_EMIT noticed(error.kind == ErrorKind::Unsupported || error.summary.isEmpty()
                       ? tr("There is no keyring on this computer, so passwords are asked for. A vault, an "
                            "encrypted file, "
                            "can keep them instead: choose it in the profile.")
                       : error.summary);
}

} // namespace Gui
