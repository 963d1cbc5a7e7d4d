// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <optional>
#include <span>

namespace Core {

/// What is wrong in a JSON file, and where: "hosts[1].port". Never what stands there.
struct JsonProblem
{
    ErrorKind kind = ErrorKind::Syntax; ///< or Unsupported: a word of a newer version
    QString place;
};

/// Reads one object of a foreign JSON file key by key, and notes the first thing that is wrong. A missing
/// key, or null, is the empty value.
class JsonReader final
{
public:
    enum class Shape {
        Line,
        Paragraphs,
        Any, ///< whatever a database or a file system takes as a name; only broken Unicode is refused
    };

    /// `place` names the object in the problem, which is shared by the readers of one file.
    JsonReader(QJsonObject object, QString place, std::optional<JsonProblem> &problem);

    /// `limit` in UTF-16 units. Control characters and marks that turn the writing direction are refused,
    /// since they make a name look like another; paragraphs may have line feeds and tabs.
    QString text(const char *key, qsizetype limit, Shape shape = Shape::Line);
    bool flag(const char *key);
    int number(const char *key, int from, int to, int missing);
    /// A whole number from 0 on; 0 where the key is missing.
    qint64 count(const char *key);
    /// UTC as "2025-12-11T09:30:00.123Z"; invalid where the key is missing or empty.
    QDateTime moment(const char *key);
    QDate date(const char *key);
    QJsonObject object(const char *key);
    QJsonArray array(const char *key, qsizetype limit);
    /// Index of the word in `words`; 0 where the key is missing. A word that is not there is Unsupported.
    std::size_t word(const char *key, std::span<const char *const> words);

    /// Notes a problem at the key, unless there is one already.
    void fail(const QString &key, ErrorKind kind = ErrorKind::Syntax);
    [[nodiscard]] QString placeOf(const QString &key) const;

private:
    QJsonValue value(const char *key) const;

    QJsonObject m_object;
    QString m_place;
    std::optional<JsonProblem> &m_problem;
};

/// How moment() wants it.
[[nodiscard]] QString momentText(const QDateTime &moment);

/// Whether `text` has a character that a line, or paragraphs, should not have.
[[nodiscard]] bool hasForbiddenCharacters(const QString &text, JsonReader::Shape shape);

} // namespace Core
