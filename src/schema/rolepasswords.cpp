// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/rolepasswords.h"

#include "core/durablefile.h"
#include "schema/text.h"

#include <QFileInfo>

namespace Schema {

using Core::Result;

namespace {

/// A field of a password file: colons and backslashes are escaped.
QString field(QString text)
{
    return text.replace(u'\\', QLatin1String("\\\\")).replace(u':', QLatin1String("\\:"));
}

} // namespace

Result<void> keepPasswords(const QString &file, const Db::ConnectionSpec &connection, const QString &database,
                           const QList<NewRole> &roles)
{
    const Db::HostPort host = connection.hosts.isEmpty() ? Db::HostPort{QStringLiteral("localhost"), 5432}
                                                         : connection.hosts.first();
    QString lines;
    for (const NewRole &role : roles)
        if (!role.password.isEmpty())
            lines += QStringList{field(host.host), QString::number(host.port), field(database),
                                 field(role.name), field(role.password)}
                         .join(u':') +
                     u'\n';
    if (lines.isEmpty())
        return {};
    if (QFileInfo::exists(file))
        return Core::Error{Core::ErrorKind::Conflict,
                           Text::tr("“%1” is there already. Nothing was changed; give a new file.").arg(file),
                           {},
                           {}};
    return Core::writeDurably(QFileInfo(file).absoluteFilePath(), lines.toUtf8());
}

} // namespace Schema
