// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/secretstore.h"

#include <QMap>

namespace Secrets {

/// Keeps secrets until the program ends: for those who want them nowhere else, and where nothing else is
/// there.
class SessionStore final : public SecretStore
{
public:
    SessionStore() = default;
    ~SessionStore() override;
    Q_DISABLE_COPY_MOVE(SessionStore)

    [[nodiscard]] Core::Task<QString> read(const QString &id) override;
    [[nodiscard]] Core::Task<bool> write(const QString &id, const QString &secret) override;
    [[nodiscard]] Core::Task<bool> remove(const QString &id) override;

private:
    QMap<QString, QString> m_secrets;
};

} // namespace Secrets
