// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogtext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace Gui::QueryLogText {

namespace {

constexpr qsizetype headlineLength = 300; // more than a row shows, less than makes painting slow

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Gui::QueryLog)
};

/// Characters that cannot be seen but turn what stands around them, or end a text early, show themselves.
QString visible(QString text)
{
    for (QChar &c : text) {
        const bool isInvisible = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
        if (isInvisible && c != QLatin1Char('\n') && c != QLatin1Char('\t') && c != QLatin1Char('\r'))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

QString oneLine(const QString &text)
{
    // Cut first: the rest of a long text need not be looked at.
    const QString line = visible(text.left(headlineLength * 2)).simplified();
    return line.size() > headlineLength ? line.left(headlineLength) + QChar(0x2026) : line;
}

bool hasPlaceholders(const QString &statement)
{
    static const QRegularExpression quoted(QStringLiteral(R"('(?:[^']|'')*'|"(?:[^"]|"")*")"));
    static const QRegularExpression placeholder(QStringLiteral(R"(\$\d|\?)"));
    return QString(statement).remove(quoted).contains(placeholder);
}

QString values(const Db::QueryRecord &record)
{
    if (record.values.isEmpty())
        return hasPlaceholders(record.statement) ? Words::tr("Values are hidden outside Local.") : QString();
    QStringList lines;
    for (qsizetype i = 0; i < record.values.size(); ++i)
        lines.append(QStringLiteral("$%1 = %2").arg(QString::number(i + 1), visible(record.values.at(i))));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString time(const QDateTime &time)
{
    const QDateTime local = time.toLocalTime();
    const QString clock = local.toString(QStringLiteral("HH:mm:ss.zzz"));
    if (local.date() == QDate::currentDate())
        return clock;
    return QStringLiteral("%1 %2").arg(QLocale().toString(local.date(), QLocale::ShortFormat), clock);
}

QString milliseconds(std::chrono::microseconds duration)
{
    const double value = std::chrono::duration<double, std::milli>(duration).count();
    return Words::tr("%1 ms", "milliseconds").arg(QLocale().toString(value, 'f', 2));
}

QString failure(const Db::QueryRecord &record)
{
    if (!record.error.isEmpty())
        return oneLine(record.error);
    return record.failed() ? Words::tr("It failed with code %1.").arg(record.code) : QString();
}

QString headline(const Db::QueryRecord &record)
{
    const QString statement = oneLine(record.statement);
    return record.failed() ? QStringLiteral("%1 — %2").arg(failure(record), statement) : statement;
}

QString facts(const Db::QueryRecord &record)
{
    QStringList parts;
    if (record.failed())
        parts.append(record.code.isEmpty() ? Words::tr("Failed") : Words::tr("Failed: %1").arg(record.code));
    if (record.isSlow())
        parts.append(Words::tr("Slow"));
    parts << time(record.time) << visible(record.connection) << milliseconds(record.duration)
          << Words::tr("%Ln row(s)", nullptr, int(record.rows));
    return parts.join(QStringLiteral(" · "));
}

QString details(const Db::QueryRecord &record)
{
    QStringList parts;
    if (record.failed())
        parts.append(record.error.isEmpty() ? failure(record) : visible(record.error));
    parts.append(visible(record.statement));
    if (const QString text = values(record); !text.isEmpty())
        parts.append(text);
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace Gui::QueryLogText
