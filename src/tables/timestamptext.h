// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Tables {

/// Timestamps as text only: a QDateTime knows neither microseconds nor infinity nor the time before Christ.

/// Whether `text` is a timestamp in neutral text already.
[[nodiscard]] bool isNeutralTimestamp(QByteArrayView text);
/// ISO 8601 and PostgreSQL's ISO style, with or without a zone, as neutral text in UTC; digits beyond the
/// microsecond are dropped. Anything else stays as it is.
[[nodiscard]] QByteArrayView neutralTimestamp(QByteArrayView text, QByteArray &buffer);
/// Neutral text with its zone said, "+00", as PostgreSQL wants it.
[[nodiscard]] QByteArrayView zonedTimestamp(QByteArrayView text, QByteArray &buffer);
/// Whether one neutral text is a later moment than another. What is no moment comes before all.
[[nodiscard]] bool isLater(QByteArrayView text, QByteArrayView other);

} // namespace Tables
