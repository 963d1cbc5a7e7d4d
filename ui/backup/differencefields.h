// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"

#include <QTableWidget>

namespace Gui {

/// One customer field by field, as in the backup and as in the database; what is ticked comes back.
class DifferenceFields final : public QTableWidget
{
    Q_OBJECT

public:
    explicit DifferenceFields(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(DifferenceFields)

    /// Everything that can come back is ticked at first. nullptr: nothing is shown.
    void setDifference(const Backup::RowDifference *difference);
    /// The columns that are ticked.
    [[nodiscard]] QStringList ticked() const;

Q_SIGNALS:
    void tickedChanged();
};

} // namespace Gui
