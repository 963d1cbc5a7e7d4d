// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/scramverifier.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>
#include <QRandomGenerator>

#include <algorithm>

namespace Db {

namespace {

constexpr int iterations = 4096; // PostgreSQL's own
constexpr int saltLength = 16;
constexpr int keyLength = 32;

QByteArray hmac(const QByteArray &key, const QByteArray &message)
{
    return QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256);
}

QByteArray randomSalt()
{
    QByteArray salt(saltLength, Qt::Uninitialized);
    QRandomGenerator *system = QRandomGenerator::system();
    std::generate(salt.begin(), salt.end(), [system] { return char(system->generate()); });
    return salt;
}

} // namespace

Core::Result<QString> scramVerifier(const QString &password, QByteArray salt)
{
    const bool printable =
        std::all_of(password.begin(), password.end(), [](QChar c) { return c >= u' ' && c <= u'~'; });
    if (password.isEmpty() || !printable)
        return Core::Error{
            Core::ErrorKind::Unsupported,
            QCoreApplication::translate(
                "Db", "This password has characters that cannot be sent to the server safely. Nothing "
                      "was changed. Use printable ASCII characters."),
            {},
            {}};
    if (salt.isEmpty())
        salt = randomSalt();
    const QByteArray salted = QPasswordDigestor::deriveKeyPbkdf2(
        QCryptographicHash::Sha256, password.toUtf8(), salt, iterations, keyLength);
    const QByteArray storedKey =
        QCryptographicHash::hash(hmac(salted, QByteArrayLiteral("Client Key")), QCryptographicHash::Sha256);
    const QByteArray serverKey = hmac(salted, QByteArrayLiteral("Server Key"));
    return QString::fromLatin1("SCRAM-SHA-256$" + QByteArray::number(iterations) + ':' + salt.toBase64() +
                               '$' + storedKey.toBase64() + ':' + serverKey.toBase64());
}

} // namespace Db
