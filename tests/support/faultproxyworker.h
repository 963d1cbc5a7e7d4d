// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultproxy.h"
#include "support/protocolreader.h"

#include <QByteArray>

#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace Tests {

/// The thread behind a FaultProxy. What is public may be read and set by anybody who holds the mutex.
class FaultProxy::Worker final
{
public:
    explicit Worker(quint16 serverPort);
    ~Worker();
    Q_DISABLE_COPY_MOVE(Worker)

    /// Changes the settings and lets the thread look at them.
    template <typename Function>
    void change(Function function)
    {
        const std::lock_guard lock(mutex);
        function(faults);
        wake();
    }

    using Clock = std::chrono::steady_clock;

    struct Faults
    {
        std::chrono::milliseconds delay{0};
        int bandwidth = 0;
        bool isBlackHole = false;
        bool isRefusing = false;
        bool isStrippingTls = false;
        QByteArray serverVersion;
        std::chrono::milliseconds wakeTime{0};
        int refusals = 0;
        bool isAsleep = false;
        std::optional<Clock::time_point> awakeAt; ///< when the one who woke it goes on
        bool cutNow = false;
        int messagesUntilCut = -1;
        std::optional<CommitCut> commitCut;
        bool isEnding = false;
    };

    mutable std::mutex mutex; // guards the next two
    Faults faults;
    Counters counters;
    quint16 port = 0;

private:
    struct Parcel
    {
        Clock::time_point due;
        QByteArray bytes;
    };

    /// One direction of a line.
    struct Lane
    {
        int to;                   ///< the socket it leads to
        Clock::time_point freeAt; ///< when what is under way will have passed the narrow place
        std::deque<Parcel> parcels;
    };

    struct Line
    {
        Line(int clientHandle, int serverHandle);
        ~Line();
        Q_DISABLE_COPY_MOVE(Line)

        int client;
        int server;
        Lane toServer{server, {}, {}};
        Lane toClient{client, {}, {}};
        ProtocolReader fromClient{ProtocolReader::Side::Client};
        ProtocolReader fromServer{ProtocolReader::Side::Server};
        bool clientSpokeLast = false;
        bool isRefused = false; ///< ends when the client has its answer
        bool isBroken = false;
    };

    void wake() const;
    void run();
    /// Milliseconds until the next parcel is due; -1: nothing waits.
    [[nodiscard]] int timeout() const;
    void accept();
    void readClient(Line &line);
    void readServer(Line &line);
    void handleClient(Line &line, const ProtocolReader::Message &message);
    void handleServer(Line &line, const ProtocolReader::Message &message);
    void start(Line &line, const QByteArray &packet);
    void send(Lane &lane, const QByteArray &bytes, Clock::time_point earliest = {}) const;
    static void close(Line &line);
    void sendWhatIsDue();

    quint16 m_serverPort;
    int m_listener = -1;
    int m_wake = -1;
    std::list<Line> m_lines; // the thread's own
    std::thread m_thread;
};

} // namespace Tests
