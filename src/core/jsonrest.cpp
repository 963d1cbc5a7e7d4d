// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonrest.h"

#include <QJsonArray>

namespace Core::JsonRest {

namespace {

/// "password", "sslPassword", "pwd" …; not "passwordChanged" or "passfile", which hold none.
bool isSecret(const QString &key)
{
    const QString name = key.toLower();
    for (const char *ending : {"password", "passwd", "passphrase", "pwd"})
        if (name.endsWith(QLatin1String(ending)))
            return true;
    return name == QLatin1String("pass");
}

QJsonValue withoutSecrets(const QJsonValue &value)
{
    if (value.isObject())
        return of(value.toObject(), {});
    if (!value.isArray())
        return value;
    QJsonArray result;
    for (const QJsonValue &item : value.toArray())
        result.append(withoutSecrets(item));
    return result;
}

/// Undefined: nothing is left.
QJsonValue restOf(const QJsonValue &read, const QJsonValue &known)
{
    if (read.isObject() && known.isObject()) {
        const QJsonObject rest = of(read.toObject(), known.toObject());
        return rest.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rest);
    }
    if (!read.isArray() || !known.isArray())
        return QJsonValue::Undefined;
    const QJsonArray items = read.toArray();
    const QJsonArray knownItems = known.toArray();
    QJsonArray rests;
    bool isEmpty = true;
    for (qsizetype i = 0; i < items.size() && i < knownItems.size(); ++i) {
        const QJsonValue rest = restOf(items.at(i), knownItems.at(i));
        isEmpty = isEmpty && rest.isUndefined();
        rests.append(rest.isUndefined() ? QJsonValue(QJsonObject()) : rest);
    }
    return isEmpty ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rests);
}

QJsonValue mergedValue(const QJsonValue &known, const QJsonValue &rest)
{
    if (known.isObject() && rest.isObject())
        return merged(known.toObject(), rest.toObject());
    if (!known.isArray() || !rest.isArray() || known.toArray().size() != rest.toArray().size())
        return known;
    QJsonArray result;
    for (qsizetype i = 0; i < known.toArray().size(); ++i)
        result.append(mergedValue(known.toArray().at(i), rest.toArray().at(i)));
    return result;
}

} // namespace

QJsonObject of(const QJsonObject &read, const QJsonObject &known)
{
    QJsonObject result;
    for (auto it = read.begin(); it != read.end(); ++it) {
        if (isSecret(it.key()))
            continue;
        const QJsonValue rest =
            known.contains(it.key()) ? restOf(it.value(), known.value(it.key())) : withoutSecrets(it.value());
        if (!rest.isUndefined())
            result.insert(it.key(), rest);
    }
    return result;
}

QJsonObject merged(const QJsonObject &known, const QJsonObject &rest)
{
    QJsonObject result = known;
    for (auto it = rest.begin(); it != rest.end(); ++it) {
        if (known.contains(it.key()))
            result.insert(it.key(), mergedValue(known.value(it.key()), it.value()));
        else if (!isSecret(it.key()))
            result.insert(it.key(), withoutSecrets(it.value()));
    }
    return result;
}

} // namespace Core::JsonRest
