// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxy.h"

#include "support/protocolreader.h"

#include <QByteArray>

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <thread>
#include <vector>

namespace Tests {

namespace {

using Clock = std::chrono::steady_clock;

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int newSocket()
{
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0)
        qFatal("FaultProxy: %s", std::strerror(errno));
    return handle;
}

// Delays are the proxy's own: Nagle's algorithm must not add to them.
void sendAtOnce(int handle)
{
    const int on = 1;
    ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool writeAll(int handle, QByteArray bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written =
            ::send(handle, bytes.constData(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
        if (written < 0 && errno != EINTR)
            return false;
        bytes.remove(0, std::max<ssize_t>(written, 0));
    }
    return true;
}

struct Parcel
{
    Clock::time_point due;
    QByteArray bytes;
};

struct Link
{
    Link(int clientHandle, int serverHandle)
        : client(clientHandle)
        , server(serverHandle)
    {}
    ~Link()
    {
        ::close(client);
        ::close(server);
    }
    Q_DISABLE_COPY_MOVE(Link)

    int client;
    int server;
    std::deque<Parcel> toServer;
    std::deque<Parcel> toClient;
    ProtocolReader fromClient{ProtocolReader::Side::Client};
    ProtocolReader fromServer{ProtocolReader::Side::Server};
    bool clientSpokeLast = false;
    bool isBroken = false;
};

} // namespace

class FaultProxy::Worker final
{
public:
    explicit Worker(quint16 serverPort)
        : m_serverPort(serverPort)
        , m_listener(newSocket())
    {
        sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, generic, length) != 0 || ::listen(m_listener, 128) != 0 ||
            ::getsockname(m_listener, generic, &length) != 0)
            qFatal("FaultProxy: %s", std::strerror(errno));
        m_port = ntohs(address.sin_port);
        m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        m_thread = std::thread([this] { run(); });
    }

    ~Worker()
    {
        change([this] { m_isEnding = true; });
        m_thread.join();
        ::close(m_listener);
        ::close(m_wake);
    }
    Q_DISABLE_COPY_MOVE(Worker)

    // Changes the settings and lets the thread look at them.
    template <typename Function>
    void change(Function function)
    {
        const std::lock_guard lock(m_mutex);
        function();
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
    }

    mutable std::mutex m_mutex; // guards everything down to m_isEnding
    Counters m_counters;
    std::chrono::milliseconds m_delay{0};
    bool m_isBlackHole = false;
    bool m_isRefusing = false;
    bool m_cutNow = false;
    int m_messagesUntilCut = -1;
    std::optional<CommitCut> m_commitCut;
    bool m_isEnding = false;
    quint16 m_port = 0;

private:
    void run()
    {
        while (true) {
            std::vector<pollfd> handles{{m_listener, POLLIN, 0}, {m_wake, POLLIN, 0}};
            for (const Link &link : m_links) {
                handles.push_back({link.client, POLLIN, 0});
                handles.push_back({link.server, POLLIN, 0});
            }
            if (::poll(handles.data(), handles.size(), timeout()) < 0 && errno != EINTR)
                qFatal("FaultProxy: %s", std::strerror(errno));

            const std::lock_guard lock(m_mutex);
            quint64 ignored = 0;
            [[maybe_unused]] const ssize_t got = ::read(m_wake, &ignored, sizeof ignored);
            if (m_isEnding) {
                m_links.clear();
                return;
            }
            size_t index = 2;
            for (Link &link : m_links) {
                if (handles[index++].revents != 0)
                    readClient(link);
                if (handles[index++].revents != 0)
                    readServer(link);
            }
            if (handles[0].revents != 0)
                accept();
            sendWhatIsDue();
            if (m_cutNow) {
                m_cutNow = false;
                ++m_counters.cuts;
                m_links.clear();
            }
            m_links.remove_if([](const Link &link) { return link.isBroken; });
        }
    }

    // Milliseconds until the next parcel is due; -1: nothing waits.
    [[nodiscard]] int timeout() const
    {
        const std::lock_guard lock(m_mutex);
        if (m_isBlackHole)
            return -1;
        std::optional<Clock::time_point> next;
        for (const Link &link : m_links) {
            for (const auto *queue : {&link.toServer, &link.toClient}) {
                if (!queue->empty() && (!next || queue->front().due < *next))
                    next = queue->front().due;
            }
        }
        if (!next)
            return -1;
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now());
        return std::max(0, static_cast<int>(wait.count()));
    }

    void accept()
    {
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            return;
        ++m_counters.connections;
        const int server = newSocket();
        const sockaddr_in address = loopback(m_serverPort);
        if (m_isRefusing ||
            ::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
            ::close(client);
            ::close(server);
            return;
        }
        sendAtOnce(client);
        sendAtOnce(server);
        m_links.emplace_back(client, server);
    }

    // Empty: the other side has closed, or the line is broken.
    static QByteArray receive(int handle)
    {
        QByteArray bytes(65536, Qt::Uninitialized);
        const ssize_t length = ::recv(handle, bytes.data(), static_cast<size_t>(bytes.size()), MSG_DONTWAIT);
        bytes.truncate(std::max<ssize_t>(length, 0));
        return bytes;
    }

    void readClient(Link &link)
    {
        const QByteArray bytes = receive(link.client);
        if (bytes.isEmpty())
            return close(link);
        if (!link.clientSpokeLast)
            ++m_counters.roundTrips;
        link.clientSpokeLast = true;
        m_counters.bytesToServer += bytes.size();
        link.fromClient.read(bytes, [this, &link](const ProtocolReader::Message &message) {
            if (isEncryptionRequest(message))
                link.fromServer.expectLetters(1);
            if (m_commitCut == CommitCut::BeforeTheServer && isCommit(message)) {
                m_commitCut.reset();
                m_cutNow = true;
            }
            if (!m_cutNow)
                link.toServer.push_back({Clock::now() + m_delay, message.bytes});
        });
    }

    void readServer(Link &link)
    {
        const QByteArray bytes = receive(link.server);
        if (bytes.isEmpty())
            return close(link);
        link.clientSpokeLast = false;
        m_counters.bytesToClient += bytes.size();
        link.fromServer.read(bytes, [this, &link](const ProtocolReader::Message &message) {
            ++m_counters.serverMessages;
            if (m_messagesUntilCut == 0)
                m_cutNow = true;
            if (m_messagesUntilCut >= 0)
                --m_messagesUntilCut;
            if (m_commitCut == CommitCut::AfterTheServer && isCommitDone(message)) {
                m_commitCut.reset();
                m_cutNow = true;
            }
            if (!m_cutNow)
                link.toClient.push_back({Clock::now() + m_delay, message.bytes});
        });
    }

    // What is under way still arrives, then the line ends.
    static void close(Link &link)
    {
        for (const Parcel &parcel : link.toServer)
            writeAll(link.server, parcel.bytes);
        for (const Parcel &parcel : link.toClient)
            writeAll(link.client, parcel.bytes);
        link.isBroken = true;
    }

    // Before a cut everything let through is sent, delay or not: the cut's place in the stream is what
    // counts.
    void sendWhatIsDue()
    {
        if (m_isBlackHole && !m_cutNow)
            return;
        const Clock::time_point now = Clock::now();
        for (Link &link : m_links) {
            const auto send = [&](std::deque<Parcel> &queue, int handle) {
                QByteArray bytes;
                while (!queue.empty() && (m_cutNow || queue.front().due <= now)) {
                    bytes += queue.front().bytes;
                    queue.pop_front();
                }
                if (!bytes.isEmpty() && !writeAll(handle, bytes))
                    link.isBroken = true;
            };
            send(link.toServer, link.server);
            send(link.toClient, link.client);
        }
    }

    quint16 m_serverPort;
    int m_listener = -1;
    int m_wake = -1;
    std::list<Link> m_links; // the thread's own
    std::thread m_thread;
};

FaultProxy::FaultProxy(quint16 serverPort)
    : m_worker(std::make_unique<Worker>(serverPort))
{}

FaultProxy::~FaultProxy() = default;

quint16 FaultProxy::port() const
{
    return m_worker->m_port;
}

QString FaultProxy::connectionString(const QString &database) const
{
    return QStringLiteral("postgresql://gsc@127.0.0.1:%1/%2?sslmode=disable").arg(port()).arg(database);
}

void FaultProxy::setDelay(std::chrono::milliseconds oneWay)
{
    m_worker->change([this, oneWay] { m_worker->m_delay = oneWay; });
}

void FaultProxy::setBlackHole(bool on)
{
    m_worker->change([this, on] { m_worker->m_isBlackHole = on; });
}

void FaultProxy::setRefusing(bool on)
{
    m_worker->change([this, on] { m_worker->m_isRefusing = on; });
}

void FaultProxy::cutAfterServerMessages(int count)
{
    m_worker->change([this, count] { m_worker->m_messagesUntilCut = count; });
}

void FaultProxy::cutAtCommit(CommitCut where)
{
    m_worker->change([this, where] { m_worker->m_commitCut = where; });
}

void FaultProxy::cut()
{
    m_worker->change([this] { m_worker->m_cutNow = true; });
}

void FaultProxy::disarm()
{
    m_worker->change([this] {
        m_worker->m_messagesUntilCut = -1;
        m_worker->m_commitCut.reset();
    });
}

FaultProxy::Counters FaultProxy::counters() const
{
    const std::lock_guard lock(m_worker->m_mutex);
    return m_worker->m_counters;
}

void FaultProxy::resetCounters()
{
    m_worker->change([this] { m_worker->m_counters = {}; });
}

} // namespace Tests
