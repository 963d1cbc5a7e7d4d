// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/changeset.h"

#include <algorithm>

namespace Customers {

QList<Field> RowChange::changedFields() const
{
    QList<Field> fields;
    for (const Field field : editableFields)
        if (isChanged(field))
            fields.append(field);
    return fields;
}

bool RowChange::isEmpty() const
{
    return !isNew() && base.isDeleted == current.isDeleted && base.texts == current.texts;
}

int RowChange::count() const
{
    return int(changedFields().size()) + (base.isDeleted != current.isDeleted ? 1 : 0) + (isNew() ? 1 : 0);
}

const RowChange *ChangeSet::find(qint64 id) const
{
    const auto it = m_changes.constFind(id);
    return it == m_changes.cend() ? nullptr : &it.value();
}

QList<qint64> ChangeSet::newIds() const
{
    QList<qint64> ids;
    for (auto it = m_changes.cbegin(); it != m_changes.cend() && it.key() < 0; ++it)
        ids.append(it.key());
    return ids;
}

int ChangeSet::changeCount() const
{
    int count = 0;
    for (const RowChange &change : m_changes)
        count += change.count();
    return count;
}

qint64 ChangeSet::nextNewId() const
{
    return m_changes.isEmpty() ? -1 : std::min<qint64>(m_changes.firstKey(), 0) - 1;
}

void ChangeSet::set(qint64 id, const std::optional<RowChange> &change)
{
    if (change && !change->isEmpty())
        m_changes.insert(id, *change);
    else if (m_changes.remove(id) == 0)
        return;
    Q_EMIT changed(id);
}

void ChangeSet::clear()
{
    if (m_changes.isEmpty())
        return;
    m_changes.clear();
    Q_EMIT reset();
}

Merge merge(const RowChange &mine, const Customer &theirs)
{
    Merge result;
    result.merged.base = theirs;
    result.merged.current = theirs;
    for (const Field field : mine.changedFields()) {
        result.merged.current.setText(field, mine.current.text(field));
        const bool theyChanged = theirs.text(field) != mine.base.text(field);
        if (theyChanged && theirs.text(field) != mine.current.text(field))
            result.overlapping.append(field);
    }
    if (mine.base.isDeleted != mine.current.isDeleted)
        result.merged.current.isDeleted = mine.current.isDeleted;
    const bool theyMoved = theirs.isDeleted != mine.base.isDeleted;
    const bool iMoved = mine.deletes() || mine.restores();
    const bool theyEdited = theirs.texts != mine.base.texts;
    result.deletionOverlaps = (theyMoved && !mine.changedFields().isEmpty()) || (iMoved && theyEdited);
    return result;
}

} // namespace Customers
