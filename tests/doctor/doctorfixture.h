// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionstring.h"
#include "doctor/report.h"

#include <QTest>

namespace Tests {

/// One examination and all that was told about it.
struct Examined
{
    QList<Doctor::Finding> findings;
    QList<Doctor::Step> started;
    QStringList waits;
    bool toldAsReturned = false; ///< the callback got what the function gave

    [[nodiscard]] Doctor::Finding at(Doctor::Step step) const
    {
        for (const Doctor::Finding &finding : findings)
            if (finding.step == step)
                return finding;
        return {};
    }
    /// "passed passed failed skipped …"
    [[nodiscard]] QString verdicts() const
    {
        static const QStringList words = {QStringLiteral("passed"), QStringLiteral("warning"),
                                          QStringLiteral("failed"), QStringLiteral("skipped")};
        QStringList list;
        for (const Doctor::Finding &finding : findings)
            list.append(words.at(int(finding.verdict)));
        return list.join(QLatin1Char(' '));
    }
    [[nodiscard]] QString text(const Db::ConnectionSpec &connection) const
    {
        return Doctor::reportText(connection, findings);
    }
};

[[nodiscard]] inline Examined examined(const Db::ConnectionSpec &connection)
{
    Examined result;
    QList<Doctor::Step> told;
    const std::atomic_bool stop = false;
    result.findings = Doctor::examine(
        connection, [&](Doctor::Step step) { result.started.append(step); },
        [&](const Doctor::Finding &finding) { told.append(finding.step); }, stop,
        [&](Doctor::Step, const QString &sentence) { result.waits.append(sentence); });
    result.toldAsReturned = told == Doctor::stepsOf(connection.engine) && told.size() == result.findings.size();
    return result;
}

[[nodiscard]] inline Examined examined(const QString &connectionString)
{
    return examined(Db::ConnectionString::parse(connectionString).value());
}

} // namespace Tests
