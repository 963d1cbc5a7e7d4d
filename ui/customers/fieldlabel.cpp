// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/fieldlabel.h"

#include <QCoreApplication>

namespace Gui {

QString fieldLabel(Customers::Field field)
{
    switch (field) {
    case Customers::Field::Name:
        return QCoreApplication::translate("Customers", "Name");
    case Customers::Field::Email:
        return QCoreApplication::translate("Customers", "Email");
    case Customers::Field::Phone:
        return QCoreApplication::translate("Customers", "Phone");
    case Customers::Field::Address:
        return QCoreApplication::translate("Customers", "Address");
    case Customers::Field::Notes:
        return QCoreApplication::translate("Customers", "Notes");
    default:
        return Customers::columnName(field);
    }
}

} // namespace Gui
