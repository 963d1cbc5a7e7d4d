// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

/// The keyword strings of .NET ("Host=…;Password='a;b'"), by the grammar of System.Data's
/// DbConnectionStringBuilder.
namespace Db::AdoNet {

struct Pair
{
    QString keyword;        ///< as written, runs of blanks as one
    QString name;           ///< lower case and without blanks: what keywords are compared by
    QString value;          ///< without its quotes
    qsizetype position = 0; ///< of the keyword
    bool quoted = false;
};

/// How .NET's providers compare keywords: "SSL Mode", "SslMode" and "ssl mode" are one.
[[nodiscard]] QString normalized(const QString &keyword);

/// Splits `text`. Pairs without a value are kept. Error: Syntax, naming position and reason, never the text.
[[nodiscard]] Core::Result<QList<Pair>> pairs(const QString &text);

/// The keyword as it may be shown: where an unquoted password stands just before it, an unknown "keyword" may
/// be the rest of that password, and is not shown.
[[nodiscard]] QString shownKeyword(const Pair &pair, bool mayBePassword);

} // namespace Db::AdoNet
