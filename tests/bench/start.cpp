// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measure.h"
#include "bench/program.h"
#include "bench/scenarios.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace Bench::Scenarios {

namespace {

/// When the trace has `mark` for the first time, ms after its beginning.
double timeOfMark(const QString &traceFile, const QString &mark)
{
    QFile file(traceFile);
    if (!file.open(QIODevice::ReadOnly))
        throw Failure(QStringLiteral("The program wrote no trace"));
    for (const QJsonValue &event : QJsonDocument::fromJson(file.readAll()).array())
        if (event.toObject().value(QLatin1String("name")) == mark)
            return event.toObject().value(QLatin1String("ts")).toDouble() / 1000;
    throw Failure(QStringLiteral("The trace has no mark “%1”").arg(mark));
}

QProcessEnvironment homeIn(const QString &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), folder);
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(name), folder + QLatin1Char('/') + QLatin1String(name));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    return environment;
}

} // namespace

void start(const Target &target, Report &report)
{
    const QString program = Program::ours();
    const QTemporaryDir home;
    double memory = 0;
    const double rowsShown = medianOf(target.isTrial() ? 1 : 3, [&] {
        QProcess process;
        process.setProcessEnvironment(homeIn(home.path()));
        // What the loader does before the trace's clock starts is in the time of the shortest possible run.
        QElapsedTimer timer;
        timer.start();
        process.start(program, {QStringLiteral("--version")});
        process.waitForFinished();
        const double loading = milliseconds(timer);

        const QString trace = home.filePath(QStringLiteral("trace.json"));
        QFile::remove(trace);
        process.start(program, {QStringLiteral("--trace"), trace, target.connection});
        if (!process.waitForStarted())
            throw Failure(process.errorString());
        process.waitForFinished(target.isTrial() ? 1000 : 5000); // nobody ends it: it goes on to count
        memory = residentMegabytes(process.processId());
        process.terminate();
        if (!process.waitForFinished(20'000))
            throw Failure(QStringLiteral("gsc-admin does not end"));
        return loading + timeOfMark(trace, QStringLiteral("rows shown"));
    });
    Figure time;
    time.id = QStringLiteral("P11");
    time.engine = target.engine();
    time.what = QStringLiteral("start until rows are shown");
    time.unit = QStringLiteral("ms");
    time.ours = rowsShown;
    time.maxOurs = 1000;
    report.add(time);
    Figure resident = time;
    resident.what = QStringLiteral("resident once counted");
    resident.unit = QStringLiteral("MB");
    resident.ours = memory;
    resident.maxOurs = 120;
    report.add(resident);
}

} // namespace Bench::Scenarios
