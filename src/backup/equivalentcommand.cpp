// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/makebackup.h"
#include "db/connectionstring.h"
#include "db/statement.h"

#include <algorithm>

namespace Backup {

namespace {

/// One word for a POSIX shell.
QString shellWord(const QString &text)
{
    const bool isPlain = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || QLatin1String("/._-+=:,@").contains(c);
    });
    if (isPlain)
        return text;
    QString quoted = text;
    quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString byThisProgram(const Request &request, const QString &target)
{
    QStringList words = {QStringLiteral("gsc-admin"), QStringLiteral("backup"), shellWord(target),
                         QStringLiteral("--kind"),    keyOf(request.kind),      QStringLiteral("--out"),
                         shellWord(request.file)};
    if (request.scope == Scope::OneTable)
        words << QStringLiteral("--table") << shellWord(request.table);
    else if (request.scope == Scope::DataOnly)
        words << QStringLiteral("--data-only");
    else if (request.scope == Scope::SchemaOnly)
        words << QStringLiteral("--schema-only");
    if (request.wrapping.compress)
        words << QStringLiteral("--compress");
    if (!request.wrapping.passphrase.isEmpty())
        words << QStringLiteral("--encrypt");
    return words.join(QLatin1Char(' '));
}

QString byPgDump(const Request &request)
{
    QStringList words = {QStringLiteral("pg_dump"),
                         request.kind == Kind::Dump ? QStringLiteral("-Fc") : QStringLiteral("-Fp"),
                         QStringLiteral("--no-owner"), QStringLiteral("--no-privileges")};
    if (request.scope == Scope::OneTable)
        words << QStringLiteral("--table=") + shellWord(Db::quoted(request.table));
    else if (request.scope == Scope::DataOnly)
        words << QStringLiteral("--data-only");
    else if (request.scope == Scope::SchemaOnly)
        words << QStringLiteral("--schema-only");
    words << QStringLiteral("--file=") + shellWord(request.file)
          << shellWord(Db::ConnectionString::toText(request.source, Db::ConnectionString::Secrets::Hide));
    return words.join(QLatin1Char(' '));
}

} // namespace

QString equivalentCommand(const Request &request, const QString &target)
{
    if (!request.wrapping.isNone() || request.kind == Kind::Portable)
        return byThisProgram(request, target);
    if (request.kind != Kind::SqliteSnapshot)
        return byPgDump(request);
    // sqlite3's own commands have quotes of their own, which not every name survives.
    const auto isHard = [](QChar c) { return c == QLatin1Char('"') || c == QLatin1Char('\''); };
    if (std::any_of(request.file.begin(), request.file.end(), isHard) ||
        request.file.contains(QLatin1Char('\\')) || request.file.startsWith(QLatin1Char('-')))
        return byThisProgram(request, target);
    return QStringLiteral("sqlite3 -readonly %1 %2")
        .arg(shellWord(request.source.file),
             shellWord(QStringLiteral(".backup '") + request.file + QLatin1Char('\'')));
}

} // namespace Backup
