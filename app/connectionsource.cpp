// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectionsource.h"

#include <QCoreApplication>

namespace App {

std::optional<ConnectionSource>
connectionSource(const QString &argument, const QProcessEnvironment &environment, const QString &lastUsed)
{
    const auto source = [](const QString &text, const QString &description) {
        return ConnectionSource{text.trimmed(), description};
    };
    if (!argument.trimmed().isEmpty())
        return source(argument, QCoreApplication::translate("App", "from the command line"));
    for (const char *name : {"DATABASE_URL", "ConnectionStrings__DefaultConnection"}) {
        const QString value = environment.value(QLatin1String(name));
        if (!value.trimmed().isEmpty())
            return source(value, QCoreApplication::translate("App", "from %1").arg(QLatin1String(name)));
    }
    if (!lastUsed.isEmpty())
        return source(lastUsed, QCoreApplication::translate("App", "used last"));
    return std::nullopt;
}

void clearLibpqEnvironment()
{
    const QStringList names = QProcessEnvironment::systemEnvironment().keys();
    for (const QString &name : names)
        if (name.startsWith(QLatin1String("PG")))
            qunsetenv(name.toLocal8Bit().constData());
}

} // namespace App
