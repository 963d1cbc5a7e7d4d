// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "acceptance/soakclient.h"

namespace Soak {

using namespace Customers;
using Core::ErrorKind;
using Core::Result;

Client::Client(const QString &name, const QString &connectionString, quint32 seed, Tries tries, Told told)
    : m_name(name)
    , m_opened(connectionString)
    , m_random(seed)
    , m_tries(std::move(tries))
    , m_told(std::move(told))
{}

void Client::next()
{
    if (m_isStopping) {
        m_hasStopped = true;
        return;
    }
    ++m_operations;
    const int choice = m_random.bounded(10);
    if (m_known.isEmpty() || choice < 2)
        read();
    else if (choice == 2)
        count();
    else
        save();
}

void Client::read()
{
    QList<qint64> ids;
    for (int i = 1; i <= sharedRows; ++i)
        ids.append(i);
    m_opened.repository->byIds(ids).then(this, [this](const Result<QList<Customer>> &rows) {
        if (rows)
            for (const Customer &customer : *rows)
                m_known.insert(customer.id, customer);
        next();
    });
}

void Client::count()
{
    m_opened.repository->count(CustomerQuery::View::All).then(this, [this](const Result<qint64> &) {
        next();
    });
}

void Client::save()
{
    const QString token = QStringLiteral("%1-%2").arg(m_name).arg(++m_saves);
    QMap<qint64, RowChange> changes;
    if (m_random.bounded(4) == 0) {
        RowChange added;
        added.base.id = added.current.id = -1;
        for (const Field field : editableFields)
            added.current.setText(field, QStringLiteral("a@example.com"));
        changes.insert(-1, added);
    }
    for (int i = m_random.bounded(1, 4); i > 0; --i) {
        const Customer base = m_known.value(m_random.bounded(1, sharedRows + 1));
        RowChange change{base, base};
        change.current.isDeleted = base.isDeleted != (m_random.bounded(4) == 0);
        changes.insert(base.id, change);
    }
    for (RowChange &change : changes)
        change.current.setText(Field::Notes, token);
    m_tries(token, changes.values());
    m_opened.repository->save(changes.values()).then(this, [this, token](const Result<SaveOutcome> &outcome) {
        takeAnswer(token, outcome);
        next();
    });
}

void Client::takeAnswer(const QString &token, const Result<SaveOutcome> &outcome)
{
    if (!outcome) {
        m_told(token, outcome.error().kind == ErrorKind::OutcomeUnknown ? Ledger::Answer::Unknown
                                                                        : Ledger::Answer::NotSaved);
        m_known.clear(); // as after any error, what is shown is read again
        return;
    }
    m_told(token, outcome->conflicts.isEmpty() ? Ledger::Answer::Saved : Ledger::Answer::NotSaved);
    m_conflicts += int(outcome->conflicts.size());
    for (const Customer &customer : outcome->saved)
        if (customer.id <= sharedRows)
            m_known.insert(customer.id, customer);
    for (const Conflict &conflict : outcome->conflicts)
        if (conflict.theirs)
            m_known.insert(conflict.theirs->id, *conflict.theirs);
}

} // namespace Soak
