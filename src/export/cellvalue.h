// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDateTime>

#include <optional>

/// What the text of a cell means, as either engine writes it. All of it works on views, without allocations.
namespace Export {

/// PostgreSQL writes t and f, SQLite 1 and 0. nullopt: neither.
[[nodiscard]] std::optional<bool> toBoolean(QByteArrayView text);
/// Digits with an optional minus sign, no leading zeros, any length: a number in every language.
[[nodiscard]] bool isInteger(QByteArrayView text);
/// A number as JSON spells it.
[[nodiscard]] bool isNumber(QByteArrayView text);
/// How many digits a number has from the first to the last that is no zero: a spreadsheet keeps 15.
[[nodiscard]] int significantDigits(QByteArrayView number);

/// An ordinary point in time in UTC: the year has four digits, and it is after Christ.
struct TimeParts
{
    QByteArrayView date;     ///< "2025-12-11"
    QByteArrayView clock;    ///< "09:30:00"
    QByteArrayView fraction; ///< of a second, without trailing zeros; may be empty

    /// "2025-12-11T09:30:00.123456Z"
    void appendIso(QByteArray &out) const;
    /// "2025-12-11 09:30:00.123456", as EF Core writes it on SQLite and PostgreSQL reads it in UTC.
    void appendPlain(QByteArray &out) const;
    /// Days since 1899-12-30, as spreadsheets count; nullopt: before March 1900, where they disagree, or no
    /// date of the calendar.
    [[nodiscard]] std::optional<double> serialDay() const;
};

/// "2025-12-11 09:30:00.123456+00" (PostgreSQL), without the zone (EF Core on SQLite), or with a T and a Z.
/// nullopt: anything else, such as "infinity", a year before Christ or beyond 9999, or another zone.
[[nodiscard]] std::optional<TimeParts> toTime(QByteArrayView text);

} // namespace Export
