// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/sessionstore.h"

#include "core/securebytes.h"

namespace Secrets {

namespace {

struct SessionText
{
    Q_DECLARE_TR_FUNCTIONS(Secrets::SessionStore)
};

template <typename T>
Core::Task<T> answered(Core::Result<T> result)
{
    auto state = std::make_shared<Core::TaskState<T>>();
    state->answer(std::move(result));
    return Core::Task<T>(state);
}

} // namespace

SessionStore::~SessionStore()
{
    for (QString &secret : m_secrets)
        Core::wipe(secret);
}

Core::Task<QString> SessionStore::read(const QString &id)
{
    const auto found = m_secrets.constFind(id);
    if (found == m_secrets.cend())
        return answered<QString>(
            Core::Error{Core::ErrorKind::NotFound,
                        SessionText::tr("This session has no password for this profile."),
                        {},
                        {}});
    return answered<QString>(*found);
}

Core::Task<bool> SessionStore::write(const QString &id, const QString &secret)
{
    m_secrets.insert(id, secret);
    return answered<bool>(true);
}

Core::Task<bool> SessionStore::remove(const QString &id)
{
    m_secrets.remove(id);
    return answered<bool>(true);
}

} // namespace Secrets
