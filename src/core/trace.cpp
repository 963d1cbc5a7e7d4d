// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace.h"

#include "core/loopwatch.h"

#include <QCoreApplication>
#include <QFile>
#include <QMutex>
#include <QMutexLocker>
#include <QThread>

#include <atomic>
#include <vector>

namespace Core::Trace {

namespace {

using Clock = std::chrono::steady_clock;

struct Event
{
    const char *name;
    char phase; // 'X' complete, 'i' instant
    qint64 at;  // microseconds since process start
    qint64 duration;
    quintptr thread;
};

std::atomic_bool on = false;
const Clock::time_point processStart = Clock::now();
QMutex mutex;
std::vector<Event> events;
QString target;

qint64 micros(Clock::duration d)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(d).count();
}

void append(const Event &event)
{
    const QMutexLocker lock(&mutex);
    events.push_back(event);
}

quintptr thisThread()
{
    return reinterpret_cast<quintptr>(QThread::currentThreadId()) & 0xffffff;
}

} // namespace

bool isOn()
{
    return on.load(std::memory_order_relaxed);
}

void start(const QString &file)
{
    const QMutexLocker lock(&mutex);
    target = file;
    events.reserve(1 << 14);
    on = true;
}

bool stop()
{
    if (!on.exchange(false))
        return true;
    const QMutexLocker lock(&mutex);
    QFile file(target);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return false;
    file.write("[\n");
    const char *separator = "";
    for (const Event &event : events) {
        const QByteArray line = QByteArray(separator) + "{\"name\":\"" + event.name +
                                "\",\"cat\":\"gsc\",\"ph\":\"" + event.phase +
                                "\",\"ts\":" + QByteArray::number(event.at) +
                                (event.phase == 'X' ? ",\"dur\":" + QByteArray::number(event.duration)
                                                    : QByteArray(",\"s\":\"p\"")) +
                                ",\"pid\":1,\"tid\":" + QByteArray::number(qulonglong(event.thread)) + "}";
        file.write(line);
        separator = ",\n";
    }
    file.write("\n]\n");
    return file.flush();
}

void mark(const char *name)
{
    if (isOn())
        append({name, 'i', micros(Clock::now() - processStart), 0, thisThread()});
}

void complete(const char *name, Clock::time_point begin)
{
    if (isOn())
        append({name, 'X', micros(begin - processStart), micros(Clock::now() - begin), thisThread()});
}

void watchEventLoop(std::chrono::milliseconds threshold)
{
    new LoopWatch(
        [threshold](Clock::time_point asked, Clock::time_point answered) {
            if (answered - asked > threshold)
                complete("stall", asked);
        },
        QCoreApplication::instance());
}

} // namespace Core::Trace
