// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/network.h"

#include <QFileInfo>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <thread>

namespace Doctor::Network {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds slice{50}; // how soon a stop is noticed

QString systemText(int number)
{
    return QString::fromLocal8Bit(std::strerror(number)); // NOLINT(concurrency-mt-unsafe): glibc's is safe
}

class Socket final
{
public:
    explicit Socket(int family)
        : m_descriptor(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {}
    ~Socket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(Socket)

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    enum class Wait { Ready, TimedOut, Stopped };
    [[nodiscard]] Wait waitFor(short events, Clock::time_point deadline, const std::atomic_bool &stop) const
    {
        while (!stop) {
            const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
            if (left.count() <= 0)
                return Wait::TimedOut;
            pollfd descriptor = {m_descriptor, events, 0};
            if (::poll(&descriptor, 1, int(std::min(left, slice).count())) > 0)
                return Wait::Ready;
        }
        return Wait::Stopped;
    }

private:
    int m_descriptor;
};

Attempt::Outcome outcomeOf(int number)
{
    switch (number) {
    case 0:
        return Attempt::Outcome::Connected;
    case ECONNREFUSED:
        return Attempt::Outcome::Refused;
    case ETIMEDOUT:
        return Attempt::Outcome::TimedOut;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL:
        return Attempt::Outcome::Unreachable;
    case ENOENT:
        return Attempt::Outcome::NoSocket;
    case EACCES:
    case EPERM:
        return Attempt::Outcome::NotAllowed;
    default:
        return Attempt::Outcome::Other;
    }
}

Attempt connectSocket(const Socket &socket, const Address &address, Clock::time_point deadline,
                      const std::atomic_bool &stop)
{
    if (socket.descriptor() < 0)
        return {outcomeOf(errno), {}, systemText(errno)};
    const auto *name = reinterpret_cast<const sockaddr *>(address.socketAddress.constData());
    int number = 0;
    if (::connect(socket.descriptor(), name, socklen_t(address.socketAddress.size())) != 0) {
        number = errno;
        if (number == EINPROGRESS) {
            switch (socket.waitFor(POLLOUT, deadline, stop)) {
            case Socket::Wait::Stopped:
                return {Attempt::Outcome::Stopped, {}, {}};
            case Socket::Wait::TimedOut:
                return {Attempt::Outcome::TimedOut, {}, systemText(ETIMEDOUT)};
            case Socket::Wait::Ready:
                break;
            }
            socklen_t size = sizeof(number);
            if (::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &number, &size) != 0)
                number = errno;
        }
    }
    return {outcomeOf(number), {}, number == 0 ? QString() : systemText(number)};
}

int familyOf(const Address &address)
{
    return reinterpret_cast<const sockaddr *>(address.socketAddress.constData())->sa_family;
}

Resolution socketOf(const Db::HostPort &host)
{
    const QString file = QStringLiteral("/.s.PGSQL.%1").arg(host.port);
    QString path = host.host + file;
    if (host.host.isEmpty()) {
        // Debian's libpq looks into the first, PostgreSQL's own into the second.
        path = QStringLiteral("/var/run/postgresql") + file;
        if (const QString other = QStringLiteral("/tmp") + file;
            !QFileInfo::exists(path) && QFileInfo::exists(other))
            path = other;
    }
    sockaddr_un name = {};
    name.sun_family = AF_UNIX;
    QByteArray bytes = path.toLocal8Bit();
    if (size_t(bytes.size()) >= sizeof(name.sun_path))
        return {Resolution::Outcome::Other, {}, systemText(ENAMETOOLONG)};
    if (bytes.startsWith('@')) // the abstract namespace
        bytes[0] = '\0';
    std::memcpy(name.sun_path, bytes.constData(), size_t(bytes.size()));
    const auto length =
        qsizetype(offsetof(sockaddr_un, sun_path)) + bytes.size() + (bytes[0] == '\0' ? 0 : 1);
    return {Resolution::Outcome::Found,
            {{QByteArray(reinterpret_cast<const char *>(&name), length), path, false}},
            {}};
}

Resolution askResolver(const QByteArray &host, const QByteArray &port)
{
    addrinfo hints = {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    const int code = ::getaddrinfo(host.constData(), port.constData(), &hints, &list);
    const QString words =
        code == EAI_SYSTEM ? systemText(errno) : QString::fromLocal8Bit(::gai_strerror(code));
    switch (code) {
    case 0:
        break;
    case EAI_NONAME:
    case EAI_NODATA:
        return {Resolution::Outcome::UnknownName, {}, words};
    case EAI_AGAIN:
        return {Resolution::Outcome::Offline, {}, words};
    default:
        return {Resolution::Outcome::Other, {}, words};
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, ::freeaddrinfo);
    Resolution result = {Resolution::Outcome::Found, {}, {}};
    for (const addrinfo *entry = list; entry; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> text = {};
        ::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST);
        result.addresses.append(
            {QByteArray(reinterpret_cast<const char *>(entry->ai_addr), qsizetype(entry->ai_addrlen)),
             QString::fromLatin1(text.data()), entry->ai_family == AF_INET6});
    }
    return result;
}

} // namespace

bool isSocket(const Db::HostPort &host)
{
    return host.host.isEmpty() || host.host.startsWith(u'/') || host.host.startsWith(u'@');
}

Resolution resolve(const Db::HostPort &host, milliseconds limit, const std::atomic_bool &stop)
{
    if (isSocket(host))
        return socketOf(host);
    // getaddrinfo can take half a minute where no name server answers, and cannot be stopped: it gets a
    // thread that nobody waits for.
    struct Answer
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Resolution> resolution;
    };
    auto answer = std::make_shared<Answer>();
    std::thread([answer, name = host.host.toUtf8(), port = QByteArray::number(host.port)] {
        Resolution resolution = askResolver(name, port);
        {
            const std::lock_guard lock(answer->mutex);
            answer->resolution = std::move(resolution);
        }
        answer->changed.notify_all();
    }).detach();
    const auto deadline = Clock::now() + limit;
    std::unique_lock lock(answer->mutex);
    while (!answer->resolution) {
        if (stop)
            return {Resolution::Outcome::Stopped, {}, {}};
        if (Clock::now() >= deadline)
            return {Resolution::Outcome::TimedOut, {}, {}};
        answer->changed.wait_for(lock, slice);
    }
    return *answer->resolution;
}

Attempt reach(const Address &address, milliseconds limit, const std::atomic_bool &stop)
{
    const auto start = Clock::now();
    const Socket socket(familyOf(address));
    Attempt attempt = connectSocket(socket, address, start + limit, stop);
    attempt.duration = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    return attempt;
}

TlsOffer askForTls(const Address &address, milliseconds limit, const std::atomic_bool &stop)
{
    // https://www.postgresql.org/docs/15/protocol-message-formats.html: length 8, code 80877103.
    static constexpr std::array<unsigned char, 8> request = {0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f};
    const auto deadline = Clock::now() + limit;
    const Socket socket(familyOf(address));
    const Attempt attempt = connectSocket(socket, address, deadline, stop);
    if (attempt.outcome == Attempt::Outcome::Stopped)
        return TlsOffer::Stopped;
    if (attempt.outcome != Attempt::Outcome::Connected ||
        ::send(socket.descriptor(), request.data(), request.size(), MSG_NOSIGNAL) != ssize_t(request.size()))
        return TlsOffer::Closed;
    switch (socket.waitFor(POLLIN, deadline, stop)) {
    case Socket::Wait::Stopped:
        return TlsOffer::Stopped;
    case Socket::Wait::TimedOut:
        return TlsOffer::Silent;
    case Socket::Wait::Ready:
        break;
    }
    char letter = 0;
    if (::recv(socket.descriptor(), &letter, 1, 0) != 1)
        return TlsOffer::Closed;
    return letter == 'S' ? TlsOffer::Offered : TlsOffer::NotOffered;
}

} // namespace Doctor::Network
