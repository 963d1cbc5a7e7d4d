// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"

namespace Secrets {

/// Keeps passwords by profile id. GUI thread; nothing blocks it, and every task answers within its limit.
class SecretStore
{
public:
    SecretStore() = default;
    virtual ~SecretStore() = default;
    Q_DISABLE_COPY_MOVE(SecretStore)

    /// Error: NotFound when there is no such secret; Unsupported when the place is not available here;
    /// Permission when it is locked (the vault before its passphrase, a keyring whose prompt was dismissed);
    /// Timeout.
    [[nodiscard]] virtual Core::Task<QString> read(const QString &id) = 0;
    /// The value is true.
    [[nodiscard]] virtual Core::Task<bool> write(const QString &id, const QString &secret) = 0;
    /// Removing what is not there succeeds.
    [[nodiscard]] virtual Core::Task<bool> remove(const QString &id) = 0;
};

} // namespace Secrets
