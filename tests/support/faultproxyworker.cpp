// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultproxyworker.h"

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <vector>

namespace Tests {

namespace {

using Message = ProtocolReader::Message;

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

// Empty: the other side has closed, or the line is broken.
QByteArray receive(int handle)
{
    QByteArray bytes(65536, Qt::Uninitialized);
    const ssize_t length = ::recv(handle, bytes.data(), static_cast<size_t>(bytes.size()), MSG_DONTWAIT);
    bytes.truncate(std::max<ssize_t>(length, 0));
    return bytes;
}

// Whether the server agreed to encrypt: S for TLS, G for GSS.
bool isYes(const Message &message)
{
    return message.type == 0 && (message.bytes == "S" || message.bytes == "G");
}

} // namespace

FaultProxy::Worker::Line::Line(int clientHandle, int serverHandle)
    : client(clientHandle)
    , server(serverHandle)
{}

FaultProxy::Worker::Line::~Line()
{
    ::close(client);
    ::close(server);
}

FaultProxy::Worker::Worker(quint16 serverPort)
    : m_serverPort(serverPort)
    , m_listener(newSocket())
{
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, generic, length) != 0 || ::listen(m_listener, 128) != 0 ||
        ::getsockname(m_listener, generic, &length) != 0)
        qFatal("FaultProxy: %s", std::strerror(errno));
    port = ntohs(address.sin_port);
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    m_thread = std::thread([this] { run(); });
}

FaultProxy::Worker::~Worker()
{
    change([](Faults &settings) { settings.isEnding = true; });
    m_thread.join();
    ::close(m_listener);
    ::close(m_wake);
}

void FaultProxy::Worker::wake() const
{
    const quint64 one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
}

void FaultProxy::Worker::run()
{
    while (true) {
        std::vector<pollfd> handles{{m_listener, POLLIN, 0}, {m_wake, POLLIN, 0}};
        for (const Line &line : m_lines) {
            handles.push_back({line.client, POLLIN, 0});
            handles.push_back({line.server, POLLIN, 0});
        }
        if (::poll(handles.data(), handles.size(), timeout()) < 0 && errno != EINTR)
            qFatal("FaultProxy: %s", std::strerror(errno));

        const std::lock_guard lock(mutex);
        quint64 ignored = 0;
        [[maybe_unused]] const ssize_t got = ::read(m_wake, &ignored, sizeof ignored);
        if (faults.isEnding) {
            m_lines.clear();
            return;
        }
        size_t index = 2;
        for (Line &line : m_lines) {
            if (handles[index++].revents != 0)
                readClient(line);
            if (handles[index++].revents != 0)
                readServer(line);
        }
        if (handles[0].revents != 0)
            accept();
        sendWhatIsDue();
        if (faults.cutNow) {
            faults.cutNow = false;
            ++counters.cuts;
            m_lines.clear();
        }
        m_lines.remove_if([](const Line &line) { return line.isBroken; });
    }
}

int FaultProxy::Worker::timeout() const
{
    const std::lock_guard lock(mutex);
    if (faults.isBlackHole)
        return -1;
    std::optional<Clock::time_point> next;
    for (const Line &line : m_lines) {
        for (const Lane *lane : {&line.toServer, &line.toClient}) {
            if (!lane->parcels.empty() && (!next || lane->parcels.front().due < *next))
                next = lane->parcels.front().due;
        }
    }
    if (!next)
        return -1;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now());
    return std::max(0, static_cast<int>(wait.count()));
}

void FaultProxy::Worker::accept()
{
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
        return;
    ++counters.connections;
    const int server = newSocket();
    const sockaddr_in address = loopback(m_serverPort);
    if (faults.isRefusing ||
        ::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(client);
        ::close(server);
        return;
    }
    sendAtOnce(client);
    sendAtOnce(server);
    m_lines.emplace_back(client, server);
}

void FaultProxy::Worker::readClient(Line &line)
{
    const QByteArray bytes = receive(line.client);
    if (bytes.isEmpty())
        return close(line);
    if (!line.clientSpokeLast)
        ++counters.roundTrips;
    line.clientSpokeLast = true;
    counters.bytesToServer += bytes.size();
    line.fromClient.read(bytes, [this, &line](const Message &message) { handleClient(line, message); });
}

void FaultProxy::Worker::handleClient(Line &line, const Message &message)
{
    if (line.isRefused || faults.cutNow)
        return;
    if (isEncryptionRequest(message)) {
        ++counters.encryptionRequests;
        if (faults.isStrippingTls)
            return send(line.toClient, "N");
        line.fromServer.expectLetters(1);
    } else if (message.type == Message::opaque && !line.fromServer.hasGivenUp()) {
        ++counters.encryptedLines; // without asking, as sslnegotiation=direct does
        line.fromServer.giveUp();
    } else if (isStartup(message)) {
        ++counters.plainStarts;
        return start(line, message.bytes);
    } else if (faults.commitCut == CommitCut::BeforeTheServer && isCommit(message)) {
        faults.commitCut.reset();
        faults.cutNow = true;
        return;
    }
    send(line.toServer, message.bytes);
}

void FaultProxy::Worker::start(Line &line, const QByteArray &packet)
{
    if (!faults.isAsleep)
        return send(line.toServer, packet);
    if (faults.refusals > 0) {
        --faults.refusals;
        ++counters.refusals;
        line.isRefused = true;
        return send(line.toClient, fatalMessage("XX000", "Couldn't connect to compute node"),
                    Clock::now() + faults.wakeTime);
    }
    if (!faults.awakeAt)
        faults.awakeAt = Clock::now() + faults.wakeTime;
    send(line.toServer, packet, *faults.awakeAt);
}

void FaultProxy::Worker::readServer(Line &line)
{
    const QByteArray bytes = receive(line.server);
    if (bytes.isEmpty())
        return close(line);
    line.clientSpokeLast = false;
    counters.bytesToClient += bytes.size();
    line.fromServer.read(bytes, [this, &line](const Message &message) { handleServer(line, message); });
}

void FaultProxy::Worker::handleServer(Line &line, const Message &message)
{
    if (line.isRefused)
        return;
    if (message.type != Message::opaque) {
        ++counters.serverMessages;
        if (faults.messagesUntilCut == 0)
            faults.cutNow = true;
        if (faults.messagesUntilCut >= 0)
            --faults.messagesUntilCut;
    }
    if (isYes(message)) {
        ++counters.encryptedLines;
        line.fromClient.giveUp();
        line.fromServer.giveUp();
    }
    if (faults.commitCut == CommitCut::AfterTheServer && isCommitDone(message)) {
        faults.commitCut.reset();
        faults.cutNow = true;
    }
    if (faults.cutNow)
        return;
    if (!faults.serverVersion.isEmpty() && isServerVersion(message))
        return send(line.toClient, serverVersionMessage(faults.serverVersion));
    send(line.toClient, message.bytes);
}

void FaultProxy::Worker::send(Lane &lane, const QByteArray &bytes, Clock::time_point earliest) const
{
    const Clock::time_point now = std::max(Clock::now(), earliest);
    if (faults.bandwidth <= 0) {
        lane.parcels.push_back({now + faults.delay, bytes});
        return;
    }
    // In pieces of a twentieth of a second, so that a big message trickles.
    lane.freeAt = std::max(lane.freeAt, now);
    const qsizetype piece = std::max(1, faults.bandwidth / 20);
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        const QByteArray part = bytes.mid(at, piece);
        lane.freeAt += std::chrono::microseconds(qint64(1'000'000) * part.size() / faults.bandwidth);
        lane.parcels.push_back({lane.freeAt + faults.delay, part});
    }
}

// What is under way still arrives, then the line ends.
void FaultProxy::Worker::close(Line &line)
{
    for (const Lane *lane : {&line.toServer, &line.toClient}) {
        for (const Parcel &parcel : lane->parcels)
            writeAll(lane->to, parcel.bytes);
    }
    line.isBroken = true;
}

// Before a cut everything let through is sent, delay or not: the cut's place in the stream is what counts.
void FaultProxy::Worker::sendWhatIsDue()
{
    if (faults.isBlackHole && !faults.cutNow)
        return;
    const Clock::time_point now = Clock::now();
    for (Line &line : m_lines) {
        for (Lane *lane : {&line.toServer, &line.toClient}) {
            QByteArray bytes;
            while (!lane->parcels.empty() && (faults.cutNow || lane->parcels.front().due <= now)) {
                bytes += lane->parcels.front().bytes;
                lane->parcels.pop_front();
            }
            if (!bytes.isEmpty() && !writeAll(lane->to, bytes))
                line.isBroken = true;
        }
        if (line.isRefused && line.toClient.parcels.empty())
            line.isBroken = true;
    }
}

} // namespace Tests
