// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"
#include "ui/base/tone.h"

/// Words of the schema page: what the library knows, as it stands in lists and labels.
namespace Gui::SchemaWords {

/// "Pending".
[[nodiscard]] QString titleOf(Schema::MigrationState state);
[[nodiscard]] QIcon iconOf(Schema::MigrationState state);
/// What a state means for whoever looks after the database.
[[nodiscard]] Tone toneOf(Schema::MigrationState state);
/// A time of the library's, "2026-01-31 12:00:00" in UTC, as local time; empty for an empty one, and as it is
/// where it cannot be read.
[[nodiscard]] QString timeText(const QString &utc);
/// "350 ms", "2.4 s".
[[nodiscard]] QString durationText(qint64 milliseconds);
/// One condition in one sentence: what differs, else what is pending, else that all is well.
[[nodiscard]] std::pair<Tone, QString> summaryOf(const Schema::MigrationStatus &status);
/// Each sentence on a line of its own, with a bullet where there are several.
[[nodiscard]] QString listed(const QStringList &sentences);

} // namespace Gui::SchemaWords
