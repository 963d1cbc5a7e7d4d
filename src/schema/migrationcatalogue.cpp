// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/migrationcatalogue.h"

#include <QDir>
#include <QFile>

// Outside of the namespace: the macro declares a function of that name.
static void initResources()
{
    Q_INIT_RESOURCE(migrations); // a static library's resources register themselves for nobody
}

namespace Schema {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

Result<QStringList> readScript(const QString &file)
{
    QFile script(file);
    QStringList statements;
    if (script.open(QIODevice::ReadOnly))
        statements = statementsIn(QString::fromUtf8(script.readAll()));
    if (statements.isEmpty())
        return Error{ErrorKind::Internal, QStringLiteral("No SQL in %1").arg(file), {}, {}};
    return statements;
}

} // namespace

QStringList statementsIn(const QString &script)
{
    QStringList statements;
    QString current;
    QChar quote;
    for (qsizetype i = 0; i < script.size(); ++i) {
        const QChar c = script.at(i);
        const QStringView rest = QStringView(script).mid(i);
        const bool isBlock = rest.startsWith(QLatin1String("/*"));
        if (quote.isNull() && (isBlock || rest.startsWith(QLatin1String("--")))) {
            const qsizetype end =
                isBlock ? script.indexOf(QLatin1String("*/"), i + 2) : script.indexOf(QLatin1Char('\n'), i);
            if (end < 0)
                break;
            i = isBlock ? end + 1 : end;
            current += isBlock ? QLatin1Char(' ') : QLatin1Char('\n');
            continue;
        }
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == QLatin1Char('\'') || c == QLatin1Char('"'))
            quote = c;
        if (quote.isNull() && c == QLatin1Char(';')) {
            statements.append(current.trimmed());
            current.clear();
        } else {
            current += c;
        }
    }
    statements.append(current.trimmed());
    statements.removeAll(QString());
    return statements;
}

Result<QList<Migration>> migrations(Db::Engine engine)
{
    initResources();
    const QDir folder(engine == Db::Engine::SQLite ? QStringLiteral(":/migrations/sqlite")
                                                   : QStringLiteral(":/migrations/postgresql"));
    QList<Migration> all;
    const QStringList files = folder.entryList({QStringLiteral("*.up.sql")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        Migration migration;
        migration.id = file.chopped(int(qstrlen(".up.sql")));
        auto up = readScript(folder.filePath(file));
        if (!up)
            return up.error();
        auto down = readScript(folder.filePath(migration.id + QStringLiteral(".down.sql")));
        if (!down)
            return down.error();
        migration.up = *up;
        migration.down = *down;
        all.append(migration);
    }
    return all;
}

} // namespace Schema
