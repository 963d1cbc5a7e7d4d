// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/neutraltext.h"

#include "tables/timestamptext.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace Tables {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A decimal number in parts: -12.50e3.
struct Decimal
{
    bool isNegative = false;
    QByteArrayView whole;
    QByteArrayView fraction;
    int exponent = 0;
};

bool read(QByteArrayView text, Decimal &number)
{
    constexpr int largestExponent = 1000; // nobody's amount, and no reason to fill the memory
    const auto digits = [&text] {
        qsizetype count = 0;
        while (count < text.size() && isDigit(text.at(count)))
            ++count;
        const QByteArrayView found = text.first(count);
        text = text.sliced(count);
        return found;
    };
    if (text.startsWith('-') || text.startsWith('+')) {
        number.isNegative = text.front() == '-';
        text = text.sliced(1);
    }
    number.whole = digits();
    if (text.startsWith('.')) {
        text = text.sliced(1);
        number.fraction = digits();
    }
    if (number.whole.isEmpty() && number.fraction.isEmpty())
        return false;
    if (text.startsWith('e') || text.startsWith('E')) {
        bool isNumber = false;
        number.exponent = text.sliced(1).toInt(&isNumber);
        return isNumber && qAbs(number.exponent) <= largestExponent;
    }
    return text.isEmpty();
}

/// As EF Core writes a decimal on SQLite: no zeros in vain, but one digit behind the point.
QByteArrayView neutralNumeric(QByteArrayView text, QByteArray &buffer)
{
    Decimal number;
    if (!read(text, number))
        return text;
    const bool isTidy = number.exponent == 0 && !text.startsWith('+') && !number.whole.isEmpty() &&
                        (number.whole.size() == 1 || number.whole.front() != '0') &&
                        !number.fraction.isEmpty() &&
                        (number.fraction.size() == 1 || number.fraction.back() != '0');
    if (isTidy && !text.startsWith("-0"))
        return text;
    QByteArray digits = number.whole.toByteArray();
    digits += number.fraction;
    qsizetype point = number.whole.size() + number.exponent;
    if (point < 0) {
        digits.prepend(QByteArray(-point, '0'));
        point = 0;
    } else if (point > digits.size()) {
        digits.append(QByteArray(point - digits.size(), '0'));
    }
    QByteArray whole = digits.first(point);
    QByteArray fraction = digits.sliced(point);
    qsizetype zeros = 0;
    while (zeros < whole.size() && whole.at(zeros) == '0')
        ++zeros;
    whole.remove(0, zeros);
    while (fraction.endsWith('0'))
        fraction.chop(1);
    const bool isZero = whole.isEmpty() && fraction.isEmpty();
    QByteArray result = number.isNegative && !isZero ? QByteArray("-") : QByteArray();
    result += whole.isEmpty() ? QByteArray("0") : whole;
    result += '.';
    result += fraction.isEmpty() ? QByteArray("0") : fraction;
    buffer = result;
    return buffer;
}

/// The shortest digits that give the same number back; each engine has a taste of its own when to write an
/// exponent.
QByteArrayView neutralReal(QByteArrayView text, QByteArray &buffer)
{
    const qsizetype first = text.startsWith('-') ? 1 : 0;
    if (text.size() <= first || !(isDigit(text.at(first)) || text.at(first) == '.'))
        return text;
    double number = 0;
    const char *const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return text;
    // SQLite does not know a negative zero.
    if (number == 0)
        number = 0;
    std::array<char, 32> shortest;
    const auto written = std::to_chars(shortest.data(), shortest.data() + shortest.size(), number);
    buffer = QByteArray(shortest.data(), written.ptr - shortest.data());
    return buffer;
}

/// SQLite may have put text into a column for BLOBs; its bytes are what counts.
QByteArrayView neutralBlob(QByteArrayView text, QByteArray &buffer)
{
    const bool isHex = text.size() % 2 == 0 && text.startsWith("\\x") &&
                       std::all_of(text.begin() + 2, text.end(), [](char c) {
                           return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
                       });
    if (isHex)
        return text;
    buffer = "\\x" + text.toByteArray().toHex();
    return buffer;
}

QByteArrayView neutralBoolean(QByteArrayView text)
{
    if (text == "t" || text.compare("true", Qt::CaseInsensitive) == 0)
        return "1";
    if (text == "f" || text.compare("false", Qt::CaseInsensitive) == 0)
        return "0";
    return text;
}

} // namespace

QByteArrayView toNeutral(QByteArrayView value, ValueKind kind, Db::Engine, QByteArray &buffer)
{
    switch (kind) {
    case ValueKind::Timestamp:
        return neutralTimestamp(value, buffer);
    case ValueKind::Numeric:
        return neutralNumeric(value, buffer);
    case ValueKind::Real:
        return neutralReal(value, buffer);
    case ValueKind::Boolean:
        return neutralBoolean(value);
    case ValueKind::Blob:
        return neutralBlob(value, buffer);
    case ValueKind::Text:
    case ValueKind::Integer:
        break;
    }
    return value;
}

QByteArrayView fromNeutral(QByteArrayView value, ValueKind kind, Db::Engine to, QByteArray &buffer)
{
    if (to == Db::Engine::SQLite)
        return value;
    if (kind == ValueKind::Timestamp)
        return zonedTimestamp(value, buffer);
    if (kind == ValueKind::Boolean)
        return value == "1" ? QByteArrayView("t") : value == "0" ? QByteArrayView("f") : value;
    return value;
}

} // namespace Tables
