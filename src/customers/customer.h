// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/statement.h"

#include <QMetaType>
#include <QString>

#include <array>

namespace Customers {

/// The columns of a customer. The editable ones come first.
enum class Field { Name, Email, Phone, Address, Notes, CreatedAt, UpdatedAt, DeletedAt, Id };

inline constexpr int editableFieldCount = 5;
inline constexpr std::array editableFields = {Field::Name, Field::Email, Field::Phone, Field::Address,
                                              Field::Notes};
inline constexpr std::array allFields = {Field::Name,      Field::Email,     Field::Phone,
                                         Field::Address,   Field::Notes,     Field::CreatedAt,
                                         Field::UpdatedAt, Field::DeletedAt, Field::Id};

[[nodiscard]] constexpr bool isEditable(Field field)
{
    return int(field) < editableFieldCount;
}
[[nodiscard]] constexpr bool isTime(Field field)
{
    return field == Field::CreatedAt || field == Field::UpdatedAt || field == Field::DeletedAt;
}

/// The column's name in the database, for example "UpdatedAt".
[[nodiscard]] QString columnName(Field field);

/// A customer as read from the database. Times stay text, exactly as the database wrote them (UTC,
/// microseconds): a QDateTime would round them and lose years such as 12345 and "infinity".
struct Customer
{
    qint64 id = 0;                                  ///< negative: not in the database yet
    std::array<Db::Cell, editableFieldCount> texts; ///< by Field; nullopt is NULL
    QString createdAt;
    QString updatedAt;
    Db::Cell deletedAt;
    bool isDeleted = false;
    QString rowVersion; ///< PostgreSQL's xmin; empty on SQLite

    [[nodiscard]] const Db::Cell &text(Field field) const { return texts.at(size_t(field)); }
    void setText(Field field, Db::Cell value) { texts.at(size_t(field)) = std::move(value); }
    /// Any field as the database has it.
    [[nodiscard]] Db::Cell value(Field field) const;

    friend bool operator==(const Customer &, const Customer &) = default;
};

} // namespace Customers
