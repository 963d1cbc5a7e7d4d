// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqliteerrors.h"

#include "core/log.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <sqlite3.h>

namespace Db {

using Core::Error;
using Core::ErrorKind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

} // namespace

Error sqliteError(int code, const QString &driverText, const QString &file)
{
    const QString name = QFileInfo(file).fileName();
    const QString number = QString::number(code);
    const QString detail = Core::redacted(driverText);
    const auto error = [&](ErrorKind kind, const QString &summary) {
        return Error{kind, summary, detail, number};
    };
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error(ErrorKind::Busy,
                     Text::tr("Another program is using “%1” right now. Nothing was changed. Close it "
                              "there, or try again in a moment.")
                         .arg(name));
    case SQLITE_READONLY:
        return error(ErrorKind::ReadOnly, Text::tr("“%1” can only be read. Nothing was changed.").arg(name));
    case SQLITE_NOTADB:
        return error(
            ErrorKind::Corrupt,
            Text::tr("“%1” is not an SQLite database. It was left as it is; choose another file.").arg(name));
    case SQLITE_CORRUPT:
        return error(ErrorKind::Corrupt,
                     Text::tr("The database file “%1” is damaged. It was left as it is; open a backup "
                              "instead.")
                         .arg(name));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return error(
            ErrorKind::Permission,
            Text::tr("“%1” could not be opened. Check that you may read the file and its folder.").arg(name));
    case SQLITE_FULL:
        return error(ErrorKind::Io,
                     Text::tr("The disk is full. Nothing was changed; free some space and try again."));
    case SQLITE_IOERR:
        return error(
            ErrorKind::Io,
            Text::tr("The disk reported an error while “%1” was used. Nothing was changed.").arg(name));
    case SQLITE_INTERRUPT:
        return error(ErrorKind::Cancelled, Text::tr("Stopped."));
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
            return error(ErrorKind::Constraint,
                         Text::tr("Other records still refer to this customer. Nothing was changed."));
        if (code == SQLITE_CONSTRAINT_NOTNULL)
            return error(ErrorKind::Constraint, Text::tr("A required field is empty. Nothing was changed."));
        return error(ErrorKind::Constraint,
                     Text::tr("A rule of the database forbids this value. Nothing was changed."));
    case SQLITE_TOOBIG:
        return error(ErrorKind::Constraint, Text::tr("A value is too long. Nothing was changed."));
    case SQLITE_ERROR:
        return error(ErrorKind::Syntax,
                     Text::tr("The database did not understand a request of this program."));
    default:
        return error(ErrorKind::Internal, Text::tr("SQLite reported an error."));
    }
}

} // namespace Db
