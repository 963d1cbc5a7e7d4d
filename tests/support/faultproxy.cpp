// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxy.h"

#include "support/faultproxyworker.h"

namespace Tests {

FaultProxy::FaultProxy(quint16 serverPort)
    : m_worker(std::make_unique<Worker>(serverPort))
{}

FaultProxy::~FaultProxy() = default;

quint16 FaultProxy::port() const
{
    return m_worker->port;
}

QString FaultProxy::connectionString(const QString &database) const
{
    return QStringLiteral("postgresql://gsc@127.0.0.1:%1/%2?sslmode=disable").arg(port()).arg(database);
}

void FaultProxy::setDelay(std::chrono::milliseconds oneWay)
{
    m_worker->change([oneWay](Worker::Faults &faults) { faults.delay = oneWay; });
}

void FaultProxy::setBandwidth(int bytesPerSecond)
{
    m_worker->change([bytesPerSecond](Worker::Faults &faults) { faults.bandwidth = bytesPerSecond; });
}

void FaultProxy::setBlackHole(bool on)
{
    m_worker->change([on](Worker::Faults &faults) { faults.isBlackHole = on; });
}

void FaultProxy::setRefusing(bool on)
{
    m_worker->change([on](Worker::Faults &faults) { faults.isRefusing = on; });
}

void FaultProxy::suspend(std::chrono::milliseconds wakeTime, int refusals)
{
    m_worker->change([wakeTime, refusals](Worker::Faults &faults) {
        faults.isAsleep = true;
        faults.wakeTime = wakeTime;
        faults.refusals = refusals;
        faults.awakeAt.reset();
    });
}

void FaultProxy::setServerVersion(const QString &version)
{
    m_worker->change([&version](Worker::Faults &faults) { faults.serverVersion = version.toUtf8(); });
}

void FaultProxy::setStrippingTls(bool on)
{
    m_worker->change([on](Worker::Faults &faults) { faults.isStrippingTls = on; });
}

void FaultProxy::cutAfterServerMessages(int count)
{
    m_worker->change([count](Worker::Faults &faults) { faults.messagesUntilCut = count; });
}

void FaultProxy::cutAtCommit(CommitCut where)
{
    m_worker->change([where](Worker::Faults &faults) { faults.commitCut = where; });
}

void FaultProxy::cut()
{
    m_worker->change([](Worker::Faults &faults) { faults.cutNow = true; });
}

void FaultProxy::disarm()
{
    m_worker->change([](Worker::Faults &faults) {
        faults.messagesUntilCut = -1;
        faults.commitCut.reset();
    });
}

FaultProxy::Counters FaultProxy::counters() const
{
    const std::lock_guard lock(m_worker->mutex);
    return m_worker->counters;
}

void FaultProxy::resetCounters()
{
    m_worker->change([this](Worker::Faults &) { m_worker->counters = {}; });
}

} // namespace Tests
