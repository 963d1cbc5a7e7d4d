// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationscript.h"

#include "schema/statementmeaning.h"
#include "schema/text.h"

#include <algorithm>

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

QString literal(const QString &text)
{
    QString doubled = text;
    doubled.replace(u'\'', QLatin1String("''"));
    return u'\'' + doubled + u'\'';
}

QString insertRow(const QString &id)
{
    return QStringLiteral("INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\")\n"
                          "VALUES (%1, %2);\n")
        .arg(literal(id), literal(productVersion));
}

QString comment(const QString &text)
{
    QString lines = text;
    lines.replace(u'\n', QLatin1String("\n-- "));
    return QLatin1String("-- ") + lines + u'\n';
}

/// A mark of dollar quoting that the body does not hold.
QString markFor(const QString &body)
{
    QString mark = QStringLiteral("$GSC$");
    for (int i = 1; body.contains(mark); ++i)
        mark = QStringLiteral("$GSC%1$").arg(i);
    return mark;
}

QString conditional(const QString &id, const QString &body)
{
    const QString mark = markFor(body);
    return QStringLiteral("DO %1\nBEGIN\n"
                          "    IF NOT EXISTS (SELECT 1 FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" "
                          "= %2) THEN\n")
               .arg(mark, literal(id)) +
           body + QStringLiteral("    END IF;\nEND %1;\n").arg(mark);
}

QString postgresScript(const Migration &migration)
{
    QString statements;
    for (const ScriptStatement &statement : migration.up.statements)
        statements += statement.sql + QLatin1String(";\n");
    if (migration.up.isOutsideTransaction)
        return comment(Text::tr("Not in a transaction, and every time: its statements can run twice.")) +
               statements + conditional(migration.id, insertRow(migration.id)) + u'\n';
    return QLatin1String("BEGIN;\nLOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE;\n") +
           conditional(migration.id, statements + insertRow(migration.id)) + QLatin1String("COMMIT;\n\n");
}

QString sqliteScript(const Migration &migration)
{
    QString script = migration.up.isOutsideTransaction ? QString() : QStringLiteral("BEGIN IMMEDIATE;\n");
    // First, so that one that is applied already stops the script before it does anything.
    script += insertRow(migration.id);
    for (const ScriptStatement &statement : migration.up.statements)
        script += statement.sql + QLatin1String(";\n");
    return script + (migration.up.isOutsideTransaction ? QLatin1String("\n") : QLatin1String("COMMIT;\n\n"));
}

bool isInScript(MigrationState state, bool isSqlite)
{
    switch (state) {
    case MigrationState::Applied:
    case MigrationState::Changed:
        return !isSqlite;
    case MigrationState::Pending:
    case MigrationState::Interrupted:
        return true;
    default:
        return false;
    }
}

} // namespace

Result<QString> scriptFor(const MigrationStatus &status, const QString &to)
{
    if (!to.isEmpty() && !findMigration(status.catalogue, to))
        return Error{ErrorKind::NotFound, Text::tr("There is no migration “%1”.").arg(to), {}, {}};
    const bool isSqlite = status.state.engine == Db::Engine::SQLite;
    QString script =
        comment(Text::tr("Migrations by GSC Tracking Admin %1.").arg(QLatin1String(GSC_VERSION)));
    script += comment(
        isSqlite
            ? Text::tr("Run it with: sqlite3 -bail FILE < SCRIPT. It stops, and changes nothing, where a "
                       "migration is applied already. Make a backup first.")
            : Text::tr(
                  "Run it with: psql -X -v ON_ERROR_STOP=1 -f SCRIPT. It may run any number of times. Make a "
                  "backup first."));
    script += u'\n' + HistorySql::createHistory(status.state.engine).sql + QLatin1String(";\n\n");
    for (const MigrationEntry &entry : status.entries) {
        if (isInScript(entry.state, isSqlite)) {
            const Migration &migration = *findMigration(status.catalogue, entry.id);
            script += comment(entry.id) + (isSqlite ? sqliteScript(migration) : postgresScript(migration));
        } else if (entry.state == MigrationState::Superseded || entry.state == MigrationState::Unavailable ||
                   entry.state == MigrationState::Adoptable) {
            script += comment(Text::tr("“%1” is left out. %2").arg(entry.id, entry.note)) + u'\n';
        }
        if (entry.id == to)
            break;
    }
    return script;
}

Result<QString> scriptFor(const Target &target, const QString &to, Core::JobContext &context)
{
    auto status = readStatus(target, context);
    if (!status)
        return status.error();
    return scriptFor(*status, to);
}

} // namespace Schema
