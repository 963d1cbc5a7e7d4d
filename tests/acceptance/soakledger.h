// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"
#include "support/postgresserver.h"

#include <QMap>

namespace Soak {

/// What the copies of the program were told about their saves, and whether the database agrees. A trigger
/// writes every change of a customer down, in the change's own transaction. Each save has a token that no
/// other has, which it leaves in the notes of its rows.
class Ledger final
{
public:
    enum class Answer { Saved, NotSaved, Unknown };

    /// Makes the trigger and its table, which role gsc can back up.
    static void prepare(Tests::PostgresServer &server, const QString &database);

    void trying(const QString &token, const QList<Customers::RowChange> &changes);
    /// Without an answer a save is unknown.
    void answered(const QString &token, Answer answer);
    /// A program that may have been killed: nothing is known but the token.
    void tryingElsewhere(const QString &token) { m_saves[token].isElsewhere = true; }

    [[nodiscard]] int count(Answer answer) const;
    /// What was told and is not so, one sentence each. Nobody may be writing.
    [[nodiscard]] QStringList breaks(Tests::PostgresServer &server, const QString &database) const;

private:
    struct Base
    {
        QString notes;
        bool isDeleted = false;
    };
    struct Save
    {
        QMap<qint64, Base> bases; ///< by customer, what the program had seen
        int additions = 0;
        bool isElsewhere = false;
        Answer answer = Answer::Unknown;
    };
    QMap<QString, Save> m_saves;
};

} // namespace Soak
