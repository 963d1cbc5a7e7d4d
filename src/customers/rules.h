// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customer.h"
#include "db/catalogue.h"

namespace Customers {

/// What may be written into a field: the guide's limits, made stricter by what the opened database says.
class Rules final
{
public:
    Rules() = default;
    explicit Rules(const Db::Catalogue &catalogue);

    [[nodiscard]] bool isRequired(Field field) const { return m_rules.at(size_t(field)).required; }
    /// In UTF-16 units, as the web application counts.
    [[nodiscard]] int maxLength(Field field) const { return m_rules.at(size_t(field)).maxLength; }
    /// Whether any database can hold `text`; as Db::isStorable().
    [[nodiscard]] static bool isStorable(const QString &text);
    /// Why `value` cannot be stored, as a short sentence; empty when it can.
    [[nodiscard]] QString problem(Field field, const Db::Cell &value) const;
    /// What an emptied field becomes: NULL where the column allows it, else the empty text.
    [[nodiscard]] Db::Cell emptyValue(Field field) const;

private:
    struct Rule
    {
        bool required = false;
        bool nullable = true;
        int maxLength = 200;
    };
    std::array<Rule, editableFieldCount> m_rules;
};

} // namespace Customers
