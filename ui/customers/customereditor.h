// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/changeset.h"
#include "customers/customerlist.h"
#include "customers/customerrepository.h"
#include "customers/draftjournal.h"

#include <QObject>
#include <QUndoStack>

namespace Gui {

/// Everything that stages, undoes and saves. Grid and form both write through it; neither knows of the other.
/// Every staging is one step on the undo stack and reaches the draft journal at once.
class CustomerEditor final : public QObject
{
    Q_OBJECT

public:
    CustomerEditor(Customers::CustomerRepository &repository, Customers::CustomerList &list,
                   Customers::DraftJournal &journal, QObject *parent = nullptr);

    [[nodiscard]] const Customers::ChangeSet &changes() const { return m_changes; }
    [[nodiscard]] const Customers::Rules &rules() const { return m_repository.rules(); }
    [[nodiscard]] QUndoStack *undoStack() { return &m_undo; }
    [[nodiscard]] bool isSaving() const { return m_saving; }
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    void setReadOnly(bool readOnly);

    /// The customer as it shall be: staged where something is staged, else `stored`.
    [[nodiscard]] Customers::Customer current(const Customers::Customer &stored) const;
    /// Why a staged value of this customer cannot be saved; empty when it can, or when nothing is staged for
    /// it.
    [[nodiscard]] QString problem(qint64 id, Customers::Field field) const;
    /// The first customer with a problem and the field, if any.
    [[nodiscard]] std::optional<std::pair<qint64, Customers::Field>> firstProblem() const;

    /// Stages one value. Text that is empty after trimming becomes what the column has for "nothing".
    /// Text that no database can hold is refused: nothing is staged.
    void setField(const Customers::Customer &stored, Customers::Field field, const Db::Cell &value);
    /// Stages an empty new customer and returns its (negative) id.
    qint64 addCustomer();
    /// Stages a soft deletion; new customers are simply dropped.
    void remove(const QList<Customers::Customer> &stored);
    /// Stages bringing customers back from the trash.
    void restore(const QList<Customers::Customer> &stored);
    /// Forgets what is staged for these customers, or for all. One undo step.
    void discard(const QList<qint64> &ids);
    void discardAll();

    /// Writes everything in one transaction. Answers by saved(), conflicted() or failed().
    void save();
    /// Writes one customer's changes only.
    void save(qint64 id);
    /// Replaces what is staged by what the user decided about a conflict; an empty change drops it.
    void resolve(const QList<Customers::RowChange> &decided);
    /// Deletes customers in the trash for good. Answers by purged() or failed().
    void purge(const QList<Customers::Customer> &stored);
    /// Brings back the drafts of last time. Answers by draftsLoaded().
    void loadDrafts();

Q_SIGNALS:
    void changed(qint64 id);
    void reset();
    void savingChanged();
    void readOnlyChanged();
    void saved(int rows, int mergedRows);
    void conflicted(const QList<Customers::Conflict> &conflicts);
    void purged(int rows);
    void failed(const Core::Error &error);
    void draftsLoaded(int rows);

private:
    void stage(const QString &text, const QList<Customers::RowChange> &after,
               std::optional<Customers::Field> field = std::nullopt);
    [[nodiscard]] Customers::RowChange changeOf(const Customers::Customer &stored) const;
    void stageDeleted(const QString &text, const QList<Customers::Customer> &stored, bool deleted);
    void save(const QList<Customers::RowChange> &changes, int mergedRows);
    void restartUndo(const QList<Customers::RowChange> &opposite);
    void finishSave(const QList<Customers::RowChange> &changes, const Customers::SaveOutcome &outcome,
                    int mergedRows);
    void handleConflicts(const QList<Customers::RowChange> &changes,
                         const QList<Customers::Conflict> &conflicts, int mergedRows);
    void setSaving(bool saving);

    Customers::CustomerRepository &m_repository;
    Customers::CustomerList &m_list;
    Customers::DraftJournal &m_journal;
    Customers::ChangeSet m_changes;
    QUndoStack m_undo;
    bool m_saving = false;
    bool m_readOnly = false;
};

} // namespace Gui
