// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/rowledger.h"

#include "backup/text.h"
#include "db/sqlitefile.h"

namespace Backup {

using Core::ErrorKind;
using Core::Result;
using Tables::TableSummary;

namespace {

// What is written over what: in both and not alike; by merging only where the backup's is newer.
constexpr auto changedByReplacing = "b.h <> d.h";
constexpr auto changedByMerging = "b.h <> d.h and b.u > d.u";

} // namespace

RowLedger::RowLedger(Db::SqliteFile &file, int number, const TablePlan &plan, RestoreMode mode,
                     QStringList ids)
    : m_file(file)
    , m_number(number)
    , m_plan(plan)
    , m_mode(mode)
    , m_text(plan)
{
    for (const QString &id : std::as_const(ids))
        m_ids.insert(id.toUtf8());
}

QString RowLedger::name(char letter) const
{
    return QLatin1Char(letter) + QString::number(m_number);
}

QString RowLedger::filled(const char *sql) const
{
    QString text = QString::fromLatin1(sql);
    for (const char letter : {'b', 'd', 'g', 'a'})
        text.replace(QStringLiteral("{%1}").arg(QLatin1Char(letter)), name(letter));
    // Numbers as SQLite's own row numbers: they come in order, and the table grows at its end.
    text.replace(QLatin1String("{key}"), m_plan.hasNumberKey() ? QLatin1String("k integer primary key")
                                                               : QLatin1String("k text primary key"));
    text.replace(QLatin1String("{end}"),
                 m_plan.hasNumberKey() ? QLatin1String() : QLatin1String("without rowid"));
    text.replace(QLatin1String("{changed}"),
                 QLatin1String(m_mode == RestoreMode::Replace ? changedByReplacing : changedByMerging));
    return text;
}

Result<void> RowLedger::execute(const char *sql)
{
    return m_file.execute(filled(sql));
}

Result<qint64> RowLedger::number(const char *sql)
{
    qint64 value = 0;
    auto read = m_file.stream(filled(sql), {}, [&](const Db::RawRow &row) {
        value = row.first() ? row.first()->toByteArray().toLongLong() : 0;
        return Result<void>();
    });
    if (!read)
        return read.error();
    return value;
}

bool RowLedger::isChosen(QByteArrayView key) const
{
    return m_ids.isEmpty() || m_ids.contains(key.toByteArray());
}

Result<TableSummary> RowLedger::addBackup(Tables::TableSource &source, Core::JobContext &context)
{
    if (auto made = execute("create table {b} ({key}, n integer, h text, u text) {end}"); !made)
        return made.error();
    auto inserter = m_file.inserter(filled("insert into {b} values (?, ?, ?, ?)"), {});
    if (!inserter)
        return inserter.error();
    Tables::ContentHash content;
    context.enter(Text::tr("Reading “%1” in the backup").arg(m_plan.inBackup.name),
                  Core::JobProgress::Unit::Rows);
    auto read = source.rows(
        m_plan.inBackup, Tables::storedColumns(m_plan.inBackup), [&](const Db::RawRow &row) -> Result<void> {
            if (auto going = context.proceed(); !going)
                return going;
            const QByteArray place = QByteArray::number(content.rows());
            content.add(row);
            context.advance(content.rows());
            const Db::RawRow &mine = m_text.fromBackup(row);
            const auto key = m_text.key(mine);
            if (!key)
                return failure(
                    ErrorKind::Corrupt,
                    Text::tr("A row of the table “%1” in the backup has no key. Nothing was changed.")
                        .arg(m_plan.inBackup.name));
            bool isNumber = true;
            if (m_plan.hasNumberKey())
                (void)key->toLongLong(&isNumber);
            if (!isNumber)
                return failure(
                    ErrorKind::Corrupt,
                    Text::tr("A row of the table “%1” in the backup has text for a number. Nothing was "
                             "changed.")
                        .arg(m_plan.inBackup.name));
            if (!isChosen(*key))
                return {};
            auto added =
                (*inserter)->add({*key, QByteArrayView(place), m_text.hash(mine), m_text.time(mine)});
            if (!added && added.error().kind == ErrorKind::Constraint)
                return failure(
                    ErrorKind::Corrupt,
                    Text::tr("Two rows of the table “%1” in the backup have the same key. Nothing was "
                             "changed.")
                        .arg(m_plan.inBackup.name));
            return added;
        });
    if (!read)
        return read.error();
    m_backupRows = content.rows();
    return TableSummary{m_plan.inBackup.name, content.rows(), content.hex()};
}

Result<TableSummary> RowLedger::addDatabase(const Reader &reader, Db::Engine engine,
                                            Core::JobContext &context)
{
    for (const char *sql : {"drop table if exists {d}", "drop table if exists {g}",
                            "drop table if exists {a}", "create table {d} ({key}, h text, u text) {end}",
                            "create table {g} ({key}, stays integer not null default 0) {end}"})
        if (auto done = execute(sql); !done)
            return done.error();
    auto inserter = m_file.inserter(filled("insert into {d} values (?, ?, ?)"), {});
    if (!inserter)
        return inserter.error();
    context.enter(Text::tr("Comparing with “%1” in the database").arg(m_plan.inDatabase.name),
                  Core::JobProgress::Unit::Rows);
    auto summary =
        readNeutral(reader, engine, m_plan.inDatabase, context, [&](const Db::RawRow &row) -> Result<void> {
            const Db::RawRow &mine = m_text.fromDatabase(row);
            const auto key = m_text.key(mine);
            if (!key)
                return failure(
                    ErrorKind::Unsupported,
                    Text::tr("A row of the table “%1” in the database has no key. Nothing was changed.")
                        .arg(m_plan.inDatabase.name));
            if (!isChosen(*key))
                return {};
            return (*inserter)->add({*key, m_text.hash(mine), m_text.time(mine)});
        });
    if (!summary)
        return summary;
    if (auto decided = decide(); !decided)
        return decided.error();
    return summary;
}

Result<void> RowLedger::decide()
{
    if (m_mode == RestoreMode::Merge)
        return {};
    return execute("insert into {g} (k) select d.k from {d} d where not exists "
                   "(select 1 from {b} b where b.k = d.k)");
}

Result<TableChange> RowLedger::change()
{
    TableChange change;
    change.table = m_plan.inDatabase.name;
    const auto count = [&](qint64 &into, const char *sql) -> Result<void> {
        auto counted = number(sql);
        if (!counted)
            return counted.error();
        into = *counted;
        return {};
    };
    qint64 differing = 0;
    qint64 onlyHere = 0;
    for (const auto &[into, sql] : std::initializer_list<std::pair<qint64 *, const char *>>{
             {&change.added,
              "select count(*) from {b} b where not exists (select 1 from {d} d where d.k = b.k)"},
             {&change.changed, "select count(*) from {b} b join {d} d on d.k = b.k where {changed}"},
             {&change.removed, "select count(*) from {g} where stays = 0"},
             {&change.unremovable, "select count(*) from {g} where stays = 1"},
             {&differing, "select count(*) from {b} b join {d} d on d.k = b.k where b.h <> d.h"},
             {&onlyHere,
              "select count(*) from {d} d where not exists (select 1 from {b} b where b.k = d.k)"}})
        if (auto counted = count(*into, sql); !counted)
            return counted.error();
    if (m_mode == RestoreMode::Merge)
        change.kept = differing - change.changed + onlyHere;
    return change;
}

Result<RowLedger::Wanted> RowLedger::wanted()
{
    Wanted wanted;
    wanted.added.resize(size_t(m_backupRows));
    wanted.changed.resize(size_t(m_backupRows));
    const auto mark = [&](std::vector<bool> &bits, const char *sql) {
        return m_file.stream(filled(sql), {}, [&](const Db::RawRow &row) {
            bits[row.first()->toByteArray().toULongLong()] = true;
            return Result<void>();
        });
    };
    auto added =
        mark(wanted.added, "select b.n from {b} b where not exists (select 1 from {d} d where d.k = b.k)");
    if (!added)
        return added.error();
    auto changed = mark(wanted.changed, "select b.n from {b} b join {d} d on d.k = b.k where {changed}");
    if (!changed)
        return changed.error();
    wanted.count = *added + *changed;
    return wanted;
}

Result<void> RowLedger::eachRemoval(bool unremovable, const std::function<Result<void>(QByteArrayView)> &each)
{
    auto read = m_file.stream(filled(unremovable ? "select k from {g} where stays = 1 order by k"
                                                 : "select k from {g} where stays = 0"),
                              {}, [&](const Db::RawRow &row) { return each(*row.first()); });
    return read ? Result<void>() : Result<void>(read.error());
}

Result<QList<RowLedger::Difference>> RowLedger::differences(int limit)
{
    QList<Difference> found;
    auto read = m_file.stream(
        filled("select b.k, b.n, d.k from {b} b left join {d} d on d.k = b.k where d.k is null or b.h <> d.h "
               "union all "
               "select d.k, null, d.k from {d} d where not exists (select 1 from {b} b where b.k = d.k) "
               "order by 1 limit ") +
            QString::number(limit),
        {}, [&](const Db::RawRow &row) {
            Difference difference;
            difference.key = row.at(0)->toByteArray();
            difference.isInBackup = row.at(1).has_value();
            difference.isInDatabase = row.at(2).has_value();
            if (row.at(1))
                difference.place = row.at(1)->toByteArray().toLongLong();
            found.append(difference);
            return Result<void>();
        });
    if (!read)
        return read.error();
    return found;
}

Result<bool> RowLedger::isAsDecided(const Reader &reader, Db::Engine engine, Core::JobContext &context)
{
    if (auto made = execute("create table {a} ({key}, h text) {end}"); !made)
        return made.error();
    auto inserter = m_file.inserter(filled("insert into {a} values (?, ?)"), {});
    if (!inserter)
        return inserter.error();
    context.enter(Text::tr("Checking “%1”").arg(m_plan.inDatabase.name), Core::JobProgress::Unit::Rows);
    auto read =
        readNeutral(reader, engine, m_plan.inDatabase, context, [&](const Db::RawRow &row) -> Result<void> {
            const Db::RawRow &mine = m_text.fromDatabase(row);
            const auto key = m_text.key(mine);
            return key && isChosen(*key) ? (*inserter)->add({*key, m_text.hash(mine)}) : Result<void>();
        });
    if (!read)
        return read.error();
    // What should be there: the backup's row where it was written, else the one that was there before, unless
    // it was to be removed.
    auto wrong =
        number("with expected(k, h) as ("
               "select b.k, b.h from {b} b left join {d} d on d.k = b.k "
               "where d.k is null or ({changed}) "
               "union all "
               "select d.k, d.h from {d} d left join {b} b on b.k = d.k left join {g} g on g.k = d.k "
               "where (b.k is null or not ({changed})) and coalesce(g.stays, 1) = 1) "
               "select (select count(*) from expected e left join {a} a on a.k = e.k "
               "where a.k is null or a.h <> e.h) + "
               "abs((select count(*) from expected) - (select count(*) from {a}))");
    if (!wrong)
        return wrong.error();
    return *wrong == 0;
}

} // namespace Backup
