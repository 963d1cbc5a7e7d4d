// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Core {

/// What went wrong, in the terms in which the program reacts to it.
enum class ErrorKind {
    Connection,     ///< no line to the database, or it broke
    Authentication, ///< the server refused the user or the password
    Timeout,        ///< our own limit was reached
    Cancelled,      ///< the user or a newer request stopped it
    Closed,         ///< the connection was closed before the task ran
    Constraint,     ///< a rule of the database forbids the value
    Conflict,       ///< somebody else changed the row meanwhile
    NotFound,       ///< file, table, column or row is missing
    Busy,           ///< locked by somebody else
    Syntax,         ///< text that cannot be read: SQL, a connection string, a file
    Permission,     ///< the role or the file mode forbids it
    ReadOnly,       ///< database or connection is read-only
    Io,             ///< disk or file system
    Corrupt,        ///< the file is damaged or is no database
    Unsupported,    ///< a version or feature this program does not know
    OutcomeUnknown, ///< the line broke during COMMIT and the server could not be asked
    Internal,       ///< a mistake of this program
};

/// An error as a value. `summary` is for the user: what failed and what to do next.
/// `detail` is the driver's text after redaction; `code` the SQLSTATE or SQLite's extended code; `position`
/// where in the statement the fault is, counting characters from 1, or 0.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString summary;
    QString detail;
    QString code;
    int position = 0;
};

/// `summary`, followed by `detail` where there is one, for logs and the command line.
[[nodiscard]] QString toText(const Error &error);

} // namespace Core
