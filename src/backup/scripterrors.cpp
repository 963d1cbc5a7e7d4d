// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scripterrors.h"

#include <QCoreApplication>

namespace Backup::ScriptErrors {

using Core::Error;
using Core::ErrorKind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

} // namespace

Error unreadable(qint64 line, const QString &reason)
{
    return {ErrorKind::Syntax,
            Text::tr("Line %1 of the script cannot be read: %2. Nothing was changed.")
                .arg(QString::number(line), reason),
            {},
            {}};
}

Error refused(qint64 line, const QString &reason)
{
    return {ErrorKind::Unsupported,
            Text::tr("Line %1 of the script is refused: %2. Nothing was run or changed.")
                .arg(QString::number(line), reason),
            {},
            {}};
}

Error cutOff(qint64 line)
{
    return {ErrorKind::Corrupt,
            Text::tr("The script is cut off: it ends at line %1 without the lines with which pg_dump closes "
                     "a script, so rows or keys may be missing. Nothing was changed. Use another copy of it.")
                .arg(line),
            {},
            {}};
}

Error changed()
{
    return {ErrorKind::Corrupt,
            Text::tr("The script was changed by another program while it was read. Nothing was changed in "
                     "the database. Try again when the file is finished."),
            {},
            {}};
}

} // namespace Backup::ScriptErrors
