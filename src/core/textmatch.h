// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <array>
#include <vector>

namespace Core {

/// "Contains, ignoring case" for every script: compiled once, then compared byte by byte against UTF-8, so
/// that a million rows can be scanned without decoding them. Case pairs that change the number of characters
/// (ß and SS) are not matched.
class TextMatcher final
{
public:
    explicit TextMatcher(const QString &needle);

    [[nodiscard]] bool matches(QByteArrayView utf8) const;
    /// Position and length of the matches in `text`, in UTF-16 units, for highlighting.
    [[nodiscard]] QList<std::pair<int, int>> ranges(const QString &text) const;

private:
    /// One character of the needle in its upper, lower and title form.
    struct Letter
    {
        std::array<QByteArray, 3> forms;
    };
    [[nodiscard]] bool matchesAt(const char *at, const char *end) const;

    QString m_needle;
    std::vector<Letter> m_letters;
    std::array<bool, 256> m_first = {};         ///< bytes with which a match can begin
    std::array<unsigned char, 256> m_skip = {}; ///< Horspool's shift, for ASCII needles
    QByteArray m_asciiLower;                    ///< set when the needle is plain ASCII
};

/// The digits of `text` when it looks like (part of) a phone number: at least three digits and otherwise only
/// spaces and ( ) + - . / . Empty when it does not.
[[nodiscard]] QString phoneDigits(const QString &text);

} // namespace Core
