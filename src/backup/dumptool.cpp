// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/dumptool.h"

#include "backup/childprogram.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QVersionNumber>

#include <algorithm>
#include <array>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::DumpTool)
};

constexpr std::chrono::seconds versionLimit{5};

/// Where distributions and PostgreSQL's own packages put one version beside the other; '*' in the last part
/// but one.
constexpr std::array folders{"/usr/lib/postgresql/*/bin",  "/usr/pgsql-*/bin",
                             "/usr/lib/postgresql*/bin",   "/usr/lib64/postgresql-*/bin",
                             "/usr/libexec/postgresql*/.", "/opt/pgsql-*/bin",
                             "/usr/local/pgsql*/bin",      "/opt/postgresql*/bin",
                             "/app/lib/postgresql/*/bin",  "/home/linuxbrew/.linuxbrew/opt/*/bin"};

QStringList usualFolders()
{
    QStringList result;
    for (const char *pattern : folders) {
        const QString text = QString::fromLatin1(pattern);
        const QString above = text.section(u'/', 0, -3);
        const QStringList names = QDir(above).entryList({text.section(u'/', -2, -2)}, QDir::Dirs, QDir::Name);
        for (const QString &name : names)
            result.append(above + u'/' + name + u'/' + text.section(u'/', -1));
    }
    for (const QString &folder : qEnvironmentVariable("PATH").split(u':')) {
        if (folder.startsWith(u'/'))
            result.append(folder);
    }
    return result;
}

/// The file itself; empty: it is none that can be run, or Debian's wrapper, which chooses a version by what
/// it finds in the environment and in the user's files.
QString programAt(const QString &path)
{
    const QFileInfo info(path);
    const QString real = info.canonicalFilePath();
    if (!info.isFile() || !info.isExecutable() || real.endsWith(QLatin1String("/pg_wrapper")))
        return {};
    return real;
}

/// major 0: it does not answer as a program of PostgreSQL does.
DumpTool toolAt(const QString &path)
{
    static const QRegularExpression answer(QStringLiteral(R"(\) (\d+(?:\.\d+)*(?:beta\d+|rc\d+|devel)?))"));
    Core::JobContext context;
    ChildProgram program;
    program.path = path;
    program.arguments = QStringList{QStringLiteral("--version")};
    program.environment = plainEnvironment();
    program.limit = versionLimit;
    const Result<ChildEnd> end = runToEnd(program, context);
    if (!end || end->isCrashed || end->exitCode != 0)
        return {};
    const QRegularExpressionMatch match = answer.match(QString::fromUtf8(end->output));
    return {path, majorOf(match.captured(1)), match.captured(1)};
}

bool isBefore(const DumpTool &a, const DumpTool &b)
{
    if (a.major != b.major)
        return a.major < b.major;
    // Of one major the newest: later ones have fewer holes.
    return QVersionNumber::fromString(a.version) > QVersionNumber::fromString(b.version);
}

} // namespace

QList<DumpTool> dumpTools(const QString &program, const QString &userPath)
{
    QStringList seen;
    const auto look = [&](const QString &path) -> DumpTool {
        const QString real = programAt(path);
        if (real.isEmpty() || seen.contains(real))
            return {};
        seen.append(real);
        return toolAt(real);
    };
    QList<DumpTool> tools;
    DumpTool chosen;
    if (!userPath.isEmpty())
        chosen = look(QFileInfo(userPath).isDir() ? QString(userPath + u'/' + program) : userPath);
    for (const QString &folder : usualFolders()) {
        if (const DumpTool tool = look(folder + u'/' + program); tool.major > 0)
            tools.append(tool);
    }
    std::stable_sort(tools.begin(), tools.end(), isBefore);
    if (chosen.major > 0)
        tools.prepend(chosen);
    return tools;
}

Result<DumpTool> findDumpTool(int serverMajor, const QString &userPath)
{
    const QList<DumpTool> tools = dumpTools(QStringLiteral("pg_dump"), userPath);
    const auto found = std::find_if(tools.begin(), tools.end(),
                                    [=](const DumpTool &tool) { return tool.major >= serverMajor; });
    // Of a server that does not say what it is, the newest may know most.
    if (serverMajor <= 0 && !tools.isEmpty())
        return tools.last();
    if (found != tools.end())
        return *found;
    if (tools.isEmpty())
        return Error{ErrorKind::Unsupported,
                     Text::tr("There is no pg_dump on this computer, and nothing was done. Make a portable "
                              "snapshot instead: it needs no other program. Or install PostgreSQL's client "
                              "programs in version %1 or newer.")
                         .arg(serverMajor),
                     {},
                     {}};
    QStringList versions;
    for (const DumpTool &tool : tools)
        versions.append(tool.version);
    return Error{
        ErrorKind::Unsupported,
        Text::tr("The server is PostgreSQL %1. pg_dump must not be older than the server, but on this "
                 "computer it is %2, and nothing was done. Make a portable snapshot instead: it needs no "
                 "other program. Or install PostgreSQL's client programs in version %1 or newer.")
            .arg(QString::number(serverMajor), versions.join(QStringLiteral(", "))),
        {},
        {}};
}

int majorOf(const QString &serverVersion)
{
    static const QRegularExpression number(QStringLiteral(R"(\A\s*(\d{1,9}))"));
    const int first = number.match(serverVersion).captured(1).toInt();
    return first >= 10000 ? first / 10000 : first;
}

} // namespace Backup
