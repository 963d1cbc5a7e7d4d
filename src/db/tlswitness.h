// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

struct ssl_st;

namespace Db {

/// Looks on while libpq connects: when a certificate is refused, libpq says only that, and drops the TLS
/// session that knows why. The witness holds on to the sessions that begin in its thread while it lives, the
/// latest of them, because several hosts may be tried. One at a time in a thread.
class TlsWitness final
{
public:
    TlsWitness();
    ~TlsWitness();
    Q_DISABLE_COPY_MOVE(TlsWitness)

    /// libpq's text with OpenSSL's reason after "certificate verify failed".
    [[nodiscard]] QString explained(const QString &libpqText) const;

private:
    struct Hook;
    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_session;
};

} // namespace Db
