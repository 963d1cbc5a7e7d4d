// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "acceptance/soakledger.h"

namespace Soak {

void Ledger::prepare(Tests::PostgresServer &server, const QString &database)
{
    server.execute(
        database,
        QStringLiteral(
            "create table history (n bigserial primary key, id bigint, added boolean, was text, now text, "
            "was_deleted boolean, now_deleted boolean); alter table history owner to gsc; "
            "create function note() returns trigger language plpgsql security definer as $$ begin "
            "if tg_op = 'INSERT' then insert into history (id, added, now, now_deleted) values (new.\"Id\", "
            "true, "
            "new.\"Notes\", new.\"IsDeleted\"); "
            "else insert into history (id, added, was, now, was_deleted, now_deleted) values (new.\"Id\", "
            "false, "
            "old.\"Notes\", new.\"Notes\", old.\"IsDeleted\", new.\"IsDeleted\"); end if; return new; end "
            "$$; "
            "create trigger note after insert or update on \"Customer\" for each row execute function "
            "note()"));
}

void Ledger::trying(const QString &token, const QList<Customers::RowChange> &changes)
{
    Save &save = m_saves[token];
    for (const Customers::RowChange &change : changes) {
        if (change.isNew())
            ++save.additions;
        else
            save.bases.insert(change.id(), {change.base.text(Customers::Field::Notes).value_or(QString()),
                                            change.base.isDeleted});
    }
}

void Ledger::answered(const QString &token, Answer answer)
{
    m_saves[token].answer = answer;
}

int Ledger::count(Answer answer) const
{
    return int(std::count_if(m_saves.cbegin(), m_saves.cend(),
                             [answer](const Save &save) { return save.answer == answer; }));
}

QStringList Ledger::breaks(Tests::PostgresServer &server, const QString &database) const
{
    QStringList found;
    struct Trace
    {
        QMap<qint64, int> changed;
        int added = 0;
    };
    QMap<QString, Trace> traces;
    QMap<QString, QString> last; // by customer: notes and whether deleted, as last written down
    const Tests::Rows history = server.execute(
        database,
        QStringLiteral("select id, added, was, now, was_deleted, now_deleted from history order by n"));
    for (const QStringList &row : history) {
        const QString token = row.at(3);
        last[row.at(0)] = token + u' ' + row.at(5);
        // The web application deletes without another token.
        if (!m_saves.contains(token) || row.at(2) == token)
            continue;
        const Save &save = m_saves[token];
        Trace &trace = traces[token];
        if (row.at(1) == QLatin1String("t")) {
            ++trace.added;
            continue;
        }
        const qint64 id = row.at(0).toLongLong();
        ++trace.changed[id];
        if (save.isElsewhere)
            continue;
        if (!save.bases.contains(id))
            found.append(QStringLiteral("%1 changed customer %2 unasked").arg(token).arg(id));
        else if (const Base base = save.bases.value(id);
                 base.notes != row.at(2) || base.isDeleted != (row.at(4) == QLatin1String("t")))
            found.append(QStringLiteral("%1 wrote over '%2' of customer %3, and had seen '%4'")
                             .arg(token, row.at(2))
                             .arg(id)
                             .arg(base.notes));
    }
    for (auto it = m_saves.cbegin(); it != m_saves.cend(); ++it) {
        const Trace trace = traces.value(it.key());
        const bool isThere = trace.added > 0 || !trace.changed.isEmpty();
        const int most =
            trace.changed.isEmpty() ? 0 : *std::max_element(trace.changed.cbegin(), trace.changed.cend());
        const bool isWhole =
            trace.added == it->additions && trace.changed.keys() == it->bases.keys() && most <= 1;
        if (it->isElsewhere ? trace.added > 1 || most > 1 : isThere && !isWhole)
            found.append(QStringLiteral("%1 is there in part or more than once").arg(it.key()));
        if (it->answer == Answer::Saved && !isThere)
            found.append(QStringLiteral("%1 was told as saved and is not there").arg(it.key()));
        if (it->answer == Answer::NotSaved && isThere)
            found.append(QStringLiteral("%1 was told as not saved and is there").arg(it.key()));
    }
    for (const QStringList &row : server.execute(
             database, QStringLiteral("select \"Id\", \"Notes\", \"IsDeleted\" from \"Customer\"")))
        if (last.take(row.at(0)) != row.at(1) + u' ' + row.at(2))
            found.append(QStringLiteral("customer %1 is not as last written").arg(row.at(0)));
    for (auto it = last.cbegin(); it != last.cend(); ++it)
        found.append(QStringLiteral("customer %1 is gone").arg(it.key()));
    return found;
}

} // namespace Soak
