// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/editcommands.h"

namespace Gui {

ChangeCommand::ChangeCommand(Customers::ChangeSet &changes, const QString &text, QList<Entry> entries,
                             std::optional<Customers::Field> field)
    : QUndoCommand(text)
    , m_changes(changes)
    , m_entries(std::move(entries))
    , m_field(field)
{}

void ChangeCommand::undo()
{
    for (const Entry &entry : m_entries)
        m_changes.set(entry.id, entry.before);
}

void ChangeCommand::redo()
{
    for (const Entry &entry : m_entries)
        m_changes.set(entry.id, entry.after);
}

bool ChangeCommand::mergeWith(const QUndoCommand *other)
{
    // id() is equal, so the other one is a ChangeCommand too.
    const auto *later = static_cast<const ChangeCommand *>(other);
    if (later->m_field != m_field || later->m_entries.first().id != m_entries.first().id)
        return false;
    m_entries.first().after = later->m_entries.first().after;
    // Typing a value and taking it back is no change at all.
    setObsolete(m_entries.first().after == m_entries.first().before);
    return true;
}

} // namespace Gui
