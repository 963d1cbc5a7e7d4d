// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <QByteArray>

#include <atomic>
#include <chrono>

/// What can be learnt about a server's address before PostgreSQL is spoken. Every function blocks up to its
/// limit and looks at `stop` meanwhile.
namespace Doctor::Network {

/// One address of a host: IPv4, IPv6 or a Unix socket.
struct Address
{
    QByteArray socketAddress; ///< a sockaddr of the right length
    QString text;             ///< "203.0.113.7", "2001:db8::1" or the socket's path
    bool isIpv6 = false;
};

struct Resolution
{
    enum class Outcome { Found, UnknownName, Offline, TimedOut, Other, Stopped };
    Outcome outcome = Outcome::Other;
    QList<Address> addresses;
    QString detail; ///< the system's own words
};

/// Whether the host is a folder or name of a Unix socket, and no DNS is asked.
[[nodiscard]] bool isSocket(const Db::HostPort &host);

/// Asks the system's resolver, as libpq does; of a socket it gives the path.
[[nodiscard]] Resolution resolve(const Db::HostPort &host, std::chrono::milliseconds limit,
                                 const std::atomic_bool &stop);

struct Attempt
{
    enum class Outcome { Connected, Refused, TimedOut, Unreachable, NoSocket, NotAllowed, Other, Stopped };
    Outcome outcome = Outcome::Other;
    std::chrono::milliseconds duration{0};
    QString detail;
};

/// Opens a line to the address and closes it again.
[[nodiscard]] Attempt reach(const Address &address, std::chrono::milliseconds limit,
                            const std::atomic_bool &stop);

enum class TlsOffer { Offered, NotOffered, Silent, Closed, Stopped };

/// Asks the server, on a line of its own, whether it speaks TLS (SSLRequest of PostgreSQL's protocol).
[[nodiscard]] TlsOffer askForTls(const Address &address, std::chrono::milliseconds limit,
                                 const std::atomic_bool &stop);

} // namespace Doctor::Network
