// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measure.h"
#include "bench/peers.h"
#include "bench/program.h"
#include "bench/scenarios.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <clocale>
#include <cstring>

namespace {

using namespace Bench;

struct Options
{
    qint64 rows = 1'000'000;
    int runs = 3;
    QString json;
    QString data;
    QStringList engines;
    QStringList only;
    bool large = false;

    [[nodiscard]] bool wants(const char *id) const
    {
        return only.isEmpty() || only.contains(QLatin1String(id), Qt::CaseInsensitive);
    }
};

Options optionsFrom(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Measures against the targets P1 to P11, beside what others need for the same."));
    parser.addHelpOption();
    const QCommandLineOption rows(QStringLiteral("rows"), QStringLiteral("Customers to measure with."),
                                  QStringLiteral("N"), QStringLiteral("1000000"));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Write the figures to FILE."),
                                  QStringLiteral("FILE"));
    const QCommandLineOption engine(QStringLiteral("engine"), QStringLiteral("sqlite, postgresql or all."),
                                    QStringLiteral("ENGINE"), QStringLiteral("all"));
    const QCommandLineOption only(QStringLiteral("only"), QStringLiteral("These targets only: P1,P3"),
                                  QStringLiteral("LIST"));
    const QCommandLineOption large(QStringLiteral("large"),
                                   QStringLiteral("Also ten times the rows, for P5 and P10."));
    const QCommandLineOption data(QStringLiteral("data"),
                                  QStringLiteral("Keep the generated data in DIR for the next run."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption runs(QStringLiteral("runs"),
                                  QStringLiteral("How often backups and the like are measured."),
                                  QStringLiteral("N"), QStringLiteral("3"));
    parser.addOptions({rows, json, engine, only, large, data, runs});
    parser.process(arguments);

    Options options;
    options.rows = parser.value(rows).toLongLong();
    options.runs = std::max(1, parser.value(runs).toInt());
    options.json = parser.value(json);
    options.data = parser.value(data);
    options.large = parser.isSet(large);
    options.only = parser.value(only).split(QLatin1Char(','), Qt::SkipEmptyParts);
    options.engines = parser.value(engine) == QLatin1String("all")
                          ? QStringList{QStringLiteral("sqlite"), QStringLiteral("postgresql")}
                          : QStringList{parser.value(engine)};
    for (const QString &name : options.engines)
        if (name != QLatin1String("sqlite") && name != QLatin1String("postgresql"))
            throw Failure(QStringLiteral("--engine: sqlite, postgresql or all"));
    if (options.rows < 1000)
        throw Failure(QStringLiteral("--rows: at least 1000"));
    return options;
}

void measure(const Options &options, const Target &target, const std::optional<Target> &large, Report &report)
{
    if (options.wants("P1"))
        Scenarios::firstRows(target, report);
    if (options.wants("P2"))
        Scenarios::stalls(target, report);
    if (options.wants("P3"))
        Scenarios::jumps(target, report);
    if (options.wants("P4"))
        Scenarios::search(target, report);
    if (options.wants("P5"))
        Scenarios::memory(target, large, report);
    if (options.wants("P6"))
        Scenarios::snapshots(target, report);
    if (options.wants("P7"))
        Scenarios::portableSnapshots(target, report);
    if (options.wants(target.isSqlite() ? "P6" : "P7"))
        Scenarios::exports(target, report);
    if (options.wants("P8"))
        Scenarios::transfers(target, report);
    if (options.wants("P9"))
        Scenarios::roundTrips(target, report);
    if (options.wants("P10") && large)
        Scenarios::growth(target, *large, report);
    if (options.wants("P11"))
        Scenarios::start(target, report);
}

int run(const QStringList &arguments)
{
    if (arguments.value(1) == QLatin1String("--peer"))
        return Peers::main(arguments.mid(2));
    const Options options = optionsFrom(arguments);
    const QTemporaryDir temporary;
    // What backups leave lying about while they are made is not to lie in the user's own folders.
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
        qputenv(name, QFile::encodeName(temporary.filePath(QLatin1String(name))));
    const QString folder = options.data.isEmpty() ? temporary.path() : QDir(options.data).absolutePath();
    if (!QDir().mkpath(folder))
        throw Failure(QStringLiteral("Cannot create %1").arg(folder));

    Report report(options.rows);
    for (const QString &engine : options.engines) {
        const auto dataset = engine == QLatin1String("sqlite") ? &sqliteDataset : &postgresDataset;
        Target target = dataset(folder, options.rows);
        target.runs = target.isTrial() ? 1 : options.runs;
        std::optional<Target> large;
        if (options.large)
            large = dataset(folder, options.rows * 10);
        measure(options, target, large, report);
    }
    QTextStream(stdout) << report.table() << Qt::flush;
    if (!options.json.isEmpty()) {
        QFile file(options.json);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(report.json()) < 0)
            throw Failure(QStringLiteral("%1: %2").arg(options.json, file.errorString()));
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 2 && std::strcmp(argv[1], "--measure") == 0)
        return Program::measure(argv + 2);
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QLoggingCategory::setFilterRules(QStringLiteral("qt.qpa.*=false"));
    const QApplication application(argc, argv);
    std::setlocale(LC_MESSAGES, "C");
    try {
        return run(QCoreApplication::arguments());
    } catch (const Failure &failure) {
        QTextStream(stderr) << "gsc_bench: " << failure.what() << Qt::endl;
        return 1;
    }
}
