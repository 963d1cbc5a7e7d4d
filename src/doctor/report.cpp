// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/report.h"

#include "core/log.h"
#include "db/connectionstring.h"
#include "doctor/examination.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace Doctor {

namespace {

QString stepWord(Step step)
{
    switch (step) {
    case Step::String:
        return QStringLiteral("string");
    case Step::Dns:
        return QStringLiteral("dns");
    case Step::Tcp:
        return QStringLiteral("tcp");
    case Step::Tls:
        return QStringLiteral("tls");
    case Step::Authentication:
        return QStringLiteral("authentication");
    case Step::Database:
        return QStringLiteral("database");
    case Step::Version:
        return QStringLiteral("version");
    case Step::Connections:
        return QStringLiteral("connections");
    case Step::Privileges:
        return QStringLiteral("privileges");
    case Step::CustomerTable:
        return QStringLiteral("customerTable");
    case Step::Migrations:
        return QStringLiteral("migrations");
    case Step::Pooler:
        return QStringLiteral("pooler");
    }
    Q_UNREACHABLE();
}

QString verdictWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return QStringLiteral("passed");
    case Verdict::Warning:
        return QStringLiteral("warning");
    case Verdict::Failed:
        return QStringLiteral("failed");
    case Verdict::Skipped:
        return QStringLiteral("skipped");
    }
    Q_UNREACHABLE();
}

struct Mark
{
    QString symbol;
    QString word;
    const char *color; ///< of ANSI
};

Mark markOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return {QStringLiteral("✓"), Text::tr("ok"), "32"};
    case Verdict::Warning:
        //: Four characters at most, for a column of text
        return {QStringLiteral("!"), Text::tr("warn"), "33"};
    case Verdict::Failed:
        //: Four characters at most, for a column of text
        return {QStringLiteral("✗"), Text::tr("FAIL"), "31"};
    case Verdict::Skipped:
        //: Four characters at most, for a column of text
        return {QStringLiteral("–"), Text::tr("skip"), "2"};
    }
    Q_UNREACHABLE();
}

int titleWidth(Db::Engine engine)
{
    qsizetype width = 0;
    const QList<Step> steps = stepsOf(engine);
    for (const Step step : steps)
        width = std::max(width, titleOf(step, engine).size());
    return int(width);
}

bool hasVerdict(const QList<Finding> &findings, Verdict verdict)
{
    return std::any_of(findings.cbegin(), findings.cend(),
                       [verdict](const Finding &finding) { return finding.verdict == verdict; });
}

QString indented(QString text, int columns)
{
    const QString space(columns, QLatin1Char(' '));
    return space + text.replace(QLatin1Char('\n'), QString(QLatin1Char('\n') + space)) + QLatin1Char('\n');
}

} // namespace

Verdict verdictOf(const QList<Finding> &findings)
{
    if (hasVerdict(findings, Verdict::Failed))
        return Verdict::Failed;
    return hasVerdict(findings, Verdict::Warning) ? Verdict::Warning : Verdict::Passed;
}

bool isConnected(const QList<Finding> &findings)
{
    return std::any_of(findings.cbegin(), findings.cend(), [](const Finding &finding) {
        return finding.step == Step::Database &&
               (finding.verdict == Verdict::Passed || finding.verdict == Verdict::Warning);
    });
}

QString verdictText(const QList<Finding> &findings)
{
    if (!isConnected(findings))
        return hasVerdict(findings, Verdict::Failed) ? Text::tr("There is no connection.")
                                                     : Text::tr("Stopped.");
    switch (verdictOf(findings)) {
    case Verdict::Failed:
        return Text::tr("The connection stands, but customers cannot be edited safely.");
    case Verdict::Warning:
        return Text::tr("The connection works; some points need attention.");
    default:
        return Text::tr("The connection works.");
    }
}

QString stepText(const Finding &finding, Db::Engine engine, const ReportStyle &style)
{
    const Mark mark = markOf(finding.verdict);
    constexpr int wordWidth = 4;
    constexpr int timeWidth = 9;
    QString shownMark = style.hasSymbols ? mark.symbol : mark.word.leftJustified(wordWidth);
    const int indent = int(shownMark.size()) + titleWidth(engine) + timeWidth + 5;
    if (style.hasColors)
        shownMark =
            QStringLiteral("\x1b[%1m").arg(QLatin1String(mark.color)) + shownMark + QStringLiteral("\x1b[0m");
    const QString time = finding.verdict == Verdict::Skipped
                             ? QString()
                             : Text::tr("%1 ms").arg(QLocale().toString(qlonglong(finding.duration.count())));
    QString text = shownMark + QLatin1Char(' ') +
                   titleOf(finding.step, engine).leftJustified(titleWidth(engine)) + QLatin1Char(' ') +
                   time.rightJustified(timeWidth) + QStringLiteral("   ") + finding.summary +
                   QLatin1Char('\n');
    if (!finding.fix.isEmpty())
        text +=
            indented((style.hasSymbols ? QStringLiteral("→ ") : QStringLiteral("-> ")) + finding.fix, indent);
    if (!style.hasSymbols) // a terminal that has no ✓ has no typographic quotes either
        text.replace(QChar(0x201c), QLatin1Char('"'))
            .replace(QChar(0x201e), QLatin1Char('"'))
            .replace(QChar(0x201d), QLatin1Char('"'))
            .replace(QChar(0x2026), QLatin1String("..."))
            .replace(QChar(0x2013), QLatin1Char('-'));
    return text;
}

QString shownTarget(const Db::ConnectionSpec &connection)
{
    Db::ConnectionSpec shown = connection;
    shown.user = Db::shownUser(connection);
    shown.password.reset();
    return Core::redacted(Db::ConnectionString::toText(shown));
}

QString reportText(const Db::ConnectionSpec &connection, const QList<Finding> &findings)
{
    QString text =
        shownTarget(connection) + QLatin1Char('\n') + verdictText(findings) + QStringLiteral("\n\n");
    for (const Finding &finding : findings) {
        text += stepText(finding, connection.engine);
        if (!finding.detail.isEmpty())
            text += indented(finding.detail, 4);
    }
    return text;
}

QJsonObject reportJson(const Db::ConnectionSpec &connection, const QList<Finding> &findings)
{
    QJsonArray steps;
    for (const Finding &finding : findings)
        steps.append(QJsonObject{{QStringLiteral("step"), stepWord(finding.step)},
                                 {QStringLiteral("verdict"), verdictWord(finding.verdict)},
                                 {QStringLiteral("summary"), finding.summary},
                                 {QStringLiteral("fix"), finding.fix},
                                 {QStringLiteral("detail"), finding.detail},
                                 {QStringLiteral("milliseconds"), qint64(finding.duration.count())}});
    return {{QStringLiteral("target"), shownTarget(connection)},
            {QStringLiteral("verdict"), verdictWord(verdictOf(findings))},
            {QStringLiteral("steps"), steps}};
}

} // namespace Doctor
