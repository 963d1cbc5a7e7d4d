// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/changeset.h"

#include <QUndoCommand>

namespace Gui {

/// One undoable step: what was staged for some customers before, and what is staged after. Consecutive edits
/// of one field of one customer become one step.
class ChangeCommand final : public QUndoCommand
{
public:
    struct Entry
    {
        qint64 id = 0;
        std::optional<Customers::RowChange> before;
        std::optional<Customers::RowChange> after;
    };

    /// `field`: set when this step edits that one field of one customer.
    ChangeCommand(Customers::ChangeSet &changes, const QString &text, QList<Entry> entries,
                  std::optional<Customers::Field> field = std::nullopt);

    void undo() override;
    void redo() override;
    int id() const override { return m_field ? 1 : -1; }
    bool mergeWith(const QUndoCommand *other) override;

private:
    Customers::ChangeSet &m_changes;
    QList<Entry> m_entries;
    std::optional<Customers::Field> m_field;
};

} // namespace Gui
