// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textmatch.h"

#include <algorithm>
#include <cstring>

namespace Core {

namespace {

constexpr unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c | 0x20) : c;
}

unsigned char byteAt(const char *p)
{
    return static_cast<unsigned char>(*p);
}

} // namespace

TextMatcher::TextMatcher(const QString &needle)
    : m_needle(needle)
{
    const QByteArray utf8 = needle.toUtf8();
    const bool ascii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return (c & 0x80) == 0; });
    if (ascii) {
        m_asciiLower = utf8.toLower();
        const auto length = size_t(std::min<qsizetype>(m_asciiLower.size(), 255));
        m_skip.fill(static_cast<unsigned char>(length));
        for (size_t i = 0; i + 1 < length; ++i) {
            const auto c = static_cast<unsigned char>(m_asciiLower[qsizetype(i)]);
            m_skip[c] = static_cast<unsigned char>(length - 1 - i);
            if (c >= 'a' && c <= 'z')
                m_skip[c & ~0x20U] = m_skip[c];
        }
        return;
    }
    const QList<uint> points = needle.toUcs4();
    for (const uint point : points) {
        Letter letter;
        const std::array<char32_t, 3> forms = {QChar::toLower(char32_t(point)),
                                               QChar::toUpper(char32_t(point)),
                                               QChar::toTitleCase(char32_t(point))};
        for (size_t i = 0; i < forms.size(); ++i)
            letter.forms[i] = QString::fromUcs4(&forms[i], 1).toUtf8();
        if (m_letters.empty())
            for (const QByteArray &form : letter.forms)
                m_first[byteAt(form.constData())] = true;
        m_letters.push_back(std::move(letter));
    }
}

bool TextMatcher::matchesAt(const char *at, const char *end) const
{
    for (const Letter &letter : m_letters) {
        const auto form =
            std::find_if(letter.forms.begin(), letter.forms.end(), [&](const QByteArray &candidate) {
                return end - at >= candidate.size() &&
                       std::memcmp(at, candidate.constData(), size_t(candidate.size())) == 0;
            });
        if (form == letter.forms.end())
            return false;
        at += form->size();
    }
    return true;
}

bool TextMatcher::matches(QByteArrayView utf8) const
{
    const char *at = utf8.begin();
    const char *const end = utf8.end();
    if (!m_asciiLower.isEmpty() || m_letters.empty()) {
        const qsizetype length = m_asciiLower.size();
        if (length == 0)
            return true;
        const char *const pattern = m_asciiLower.constData();
        while (end - at >= length) {
            qsizetype i = length - 1;
            while (i >= 0 && lower(byteAt(at + i)) == byteAt(pattern + i))
                --i;
            if (i < 0)
                return true;
            at += length > 255 ? 1 : m_skip[byteAt(at + length - 1)];
        }
        return false;
    }
    for (; at < end; ++at)
        if (m_first[byteAt(at)] && matchesAt(at, end))
            return true;
    return false;
}

QList<std::pair<int, int>> TextMatcher::ranges(const QString &text) const
{
    QList<std::pair<int, int>> found;
    if (m_needle.isEmpty())
        return found;
    for (qsizetype at = 0; (at = text.indexOf(m_needle, at, Qt::CaseInsensitive)) >= 0; at += m_needle.size())
        found.append({int(at), int(m_needle.size())});
    return found;
}

QString phoneDigits(const QString &text)
{
    static const QString punctuation = QStringLiteral(" ()+-./\u00a0");
    QString digits;
    for (const QChar c : text) {
        if (c >= QLatin1Char('0') && c <= QLatin1Char('9'))
            digits += c;
        else if (!punctuation.contains(c))
            return {};
    }
    return digits.size() >= 3 ? digits : QString();
}

} // namespace Core
