// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace Tests {

struct ProgramRun
{
    int code = -1;
    QString out;
    QString err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

/// Runs the real program, without a display: headless verbs must not need one. `home` takes the place of all
/// of the user's folders where it is given.
inline ProgramRun gscAdmin(const QStringList &arguments, const QString &home = {},
                           const QByteArray &input = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DATABASE_URL"})
        environment.remove(QLatin1String(name));
    if (!home.isEmpty()) {
        environment.insert(QStringLiteral("HOME"), home);
        for (const char *name : {"CONFIG", "DATA", "STATE", "CACHE"})
            environment.insert(QStringLiteral("XDG_%1_HOME").arg(QLatin1String(name)),
                               home + u'/' + QString::fromLatin1(name).toLower());
        // No keyring of whoever runs the tests.
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"),
                           QStringLiteral("unix:path=/nonexistent"));
        environment.remove(QStringLiteral("XDG_RUNTIME_DIR"));
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(GSC_ADMIN), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished())
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace Tests
