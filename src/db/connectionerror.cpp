// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionerror.h"

#include <QCoreApplication>

namespace Db {

Core::Error syntaxError(qsizetype position, const QString &reason)
{
    return {Core::ErrorKind::Syntax,
            QCoreApplication::translate("Db::ConnectionString",
                                        "The connection string cannot be read, at character %1: %2.")
                .arg(QString::number(position + 1), reason),
            {},
            {}};
}

Core::Error valueError(const QString &keyword, const QString &reason)
{
    return {Core::ErrorKind::Syntax,
            QCoreApplication::translate("Db::ConnectionString",
                                        "The connection string cannot be used, at “%1”: %2.")
                .arg(keyword, reason),
            {},
            {}};
}

} // namespace Db
