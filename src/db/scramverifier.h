// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace Db {

/// What PostgreSQL keeps of a password (RFC 5802, RFC 7677): "SCRAM-SHA-256$4096:salt$StoredKey:ServerKey".
/// Setting this instead of the password keeps the plain text away from the server and its log. `salt` is for
/// tests; empty: 16 random bytes. Error: Unsupported for passwords that are not printable ASCII, which would
/// need SASLprep.
[[nodiscard]] Core::Result<QString> scramVerifier(const QString &password, QByteArray salt = {});

} // namespace Db
