// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/connectiondoctor.h"
#include "doctor/watchedsession.h"

namespace Doctor {

/// Collects what one step has to say: several remarks become one finding, as grave as the gravest.
class Remarks final
{
public:
    void add(Verdict verdict, const QString &summary, const QString &fix = {});
    void addDetail(const QString &line) { m_details.append(line); }
    [[nodiscard]] bool isEmpty() const { return m_summaries.isEmpty(); }
    [[nodiscard]] Finding finding(Step step) const;

private:
    Verdict m_verdict = Verdict::Passed;
    QStringList m_summaries;
    QStringList m_fixes;
    QStringList m_details;
};

/// What the string says that it had better not, and what it leaves out.
[[nodiscard]] Finding checkString(const Db::ConnectionSpec &connection);

/// What readCatalogue() found; `others` are tables that only look like Customer: "public.customer".
[[nodiscard]] Finding checkCustomerTable(const Core::Result<Db::Catalogue> &catalogue,
                                         const QStringList &others, Db::Engine engine);

struct History
{
    bool exists = false;
    QStringList ids;        ///< in order
    QString productVersion; ///< EF Core's, of the last one
    bool hasCustomerTable = false;
    bool mayChangeSchema = true;
    bool hasMigrationLock = false; ///< SQLite: EF Core's lock table has a row
};
/// Which of the known lineages of migrations the database belongs to, and what is missing.
[[nodiscard]] Finding checkHistory(const History &history);

/// Server versions: "16.4", "18beta1".
[[nodiscard]] Finding checkServerVersion(const QString &version);

} // namespace Doctor
