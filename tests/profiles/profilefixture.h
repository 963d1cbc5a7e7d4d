// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profilestore.h"

#include <QFile>
#include <QUuid>

namespace Tests {

inline QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

inline Profiles::Profile profileNamed(const QString &name)
{
    Profiles::Profile profile;
    profile.id = newId();
    profile.name = name;
    profile.connection.file = QStringLiteral("/srv/") + name + QStringLiteral(".db");
    return profile;
}

/// Every field has a value that is not its default.
inline Profiles::Profile fullProfile()
{
    Profiles::Profile profile;
    profile.id = newId();
    profile.name = QStringLiteral("Zürich “west” 🚜");
    profile.environment = {Profiles::Environment::Kind::Own, QStringLiteral("Demo"),
                           QStringLiteral("#12aBef"), QStringLiteral("face-smile"), true};
    Db::ConnectionSpec &spec = profile.connection;
    spec.engine = Db::Engine::PostgreSQL;
    spec.hosts = {{QStringLiteral("a.example.com"), 5433}, {QStringLiteral("2001:db8::1"), 65535}};
    spec.database = QStringLiteral("gsc tracking");
    spec.user = QStringLiteral("büro@shop");
    spec.tls = Db::TlsMode::VerifyFull;
    spec.rootCertificate = QStringLiteral("/etc/ssl/our ca.pem");
    spec.parameters = {{QStringLiteral("application_name"), QStringLiteral("x; y='z'")},
                       {QStringLiteral("connect_timeout"), QStringLiteral("7")},
                       {QStringLiteral("passfile"), QStringLiteral("/home/me/.pgpass-shop")}};
    profile.service = QStringLiteral("shop");
    profile.pooledHost = QStringLiteral("pool.example.com:6432");
    profile.directHost = QStringLiteral("a.example.com");
    profile.readReplica = QStringLiteral("replica.example.com");
    profile.isReadOnly = true;
    profile.secret = Profiles::SecretPlace::PasswordFile;
    profile.passwordChanged = QDate(2026, 2, 28);
    profile.notes = QStringLiteral("first line\n\tsecond “line”");
    profile.unknown = {{QStringLiteral("newerKey"), 1}};
    return profile;
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeTo(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
}

} // namespace Tests
