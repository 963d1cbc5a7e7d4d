// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/ledger.h"

#include "backup/text.h"
#include "db/sqlitefile.h"
#include "tables/neutraltext.h"

#include <QFile>

#include <algorithm>

namespace Backup {

using Core::ErrorKind;
using Core::Result;
using Tables::TableSummary;

namespace {

constexpr qsizetype listedAtMost = 1000;

const Db::EachRow &ignore()
{
    static const Db::EachRow nothing = [](const Db::RawRow &) { return Result<void>(); };
    return nothing;
}

QStringList columnsOf(const QString &alias, const QStringList &columns)
{
    QStringList names;
    for (const QString &column : columns)
        names.append(alias + QLatin1Char('.') + Db::quoted(column));
    return names;
}

} // namespace

Ledger::Ledger() = default;

Ledger::~Ledger()
{
    m_stopper.reset();
}

Result<std::unique_ptr<Ledger>> Ledger::create(const WorkFolder &work, const RestorePlan &plan,
                                               const RestoreRequest &request, Core::JobContext &context)
{
    std::unique_ptr<Ledger> ledger(new Ledger);
    const QString name = work.filePath(QStringLiteral("ledger.db"));
    QFile::remove(name);
    auto file = Db::SqliteFile::open(name, Db::SqliteFile::Use::Create);
    if (!file)
        return file.error();
    ledger->m_file = std::move(*file);
    // A file for a moment: nothing of it has to survive, so that nothing is synced or journalled.
    for (const char *sql : {"pragma journal_mode = off", "pragma synchronous = off",
                            "pragma locking_mode = exclusive", "begin"})
        if (auto done = ledger->m_file->stream(QLatin1String(sql), {}, ignore()); !done)
            return done.error();
    ledger->m_stopper = std::make_unique<Core::JobContext::Stopper>(
        context, [raw = ledger->m_file.get()] { raw->interrupt(); });
    for (const TablePlan &table : plan.tables)
        ledger->m_tables.push_back(std::make_unique<RowLedger>(*ledger->m_file, int(ledger->m_tables.size()),
                                                               table, request.mode, request.ids));
    return ledger;
}

Result<void> Ledger::addBackup(Tables::TableSource &source, const QList<TableSummary> &verified,
                               Core::JobContext &context)
{
    for (const auto &table : m_tables) {
        auto summary = table->addBackup(source, context);
        if (!summary)
            return summary.error();
        if (!verified.contains(*summary))
            return failure(
                ErrorKind::Corrupt,
                Text::tr("The backup changed while it was read. Nothing was changed; verify it again."));
    }
    return {};
}

Result<void> Ledger::addDatabase(const Reader &reader, const Target &target, Core::JobContext &context)
{
    m_found.clear();
    for (const auto &table : m_tables) {
        auto summary = table->addDatabase(reader, target.engine, context);
        if (!summary)
            return summary.error();
        m_found.append(*summary);
    }
    return keepReferred(reader, target);
}

int Ledger::numberOf(const QString &table) const
{
    const auto found = std::find_if(m_tables.cbegin(), m_tables.cend(), [&](const auto &ledger) {
        return ledger->plan().inDatabase.name == table;
    });
    return found == m_tables.cend() ? -1 : int(found - m_tables.cbegin());
}

Result<void> Ledger::keepReferred(const Reader &reader, const Target &target)
{
    m_pairs.clear();
    for (const char *sql :
         {"drop table if exists refers", "create table refers (target integer, tk, origin integer, rk)",
          "create index refers_by_target on refers (target, tk)"})
        if (auto done = m_file->execute(QLatin1String(sql)); !done)
            return done;
    bool isAny = false;
    for (const Reference &reference : target.references) {
        auto added = addReference(reader, target, reference);
        if (!added)
            return added.error();
        isAny = isAny || *added;
    }
    return isAny ? spreadStaying() : Result<void>();
}

Result<bool> Ledger::addReference(const Reader &reader, const Target &target, const Reference &reference)
{
    const int to = numberOf(reference.to);
    if (to < 0)
        return false;
    auto removals = m_file->stream(
        QStringLiteral("select 1 from %1 limit 1").arg(m_tables[size_t(to)]->removals()), {}, ignore());
    if (!removals)
        return removals.error();
    if (*removals == 0)
        return false;

    // Where the referring table is restored, too, its row may be on its way out as well.
    int from = numberOf(reference.fromTable);
    if (from >= 0 &&
        !std::all_of(reference.columns.begin(), reference.columns.end(), [&](const QString &column) {
            return m_tables[size_t(from)]->plan().columns.contains(column);
        }))
        from = -1;
    QStringList keys = columnsOf(QStringLiteral("t"), m_tables[size_t(to)]->plan().inDatabase.primaryKey);
    QList<Tables::ValueKind> kinds;
    const auto addKinds = [&](const Tables::TableModel &table) {
        for (const QString &column : table.primaryKey)
            kinds.append(table.column(column)->kind);
    };
    addKinds(m_tables[size_t(to)]->plan().inDatabase);
    const qsizetype own = keys.size();
    if (from >= 0) {
        keys += columnsOf(QStringLiteral("r"), m_tables[size_t(from)]->plan().inDatabase.primaryKey);
        addKinds(m_tables[size_t(from)]->plan().inDatabase);
    }
    QStringList conditions;
    const QStringList referring = columnsOf(QStringLiteral("r"), reference.columns);
    const QStringList referred = columnsOf(QStringLiteral("t"), reference.otherColumns);
    for (qsizetype i = 0; i < referring.size(); ++i)
        conditions.append(referring.at(i) + QLatin1String(" = ") + referred.at(i));
    auto inserter = m_file->inserter(QStringLiteral("insert into refers values (?, ?, ?, ?)"), {});
    if (!inserter)
        return inserter.error();
    const QByteArray targetNumber = QByteArray::number(to);
    const QByteArray origin = QByteArray::number(from);
    QList<QByteArray> buffers(kinds.size());
    auto read =
        reader({QStringLiteral("select distinct %1 from %2 r join %3 t on %4")
                    .arg(keys.join(QLatin1String(", ")), reference.from,
                         tableName(reference.to, target.engine), conditions.join(QLatin1String(" and "))),
                {}},
               [&](const Db::RawRow &row) -> Result<void> {
                   Db::RawRow neutral;
                   for (qsizetype i = 0; i < row.size(); ++i)
                       neutral.append(Tables::toNeutral(row.at(i).value_or(QByteArrayView()), kinds.at(i),
                                                        target.engine, buffers[i]));
                   const QByteArray referredKey = wholeKey(neutral.first(own));
                   const QByteArray referringKey = wholeKey(neutral.sliced(own));
                   return (*inserter)->add({QByteArrayView(targetNumber), QByteArrayView(referredKey),
                                            QByteArrayView(origin), QByteArrayView(referringKey)});
               });
    if (!read)
        return read.error();
    m_pairs.insert({to, from});
    return true;
}

Result<void> Ledger::spreadStaying()
{
    // A row that stays keeps what it refers to, which keeps what that refers to.
    for (qint64 changed = 1; changed > 0;) {
        changed = 0;
        for (const auto &[to, from] : std::as_const(m_pairs)) {
            const QString removals = m_tables[size_t(to)]->removals();
            const QString stays = from < 0 ? QStringLiteral("1")
                                           : QStringLiteral("exists (select 1 from %1 o where o.k = f.rk and "
                                                            "o.stays = 1)")
                                                 .arg(m_tables[size_t(from)]->removals());
            const QString update =
                QStringLiteral(
                    "update %1 set stays = 1 where stays = 0 and exists (select 1 from refers f where "
                    "f.target = %2 and f.tk = %1.k and f.origin = %3 and %4) returning 1")
                    .arg(removals)
                    .arg(to)
                    .arg(from)
                    .arg(stays);
            auto updated = m_file->stream(update, {}, ignore());
            if (!updated)
                return updated.error();
            changed += *updated;
        }
    }
    return {};
}

Result<QList<TableChange>> Ledger::changes()
{
    QList<TableChange> changes;
    for (const auto &table : m_tables) {
        auto change = table->change();
        if (!change)
            return change.error();
        changes.append(*change);
    }
    return changes;
}

Result<QStringList> Ledger::unremovable()
{
    QStringList names;
    for (const auto &table : m_tables) {
        const Tables::TableModel &model = table->plan().inDatabase;
        auto read = table->eachRemoval(true, [&](QByteArrayView key) -> Result<void> {
            if (names.size() >= listedAtMost)
                return {};
            QStringList parts;
            for (const QByteArray &part : keyParts(key, model.primaryKey.size()))
                parts.append(QString::fromUtf8(part));
            names.append(model.name + QLatin1Char(' ') + parts.join(QLatin1String(", ")));
            return {};
        });
        if (!read)
            return read.error();
    }
    return names;
}

Result<bool> Ledger::isAsDecided(const Reader &reader, Db::Engine engine, Core::JobContext &context)
{
    for (const auto &table : m_tables) {
        auto right = table->isAsDecided(reader, engine, context);
        if (!right || !*right)
            return right;
    }
    return true;
}

} // namespace Backup
