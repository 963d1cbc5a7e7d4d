// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <memory>

namespace Tests {

/// A bad network between a client and a PostgreSQL server or pooler on 127.0.0.1, and the one who counts what
/// goes over it. It forwards in a thread of its own and understands just enough of the protocol to count
/// messages on unencrypted lines (sslmode=disable). A line that turns to TLS is forwarded untouched: delay,
/// bandwidth, black hole and cut() work on it, what counts messages does not. Every function may be called
/// from any thread, at any time; faults apply to all connections, open and new ones.
class FaultProxy final
{
public:
    /// Forwards to 127.0.0.1:`serverPort`.
    explicit FaultProxy(quint16 serverPort);
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    [[nodiscard]] quint16 port() const;
    /// As PostgresServer::connectionString, through the proxy.
    [[nodiscard]] QString connectionString(const QString &database) const;

    /// Holds everything back for `oneWay` in each direction: a round trip takes twice that.
    void setDelay(std::chrono::milliseconds oneWay);
    /// Lets each connection carry so many bytes a second, each way; 0: no limit.
    void setBandwidth(int bytesPerSecond);
    /// Forwards nothing while on, though the kernel acknowledges every byte: only a limit of the client's own
    /// helps. What was held back goes on when it is turned off.
    void setBlackHole(bool on);
    /// New connections are closed at once while on.
    void setRefusing(bool on);

    /// Behaves as Neon's proxy before a suspended database: the next `refusals` connections wait `wakeTime`
    /// after their start-up packet and are answered FATAL XX000 "Couldn't connect to compute node". The one
    /// after them wakes the database: it, and whoever comes meanwhile, goes on after `wakeTime`, later ones
    /// at once. Unencrypted lines only.
    void suspend(std::chrono::milliseconds wakeTime, int refusals);
    /// Tells new connections that the server has this version ("14.9", "99.0"); empty: the truth.
    void setServerVersion(const QString &version);
    /// Answers every request for encryption with no, as somebody between client and server would.
    void setStrippingTls(bool on);

    /// Cuts all connections instead of forwarding the server's message after the next `count` ones; 0 lets
    /// not even the first through. Fires once.
    void cutAfterServerMessages(int count);
    enum class CommitCut {
        BeforeTheServer, ///< the COMMIT never arrives: nothing is committed
        AfterTheServer,  ///< the server commits, its answer is lost
    };
    /// Cuts all connections at the next COMMIT (or END). Fires once.
    void cutAtCommit(CommitCut where);
    /// Cuts all connections now.
    void cut();
    /// Takes back a cut that has not fired.
    void disarm();

    struct Counters
    {
        int connections = 0;    ///< accepted, refused ones included
        int roundTrips = 0;     ///< times a client spoke after the server did, the start included
        int serverMessages = 0; ///< forwarded or cut off; of unencrypted lines
        qint64 bytesToServer = 0;
        qint64 bytesToClient = 0;
        int cuts = 0;               ///< cuts that fired
        int refusals = 0;           ///< answers of a suspended database
        int encryptionRequests = 0; ///< clients that asked for TLS
        int encryptedLines = 0;     ///< lines that turned to TLS
        int plainStarts = 0;        ///< start-up packets, user's name and all, that anybody could read
    };
    [[nodiscard]] Counters counters() const;
    void resetCounters();

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace Tests
