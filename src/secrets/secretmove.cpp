// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/secretmove.h"

#include <QObject>

namespace Secrets {

namespace {

struct MoveText
{
    Q_DECLARE_TR_FUNCTIONS(Secrets::SecretMove)
};

using Core::Error;
using Core::ErrorKind;
using Core::Result;

/// One move; it is the context of its own steps and goes when it has answered.
class Move final : public QObject
{
public:
    Move(SecretStore &from, SecretStore &to, QString id)
        : m_from(from)
        , m_to(to)
        , m_id(std::move(id))
    {}

    Core::Task<bool> start()
    {
        m_from.read(m_id).then(this, [this](const Result<QString> &secret) {
            if (secret)
                writeThere(*secret);
            else
                answer(secret.error());
        });
        return Core::Task<bool>(m_state);
    }

private:
    void writeThere(const QString &secret)
    {
        m_to.write(m_id, secret).then(this, [this, secret](const Result<bool> &written) {
            if (written)
                compare(secret);
            else
                answer(written.error());
        });
    }

    void compare(const QString &secret)
    {
        m_to.read(m_id).then(this, [this, secret](const Result<QString> &there) {
            if (there && *there == secret)
                removeHere();
            else if (there)
                answer(Error{
                    ErrorKind::Io,
                    MoveText::tr("The new place did not keep the password as it is. It stays in the old "
                                 "place, and nothing is lost."),
                    {},
                    {}});
            else
                answer(there.error());
        });
    }

    void removeHere()
    {
        m_from.remove(m_id).then(this, [this](const Result<bool> &removed) {
            if (removed) {
                answer(true);
                return;
            }
            answer(
                Error{removed.error().kind,
                      MoveText::tr("The password is in the new place now, but could not be removed from the "
                                   "old one. Remove it there yourself, or try again."),
                      removed.error().summary, removed.error().code});
        });
    }

    void answer(Result<bool> result)
    {
        m_state->answer(std::move(result));
        deleteLater();
    }

    SecretStore &m_from;
    SecretStore &m_to;
    const QString m_id;
    std::shared_ptr<Core::TaskState<bool>> m_state = std::make_shared<Core::TaskState<bool>>();
};

} // namespace

Core::Task<bool> moveSecret(SecretStore &from, SecretStore &to, const QString &id)
{
    if (&from == &to) { // writing and then removing would lose it
        auto state = std::make_shared<Core::TaskState<bool>>();
        state->answer(true);
        return Core::Task<bool>(state);
    }
    return (new Move(from, to, id))->start();
}

} // namespace Secrets
