// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/passwordchange.h"

#include "db/scramverifier.h"
#include "db/session.h"

#include <QCoreApplication>

namespace Profiles {

using Core::Error;
using Core::ErrorKind;
using Db::ConnectionSpec;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Profiles::PasswordChange)
};

enum class Trial { Accepted, Refused, NotKnown };

/// Whether the server takes this password, by a connection of its own.
Trial tryPassword(ConnectionSpec spec, const QString &password, Error *why)
{
    spec.password = password;
    Db::Session session(spec);
    const auto line = session.open();
    if (line)
        return Trial::Accepted;
    *why = line.error();
    return line.error().kind == ErrorKind::Authentication ? Trial::Refused : Trial::NotKnown;
}

Error told(Error why, const QString &valid)
{
    why.summary = why.summary.isEmpty() ? valid : why.summary + u' ' + valid;
    return why;
}

Error oldIsValid(const Error &why)
{
    return told(why, Text::tr("The password was not changed: the old one is valid."));
}

PasswordChange verified(const ConnectionSpec &spec, const QString &fresh)
{
    Error why;
    switch (tryPassword(spec, fresh, &why)) {
    case Trial::Accepted:
        return {ValidPassword::New, std::nullopt};
    case Trial::Refused: {
        // A server that does not ask would take anything; one that refuses the new may still take the old.
        Error oldWhy;
        if (tryPassword(spec, spec.password.value_or(QString()), &oldWhy) == Trial::Accepted)
            return {ValidPassword::Old, oldIsValid(why)};
        break;
    }
    case Trial::NotKnown:
        break;
    }
    return {
        ValidPassword::Unknown,
        told(why,
             Text::tr("It is not known which password is valid now. Both are kept: try again when the server "
                      "can be reached."))};
}

} // namespace

PasswordChange changePassword(Db::Session &session, const ConnectionSpec &spec, const QString &fresh)
{
    if (spec.engine != Db::Engine::PostgreSQL)
        return {ValidPassword::Old,
                Error{ErrorKind::Unsupported, Text::tr("A file has no password."), {}, {}}};
    const auto verifier = Db::scramVerifier(fresh);
    if (!verifier)
        return {ValidPassword::Old, verifier.error()};

    const auto done = session.write<bool>([&](Db::Transaction &transaction) -> Core::Result<bool> {
        // The role of this line, not what the profile calls it: a pooler may know the user by another name.
        const auto role = transaction.run(Db::Statement{QStringLiteral("SELECT current_user"), {}});
        if (!role)
            return role.error();
        // ALTER ROLE takes no parameters. A verifier has no quotes; a role's name is quoted.
        const auto altered =
            transaction.run(Db::Statement{QStringLiteral("ALTER ROLE %1 PASSWORD '%2'")
                                              .arg(Db::quoted(role->rows.first().text(0)), *verifier),
                                          {}});
        if (!altered)
            return altered.error();
        return true;
    });
    if (done || done.error().kind == ErrorKind::OutcomeUnknown ||
        done.error().kind == ErrorKind::Connection) {
        PasswordChange outcome = verified(spec, fresh);
        // Not known only whether it was committed: then the refusal of the new one is the answer.
        if (!done && outcome.valid == ValidPassword::Old)
            outcome.error = oldIsValid(done.error());
        return outcome;
    }
    return {ValidPassword::Old, oldIsValid(done.error())};
}

PasswordChange changePassword(const ConnectionSpec &spec, const QString &fresh)
{
    Db::Session session(spec);
    return changePassword(session, spec, fresh);
}

} // namespace Profiles
