// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/cellvalue.h"

#include <algorithm>

namespace Export {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Whether `text` looks like `picture`, in which a 0 stands for any digit.
bool isLike(QByteArrayView text, QByteArrayView picture)
{
    return text.size() == picture.size() &&
           std::equal(text.begin(), text.end(), picture.begin(),
                      [](char c, char model) { return model == '0' ? isDigit(c) : c == model; });
}

qsizetype digitsFrom(QByteArrayView text, qsizetype at)
{
    const qsizetype begin = at;
    while (at < text.size() && isDigit(text.at(at)))
        ++at;
    return at - begin;
}

/// The length of the integer that `text` begins with; 0: none.
qsizetype integerLength(QByteArrayView text)
{
    const qsizetype sign = text.startsWith('-') ? 1 : 0;
    const qsizetype digits = digitsFrom(text, sign);
    if (digits == 0 || (digits > 1 && text.at(sign) == '0'))
        return 0;
    return sign + digits;
}

int number(QByteArrayView digits)
{
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

} // namespace

std::optional<bool> toBoolean(QByteArrayView text)
{
    for (const char *yes : {"t", "1", "true"})
        if (text == QByteArrayView(yes))
            return true;
    for (const char *no : {"f", "0", "false"})
        if (text == QByteArrayView(no))
            return false;
    return std::nullopt;
}

bool isInteger(QByteArrayView text)
{
    return !text.isEmpty() && integerLength(text) == text.size() && text != QByteArrayView("-0");
}

bool isNumber(QByteArrayView text)
{
    qsizetype at = integerLength(text);
    if (at == 0)
        return false;
    if (at < text.size() && text.at(at) == '.') {
        const qsizetype digits = digitsFrom(text, at + 1);
        if (digits == 0)
            return false;
        at += 1 + digits;
    }
    if (at < text.size() && (text.at(at) == 'e' || text.at(at) == 'E')) {
        ++at;
        if (at < text.size() && (text.at(at) == '+' || text.at(at) == '-'))
            ++at;
        const qsizetype digits = digitsFrom(text, at);
        if (digits == 0)
            return false;
        at += digits;
    }
    return at == text.size();
}

int significantDigits(QByteArrayView number)
{
    int digits = 0;
    int zeros = 0; // at the end, so far
    for (const char c : number) {
        if (c == 'e' || c == 'E')
            break;
        if (!isDigit(c) || (c == '0' && digits == 0))
            continue;
        ++digits;
        zeros = c == '0' ? zeros + 1 : 0;
    }
    return digits - zeros;
}

void TimeParts::appendIso(QByteArray &out) const
{
    out.append(date.data(), date.size()).append('T').append(clock.data(), clock.size());
    if (!fraction.isEmpty())
        out.append('.').append(fraction.data(), fraction.size());
    out.append('Z');
}

void TimeParts::appendPlain(QByteArray &out) const
{
    out.append(date.data(), date.size()).append(' ').append(clock.data(), clock.size());
    if (!fraction.isEmpty())
        out.append('.').append(fraction.data(), fraction.size());
}

std::optional<double> TimeParts::serialDay() const
{
    const QDate day(number(date.first(4)), number(date.sliced(5, 2)), number(date.sliced(8, 2)));
    const QTime time(number(clock.first(2)), number(clock.sliced(3, 2)), number(clock.sliced(6, 2)));
    if (!time.isValid() || !day.isValid() || day < QDate(1900, 3, 1))
        return std::nullopt;
    double seconds = time.msecsSinceStartOfDay() / 1000;
    double unit = 1;
    for (const char digit : fraction)
        seconds += (digit - '0') * (unit /= 10);
    return double(QDate(1899, 12, 30).daysTo(day)) + seconds / 86'400;
}

std::optional<TimeParts> toTime(QByteArrayView text)
{
    constexpr qsizetype dateSize = 10;
    constexpr qsizetype clockEnd = 19;
    if (text.size() < clockEnd || !isLike(text.first(dateSize), "0000-00-00") ||
        (text.at(dateSize) != ' ' && text.at(dateSize) != 'T') ||
        !isLike(text.sliced(dateSize + 1, clockEnd - dateSize - 1), "00:00:00"))
        return std::nullopt;
    TimeParts parts{text.first(dateSize), text.sliced(dateSize + 1, clockEnd - dateSize - 1), {}};
    QByteArrayView rest = text.sliced(clockEnd);
    if (rest.startsWith('.')) {
        const qsizetype digits = digitsFrom(rest, 1);
        if (digits == 0)
            return std::nullopt;
        parts.fraction = rest.sliced(1, digits);
        rest = rest.sliced(1 + digits);
        while (parts.fraction.endsWith('0'))
            parts.fraction.chop(1);
    }
    for (const char *zone : {"", "+00", "+00:00", "Z"})
        if (rest == QByteArrayView(zone))
            return parts;
    return std::nullopt;
}

} // namespace Export
