// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/stepfailure.h"

#include "schema/text.h"

#include <algorithm>
#include <array>

namespace Schema {

using Core::Error;
using Core::ErrorKind;

namespace {

struct Rule
{
    const char *code;  ///< how a SQLSTATE begins; empty: SQLite, which has one code for nearly everything
    const char *words; ///< of SQLite, which speaks English everywhere
    FailureCause cause;
};

constexpr std::array rules = {
    Rule{"42P07", "", FailureCause::Duplicate},
    Rule{"42701", "", FailureCause::Duplicate},
    Rule{"42710", "", FailureCause::Duplicate},
    Rule{"42P06", "", FailureCause::Duplicate},
    Rule{"42P01", "", FailureCause::Missing},
    Rule{"42703", "", FailureCause::Missing},
    Rule{"42704", "", FailureCause::Missing},
    Rule{"42883", "", FailureCause::Missing},
    Rule{"3F000", "", FailureCause::Missing},
    Rule{"42501", "", FailureCause::Permission},
    Rule{"55P03", "", FailureCause::Locked},
    Rule{"40P01", "", FailureCause::Locked},
    Rule{"40001", "", FailureCause::Locked},
    Rule{"55006", "", FailureCause::Locked},
    Rule{"2BP01", "", FailureCause::Rows},
    Rule{"23", "", FailureCause::Rows},
    Rule{"22", "", FailureCause::Rows},
    Rule{"53", "", FailureCause::Space},
    Rule{"54", "", FailureCause::Space},
    Rule{"42", "", FailureCause::Syntax},
    Rule{"0A000", "", FailureCause::Syntax},
    Rule{"", "already exists", FailureCause::Duplicate},
    Rule{"", "already another table or index", FailureCause::Duplicate},
    Rule{"", "duplicate column name", FailureCause::Duplicate},
    Rule{"", "no such", FailureCause::Missing},
    Rule{"", "has no column", FailureCause::Missing},
    Rule{"", "syntax error", FailureCause::Syntax},
    Rule{"", "incomplete input", FailureCause::Syntax},
    Rule{"", "unrecognized token", FailureCause::Syntax},
};

} // namespace

FailureCause causeOf(const Error &error)
{
    // A SQLSTATE has five characters; SQLite's codes are numbers of up to four digits.
    const bool isServer = error.code.size() == 5;
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule &candidate) {
        const bool isForServer = candidate.code[0] != '\0';
        if (isForServer != isServer)
            return false;
        return isForServer
                   ? error.code.startsWith(QLatin1String(candidate.code))
                   : error.kind == ErrorKind::Syntax && error.detail.contains(QLatin1String(candidate.words));
    });
    if (rule != rules.end())
        return rule->cause;
    switch (error.kind) {
    case ErrorKind::Busy:
        return FailureCause::Locked;
    case ErrorKind::Syntax:
        return FailureCause::Syntax;
    case ErrorKind::Permission:
    case ErrorKind::ReadOnly:
    case ErrorKind::Authentication:
        return FailureCause::Permission;
    case ErrorKind::Constraint:
    case ErrorKind::Conflict:
        return FailureCause::Rows;
    case ErrorKind::NotFound:
        return FailureCause::Missing;
    case ErrorKind::Io:
        return FailureCause::Space;
    case ErrorKind::Connection:
    case ErrorKind::Closed:
    case ErrorKind::OutcomeUnknown:
        return FailureCause::Connection;
    case ErrorKind::Cancelled:
        return FailureCause::Cancelled;
    default:
        return FailureCause::Unknown;
    }
}

QString keyOf(FailureCause cause)
{
    static const QStringList keys = {QStringLiteral("locked"),     QStringLiteral("syntax"),
                                     QStringLiteral("permission"), QStringLiteral("duplicate"),
                                     QStringLiteral("missing"),    QStringLiteral("rows"),
                                     QStringLiteral("space"),      QStringLiteral("connection"),
                                     QStringLiteral("cancelled"),  QStringLiteral("unknown")};
    return keys.at(qsizetype(cause));
}

QString sentenceOf(FailureCause cause)
{
    switch (cause) {
    case FailureCause::Locked:
        return Text::tr("Somebody else holds what this migration needs, and did not let go in time.");
    case FailureCause::Syntax:
        return Text::tr("The database cannot read the SQL of this migration.");
    case FailureCause::Permission:
        return Text::tr("Your database user is not allowed to do this.");
    case FailureCause::Duplicate:
        return Text::tr("What this migration makes is there already.");
    case FailureCause::Missing:
        return Text::tr("Something that this migration builds on is not there.");
    case FailureCause::Rows:
        return Text::tr("Rows that are in the database do not allow this change.");
    case FailureCause::Space:
        return Text::tr("The disk or the memory is full.");
    case FailureCause::Connection:
        return Text::tr("The connection to the database broke.");
    case FailureCause::Cancelled:
        return Text::tr("It was stopped.");
    case FailureCause::Unknown:
        break;
    }
    return Text::tr("The database refused, for a reason that this program does not know.");
}

QStringList nextStepsAfter(FailureCause cause)
{
    switch (cause) {
    case FailureCause::Locked:
        return {Text::tr("Wait a little and try again."),
                Text::tr("Look who holds the lock; an idle program can be asked to let go.")};
    case FailureCause::Syntax:
        return {Text::tr("Show the line to whoever wrote the migration."),
                Text::tr("Try the corrected file on a copy first.")};
    case FailureCause::Permission:
        return {Text::tr("Use the database user that is meant for migrations."),
                Text::tr("Or ask the person who looks after the database for the right.")};
    case FailureCause::Duplicate:
        return {Text::tr("If the change is there from elsewhere, adopt it, so that the history says so."),
                Text::tr("If two files make the same thing, remove the duplicate.")};
    case FailureCause::Missing:
        return {Text::tr("Compare what is expected with what is there."),
                Text::tr("Perhaps a migration before this one is missing.")};
    case FailureCause::Rows:
        return {Text::tr("Correct the rows first, then try again.")};
    case FailureCause::Space:
        return {Text::tr("Free some space, then try again.")};
    case FailureCause::Connection:
        return {Text::tr("Look at the status, then try again when the connection is stable.")};
    case FailureCause::Cancelled:
        return {Text::tr("Try again whenever it suits.")};
    case FailureCause::Unknown:
        break;
    }
    return {Text::tr("Show the database's own words to the person who looks after it.")};
}

} // namespace Schema
