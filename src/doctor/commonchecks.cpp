// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/commonchecks.h"

#include "doctor/examination.h"

#include <QRegularExpression>

#include <algorithm>

namespace Doctor {

namespace {

constexpr int oldestServer = 15;
constexpr int newestServer = 18;
constexpr int guidesServer = 16;

bool isGraver(Verdict a, Verdict b)
{
    const auto rank = [](Verdict verdict) {
        switch (verdict) {
        case Verdict::Skipped:
            return 0;
        case Verdict::Passed:
            return 1;
        case Verdict::Warning:
            return 2;
        case Verdict::Failed:
            return 3;
        }
        Q_UNREACHABLE();
    };
    return rank(a) > rank(b);
}

struct Lineage
{
    const char *name;
    QStringList ids;
};

/// This program's own, and the two of the web application's repository: the present one, and the one that was
/// taken out of it in December 2025.
const Lineage &ownLineage()
{
    static const Lineage own = {QT_TRANSLATE_NOOP("Doctor", "created by this program"),
                                {QStringLiteral("20251211000000_InitialCreate"),
                                 QStringLiteral("20251211000100_AddCustomerNameIndex")}};
    return own;
}

const Lineage &webLineage()
{
    static const Lineage web = {
        QT_TRANSLATE_NOOP("Doctor", "created by the web application"),
        {QStringLiteral("20251216025032_InitialCreate"), QStringLiteral("20251216220306_AddExpenseModel")}};
    return web;
}

bool isOldWebMigration(const QString &id)
{
    // 20251209034037_InitialCreate to 20251216015748_PendingModelChanges; the ids sort by time.
    return id >= QLatin1String("20251209034037") && id < QLatin1String("20251216015749") &&
           !ownLineage().ids.contains(id);
}

} // namespace

void Remarks::add(Verdict verdict, const QString &summary, const QString &fix)
{
    if (isGraver(verdict, m_verdict))
        m_verdict = verdict;
    if (!summary.isEmpty())
        m_summaries.append(summary);
    if (!fix.isEmpty() && !m_fixes.contains(fix))
        m_fixes.append(fix);
}

Finding Remarks::finding(Step step) const
{
    return {step,
            m_verdict,
            m_summaries.join(QLatin1Char(' ')),
            m_fixes.join(QLatin1Char(' ')),
            m_details.join(QLatin1Char('\n')),
            {}};
}

Finding checkString(const Db::ConnectionSpec &connection)
{
    Remarks remarks;
    for (const QString &warning : connection.warnings)
        remarks.add(Verdict::Warning, warning);
    if (!connection.dropped.isEmpty())
        remarks.add(
            Verdict::Warning, {},
            Text::tr("Take out what is not used: %1.").arg(connection.dropped.join(QLatin1String(", "))));
    if (connection.engine == Db::Engine::SQLite) {
        if (remarks.isEmpty())
            remarks.add(Verdict::Passed, Text::tr("A complete path of an SQLite file."));
        return remarks.finding(Step::String);
    }

    const bool isLocal = std::all_of(connection.hosts.cbegin(), connection.hosts.cend(), Db::isLoopback);
    const Db::TlsMode tls = Db::effectiveTls(connection);
    if (!isLocal && tls != Db::TlsMode::VerifyFull)
        remarks.add(
            Verdict::Warning, {},
            Text::tr("Write sslmode=verify-full instead of %1, and leave out “Trust Server Certificate”: "
                     "with less, whoever sits between can pretend to be the server and read the password.")
                .arg(connection.trustServerCertificate ? Text::tr("trusting every certificate")
                                                       : QStringLiteral("sslmode=") + tlsModeName(tls)));
    if (!connection.password && !isLocal)
        remarks.add(Verdict::Warning, Text::tr("It has no password, so the password file of libpq is asked."),
                    Text::tr("Enter the password, or store it with the profile."));
    if (!isLocal && !connection.tls && !connection.trustServerCertificate)
        remarks.addDetail(
            Text::tr("No sslmode is given: this program then uses verify-full. Other programs need "
                     "?sslmode=require at least."));
    if (connection.user.isEmpty())
        remarks.addDetail(Text::tr("No user is given: the name of this computer's user is taken."));
    if (connection.database.isEmpty())
        remarks.addDetail(Text::tr("No database is given: the one named like the user is taken."));
    if (remarks.isEmpty())
        remarks.add(Verdict::Passed, Text::tr("It can be read and is complete."));
    return remarks.finding(Step::String);
}

Finding checkCustomerTable(const Core::Result<Db::Catalogue> &catalogue, const QStringList &others,
                           Db::Engine engine)
{
    if (!catalogue)
        return {Step::CustomerTable,
                Verdict::Failed,
                catalogue.error().summary,
                catalogue.error().kind == Core::ErrorKind::NotFound
                    ? Text::tr("This table is not the one of GSC Tracking, or its migrations are incomplete: "
                               "compare it with the application's, and choose the right database.")
                    : Text::tr("Try again; the details have the server's own words."),
                catalogue.error().detail,
                {}};
    if (!catalogue->hasCustomerTable) {
        const QString found = others.join(QLatin1String(", "));
        if (others.isEmpty())
            return {
                Step::CustomerTable,
                Verdict::Failed,
                Text::tr("There is no table \"Customer\" here."),
                Text::tr("Check that this is the right database. In an empty one this program can create the "
                         "table when it opens it; the web application does so at its start."),
                {},
                {}};
        return {Step::CustomerTable,
                Verdict::Failed,
                Text::tr("There is no table \"Customer\" where it is looked for, only %1.").arg(found),
                Text::tr(
                    "The name is written with a capital C, in quotes, and the table has to be in a schema of "
                    "the search_path: ALTER ROLE … SET search_path, or use the right database."),
                {},
                {}};
    }
    Remarks remarks;
    //: %Ln is the number of columns
    remarks.add(Verdict::Passed, Text::tr("It is there, with all columns that are needed (%Ln column(s)).",
                                          nullptr, int(catalogue->columns.size())));
    if (!others.isEmpty())
        remarks.addDetail(Text::tr("Similar names: %1.").arg(others.join(QLatin1String(", "))));
    if (engine == Db::Engine::PostgreSQL)
        remarks.addDetail(Text::tr("About %Ln row(s) by the server's statistics.", nullptr,
                                   int(std::min<qint64>(catalogue->estimatedRows, 2'000'000'000))));
    return remarks.finding(Step::CustomerTable);
}

Finding checkHistory(const History &history)
{
    Remarks remarks;
    if (history.hasMigrationLock)
        remarks.add(
            Verdict::Warning,
            Text::tr("A migration is running, or was killed and left its lock (__EFMigrationsLock)."),
            Text::tr("If no migration is running, empty that table; until then every migration waits."));
    if (!history.exists) {
        if (history.hasCustomerTable)
            remarks.add(
                Verdict::Warning, Text::tr("There is no migration history, though the table is there."),
                Text::tr("The web application would try to create the table again at its start and fail "
                         "(“already exists”). Record its migrations as applied first."));
        else
            remarks.add(Verdict::Passed, Text::tr("No migration was applied yet."));
        return remarks.finding(Step::Migrations);
    }
    if (history.ids.isEmpty()) {
        remarks.add(Verdict::Warning, Text::tr("The migration history is empty."),
                    Text::tr("Apply the migrations; the web application does so at its start."));
        return remarks.finding(Step::Migrations);
    }

    QStringList unknown;
    QStringList old;
    QStringList pending;
    QStringList names;
    for (const Lineage *lineage : {&ownLineage(), &webLineage()}) {
        const bool isPresent = std::any_of(lineage->ids.cbegin(), lineage->ids.cend(),
                                           [&](const QString &id) { return history.ids.contains(id); });
        if (!isPresent)
            continue;
        names.append(Text::tr(lineage->name));
        for (const QString &id : lineage->ids)
            if (!history.ids.contains(id))
                pending.append(id);
    }
    for (const QString &id : history.ids) {
        if (isOldWebMigration(id))
            old.append(id);
        else if (!ownLineage().ids.contains(id) && !webLineage().ids.contains(id))
            unknown.append(id);
    }

    remarks.add(Verdict::Passed,
                Text::tr("%Ln migration(s) applied, the last is %1.", nullptr, int(history.ids.size()))
                    .arg(history.ids.last()));
    if (!names.isEmpty())
        remarks.addDetail(Text::tr("The schema was %1.").arg(names.join(QLatin1String(", "))));
    if (!history.productVersion.isEmpty())
        remarks.addDetail(QStringLiteral("EF Core ") + history.productVersion);
    if (!unknown.isEmpty())
        remarks.addDetail(
            Text::tr("Not known to this program: %1. Newer migrations of the web application are normal.")
                .arg(unknown.join(QLatin1String(", "))));
    if (!old.isEmpty())
        remarks.add(Verdict::Warning,
                    names.isEmpty()
                        ? Text::tr("They are of an old line that the web application no longer has.")
                        : Text::tr("Two lines of migrations are mixed, one of them old."),
                    Text::tr("The web application would try to create its tables again and fail (“already "
                             "exists”). Back up, then record its present migrations as applied."));
    if (!pending.isEmpty())
        remarks.add(
            Verdict::Warning, Text::tr("Not applied yet: %1.").arg(pending.join(QLatin1String(", "))),
            history.mayChangeSchema
                ? Text::tr("Apply them: the web application does so at its start, over a direct connection.")
                : Text::tr("Apply them as the tables' owner; this user may not change them."));
    return remarks.finding(Step::Migrations);
}

Finding checkServerVersion(const QString &version)
{
    static const QRegularExpression number(QStringLiteral(R"(^(\d+))"));
    const int major = number.match(version).captured(1).toInt();
    if (major == 0)
        return {Step::Version,
                Verdict::Warning,
                Text::tr("The server does not say which version it is."),
                Text::tr("PostgreSQL %1 to %2 are supported.").arg(oldestServer).arg(newestServer),
                version,
                {}};
    if (major < oldestServer)
        return {Step::Version,
                Verdict::Failed,
                Text::tr("PostgreSQL %1 is too old; this program needs %2 or newer.")
                    .arg(version)
                    .arg(oldestServer),
                Text::tr("Have the server upgraded to PostgreSQL %1 to %2; %3 is what the environments use.")
                    .arg(oldestServer)
                    .arg(newestServer)
                    .arg(guidesServer),
                {},
                {}};
    if (major > newestServer)
        return {Step::Version,
                Verdict::Warning,
                Text::tr("PostgreSQL %1 is newer than what this program was tried with (%2 to %3).")
                    .arg(version)
                    .arg(oldestServer)
                    .arg(newestServer),
                Text::tr("It will most likely work. Look for a newer version of this program."),
                {},
                {}};
    Finding finding = {Step::Version,
                       Verdict::Passed,
                       QStringLiteral("PostgreSQL ") + version + QLatin1Char('.'),
                       {},
                       {},
                       {}};
    if (major != guidesServer)
        finding.detail =
            Text::tr("The environments of the guide use PostgreSQL %1; every version from %2 to %3 is "
                     "supported.")
                .arg(guidesServer)
                .arg(oldestServer)
                .arg(newestServer);
    return finding;
}

} // namespace Doctor
