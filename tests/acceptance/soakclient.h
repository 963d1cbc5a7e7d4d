// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "acceptance/soakledger.h"
#include "customers/repositoryfixture.h"

#include <QObject>
#include <QRandomGenerator>

namespace Soak {

/// Customers 1 to this many are edited by everybody.
inline constexpr int sharedRows = 20;

/// A copy of the program at work: one read or save after another, at random, until it is told to stop.
class Client final : public QObject
{
public:
    using Told = std::function<void(const QString &token, Ledger::Answer answer)>;
    using Tries = std::function<void(const QString &token, const QList<Customers::RowChange> &changes)>;

    Client(const QString &name, const QString &connectionString, quint32 seed, Tries tries, Told told);

    void start() { next(); }
    void stop() { m_isStopping = true; }
    [[nodiscard]] bool hasStopped() const { return m_hasStopped; }
    [[nodiscard]] int operations() const { return m_operations; }
    [[nodiscard]] int conflicts() const { return m_conflicts; }

private:
    void next();
    void read();
    void count();
    void save();
    void takeAnswer(const QString &token, const Core::Result<Customers::SaveOutcome> &outcome);

    QString m_name;
    Tests::OpenRepository m_opened;
    QRandomGenerator m_random;
    Tries m_tries;
    Told m_told;
    QMap<qint64, Customers::Customer> m_known;
    int m_operations = 0;
    int m_conflicts = 0;
    int m_saves = 0;
    bool m_isStopping = false;
    bool m_hasStopped = false;
};

} // namespace Soak
