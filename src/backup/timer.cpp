// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/timer.h"

#include "backup/schedule.h"
#include "core/durablefile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <chrono>

namespace Backup {

namespace {

using namespace std::chrono_literals;
using Core::Error;
using Core::ErrorKind;

constexpr std::chrono::milliseconds patience = 20s;
constexpr qint64 maximalUnitSize = 64 << 10;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Timer)
};

/// Nothing that could be another file, or a word of systemd's own.
bool isUsableId(const QString &profile)
{
    static const QRegularExpression id(QStringLiteral(R"(\A[A-Za-z0-9-]{1,64}\z)"));
    return id.match(profile).hasMatch();
}

QString unitName(const QString &profile, QLatin1String ending)
{
    return QStringLiteral("gsc-admin-backup-") + profile + ending;
}

QString unitFile(const QString &profile, QLatin1String ending)
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/systemd/user/") + unitName(profile, ending);
}

constexpr QLatin1String serviceEnding(".service");
constexpr QLatin1String timerEnding(".timer");

/// A value of one line as it is; '%' begins one of systemd's own words.
QString plainText(const QString &text)
{
    QString result;
    for (const QChar c : text)
        result += c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
                          c == QChar::ParagraphSeparator
                      ? QChar(u' ')
                      : c;
    return result.replace(u'%', QStringLiteral("%%"));
}

/// One word of a command line in systemd's own quoting, which is not a shell's.
QString quoted(const QString &word)
{
    QString result;
    for (const QChar c : word) {
        if (c == u'"' || c == u'\\')
            result += u'\\' + QString(c);
        else if (c == u'%')
            result += QStringLiteral("%%");
        else if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            result += QStringLiteral("\\x%1").arg(int(c.unicode()), 2, 16, QLatin1Char('0'));
        else
            result += c;
    }
    return u'"' + result + u'"';
}

/// The same where $ would begin a variable: everywhere but in the first word.
QString quotedArgument(const QString &word)
{
    return quoted(word).replace(u'$', QStringLiteral("$$"));
}

/// systemd takes no program with quotes, backslashes or control characters in its path, but a shell does.
QString commandLine(const QString &program, const QStringList &arguments)
{
    static const QRegularExpression refused(QStringLiteral(R"([\x00-\x1f\x7f"'\\])"));
    QStringList words;
    if (refused.match(program).hasMatch())
        words << QStringLiteral("/bin/sh") << QStringLiteral("-c")
              << quotedArgument(QStringLiteral("exec \"$0\" \"$@\"")) << quotedArgument(program);
    else
        words << quoted(program);
    return (words + arguments).join(u' ');
}

QString calendar(const Schedule &schedule)
{
    const QString time = schedule.at.toString(QStringLiteral("HH:mm:00"));
    if (schedule.every == Schedule::Every::Day)
        return QStringLiteral("*-*-* ") + time;
    static constexpr const char *days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return QLatin1String(days[int(schedule.weekday) - 1]) + QStringLiteral(" *-*-* ") + time;
}

struct Answer
{
    bool isGood = false;
    QString text;
};

Answer systemctl(const QStringList &arguments)
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("systemctl"));
    if (program.isEmpty())
        return {false, Text::tr("There is no systemctl on this computer.")};
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program,
                  QStringList{QStringLiteral("--user"), QStringLiteral("--no-ask-password")} + arguments);
    if (!process.waitForFinished(int(patience.count()))) {
        const QString problem = process.errorString();
        process.kill();
        process.waitForFinished();
        return {false, problem};
    }
    return {process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
            QString::fromLocal8Bit(process.readAll()).trimmed()};
}

Error noSystemd(const QString &detail)
{
    return {ErrorKind::Unsupported,
            Text::tr("systemd does not run timers for you on this computer, so that backups can only be made "
                     "while the "
                     "program is open. Nothing was changed."),
            detail,
            {}};
}

/// What was there before, or nothing.
void putBack(const QString &file, const Core::Result<QByteArray> &before)
{
    if (before)
        (void)Core::writeDurably(file, *before);
    else
        QFile::remove(file);
}

} // namespace

Timer timerFor(const Schedule &schedule, const QString &profileName, const QString &program)
{
    if (schedule.every == Schedule::Every::Never || !schedule.at.isValid() || !isUsableId(schedule.profile))
        return {};
    // “…” also keeps a backslash from being the last character, which would take in the next line.
    const QString description = plainText(Text::tr("Backup of “%1”").arg(profileName));
    Timer timer;
    timer.serviceFile = unitFile(schedule.profile, serviceEnding);
    timer.serviceText =
        QStringLiteral("# Written by GSC Tracking Admin, and replaced when the schedule changes.\n"
                       "[Unit]\n"
                       "Description=%1\n"
                       "\n"
                       "[Service]\n"
                       "Type=oneshot\n"
                       "ExecStart=%2\n"
                       "UMask=0077\n"
                       "Nice=10\n"
                       "IOSchedulingClass=idle\n")
            .arg(description, commandLine(program, {QStringLiteral("backup"), QStringLiteral("--profile"),
                                                    schedule.profile, QStringLiteral("--scheduled")}));
    timer.timerFile = unitFile(schedule.profile, timerEnding);
    timer.timerText =
        QStringLiteral("# Written by GSC Tracking Admin, and replaced when the schedule changes.\n"
                       "[Unit]\n"
                       "Description=%1\n"
                       "\n"
                       "[Timer]\n"
                       "OnCalendar=%2\n"
                       "Persistent=true\n"
                       "\n"
                       "[Install]\n"
                       "WantedBy=timers.target\n")
            .arg(description, calendar(schedule));
    return timer;
}

Core::Result<void> installTimer(const Timer &timer)
{
    if (timer.timerFile.isEmpty())
        return Error{ErrorKind::Syntax,
                     Text::tr("This schedule never runs, so that there is nothing to set up."),
                     {},
                     {}};
    // Asked first, so that nothing is written where nobody would read it.
    if (const Answer answer = systemctl({QStringLiteral("show-environment")}); !answer.isGood)
        return noSystemd(answer.text);
    const auto oldService = Core::readLimited(timer.serviceFile, maximalUnitSize);
    const auto oldTimer = Core::readLimited(timer.timerFile, maximalUnitSize);
    const auto undo = [&] {
        putBack(timer.serviceFile, oldService);
        putBack(timer.timerFile, oldTimer);
        (void)systemctl({QStringLiteral("daemon-reload")});
    };
    for (const auto &[file, text] :
         {std::pair(timer.serviceFile, timer.serviceText), std::pair(timer.timerFile, timer.timerText)})
        if (const auto written = Core::writeDurably(file, text.toUtf8()); !written) {
            undo();
            return written.error();
        }
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("daemon-reload")},
          QStringList{QStringLiteral("enable"), QStringLiteral("--now"),
                      QFileInfo(timer.timerFile).fileName()},
          // An older timer may be running with another time.
          QStringList{QStringLiteral("restart"), QFileInfo(timer.timerFile).fileName()}})
        if (const Answer answer = systemctl(arguments); !answer.isGood) {
            if (!oldTimer)
                (void)systemctl({QStringLiteral("disable"), QStringLiteral("--now"),
                                 QFileInfo(timer.timerFile).fileName()});
            undo();
            return noSystemd(answer.text);
        }
    return {};
}

Core::Result<void> removeTimer(const QString &profile)
{
    if (!isUsableId(profile))
        return Error{ErrorKind::Syntax, Text::tr("There is no such profile. Nothing was changed."), {}, {}};
    const QString service = unitFile(profile, serviceEnding);
    const QString timer = unitFile(profile, timerEnding);
    const QString link =
        QFileInfo(timer).path() + QStringLiteral("/timers.target.wants/") + unitName(profile, timerEnding);
    const auto isThere = [](const QString &file) {
        return QFileInfo::exists(file) || QFileInfo(file).isSymLink();
    };
    if (!isThere(service) && !isThere(timer) && !isThere(link))
        return {};
    // Where systemd cannot be asked its link is what makes the timer start.
    (void)systemctl({QStringLiteral("disable"), QStringLiteral("--now"), unitName(profile, timerEnding)});
    for (const QString &file : {link, timer, service})
        if (isThere(file) && !QFile::remove(file))
            return Error{ErrorKind::Io,
                         Text::tr("“%1” could not be deleted. The backups may go on being made.").arg(file),
                         {},
                         {}};
    (void)systemctl({QStringLiteral("daemon-reload")});
    return {};
}

bool isTimerInstalled(const QString &profile)
{
    return isUsableId(profile) && QFileInfo(unitFile(profile, timerEnding)).isFile();
}

} // namespace Backup
