// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

#include <QMap>
#include <QObject>

#include <optional>

namespace Customers {

/// What is staged for one customer: the row it is based on, and how it shall be. What changed is derived.
struct RowChange
{
    Customer base;
    Customer current;

    [[nodiscard]] qint64 id() const { return current.id; }
    [[nodiscard]] bool isNew() const { return current.id < 0; }
    [[nodiscard]] bool isChanged(Field field) const { return base.text(field) != current.text(field); }
    [[nodiscard]] QList<Field> changedFields() const;
    [[nodiscard]] bool deletes() const { return current.isDeleted && !base.isDeleted; }
    [[nodiscard]] bool restores() const { return !current.isDeleted && base.isDeleted; }
    /// Whether anything is left to save.
    [[nodiscard]] bool isEmpty() const;
    /// How many single changes: fields, plus one for a deletion or restoration, plus one for a new row.
    [[nodiscard]] int count() const;

    friend bool operator==(const RowChange &, const RowChange &) = default;
};

/// The staged changes of one window, by customer. The order of new rows is that of their (negative) ids: the
/// newest has the lowest id and stands first.
class ChangeSet final : public QObject
{
    Q_OBJECT

public:
    explicit ChangeSet(QObject *parent = nullptr)
        : QObject(parent)
    {}

    [[nodiscard]] const RowChange *find(qint64 id) const;
    [[nodiscard]] QList<RowChange> changes() const { return m_changes.values(); }
    [[nodiscard]] QList<qint64> newIds() const;
    [[nodiscard]] bool isEmpty() const { return m_changes.isEmpty(); }
    [[nodiscard]] int rowCount() const { return int(m_changes.size()); }
    [[nodiscard]] int changeCount() const;
    /// An id for the next new customer.
    [[nodiscard]] qint64 nextNewId() const;

    /// Sets, replaces or (nullopt, or nothing left to change) removes what is staged for `id`.
    void set(qint64 id, const std::optional<RowChange> &change);
    void clear();

Q_SIGNALS:
    /// Something about this customer's staged change is different now.
    void changed(qint64 id);
    /// Everything may be different.
    void reset();

private:
    QMap<qint64, RowChange> m_changes;
};

/// Puts my changes on top of `theirs`. Fields that both changed to different values stay mine and are named
/// in `overlapping`; the caller asks before saving them.
struct Merge
{
    RowChange merged;
    QList<Field> overlapping;
    bool deletionOverlaps = false; ///< one side deleted or restored what the other changed
};
[[nodiscard]] Merge merge(const RowChange &mine, const Customer &theirs);

} // namespace Customers
