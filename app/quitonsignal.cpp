// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quitonsignal.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace App {

namespace {

std::array<int, 2> ends = {-1, -1};

extern "C" void tellEventLoop(int number)
{
    std::signal(number, SIG_DFL);
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(ends[1], &byte, 1);
}

} // namespace

void onStopSignal(QObject *context, std::function<void()> stop)
{
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto *notifier = new QSocketNotifier(ends[0], QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [notifier, stop = std::move(stop)] {
        notifier->setEnabled(false);
        stop();
    });
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, tellEventLoop);
}

void quitOnSignal()
{
    // exit(), not quit(): quitting asks the windows first, and a question about unsaved changes would keep a
    // log-out waiting. The drafts keep them.
    onStopSignal(QCoreApplication::instance(), [] { QCoreApplication::exit(0); });
}

} // namespace App
