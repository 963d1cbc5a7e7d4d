// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <algorithm>
#include <cmath>

namespace Bench {

namespace {

QString number(double value)
{
    if (value == std::floor(value) && std::abs(value) < 1000)
        return QString::number(value, 'f', 0);
    return QString::number(value, 'f', std::abs(value) < 1 ? 3 : std::abs(value) < 100 ? 1 : 0);
}

QString number(const std::optional<double> &value)
{
    return value ? number(*value) : QStringLiteral("-");
}

QStringList cells(const Figure &figure)
{
    const auto met = figure.met();
    return {figure.id,
            figure.engine,
            figure.what,
            number(figure.ours),
            figure.peer.isEmpty() ? QStringLiteral("-") : figure.peer,
            number(figure.theirs),
            number(figure.ratio()),
            figure.unit,
            figure.target(),
            !met   ? QStringLiteral("-")
            : *met ? QStringLiteral("yes")
                   : QStringLiteral("NO")};
}

QJsonValue jsonNumber(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

} // namespace

std::optional<double> Figure::ratio() const
{
    return theirs && *theirs > 0 ? std::optional(ours / *theirs) : std::nullopt;
}

QString Figure::target() const
{
    QStringList parts;
    if (maxRatio)
        parts << QStringLiteral("<= %1 x").arg(*maxRatio);
    if (maxOurs)
        parts << QStringLiteral("<= %1 %2").arg(*maxOurs).arg(unit);
    return parts.isEmpty() ? QStringLiteral("-") : parts.join(QStringLiteral(", "));
}

std::optional<bool> Figure::met() const
{
    if (maxOurs && ours > *maxOurs)
        return false;
    if (maxRatio && !ratio())
        return std::nullopt;
    return maxRatio ? std::optional(*ratio() <= *maxRatio) : maxOurs ? std::optional(true) : std::nullopt;
}

void Report::add(const Figure &figure)
{
    m_figures.append(figure);
    QTextStream(stderr) << cells(figure).join(QStringLiteral("  ")) << Qt::endl;
}

QString Report::table() const
{
    QList<QStringList> lines = {{QStringLiteral("id"), QStringLiteral("engine"), QStringLiteral("what"),
                                 QStringLiteral("ours"), QStringLiteral("peer"), QStringLiteral("theirs"),
                                 QStringLiteral("ratio"), QStringLiteral("unit"), QStringLiteral("target"),
                                 QStringLiteral("met")}};
    for (const Figure &figure : m_figures)
        lines.append(cells(figure));
    QList<qsizetype> widths(lines.first().size(), 0);
    for (const QStringList &line : lines)
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths.at(i), line.at(i).size());
    QString text;
    for (const QStringList &line : lines) {
        QString row;
        for (qsizetype i = 0; i < line.size(); ++i) {
            const bool isNumber = i == 3 || i == 5 || i == 6;
            row += (isNumber ? line.at(i).rightJustified(widths.at(i))
                             : line.at(i).leftJustified(widths.at(i))) +
                   QStringLiteral("  ");
        }
        text += row.trimmed() + QLatin1Char('\n');
    }
    return text;
}

QByteArray Report::json() const
{
    QJsonArray results;
    for (const Figure &figure : m_figures) {
        const auto met = figure.met();
        results.append(QJsonObject{
            {QStringLiteral("id"), figure.id},
            {QStringLiteral("engine"), figure.engine},
            {QStringLiteral("what"), figure.what},
            {QStringLiteral("ours"), figure.ours},
            {QStringLiteral("peer"),
             figure.peer.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(figure.peer)},
            {QStringLiteral("theirs"), jsonNumber(figure.theirs)},
            {QStringLiteral("ratio"), jsonNumber(figure.ratio())},
            {QStringLiteral("unit"), figure.unit},
            {QStringLiteral("target"), figure.target()},
            {QStringLiteral("met"), met ? QJsonValue(*met) : QJsonValue(QJsonValue::Null)},
        });
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("rows"), m_rows}, {QStringLiteral("results"), results}})
        .toJson();
}

} // namespace Bench
