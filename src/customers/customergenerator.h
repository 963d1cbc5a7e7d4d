// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"

#include <QDateTime>

namespace Customers {

/// Makes up believable customers of a small-engine repair shop: row `i` is the same in every run, and costs
/// the same whether it is the first or the ten-millionth. Nobody real: addresses at example.com, .org and
/// .net, and telephone numbers from the range reserved for fiction.
class CustomerGenerator final
{
public:
    struct Options
    {
        quint64 seed = 20251211;
        QDateTime now;  ///< the latest time of any row; UTC
        int days = 730; ///< the time over which the rows were written
        int deletedPercent = 5;
        int missingNotesPercent = 40;
        int longNotesPercent = 4; ///< several hundred characters
    };

    explicit CustomerGenerator(Options options);

    /// Row `i`, from 0; its id is i + 1. Times are as EF Core writes them on SQLite: UTC, without zone.
    [[nodiscard]] Customer customer(qint64 i) const;

private:
    class Dice;
    [[nodiscard]] QString notes(Dice &dice) const;
    void setTimes(Customer &customer, Dice &dice) const;

    Options m_options;
};

/// `text` in ASCII, as people write a name in an e-mail address: "Łukasz Öztürk" becomes "lukasz.ozturk".
[[nodiscard]] QString mailboxName(const QString &name);

} // namespace Customers
