// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secrets/secretstore.h"

#include <QMap>

namespace Tests {

/// A place for secrets in memory, which can be made to fail.
class FakeSecrets final : public Secrets::SecretStore
{
public:
    QMap<QString, QString> secrets;
    std::optional<Core::Error> failure;             ///< of everything, as long as it is set
    std::optional<Core::Error> writeFailure;        ///< of writing alone
    std::function<void(const QString &id)> onWrite; ///< before it is written
    int reads = 0;

    [[nodiscard]] Core::Task<QString> read(const QString &id) override
    {
        ++reads;
        if (!secrets.contains(id) && !failure)
            return answered<QString>(Core::Error{Core::ErrorKind::NotFound, QStringLiteral("none"), {}, {}});
        return answered<QString>(secrets.value(id));
    }
    [[nodiscard]] Core::Task<bool> write(const QString &id, const QString &secret) override
    {
        if (onWrite)
            onWrite(id);
        if (writeFailure)
            return answered<bool>(*writeFailure);
        if (!failure)
            secrets.insert(id, secret);
        return answered<bool>(true);
    }
    [[nodiscard]] Core::Task<bool> remove(const QString &id) override
    {
        if (!failure)
            secrets.remove(id);
        return answered<bool>(true);
    }

private:
    template <typename T>
    Core::Task<T> answered(Core::Result<T> result) const
    {
        auto state = std::make_shared<Core::TaskState<T>>();
        if (failure)
            state->answer(*failure);
        else
            state->answer(std::move(result));
        return Core::Task<T>(state);
    }
};

} // namespace Tests
