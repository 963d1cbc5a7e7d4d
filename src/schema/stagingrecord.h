// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"

namespace Schema {

/// Remembers on this computer which migrations were seen applied in staging databases, so that production is
/// warned about a step that nobody tried. A file of the program's state: lost, it only warns too often.
class StagingRecord final
{
public:
    explicit StagingRecord(QString file);

    /// Notes what `status` shows to be applied, in a staging database called `name`. Error: Io.
    [[nodiscard]] Core::Result<void> note(const QString &name, const MigrationStatus &status);

    /// Those of `ids` that no staging database has had with the content that they have in `catalogue`.
    [[nodiscard]] QStringList untried(const QStringList &ids, const QList<Migration> &catalogue) const;

    /// A sentence for people that names them; empty: none.
    [[nodiscard]] static QString warningFor(const QStringList &untried);

private:
    QString m_file;
};

/// Where the record lies for the user of this computer.
[[nodiscard]] QString stagingRecordFile();

} // namespace Schema
