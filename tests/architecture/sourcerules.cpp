// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcerules.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Tests {

namespace {

constexpr int maximalLines = 600;

// Folder → the folders its files may include besides their own. A folder that is not here is not allowed at
// all: adding a layer is a decision, and this is where it is written down.
const QHash<QString, QStringList> &layers()
{
    static const QHash<QString, QStringList> table{
        {u"src/core"_s, {}},
        {u"src/db"_s, {u"src/core"_s}},
        {u"src/profiles"_s, {u"src/core"_s, u"src/db"_s}},
        {u"src/secrets"_s, {u"src/core"_s}},
        {u"src/doctor"_s, {u"src/core"_s, u"src/db"_s}},
        {u"src/tables"_s, {u"src/core"_s, u"src/db"_s}},
        {u"src/schema"_s, {u"src/core"_s, u"src/db"_s, u"src/tables"_s}},
        {u"src/customers"_s, {u"src/core"_s, u"src/db"_s}},
        {u"src/backup"_s, {u"src/core"_s, u"src/db"_s, u"src/tables"_s}},
        {u"src/export"_s, {u"src/core"_s, u"src/db"_s}},
        {u"ui/base"_s, {u"src/core"_s, u"src/db"_s, u"src/profiles"_s}},
        {u"ui/connect"_s,
         {u"ui/base"_s, u"src/core"_s, u"src/db"_s, u"src/schema"_s, u"src/profiles"_s, u"src/secrets"_s,
          u"src/doctor"_s}},
        {u"ui/customers"_s, {u"ui/base"_s, u"src/core"_s, u"src/db"_s, u"src/customers"_s}},
        {u"ui/querylog"_s, {u"ui/base"_s, u"src/core"_s, u"src/db"_s}},
        {u"ui/backup"_s,
         {u"ui/base"_s, u"src/core"_s, u"src/db"_s, u"src/tables"_s, u"src/profiles"_s, u"src/backup"_s,
          u"src/export"_s}},
        {u"ui/schema"_s,
         {u"ui/base"_s, u"src/core"_s, u"src/db"_s, u"src/tables"_s, u"src/profiles"_s, u"src/schema"_s}},
        {u"ui/export"_s, {u"ui/base"_s, u"src/core"_s, u"src/db"_s, u"src/profiles"_s, u"src/export"_s}},
        {u"ui/settings"_s, {u"ui/base"_s, u"src/core"_s, u"src/db"_s}},
        {u"ui/shell"_s,
         {u"ui/base"_s, u"ui/backup"_s, u"ui/export"_s, u"ui/schema"_s, u"ui/connect"_s, u"ui/customers"_s,
          u"ui/querylog"_s, u"ui/settings"_s, u"src/core"_s, u"src/db"_s, u"src/profiles"_s, u"src/secrets"_s,
          u"src/schema"_s, u"src/customers"_s, u"src/tables"_s, u"src/backup"_s, u"src/export"_s}},
        {u"app"_s,
         {u"ui/base"_s, u"ui/backup"_s, u"ui/export"_s, u"ui/schema"_s, u"ui/connect"_s, u"ui/customers"_s,
          u"ui/querylog"_s, u"ui/settings"_s, u"ui/shell"_s, u"src/core"_s, u"src/db"_s, u"src/profiles"_s,
          u"src/secrets"_s, u"src/doctor"_s, u"src/schema"_s, u"src/customers"_s, u"src/tables"_s,
          u"src/backup"_s, u"src/export"_s}},
    };
    return table;
}

QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}

// The code alone: comments and the insides of string literals may name what code may not use.
QString withoutCommentsAndStrings(const QString &text)
{
    static const QRegularExpression pattern(
        uR"(//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])')"_s,
        QRegularExpression::DotMatchesEverythingOption);
    return QString(text).replace(pattern, u"\"\""_s);
}

struct Forbidden
{
    const char *pattern;
    const char *except; // files that may, as a pattern; empty: none
    const char *reason;
};

constexpr Forbidden forbidden[] = {
    {R"(\bQSql(Table|Relational|Query)\w*Model\b)", "",
     "runs SQL in the GUI thread and prepares statements, which a transaction pooler mixes up"},
    {R"(\blastInsertId\b)", "", "asks lastval(), wrong behind a transaction pooler: use RETURNING"},
    {R"((\.|->)prepare\s*\()", "^src/db/sqlite",
     "QSqlQuery::prepare is for SQLite only: behind a transaction pooler it runs other clients' statements"},
    {R"(\bQEventLoop\b)", "", "nested event loops re-enter code that does not expect it: use Core::Task"},
    {R"(\bprocessEvents\b)", "", "re-enters code that does not expect it: use Core::Task"},
    {R"((\.|->)terminate\s*\()", "", "kills a thread that may hold locks: interrupt its statement and wait"},
};

} // namespace

SourceRules::SourceRules(const QString &sourceRoot, const QString &widgetsHeaders, const QString &sqlHeaders)
    : m_root(sourceRoot)
    , m_widgets(widgetsHeaders)
    , m_sql(sqlHeaders)
{}

QStringList SourceRules::files() const
{
    QStringList result;
    for (const QString &top : {u"src"_s, u"ui"_s, u"app"_s}) {
        QDirIterator iterator(m_root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                              QDirIterator::Subdirectories);
        while (iterator.hasNext())
            result.append(m_root.relativeFilePath(iterator.next()));
    }
    // A list for the compiler, which no file includes: nothing comes to another layer by it.
    result.removeIf([](const QString &path) { return path.endsWith(u"/precompiled.h"); });
    result.sort();
    return result;
}

QStringList SourceRules::violations(const QString &path, const QString &text) const
{
    QStringList result = shape(path, text);

    static const QRegularExpression includeLine(uR"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])"_s,
                                                QRegularExpression::MultilineOption);
    for (QRegularExpressionMatchIterator match = includeLine.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const QString include = found.captured(2);
        if (found.captured(1) == u"<") {
            result += systemInclude(path, include);
        } else if (const QString problem = projectInclude(path, include); !problem.isEmpty()) {
            result += problem;
        }
    }

    const QString code = withoutCommentsAndStrings(text);
    for (const Forbidden &rule : forbidden) {
        const bool isExcepted = *rule.except != '\0' &&
                                QRegularExpression(QString::fromLatin1(rule.except)).match(path).hasMatch();
        const auto found = QRegularExpression(QString::fromLatin1(rule.pattern)).match(code);
        if (!isExcepted && found.hasMatch())
            result +=
                u"%1 uses %2: %3"_s.arg(path, found.captured().trimmed(), QString::fromLatin1(rule.reason));
    }
    return result;
}

QStringList SourceRules::shape(const QString &path, const QString &text)
{
    QStringList result;
    if (!layers().contains(folderOf(path)))
        result += u"%1 is in no layer that sourcerules.cpp knows"_s.arg(path);
    const QStringList lines = text.split(u'\n');
    if (lines.size() - 1 > maximalLines)
        result +=
            u"%1 has %2 lines, at most %3 are allowed"_s.arg(path).arg(lines.size() - 1).arg(maximalLines);
    if (!lines.value(0).startsWith(u"// SPDX-FileCopyrightText: ") ||
        lines.value(1) != u"// SPDX-License-Identifier: GPL-3.0-or-later")
        result += u"%1 does not begin with the two SPDX lines"_s.arg(path);
    if (path.endsWith(u".h") && !lines.contains(u"#pragma once"_s))
        result += u"%1 has no #pragma once"_s.arg(path);
    return result;
}

QString SourceRules::projectInclude(const QString &path, const QString &include) const
{
    // Written by uic and moc beside the file that includes them.
    if ((include.startsWith(u"ui_") && !include.contains(u'/')) || include.endsWith(u".moc"))
        return {};
    const QString folder = folderOf(path);
    QString target;
    for (const QString &base : QStringList{folder + u'/', u"src/"_s, QString()}) {
        const QString candidate = QDir::cleanPath(base + include);
        if (QFileInfo::exists(m_root.filePath(candidate))) {
            target = candidate;
            break;
        }
    }
    if (target.isEmpty())
        return u"%1 includes \"%2\", which is no file of the project"_s.arg(path, include);
    const QString targetFolder = folderOf(target);
    if (targetFolder != folder && !layers().value(folder).contains(targetFolder))
        return u"%1 includes \"%2\": %3 may not know %4"_s.arg(path, include, folder, targetFolder);
    if (target == u"src/db/session.h" && (path.startsWith(u"ui/") || path.startsWith(u"app/")))
        return u"%1 includes \"%2\": sessions belong to the worker thread"_s.arg(path, include);
    return {};
}

QStringList SourceRules::systemInclude(const QString &path, const QString &include) const
{
    static const QRegularExpression driver(uR"(^(libpq-fe|libpq/|openssl/|postgresql/|sqlite3|pg_config))"_s);
    QStringList result;
    const auto isOf = [&include](QLatin1StringView module, const QDir &headers) {
        return include.startsWith(module) ||
               (!include.contains(u'/') && QFileInfo::exists(headers.filePath(include)));
    };
    if (isOf("QtWidgets"_L1, m_widgets) && path.startsWith(u"src/"))
        result += u"%1 includes <%2>: Qt Widgets are for ui/ and app/"_s.arg(path, include);
    if (isOf("QtSql"_L1, m_sql) && !path.startsWith(u"src/db/"))
        result += u"%1 includes <%2>: Qt SQL is for src/db"_s.arg(path, include);
    if (driver.match(include).hasMatch() && !path.startsWith(u"src/db/"))
        result += u"%1 includes <%2>: libpq and SQLite are for src/db"_s.arg(path, include);
    return result;
}

} // namespace Tests
