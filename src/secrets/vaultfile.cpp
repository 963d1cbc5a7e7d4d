// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/vaultfile.h"

#include "core/durablefile.h"
#include "core/filelock.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace Secrets {

namespace {

struct FileText
{
    Q_DECLARE_TR_FUNCTIONS(Secrets::VaultFile)
};

using Core::Error;
using Core::ErrorKind;

constexpr int lockLimit = 10'000; // ms

} // namespace

VaultFile::VaultFile(QString path, KdfLimits limits)
    : m_path(std::move(path))
    , m_limits(limits)
{}

bool VaultFile::exists() const
{
    const QFileInfo info(m_path);
    return info.exists() || info.isSymLink();
}

Core::Result<QByteArray> VaultFile::load() const
{
    // A save would replace the link and leave its target behind: two vaults where the user thinks of one.
    if (QFileInfo(m_path).isSymLink())
        return Error{ErrorKind::Unsupported,
                     FileText::tr("“%1” is a link. A vault has to be the file itself. Nothing was changed.")
                         .arg(m_path),
                     {},
                     {}};
    return Core::readLimited(m_path, maximalVaultSize);
}

Core::Result<void> VaultFile::create(const QString &passphrase)
{
    auto key = VaultKey::create(passphrase, m_limits);
    if (!key)
        return key.error();
    const auto lock = Core::FileLock::acquire(m_path, lockLimit);
    if (!lock)
        return lock.error();
    if (exists())
        return Error{
            ErrorKind::Conflict,
            FileText::tr("There is already a vault. It was not changed. Unlock it with its passphrase."),
            {},
            {}};
    if (const auto written = write(*key, {}); !written)
        return written.error();
    m_key = std::move(*key);
    return {};
}

Core::Result<void> VaultFile::open(const QString &passphrase)
{
    const auto vault = load();
    if (!vault)
        return vault.error();
    const auto header = VaultHeader::parse(*vault);
    if (!header)
        return header.error();
    auto key = VaultKey::derive(passphrase, *header);
    if (!key)
        return key.error();
    if (const auto secrets = key->unseal(*vault); !secrets)
        return secrets.error();
    m_key = std::move(*key);
    return {};
}

Core::Result<SecretMap> VaultFile::read() const
{
    if (!m_key)
        return Error{ErrorKind::Permission, FileText::tr("The vault is locked. Unlock it first."), {}, {}};
    const auto vault = load();
    if (!vault)
        return vault.error();
    return m_key->unseal(*vault);
}

Core::Result<void> VaultFile::save(const std::function<void(SecretMap &)> &change)
{
    const auto lock = Core::FileLock::acquire(m_path, lockLimit);
    if (!lock)
        return lock.error();
    auto secrets = read();
    if (!secrets)
        return secrets.error();
    const SecretMap before = *secrets;
    change(*secrets);
    if (*secrets == before)
        return {};
    return write(*m_key, *secrets);
}

Core::Result<void> VaultFile::changePassphrase(const QString &old, const QString &passphrase)
{
    // Argon2id works outside the lock: others would wait for seconds.
    auto newKey = VaultKey::create(passphrase, m_limits);
    if (!newKey)
        return newKey.error();
    if (const auto opened = open(old); !opened)
        return opened.error();
    const auto lock = Core::FileLock::acquire(m_path, lockLimit);
    if (!lock)
        return lock.error();
    const auto secrets = read();
    if (!secrets)
        return secrets.error();
    const auto written = write(*newKey, *secrets);
    // An error may come after the new file is in place. What is on the disk decides.
    const auto vault = load();
    const auto header = vault ? VaultHeader::parse(*vault) : vault.error();
    if (header && newKey->fits(*header))
        m_key = std::move(*newKey);
    return written;
}

Core::Result<void> VaultFile::write(const VaultKey &key, const SecretMap &secrets) const
{
    const auto sealed = key.seal(secrets);
    if (!sealed)
        return sealed.error();
    return Core::writeDurably(m_path, *sealed);
}

} // namespace Secrets
