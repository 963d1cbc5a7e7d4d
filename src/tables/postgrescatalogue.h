// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/schemamodel.h"

namespace Tables {

/// One statement whose single cell is a JSON text, and what it says.
[[nodiscard]] Db::Statement postgresSchemaQuestion(const QString &schemaName);
/// Error: Internal (the server answered something else).
[[nodiscard]] Core::Result<SchemaModel> postgresSchemaFrom(const QString &answer);

} // namespace Tables
