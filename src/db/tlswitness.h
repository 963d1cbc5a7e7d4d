// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

struct pg_conn;
struct ssl_st;

namespace Db {

/// Looks on while libpq connects: when a certificate is refused, libpq says only that, and drops the TLS
/// session that knows why.
class TlsWitness final
{
public:
    TlsWitness();
    ~TlsWitness();
    Q_DISABLE_COPY_MOVE(TlsWitness)

    /// To be called after every step of connecting.
    void look(pg_conn *connection);

    /// libpq's text with OpenSSL's reason after "certificate verify failed". Without the reason, where the
    /// whole handshake was one step.
    [[nodiscard]] QString explained(const QString &libpqText) const;

private:
    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_session; ///< the latest; several hosts may be tried
};

} // namespace Db
