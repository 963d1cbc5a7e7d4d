// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "backup/shelf.h"

#include <QJsonObject>

/// What the verbs of backups print. The keys of the JSON objects are documented in the man page.
namespace App {

[[nodiscard]] QJsonObject manifestJson(const QString &file, const Backup::Manifest &manifest);
[[nodiscard]] QJsonArray summariesJson(const QList<Tables::TableSummary> &tables);
[[nodiscard]] QJsonArray changesJson(const QList<Backup::TableChange> &changes);

/// "staging.db: Portable snapshot of Staging, 2 tables, 1,204 rows, 1.2 MB, verified".
[[nodiscard]] QString madeText(const Backup::Made &made);
/// What a restore would do or has done to each table, a line each.
[[nodiscard]] QString changesText(const QList<Backup::TableChange> &changes);
[[nodiscard]] QString previewText(const Backup::Preview &preview);
/// One line of `backups list`.
[[nodiscard]] QString entryText(const Backup::Entry &entry, const QDateTime &now);
[[nodiscard]] QJsonObject entryJson(const Backup::Entry &entry, const QDateTime &now);

} // namespace App
