// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonObject>

#include <optional>
#include <span>

namespace Profiles {

/// Reads one object of a foreign JSON file key by key, and notes the first thing that is wrong. A missing
/// key, or null, is the empty value.
class JsonReader final
{
public:
    enum class Shape { Line, Paragraphs };

    /// `place` names the object in error texts; `error` is shared by the readers of one file.
    JsonReader(QJsonObject object, QString place, std::optional<Core::Error> &error);

    /// `limit` in UTF-16 units. Control characters and marks that turn the writing direction are refused,
    /// since they make a name look like another; paragraphs may have line feeds and tabs.
    QString text(const char *key, qsizetype limit, Shape shape = Shape::Line);
    bool flag(const char *key);
    int number(const char *key, int from, int to, int missing);
    QDate date(const char *key);
    QJsonObject object(const char *key);
    QJsonArray array(const char *key, qsizetype limit);
    /// Index of the word in `words`; 0 where the key is missing. A word that is not there is Unsupported.
    std::size_t word(const char *key, std::span<const char *const> words);

    /// Notes an error at the key.
    void fail(const QString &key, Core::ErrorKind kind = Core::ErrorKind::Syntax);
    [[nodiscard]] QString placeOf(const QString &key) const;

private:
    QJsonValue value(const char *key) const;

    QJsonObject m_object;
    QString m_place;
    std::optional<Core::Error> &m_error;
};

/// Whether `text` has a character that a line, or paragraphs, should not have.
[[nodiscard]] bool hasForbiddenCharacters(const QString &text, JsonReader::Shape shape);

} // namespace Profiles
