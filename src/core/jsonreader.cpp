// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonreader.h"

#include <algorithm>

namespace Core {

namespace {

/// Embeddings, overrides and isolates.
bool turnsDirection(QChar c)
{
    return (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
}

constexpr QStringView momentFormat = u"yyyy-MM-dd'T'HH:mm:ss.zzz'Z'";

} // namespace

QString momentText(const QDateTime &moment)
{
    return moment.isValid() ? moment.toUTC().toString(momentFormat) : QString();
}

bool hasForbiddenCharacters(const QString &text, JsonReader::Shape shape)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isSurrogate()) {
            if (!c.isHighSurrogate() || i + 1 >= text.size() || !text.at(i + 1).isLowSurrogate())
                return true;
            ++i;
            continue;
        }
        if (shape == JsonReader::Shape::Any)
            continue;
        const bool isBreak = c == u'\n' || c == u'\t' || c == u'\r';
        if (isBreak && shape == JsonReader::Shape::Paragraphs)
            continue;
        if (c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
            c.category() == QChar::Separator_Paragraph || turnsDirection(c))
            return true;
    }
    return false;
}

JsonReader::JsonReader(QJsonObject object, QString place, std::optional<JsonProblem> &problem)
    : m_object(std::move(object))
    , m_place(std::move(place))
    , m_problem(problem)
{}

QJsonValue JsonReader::value(const char *key) const
{
    return m_object.value(QLatin1String(key));
}

QString JsonReader::placeOf(const QString &key) const
{
    return m_place.isEmpty() ? key : m_place + u'.' + key;
}

void JsonReader::fail(const QString &key, ErrorKind kind)
{
    if (!m_problem)
        m_problem = JsonProblem{kind, placeOf(key)};
}

QString JsonReader::text(const char *key, qsizetype limit, Shape shape)
{
    const QJsonValue found = value(key);
    const QString result = found.toString();
    const bool isMissing = found.isUndefined() || found.isNull();
    if ((!isMissing && !found.isString()) || result.size() > limit || hasForbiddenCharacters(result, shape))
        fail(QLatin1String(key));
    return result;
}

bool JsonReader::flag(const char *key)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isBool())
        fail(QLatin1String(key));
    return found.toBool();
}

int JsonReader::number(const char *key, int from, int to, int missing)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return missing;
    const int result = found.toInt(from - 1); // the default also for 1.5 and "1"
    if (!found.isDouble() || result < from || result > to)
        fail(QLatin1String(key));
    return result;
}

qint64 JsonReader::count(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return 0;
    const qint64 result = found.toInteger(-1); // the default also for 1.5 and "1"
    if (result < 0)
        fail(QLatin1String(key));
    return std::max<qint64>(result, 0);
}

QDateTime JsonReader::moment(const char *key)
{
    const QString written = text(key, 24);
    if (written.isEmpty())
        return {};
    const QDateTime result = QDateTime::fromString(written, Qt::ISODateWithMs);
    if (momentText(result) != written)
        fail(QLatin1String(key));
    return result;
}

QDate JsonReader::date(const char *key)
{
    const QString written = text(key, 10);
    const QDate result = QDate::fromString(written, Qt::ISODate);
    if (!written.isEmpty() && !result.isValid())
        fail(QLatin1String(key));
    return result;
}

QJsonObject JsonReader::object(const char *key)
{
    const QJsonValue found = value(key);
    if (!found.isUndefined() && !found.isObject())
        fail(QLatin1String(key));
    return found.toObject();
}

QJsonArray JsonReader::array(const char *key, qsizetype limit)
{
    const QJsonValue found = value(key);
    if ((!found.isUndefined() && !found.isArray()) || found.toArray().size() > limit)
        fail(QLatin1String(key));
    return found.toArray();
}

std::size_t JsonReader::word(const char *key, std::span<const char *const> words)
{
    const QJsonValue found = value(key);
    if (found.isUndefined() || found.isNull())
        return 0;
    if (!found.isString()) {
        fail(QLatin1String(key));
        return 0;
    }
    for (std::size_t i = 0; i < words.size(); ++i)
        if (found.toString() == QLatin1String(words[i]))
            return i;
    fail(QLatin1String(key), ErrorKind::Unsupported);
    return 0;
}

} // namespace Core
