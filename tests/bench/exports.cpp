// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measure.h"
#include "bench/program.h"
#include "bench/scenarios.h"
#include "export/rowwriter.h"

#include <QTemporaryDir>

namespace Bench::Scenarios {

namespace {

struct Peer
{
    QString name;
    QString program; ///< empty: it is not installed
    QStringList arguments;
};

/// Who writes all customers as CSV with a heading into `file`.
Peer csvPeer(const Target &target, const QString &file)
{
    if (target.isSqlite())
        return {QStringLiteral("sqlite3 -csv"),
                Program::find(QStringLiteral("sqlite3")),
                {QStringLiteral("-csv"), QStringLiteral("-header"), target.spec.file,
                 QStringLiteral(".once '%1'").arg(file), QStringLiteral("select * from \"Customer\"")}};
    return {QStringLiteral("\\copy out"),
            Program::find(QStringLiteral("psql")),
            {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-v"),
             QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-c"),
             QStringLiteral("\\copy \"Customer\" to '%1' csv header").arg(file), target.connection}};
}

} // namespace

void exports(const Target &target, Report &report)
{
    const QTemporaryDir folder;
    for (const Export::Format format : Export::allFormats) {
        const auto limit = Export::rowLimit(format);
        if (limit && target.rows > *limit)
            continue;
        const bool isCsv = format == Export::Format::Csv;
        const QString file = folder.filePath(QStringLiteral("ours.") + Export::keyOf(format));
        const Peer peer = csvPeer(target, folder.filePath(QStringLiteral("theirs.csv")));
        QList<double> ours;
        QList<double> theirs;
        double peak = 0;
        for (int i = 0; i < (isCsv ? target.runs : 1); ++i) {
            if (isCsv && !peer.program.isEmpty())
                theirs.append(Program::run(peer.program, peer.arguments).ms);
            const Program::Run run =
                Program::run(Program::ours(), {QStringLiteral("export"), target.connection,
                                               QStringLiteral("--out"), file, QStringLiteral("--yes")});
            ours.append(run.ms);
            peak = std::max(peak, run.peak);
        }
        Figure time;
        time.id = target.isSqlite() ? QStringLiteral("P6") : QStringLiteral("P7");
        time.engine = target.engine();
        time.what = QStringLiteral("export as %1").arg(Export::keyOf(format));
        time.unit = QStringLiteral("ms");
        time.ours = median(ours);
        if (isCsv)
            time.peer = peer.program.isEmpty() ? peer.name + QStringLiteral(" (not installed)") : peer.name;
        if (!theirs.isEmpty())
            time.theirs = median(theirs);
        report.add(time);
        Figure memory;
        memory.id = time.id;
        memory.engine = time.engine;
        memory.what = time.what + QStringLiteral(", resident at most");
        memory.unit = QStringLiteral("MB");
        memory.ours = peak;
        if (target.rows <= 1'000'000)
            memory.maxOurs = 100;
        report.add(memory);
    }
}

} // namespace Bench::Scenarios
