// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/vaultstore.h"

#include "core/paths.h"

#include <QTimer>

namespace Secrets {

namespace {

using Core::Error;
using Core::ErrorKind;

Core::Result<bool> asTrue(const Core::Result<void> &result)
{
    return result ? Core::Result<bool>(true) : result.error();
}

} // namespace

VaultStore::VaultStore(const QString &file, KdfLimits limits, int answerLimit, QObject *parent)
    : QObject(parent)
    , m_path(file)
    , m_answerLimit(answerLimit)
    , m_vault(file, limits)
    , m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("vault"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

VaultStore::~VaultStore()
{
    // Behind everything that was asked for: quit() from here would overtake it and drop a save.
    QMetaObject::invokeMethod(
        m_worker, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

QString VaultStore::defaultFile()
{
    return Core::Paths::data() + QStringLiteral("/secrets.vault");
}

bool VaultStore::exists() const
{
    return VaultFile(m_path).exists();
}

template <typename T>
Core::Task<T> VaultStore::run(std::function<Core::Result<T>(VaultFile &)> work)
{
    auto state = std::make_shared<Core::TaskState<T>>();
    QMetaObject::invokeMethod(
        m_worker,
        [this, state, work = std::move(work)] {
            auto result = work(m_vault);
            noteUnlocked(m_vault.isOpen());
            state->answer(std::move(result));
        },
        Qt::QueuedConnection);
    QTimer::singleShot(m_answerLimit, this, [weak = std::weak_ptr(state)] {
        if (const auto late = weak.lock())
            late->answer(
                Error{ErrorKind::Timeout,
                      tr("The vault does not answer. Whether it was changed is not known. Look whether "
                         "its disk works, then try again."),
                      {},
                      {}});
    });
    return Core::Task<T>(state);
}

void VaultStore::noteUnlocked(bool unlocked)
{
    if (m_unlocked.exchange(unlocked) != unlocked)
        QMetaObject::invokeMethod(this, [this, unlocked] { Q_EMIT unlockedChanged(unlocked); });
}

Core::Task<bool> VaultStore::create(const QString &passphrase)
{
    return run<bool>([passphrase](VaultFile &vault) { return asTrue(vault.create(passphrase)); });
}

Core::Task<bool> VaultStore::unlock(const QString &passphrase)
{
    return run<bool>([passphrase](VaultFile &vault) { return asTrue(vault.open(passphrase)); });
}

Core::Task<bool> VaultStore::changePassphrase(const QString &old, const QString &passphrase)
{
    return run<bool>(
        [old, passphrase](VaultFile &vault) { return asTrue(vault.changePassphrase(old, passphrase)); });
}

void VaultStore::lock()
{
    noteUnlocked(false);
    QMetaObject::invokeMethod(
        m_worker,
        [this] {
            m_vault.close();
            noteUnlocked(false);
        },
        Qt::QueuedConnection);
}

Core::Task<QString> VaultStore::read(const QString &id)
{
    return run<QString>([id](VaultFile &vault) -> Core::Result<QString> {
        const auto secrets = vault.read();
        if (!secrets)
            return secrets.error();
        const auto found = secrets->constFind(id);
        if (found == secrets->cend())
            return Error{ErrorKind::NotFound, tr("The vault has no password for this profile."), {}, {}};
        return *found;
    });
}

Core::Task<bool> VaultStore::write(const QString &id, const QString &secret)
{
    return run<bool>([id, secret](VaultFile &vault) {
        return asTrue(vault.save([&](SecretMap &secrets) { secrets.insert(id, secret); }));
    });
}

Core::Task<bool> VaultStore::remove(const QString &id)
{
    return run<bool>([id](VaultFile &vault) -> Core::Result<bool> {
        if (!vault.exists())
            return true;
        return asTrue(vault.save([&](SecretMap &secrets) { secrets.remove(id); }));
    });
}

} // namespace Secrets
