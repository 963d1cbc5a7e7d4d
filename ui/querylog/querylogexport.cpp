// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/querylog/querylogexport.h"

#include "ui/querylog/querylogtext.h"

namespace Gui::QueryLogExport {

namespace {

QString csvField(QString text)
{
    static const QString formula = QStringLiteral("=+-@\t\r\n");
    if (!text.isEmpty() && formula.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    for (const char special : {'"', ',', '\r', '\n'})
        if (text.contains(QLatin1Char(special)))
            return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) +
                   QLatin1Char('"');
    return text;
}

} // namespace

QByteArray toCsv(const QList<Db::QueryRecord> &records)
{
    // Not translated: programs read these.
    QByteArray csv = "Time,Connection,Milliseconds,Rows,Code,Error,Statement,Values\r\n";
    for (const Db::QueryRecord &record : records) {
        const double milliseconds = std::chrono::duration<double, std::milli>(record.duration).count();
        const QStringList fields{record.time.toUTC().toString(Qt::ISODateWithMs),
                                 csvField(record.connection),
                                 QString::number(milliseconds, 'f', 3),
                                 QString::number(record.rows),
                                 csvField(record.code),
                                 csvField(record.error),
                                 csvField(record.statement),
                                 csvField(record.values.join(QLatin1Char('\n')))};
        csv += fields.join(QLatin1Char(',')).toUtf8() + "\r\n";
    }
    return csv;
}

QString toPlainText(const QList<Db::QueryRecord> &records)
{
    QString text;
    for (const Db::QueryRecord &record : records)
        text += QueryLogText::facts(record) + QLatin1Char('\n') + QueryLogText::details(record) +
                QStringLiteral("\n\n");
    text.chop(1);
    return text;
}

} // namespace Gui::QueryLogExport
