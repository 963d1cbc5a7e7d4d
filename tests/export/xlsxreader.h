// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace Tests {

/// One cell as a spreadsheet sees it.
struct SheetCell
{
    QString type;  ///< "inlineStr", "b", "n"
    QString value; ///< as the file has it, decoded
    QString style; ///< number of its format; empty: the usual one
    friend bool operator==(const SheetCell &, const SheetCell &) = default;
};

/// A part of a workbook by the system's own unzip, which also checks it; empty: there is none, or it is
/// damaged.
[[nodiscard]] inline QByteArray partOf(const QString &file, const QString &part)
{
    QProcess unzip;
    unzip.start(QStringLiteral("unzip"), {QStringLiteral("-p"), file, part});
    unzip.waitForFinished(60'000);
    return unzip.exitStatus() == QProcess::NormalExit && unzip.exitCode() == 0 ? unzip.readAllStandardOutput()
                                                                               : QByteArray();
}

/// The characters that a workbook spells by their numbers.
[[nodiscard]] inline QString unescaped(const QString &text)
{
    static const QRegularExpression escape(QStringLiteral("_x([0-9A-Fa-f]{4})_"));
    QString result;
    qsizetype copied = 0;
    for (auto it = escape.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        result += QStringView(text).mid(copied, match.capturedStart() - copied);
        result += QChar(match.captured(1).toUShort(nullptr, 16));
        copied = match.capturedEnd();
    }
    return result + QStringView(text).mid(copied);
}

/// The first sheet: its cells by row and column. Fails by an empty list, also on XML that is not well-formed.
/// `formulas` counts what would be calculated.
[[nodiscard]] inline QList<QMap<int, SheetCell>> sheetOf(const QString &file, int *formulas = nullptr)
{
    QXmlStreamReader xml(partOf(file, QStringLiteral("xl/worksheets/sheet1.xml")));
    QList<QMap<int, SheetCell>> rows;
    int column = 0;
    SheetCell cell;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("row")) {
            rows.append(QMap<int, SheetCell>());
        } else if (xml.isStartElement() && xml.name() == QLatin1String("c")) {
            column = 0;
            const QString place = xml.attributes().value(QLatin1String("r")).toString();
            for (const QChar c : place)
                if (c.isLetter())
                    column = column * 26 + (c.unicode() - 'A' + 1);
            cell = {xml.attributes().value(QLatin1String("t")).toString(),
                    {},
                    xml.attributes().value(QLatin1String("s")).toString()};
            if (cell.type.isEmpty())
                cell.type = QStringLiteral("n");
        } else if (xml.isStartElement() && xml.name() == QLatin1String("f") && formulas) {
            ++*formulas;
        } else if (xml.isStartElement() &&
                   (xml.name() == QLatin1String("t") || xml.name() == QLatin1String("v"))) {
            cell.value = unescaped(xml.readElementText());
        } else if (xml.isEndElement() && xml.name() == QLatin1String("c")) {
            rows.last().insert(column - 1, cell);
        }
    }
    return xml.hasError() ? QList<QMap<int, SheetCell>>() : rows;
}

} // namespace Tests
