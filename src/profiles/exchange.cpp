// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/exchange.h"

#include "profiles/profilejson.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

namespace Profiles {

namespace {

constexpr int version = 1;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Profiles::Exchange)
};

/// The secret stays on its computer; only a password file is something that the other computer may have too.
SecretPlace placeElsewhere(SecretPlace place)
{
    return place == SecretPlace::PasswordFile ? place : SecretPlace::Session;
}

} // namespace

QByteArray exported(const QList<Profile> &profiles)
{
    QJsonArray list;
    for (Profile profile : profiles) {
        profile.secret = placeElsewhere(profile.secret);
        QJsonObject object = toJson(profile);
        object.remove(QLatin1String("id"));
        object.remove(QLatin1String("passwordChanged"));
        list.append(object);
    }
    return QJsonDocument(
               QJsonObject{{QStringLiteral("version"), version}, {QStringLiteral("profiles"), list}})
        .toJson(QJsonDocument::Indented);
}

Core::Result<Imported> imported(const QByteArray &json, const QList<Profile> &existing)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const int found = object.value(QLatin1String("version")).toInt();
    const QJsonValue list = object.value(QLatin1String("profiles"));
    if (found > version)
        return Core::Error{
            Core::ErrorKind::Unsupported,
            Text::tr("This file was exported by a newer version of this program. Nothing was changed. "
                     "Import it with the newer version."),
            {},
            {}};
    if (found < 1 || !list.isArray())
        return Core::Error{
            Core::ErrorKind::Syntax,
            Text::tr("This is not a file of exported profiles, or it is damaged. Nothing was changed."),
            {},
            {}};

    Imported result;
    QList<Profile> all = existing;
    int number = 0;
    for (const QJsonValue &item : list.toArray()) {
        ++number;
        if (all.size() >= maxProfiles) {
            result.skipped.append(Text::tr("From profile %1 on: there may be at most %2 profiles.")
                                      .arg(number)
                                      .arg(maxProfiles));
            break;
        }
        QJsonObject fields = item.toObject();
        fields.insert(QStringLiteral("id"), QUuid::createUuid().toString(QUuid::WithoutBraces));
        fields.remove(QLatin1String("passwordChanged"));
        Core::Result<Profile> profile =
            profileFromJson(fields, QStringLiteral("profiles[%1]").arg(number - 1));
        if (!profile) {
            result.skipped.append(
                Text::tr("Profile %1: %2").arg(QString::number(number), Core::toText(profile.error())));
            continue;
        }
        profile->name = uniqueName(all, profile->name);
        profile->secret = placeElsewhere(profile->secret);
        all.append(*profile);
        result.profiles.append(*profile);
    }
    return result;
}

} // namespace Profiles
