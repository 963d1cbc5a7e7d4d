// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/rules.h"

#include <QCoreApplication>

#include <algorithm>

namespace Customers {

namespace {

constexpr std::array guideLimits = {200, 200, 50, 500, 2000}; // by Field

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Customers::Rules)
};

/// The web application's rule: one @, neither first nor last; and no blanks, which it forgets.
bool isEmail(const QString &text)
{
    return text.count(QLatin1Char('@')) == 1 && !text.startsWith(QLatin1Char('@')) &&
           !text.endsWith(QLatin1Char('@')) &&
           std::none_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

} // namespace

Rules::Rules(const Db::Catalogue &catalogue)
{
    for (const Field field : editableFields) {
        Rule &rule = m_rules.at(size_t(field));
        rule.maxLength = guideLimits.at(size_t(field));
        if (const Db::Column *column = catalogue.column(columnName(field))) {
            rule.nullable = column->nullable;
            rule.required = !column->nullable;
            if (column->maxLength)
                rule.maxLength = *column->maxLength;
        }
    }
    m_rules.at(size_t(Field::Name)).required = true;
}

bool Rules::isStorable(const QString &text)
{
    return Db::isStorable(text);
}

QString Rules::problem(Field field, const Db::Cell &value) const
{
    const QString text = value.value_or(QString());
    if (text.trimmed().isEmpty())
        return isRequired(field) ? Text::tr("This field is required.") : QString();
    if (!isStorable(text))
        return Text::tr("This text has a character that cannot be stored. Type it anew.");
    if (const int over = int(text.size()) - maxLength(field); over > 0)
        return Text::tr("%n character(s) too many.", nullptr, over);
    if (field == Field::Email && !isEmail(text))
        return Text::tr("This is no e-mail address, such as name@example.com.");
    return {};
}

Db::Cell Rules::emptyValue(Field field) const
{
    return m_rules.at(size_t(field)).nullable ? Db::Cell() : Db::Cell(QLatin1String(""));
}

} // namespace Customers
