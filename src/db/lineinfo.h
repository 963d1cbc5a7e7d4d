// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

namespace Db {

/// What the opened line really is, as opposed to what the string asked for.
struct LineInfo
{
    Engine engine = Engine::SQLite;
    QString serverVersion; ///< "16.4", or SQLite's own
    QString host;          ///< host, or the file's absolute path
    QString database;
    QString user;
    bool readOnly = false;
    bool encrypted = false; ///< PostgreSQL over TLS
    QString tlsProtocol;
    QString tlsCipher;
    TlsMode tls = TlsMode::Disable; ///< how far the server's identity was checked
};

} // namespace Db
