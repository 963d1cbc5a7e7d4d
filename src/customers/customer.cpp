// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customer.h"

namespace Customers {

QString columnName(Field field)
{
    switch (field) {
    case Field::Name:
        return QStringLiteral("Name");
    case Field::Email:
        return QStringLiteral("Email");
    case Field::Phone:
        return QStringLiteral("Phone");
    case Field::Address:
        return QStringLiteral("Address");
    case Field::Notes:
        return QStringLiteral("Notes");
    case Field::CreatedAt:
        return QStringLiteral("CreatedAt");
    case Field::UpdatedAt:
        return QStringLiteral("UpdatedAt");
    case Field::DeletedAt:
        return QStringLiteral("DeletedAt");
    case Field::Id:
        return QStringLiteral("Id");
    }
    Q_UNREACHABLE();
}

Db::Cell Customer::value(Field field) const
{
    switch (field) {
    case Field::CreatedAt:
        return createdAt;
    case Field::UpdatedAt:
        return updatedAt;
    case Field::DeletedAt:
        return deletedAt;
    case Field::Id:
        return id > 0 ? Db::Cell(QString::number(id)) : std::nullopt;
    default:
        return text(field);
    }
}

} // namespace Customers
