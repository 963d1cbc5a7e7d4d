// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/timestamptext.h"

#include <array>
#include <optional>

namespace Tables {

namespace {

constexpr QByteArrayView beforeChrist = " BC";
constexpr qint64 secondsOfDay = 86400;
constexpr int microDigits = 6;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A moment, or a reading of one in some zone. `year` counts through zero: 0 is 1 BC.
struct Moment
{
    qint64 year = 0;
    int month = 0;
    int day = 0;
    int second = 0; ///< of the day
    QByteArrayView fraction;
};

bool isLeap(qint64 year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int daysIn(qint64 year, int month)
{
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[size_t(month - 1)] + (month == 2 && isLeap(year) ? 1 : 0);
}

/// Moves by less than two days, which is more than any zone needs.
void shift(Moment &moment, int seconds)
{
    qint64 second = moment.second + qint64(seconds);
    while (second < 0) {
        second += secondsOfDay;
        if (--moment.day == 0) {
            if (--moment.month == 0) {
                moment.month = 12;
                --moment.year;
            }
            moment.day = daysIn(moment.year, moment.month);
        }
    }
    while (second >= secondsOfDay) {
        second -= secondsOfDay;
        if (++moment.day > daysIn(moment.year, moment.month)) {
            moment.day = 1;
            if (++moment.month > 12) {
                moment.month = 1;
                ++moment.year;
            }
        }
    }
    moment.second = int(second);
}

class Reader final
{
public:
    explicit Reader(QByteArrayView text)
        : m_text(text)
    {}

    std::optional<Moment> read()
    {
        Moment moment;
        const QByteArrayView year = digits();
        constexpr int longestYear = 9;
        if (year.size() < 4 || year.size() > longestYear || !take('-'))
            return std::nullopt;
        moment.year = year.toLongLong();
        const int month = two();
        const bool hasDay = take('-');
        const int day = hasDay ? two() : -1;
        if (moment.year == 0 || month < 1 || month > 12 || day < 1)
            return std::nullopt;
        moment.month = month;
        moment.day = day;
        if (!m_text.isEmpty() && m_text != beforeChrist && !readTime(moment))
            return std::nullopt;
        if (m_text == beforeChrist)
            moment.year = 1 - moment.year;
        else if (!m_text.isEmpty())
            return std::nullopt;
        if (moment.day > daysIn(moment.year, moment.month))
            return std::nullopt;
        shift(moment, -m_offset);
        return moment;
    }

private:
    bool take(char c)
    {
        if (m_text.isEmpty() || m_text.front() != c)
            return false;
        m_text = m_text.sliced(1);
        return true;
    }
    QByteArrayView digits()
    {
        qsizetype count = 0;
        while (count < m_text.size() && isDigit(m_text.at(count)))
            ++count;
        const QByteArrayView found = m_text.first(count);
        m_text = m_text.sliced(count);
        return found;
    }
    int two()
    {
        if (m_text.size() < 2 || !isDigit(m_text.at(0)) || !isDigit(m_text.at(1)))
            return -1;
        const int number = (m_text.at(0) - '0') * 10 + (m_text.at(1) - '0');
        m_text = m_text.sliced(2);
        return number;
    }

    bool readTime(Moment &moment)
    {
        if (!take(' ') && !take('T'))
            return false;
        const int hour = two();
        const int minute = take(':') ? two() : -1;
        const int second = take(':') ? two() : 0;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
            return false;
        moment.second = (hour * 60 + minute) * 60 + second;
        if (take('.')) {
            moment.fraction = digits();
            if (moment.fraction.isEmpty())
                return false;
        }
        return readZone();
    }

    bool readZone()
    {
        if (take('Z'))
            return true;
        const int sign = take('+') ? 1 : take('-') ? -1 : 0;
        if (sign == 0)
            return true;
        const int hours = two();
        const int minutes = take(':') || (!m_text.isEmpty() && isDigit(m_text.front())) ? two() : 0;
        const int seconds = take(':') ? two() : 0;
        m_offset = sign * ((hours * 60 + minutes) * 60 + seconds);
        return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
    }

    QByteArrayView m_text;
    int m_offset = 0;
};

void putTwo(QByteArray &to, int number)
{
    to += char('0' + number / 10);
    to += char('0' + number % 10);
}

void write(const Moment &moment, QByteArray &to)
{
    // The fraction still points into the text that was read, which may be in this buffer.
    QByteArray text;
    text.reserve(40);
    const bool isBefore = moment.year < 1;
    text += QByteArray::number(isBefore ? 1 - moment.year : moment.year).rightJustified(4, '0');
    text += '-';
    putTwo(text, moment.month);
    text += '-';
    putTwo(text, moment.day);
    text += ' ';
    putTwo(text, moment.second / 3600);
    text += ':';
    putTwo(text, moment.second / 60 % 60);
    text += ':';
    putTwo(text, moment.second % 60);
    QByteArrayView fraction = moment.fraction.first(qMin<qsizetype>(moment.fraction.size(), microDigits));
    while (fraction.endsWith('0'))
        fraction = fraction.chopped(1);
    if (!fraction.isEmpty())
        text.append('.').append(fraction);
    if (isBefore)
        text += beforeChrist;
    to = text;
}

} // namespace

bool isNeutralTimestamp(QByteArrayView text)
{
    // The usual one, years of four digits.
    constexpr QByteArrayView pattern = "dddd-dd-dd dd:dd:dd";
    constexpr qsizetype longest = pattern.size() + 1 + microDigits;
    if (text.size() < pattern.size() || text.size() > longest || text.size() == pattern.size() + 1)
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i)
        if (pattern.at(i) == 'd' ? !isDigit(text.at(i)) : text.at(i) != pattern.at(i))
            return false;
    if (text.size() == pattern.size())
        return true;
    for (qsizetype i = pattern.size() + 1; i < text.size(); ++i)
        if (!isDigit(text.at(i)))
            return false;
    return text.at(pattern.size()) == '.' && text.back() != '0';
}

QByteArrayView neutralTimestamp(QByteArrayView text, QByteArray &buffer)
{
    if (isNeutralTimestamp(text))
        return text;
    // As PostgreSQL writes it while it is told to count in UTC.
    if (text.endsWith("+00") && isNeutralTimestamp(text.chopped(3)))
        return text.chopped(3);
    const auto moment = Reader(text).read();
    if (!moment)
        return text;
    write(*moment, buffer);
    return buffer;
}

QByteArrayView zonedTimestamp(QByteArrayView text, QByteArray &buffer)
{
    if (!isNeutralTimestamp(text) && !Reader(text).read())
        return text;
    QByteArray own;
    const QByteArrayView neutral = neutralTimestamp(text, own);
    const bool isBefore = neutral.endsWith(beforeChrist);
    QByteArray zoned = (isBefore ? neutral.chopped(beforeChrist.size()) : neutral).toByteArray();
    zoned += "+00";
    if (isBefore)
        zoned += beforeChrist;
    buffer = zoned;
    return buffer;
}

bool isLater(QByteArrayView text, QByteArrayView other)
{
    if (isNeutralTimestamp(text) && isNeutralTimestamp(other))
        return text > other;
    // -1: a word, 0: before all time, 1: a moment, 2: after all time.
    const auto rank = [](QByteArrayView any, const std::optional<Moment> &moment) {
        return moment ? 1 : any == "infinity" ? 2 : any == "-infinity" ? 0 : -1;
    };
    const auto mine = Reader(text).read();
    const auto theirs = Reader(other).read();
    if (!mine || !theirs)
        return rank(text, mine) > rank(other, theirs);
    if (mine->year != theirs->year)
        return mine->year > theirs->year;
    // Without years the rest compares as text.
    QByteArray mineText;
    QByteArray theirText;
    write({1, mine->month, mine->day, mine->second, mine->fraction}, mineText);
    write({1, theirs->month, theirs->day, theirs->second, theirs->fraction}, theirText);
    return mineText > theirText;
}

} // namespace Tables
