// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationstatus.h"

#include "db/jobsession.h"
#include "schema/statementmeaning.h"
#include "schema/text.h"

#include <algorithm>

namespace Schema {

using Core::Result;

namespace {

/// Why a migration that needs `extension` cannot be applied here; empty: it can.
QString hindrance(const QString &extension, const DatabaseState &state)
{
    if (extension.isEmpty())
        return {};
    const auto it = std::find_if(state.extensions.begin(), state.extensions.end(),
                                 [&](const ExtensionState &known) { return known.name == extension; });
    if (it == state.extensions.end())
        return Text::tr("This server does not have the extension “%1”. Searching works without it, slower.")
            .arg(extension);
    if (!it->isInstalled && !it->mayCreate)
        return Text::tr(
                   "Your database user may not make the extension “%1”. Ask the person who looks after the "
                   "server for: CREATE EXTENSION %1. Searching works without it, slower.")
            .arg(extension);
    return {};
}

class StatusReader final
{
public:
    explicit StatusReader(MigrationStatus &status)
        : m_status(status)
        , m_state(status.state)
        , m_hasCustomers(status.state.schema.table(QStringLiteral("Customer")) != nullptr)
    {}

    void read()
    {
        const QStringList history = m_state.history.ids();
        m_status.lineage = lineageOf(history, m_hasCustomers);
        m_status.explanation = explanationOf(m_status.lineage);
        for (const Migration &migration : std::as_const(m_status.catalogue))
            m_status.entries.append(entryOf(migration));
        for (const QString &id : history)
            if (!findMigration(m_status.catalogue, id))
                m_status.entries.append(foreignEntry(id));
        order();
        m_status.differences = differencesOf(m_state, m_status.lineage, m_status.catalogue);
        warn();
    }

private:
    MigrationEntry entryOf(const Migration &migration) const
    {
        MigrationEntry entry;
        entry.id = migration.id;
        entry.isOwn = migration.isOwn;
        entry.hasDown = migration.down.has_value();
        entry.checksum = migration.up.checksum;
        entry.up = migration.up.text;
        if (migration.down)
            entry.down = migration.down->text;
        for (const ScriptStatement &statement : migration.up.statements)
            for (const StatementMeaning &meaning : meaningsOf(statement.sql, m_state.engine))
                entry.words.append(meaning.words);
        if (const OwnRecord *record = m_state.history.record(migration.id)) {
            entry.appliedBy = record->appliedBy;
            entry.appliedAt = record->appliedAt;
            entry.milliseconds = record->milliseconds;
        }
        decide(migration, entry);
        return entry;
    }

    void decide(const Migration &migration, MigrationEntry &entry) const
    {
        const OwnRecord *record = m_state.history.record(migration.id);
        if (m_state.history.contains(migration.id)) {
            const bool isChanged = record && record->isDone && record->checksum != migration.up.checksum;
            entry.state = isChanged ? MigrationState::Changed : MigrationState::Applied;
            if (isChanged)
                entry.note =
                    Text::tr("The file is no longer what was applied. Put the old file back, and make a "
                             "new migration of the change.");
            else if (!record)
                entry.note =
                    Text::tr("Applied by another program or an earlier version: what was applied is not "
                             "known.");
            return;
        }
        if (migration.id == initialCreate && isSuperseded()) {
            entry.state = MigrationState::Superseded;
            entry.note = Text::tr("The web application makes these tables itself.");
            return;
        }
        if (migration.id == initialCreate && m_hasCustomers) {
            entry.state = MigrationState::Adoptable;
            entry.note = Text::tr("There is a Customer table, but the history does not say who made it.");
            return;
        }
        if (record && !record->isDone) {
            entry.state = MigrationState::Interrupted;
            entry.note = Text::tr("It was begun and not finished. Applying it goes on with it.");
            return;
        }
        entry.note = hindrance(migration.up.extension, m_state);
        entry.state = entry.note.isEmpty() ? MigrationState::Pending : MigrationState::Unavailable;
    }

    /// The web application has made its tables, or the team's folder brings its migrations along.
    [[nodiscard]] bool isSuperseded() const
    {
        return isOfWeb(m_status.lineage) ||
               std::any_of(m_status.catalogue.begin(), m_status.catalogue.end(),
                           [](const Migration &migration) { return isWebMigration(migration.id); });
    }

    static MigrationEntry foreignEntry(const QString &id)
    {
        MigrationEntry entry;
        entry.id = id;
        entry.state = MigrationState::Elsewhere;
        entry.note = isWebMigration(id) ? Text::tr("The web application's own.")
                                        : Text::tr("This program does not know it, and leaves it alone.");
        return entry;
    }

    /// By number; but what the program adds to the web application's tables comes after they are made.
    void order()
    {
        const bool isAfterWeb = isSuperseded();
        const auto key = [&](const MigrationEntry &entry) {
            const bool isAddition = entry.isOwn && entry.id != initialCreate;
            return std::pair(isAfterWeb && isAddition && entry.id < webMigrations().last()
                                 ? webMigrations().last() + u'~'
                                 : entry.id,
                             entry.id);
        };
        std::sort(m_status.entries.begin(), m_status.entries.end(),
                  [&](const MigrationEntry &a, const MigrationEntry &b) { return key(a) < key(b); });
    }

    void warn()
    {
        if (const QStringList rows = m_status.unknownNewerRows(); !rows.isEmpty())
            m_status.warnings.append(
                Text::tr(
                    "The history has migrations that are newer than all this program knows: %1. The tables "
                    "may be others than it expects.")
                    .arg(rows.join(QLatin1String(", "))));
        if (m_state.history.efLock)
            m_status.warnings.append(
                Text::tr(
                    "Entity Framework holds its lock on migrations since %1 (UTC). Either it is migrating, "
                    "or it was killed while it did; then it waits for ever at its next start until the "
                    "lock is cleared.")
                    .arg(*m_state.history.efLock));
        for (const MigrationEntry &entry : std::as_const(m_status.entries))
            if (!entry.hasDown && entry.state == MigrationState::Pending)
                m_status.warnings.append(
                    Text::tr("“%1” has no way back: there is no “%1.down.sql”.").arg(entry.id));
    }

    MigrationStatus &m_status;
    const DatabaseState &m_state;
    const bool m_hasCustomers;
};

} // namespace

QString wordOf(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return Text::tr("applied");
    case MigrationState::Changed:
        return Text::tr("changed since applied");
    case MigrationState::Pending:
        return Text::tr("pending");
    case MigrationState::Interrupted:
        return Text::tr("interrupted");
    case MigrationState::Superseded:
        return Text::tr("not needed");
    case MigrationState::Adoptable:
        return Text::tr("to be adopted");
    case MigrationState::Unavailable:
        return Text::tr("not possible here");
    case MigrationState::Elsewhere:
        return Text::tr("applied elsewhere");
    }
    Q_UNREACHABLE();
}

QString keyOf(MigrationState state)
{
    static const QStringList keys = {QStringLiteral("applied"),     QStringLiteral("changed"),
                                     QStringLiteral("pending"),     QStringLiteral("interrupted"),
                                     QStringLiteral("superseded"),  QStringLiteral("adoptable"),
                                     QStringLiteral("unavailable"), QStringLiteral("elsewhere")};
    return keys.at(qsizetype(state));
}

QStringList MigrationStatus::idsIn(MigrationState wanted) const
{
    QStringList ids;
    for (const MigrationEntry &entry : entries)
        if (entry.state == wanted)
            ids.append(entry.id);
    return ids;
}

bool MigrationStatus::hasPending() const
{
    return std::any_of(entries.begin(), entries.end(), [](const MigrationEntry &entry) {
        return entry.state == MigrationState::Pending || entry.state == MigrationState::Interrupted ||
               entry.state == MigrationState::Adoptable;
    });
}

bool MigrationStatus::hasDrift() const
{
    return !differences.isEmpty() || !idsIn(MigrationState::Changed).isEmpty();
}

const MigrationEntry *MigrationStatus::entry(const QString &id) const
{
    const auto it = std::find_if(entries.begin(), entries.end(),
                                 [&](const MigrationEntry &entry) { return entry.id == id; });
    return it == entries.end() ? nullptr : &*it;
}

QStringList MigrationStatus::unknownNewerRows() const
{
    QString newest = webMigrations().last();
    for (const Migration &migration : catalogue)
        newest = std::max(newest, migration.id);
    QStringList rows = idsIn(MigrationState::Elsewhere);
    rows.removeIf([&](const QString &id) { return id <= newest; });
    return rows;
}

Result<MigrationStatus> statusOf(Db::Session &session, const QString &folder)
{
    MigrationStatus status;
    auto catalogue = migrations(session.engine(), folder);
    if (!catalogue)
        return catalogue.error();
    status.catalogue = *std::move(catalogue);
    auto state = readState(session);
    if (!state)
        return state.error();
    status.state = *std::move(state);
    StatusReader(status).read();
    return status;
}

Result<MigrationStatus> readStatus(const Target &target, Core::JobContext &context)
{
    context.enter(Text::tr("Looking at the database"));
    Db::JobSession session(target.connection, target.options, context);
    return statusOf(*session, target.folder);
}

} // namespace Schema
