// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/adoption.h"
#include "schema/lockdoctor.h"
#include "schema/migrationrun.h"

#include <QJsonObject>

/// What `gsc-admin migrate` prints: for people, and as JSON for pipelines.
namespace App {

[[nodiscard]] QString statusText(const Schema::MigrationStatus &status);
[[nodiscard]] QJsonObject statusJson(const Schema::MigrationStatus &status);

[[nodiscard]] QString planText(const Schema::Plan &plan);
[[nodiscard]] QJsonObject planJson(const Schema::Plan &plan);

[[nodiscard]] QString outcomeText(const Schema::RunOutcome &outcome, bool isDryRun);
[[nodiscard]] QJsonObject outcomeJson(const Schema::RunOutcome &outcome, bool isDryRun);

[[nodiscard]] QString adoptionText(const Schema::Adoption &adoption);
[[nodiscard]] QString locksText(const Schema::LockReport &report);
[[nodiscard]] QJsonObject locksJson(const Schema::LockReport &report);

} // namespace App
