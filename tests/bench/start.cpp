// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measure.h"
#include "bench/scenarios.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

namespace Bench::Scenarios {

void start(const Target &target, Report &report)
{
    (void)target;
    (void)report;
}

void stalls(const Target &target, Report &report)
{
    (void)target;
    (void)report;
}

} // namespace Bench::Scenarios
