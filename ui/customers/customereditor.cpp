// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customereditor.h"

#include "ui/customers/editcommands.h"

#include <algorithm>

namespace Gui {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Customers::Conflict;
using Customers::Customer;
using Customers::Field;
using Customers::RowChange;

namespace {

/// What takes a saved change back: the old values on top of the row as it is now.
RowChange oppositeOf(const RowChange &change, const Customer &saved)
{
    RowChange opposite{saved, saved};
    if (change.isNew()) {
        opposite.current.isDeleted = true;
        return opposite;
    }
    for (const Field field : change.changedFields())
        opposite.current.setText(field, change.base.text(field));
    opposite.current.isDeleted = change.base.isDeleted;
    return opposite;
}

QString nameOf(const Customer &customer)
{
    const QString name = customer.text(Field::Name).value_or(QString()).trimmed();
    return name.isEmpty() ? CustomerEditor::tr("New customer") : name;
}

} // namespace

CustomerEditor::CustomerEditor(Customers::CustomerRepository &repository, Customers::CustomerList &list,
                               Customers::DraftJournal &journal, QObject *parent)
    : QObject(parent)
    , m_repository(repository)
    , m_list(list)
    , m_journal(journal)
{
    connect(&m_changes, &Customers::ChangeSet::changed, this, [this](qint64 id) {
        m_journal.store(m_changes.changes());
        Q_EMIT changed(id);
    });
    connect(&m_changes, &Customers::ChangeSet::reset, this, [this] {
        m_journal.store(m_changes.changes());
        Q_EMIT reset();
    });
    connect(&m_journal, &Customers::DraftJournal::failed, this, &CustomerEditor::failed);
}

void CustomerEditor::setReadOnly(bool readOnly)
{
    if (m_readOnly == readOnly)
        return;
    m_readOnly = readOnly;
    Q_EMIT readOnlyChanged();
}

void CustomerEditor::setSaving(bool saving)
{
    m_saving = saving;
    Q_EMIT savingChanged();
}

Customer CustomerEditor::current(const Customer &stored) const
{
    const RowChange *change = m_changes.find(stored.id);
    return change ? change->current : stored;
}

RowChange CustomerEditor::changeOf(const Customer &stored) const
{
    const RowChange *change = m_changes.find(stored.id);
    return change ? *change : RowChange{stored, stored};
}

QString CustomerEditor::problem(qint64 id, Field field) const
{
    const RowChange *change = m_changes.find(id);
    if (!change || !Customers::isEditable(field) || change->current.isDeleted)
        return {};
    // Values that were there before are the database's business.
    if (!change->isNew() && !change->isChanged(field))
        return {};
    return rules().problem(field, change->current.text(field));
}

std::optional<std::pair<qint64, Field>> CustomerEditor::firstProblem() const
{
    for (const RowChange &change : m_changes.changes())
        for (const Field field : Customers::editableFields)
            if (!problem(change.id(), field).isEmpty())
                return std::pair(change.id(), field);
    return std::nullopt;
}

void CustomerEditor::stage(const QString &text, const QList<RowChange> &after, std::optional<Field> field)
{
    QList<ChangeCommand::Entry> entries;
    for (const RowChange &change : after) {
        const RowChange *before = m_changes.find(change.id());
        const std::optional<RowChange> previous = before ? std::optional(*before) : std::nullopt;
        const std::optional<RowChange> next = change.isEmpty() ? std::nullopt : std::optional(change);
        if (previous != next)
            entries.append({change.id(), previous, next});
    }
    if (!entries.isEmpty())
        m_undo.push(new ChangeCommand(m_changes, text, entries, field));
}

void CustomerEditor::setField(const Customer &stored, Field field, const Db::Cell &value)
{
    if (m_readOnly || m_saving || !Customers::isEditable(field))
        return;
    if (!Customers::Rules::isStorable(value.value_or(QString())))
        return; // neither the journal nor the database could keep it as it is
    RowChange change = changeOf(stored);
    Db::Cell next = value;
    if (next.value_or(QString()).trimmed().isEmpty()) {
        // Emptied: back to what was empty before, else to what the column has for "nothing".
        const Db::Cell &old = change.base.text(field);
        const bool wasEmpty = !change.isNew() && old.value_or(QString()).trimmed().isEmpty();
        next = wasEmpty ? old : rules().emptyValue(field);
    }
    change.current.setText(field, next);
    stage(tr("Edit %1").arg(nameOf(change.current)), {change}, field);
}

qint64 CustomerEditor::addCustomer()
{
    const qint64 id = m_changes.nextNewId();
    if (m_readOnly || m_saving)
        return 0;
    RowChange change;
    change.base.id = id;
    for (const Field field : Customers::editableFields)
        change.base.setText(field, rules().emptyValue(field));
    change.current = change.base;
    stage(tr("New customer"), {change});
    return id;
}

void CustomerEditor::stageDeleted(const QString &text, const QList<Customer> &stored, bool deleted)
{
    if (m_readOnly || m_saving)
        return;
    QList<ChangeCommand::Entry> entries;
    for (const Customer &customer : stored) {
        const RowChange *before = m_changes.find(customer.id);
        RowChange change = changeOf(customer);
        change.current.isDeleted = deleted;
        const bool drops = change.isEmpty() || (change.isNew() && deleted);
        entries.append({customer.id, before ? std::optional(*before) : std::nullopt,
                        drops ? std::nullopt : std::optional(change)});
    }
    if (!entries.isEmpty())
        m_undo.push(new ChangeCommand(m_changes, text, entries));
}

void CustomerEditor::remove(const QList<Customer> &stored)
{
    stageDeleted(tr("Delete %n customer(s)", nullptr, int(stored.size())), stored, true);
}

void CustomerEditor::restore(const QList<Customer> &stored)
{
    stageDeleted(tr("Restore %n customer(s)", nullptr, int(stored.size())), stored, false);
}

void CustomerEditor::discard(const QList<qint64> &ids)
{
    if (m_saving)
        return;
    QList<ChangeCommand::Entry> entries;
    for (const qint64 id : ids)
        if (const RowChange *change = m_changes.find(id))
            entries.append({id, *change, std::nullopt});
    if (!entries.isEmpty())
        m_undo.push(new ChangeCommand(m_changes, tr("Discard changes"), entries));
}

void CustomerEditor::discardAll()
{
    QList<qint64> ids;
    for (const RowChange &change : m_changes.changes())
        ids.append(change.id());
    discard(ids);
}

void CustomerEditor::save()
{
    save(m_changes.changes(), 0);
}

void CustomerEditor::save(qint64 id)
{
    if (const RowChange *change = m_changes.find(id))
        save(QList<RowChange>{*change}, 0);
}

void CustomerEditor::save(const QList<RowChange> &changes, int mergedRows)
{
    if (m_saving || changes.isEmpty())
        return;
    for (const RowChange &change : changes)
        for (const Field field : Customers::editableFields)
            if (const QString text = problem(change.id(), field); !text.isEmpty())
                return void(Q_EMIT failed({ErrorKind::Constraint,
                                           tr("Not saved yet: “%1” has a field that needs your attention. %2")
                                               .arg(nameOf(change.current), text),
                                           {},
                                           {}}));
    setSaving(true);
    m_repository.save(changes).then(
        this, [this, changes, mergedRows](const Result<Customers::SaveOutcome> &outcome) {
            setSaving(false);
            if (!outcome)
                Q_EMIT failed(outcome.error());
            else if (outcome->conflicts.isEmpty())
                finishSave(changes, *outcome, mergedRows);
            else
                handleConflicts(changes, outcome->conflicts, mergedRows);
        });
}

void CustomerEditor::finishSave(const QList<RowChange> &changes, const Customers::SaveOutcome &outcome,
                                int mergedRows)
{
    QList<RowChange> opposite;
    for (qsizetype i = 0; i < changes.size(); ++i) {
        m_changes.set(changes.at(i).id(), std::nullopt);
        m_list.replace(outcome.saved.at(i));
        opposite.append(oppositeOf(changes.at(i), outcome.saved.at(i)));
    }
    restartUndo(opposite);
    m_list.refresh();
    Q_EMIT saved(int(changes.size()), mergedRows);
}

void CustomerEditor::restartUndo(const QList<RowChange> &opposite)
{
    // Older steps know row versions that are gone. What is still staged gets one step each, and the save one
    // that stages its opposite.
    m_undo.clear();
    for (const RowChange &change : m_changes.changes())
        m_undo.push(new ChangeCommand(m_changes, tr("Edit %1").arg(nameOf(change.current)),
                                      {{change.id(), std::nullopt, change}}));
    QList<ChangeCommand::Entry> entries;
    for (const RowChange &change : opposite)
        entries.append({change.id(), change, std::nullopt});
    if (!entries.isEmpty())
        m_undo.push(new ChangeCommand(m_changes, tr("Save"), entries));
}

void CustomerEditor::handleConflicts(const QList<RowChange> &changes, const QList<Conflict> &conflicts,
                                     int mergedRows)
{
    QList<Conflict> open;
    QMap<qint64, RowChange> merged;
    for (const Conflict &conflict : conflicts) {
        const auto merge =
            conflict.theirs ? std::optional(Customers::merge(conflict.mine, *conflict.theirs)) : std::nullopt;
        if (!merge || !merge->overlapping.isEmpty() || merge->deletionOverlaps)
            open.append(conflict);
        else
            merged.insert(conflict.mine.id(), merge->merged);
    }
    for (const RowChange &change : merged) {
        m_list.replace(change.base);
        m_changes.set(change.id(), change);
    }
    restartUndo({});
    if (!open.isEmpty())
        return void(Q_EMIT conflicted(open));
    // Others changed other fields only: nothing to decide.
    QList<RowChange> again;
    for (const RowChange &change : changes)
        if (const RowChange *staged = m_changes.find(change.id()))
            again.append(*staged);
    if (again.isEmpty()) // they made the very same changes
        return void(Q_EMIT saved(0, int(merged.size())));
    save(again, mergedRows + int(merged.size()));
}

void CustomerEditor::resolve(const QList<RowChange> &decided)
{
    for (RowChange change : decided) {
        if (change.isNew())
            change.base.id = change.current.id = m_changes.nextNewId();
        else
            m_list.replace(change.base);
        m_changes.set(change.id(), change);
    }
    restartUndo({});
}

void CustomerEditor::purge(const QList<Customer> &stored)
{
    if (m_saving || m_readOnly || stored.isEmpty())
        return;
    setSaving(true);
    m_repository.purge(stored).then(this, [this, stored](const Result<qint64> &count) {
        setSaving(false);
        if (!count)
            return void(Q_EMIT failed(count.error()));
        for (const Customer &customer : stored)
            m_changes.set(customer.id, std::nullopt);
        restartUndo({});
        m_list.refresh();
        Q_EMIT purged(int(*count));
    });
}

void CustomerEditor::loadDrafts()
{
    m_journal.load().then(this, [this](const Result<QList<RowChange>> &drafts) {
        if (!drafts)
            return void(Q_EMIT failed(drafts.error()));
        // Typing may have begun before the journal was read; what was typed is newer.
        // A step each, on top of what happened meanwhile: clearing the stack would take a save's undo away.
        for (RowChange change : *drafts) {
            if (change.isNew())
                change.base.id = change.current.id = m_changes.nextNewId();
            if (!m_changes.find(change.id()))
                stage(tr("Edit %1").arg(nameOf(change.current)), {change});
        }
        if (!drafts->isEmpty())
            Q_EMIT draftsLoaded(int(drafts->size()));
    });
}

} // namespace Gui
