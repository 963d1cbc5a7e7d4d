// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rows.h"

namespace Tests {

Rows rows(QStringView picture)
{
    Rows result;
    for (const QStringView line : picture.split(u'\n')) {
        if (line.trimmed().isEmpty())
            continue;
        QStringList row;
        for (const QStringView field : line.split(u'|')) {
            const QStringView text = field.trimmed();
            row.append(text == u"NULL" ? QString() : QStringLiteral("") + text.toString());
        }
        result.append(row);
    }
    return result;
}

QString picture(const Rows &rows)
{
    QString result;
    for (const QStringList &row : rows) {
        QStringList fields;
        for (const QString &field : row)
            fields.append(field.isNull() ? QStringLiteral("NULL") : field);
        result += fields.join(u'|') + u'\n';
    }
    return result;
}

} // namespace Tests
