// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/sqlcursor.h"

#include <functional>

namespace Backup {

/// The part of SQL that may stand in a table's definition: columns, types, defaults, checks, index columns.
/// The server runs expressions while rows are loaded, so that only functions that change nothing are let
/// through.
class SqlExpression final
{
public:
    /// A sequence that a default takes its numbers from: `token` is the index of the text with its name.
    /// False: not this one.
    using Sequence = std::function<bool(qsizetype token, const RelationName &sequence)>;

    SqlExpression(const SqlCursor &cursor, Sequence sequence)
        : m_cursor(cursor)
        , m_sequence(std::move(sequence))
    {}

    /// Looks at the tokens from `from` to before `to`. Empty: they may be run; else a translated clause that
    /// says why not.
    [[nodiscard]] QString problem(qsizetype from, qsizetype to) const;

private:
    [[nodiscard]] QString callProblem(qsizetype parenthesis) const;
    [[nodiscard]] bool isQualification(qsizetype dot) const;
    [[nodiscard]] bool isOwnSequence(qsizetype argument) const;

    const SqlCursor &m_cursor;
    const Sequence m_sequence;
};

} // namespace Backup
