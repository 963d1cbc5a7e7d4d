// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/examination.h"

#include "core/log.h"

#include <algorithm>
#include <thread>

namespace Doctor {

Examination::Examination(const Db::ConnectionSpec &connection, std::function<void(Step)> started,
                         std::function<void(const Finding &)> found, Waiting waiting,
                         const std::atomic_bool &stop)
    : m_connection(connection)
    , m_started(std::move(started))
    , m_found(std::move(found))
    , m_waiting(std::move(waiting))
    , m_stop(stop)
{}

void Examination::begin(Step step)
{
    m_begun.insert(step, Clock::now());
    if (m_started)
        m_started(step);
}

void Examination::wait(Step step, const QString &sentence) const
{
    if (m_waiting)
        m_waiting(step, sentence);
}

void Examination::end(Finding finding)
{
    if (finding.duration.count() == 0 && m_begun.contains(finding.step))
        finding.duration =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_begun.value(finding.step));
    finding.summary = clean(finding.summary);
    finding.fix = clean(finding.fix);
    finding.detail = clean(finding.detail);
    m_findings.append(finding);
    if (m_found)
        m_found(finding);
}

void Examination::skipRest(const QString &reason)
{
    const QList<Step> all = stepsOf(m_connection.engine);
    for (const Step step : all) {
        const bool isFound = std::any_of(m_findings.cbegin(), m_findings.cend(),
                                         [step](const Finding &finding) { return finding.step == step; });
        if (!isFound)
            end({step, Verdict::Skipped, reason, {}, {}, {}});
    }
}

bool Examination::pause(std::chrono::milliseconds time) const
{
    const auto until = Clock::now() + time;
    while (!m_stop && Clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return !m_stop;
}

/// Servers and libpq do not repeat passwords; a password that stands where a name should be is repeated.
QString Examination::clean(const QString &text) const
{
    QString result = Core::redacted(text);
    constexpr int shortest = 4; // hiding every "a" would tell more than it hides
    if (m_connection.password && m_connection.password->size() >= shortest)
        result.replace(*m_connection.password, QStringLiteral("***"));
    return result;
}

} // namespace Doctor
