// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/serverentry.h"

#include "doctor/commonchecks.h"
#include "doctor/connectproblem.h"
#include "doctor/serverload.h"

#include <algorithm>

namespace Doctor {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds resolveLimit{15};
constexpr seconds reachLimit{5}; // for each address
constexpr seconds tlsLimit{5};
constexpr seconds connectLimit{20};
constexpr seconds answerLimit{10}; // a pooler whose server is down lets one in and then says nothing
constexpr seconds wakeLimit{20};
constexpr seconds closingLimit{6}; // a server that closes at once may be starting, but need not

milliseconds since(Examination::Clock::time_point start)
{
    return std::chrono::duration_cast<milliseconds>(Examination::Clock::now() - start);
}

QString shownTime(milliseconds time)
{
    return time < seconds(1) ? Text::tr("%1 ms").arg(time.count())
                             : Text::tr("%1 s").arg(double(time.count()) / 1000, 0, 'f', 1);
}

bool isSupabaseDirect(const Db::ConnectionSpec &connection)
{
    return std::any_of(connection.hosts.cbegin(), connection.hosts.cend(), [](const Db::HostPort &host) {
        return host.host.startsWith(QLatin1String("db."), Qt::CaseInsensitive) &&
               host.host.endsWith(QLatin1String(".supabase.co"), Qt::CaseInsensitive);
    });
}

QString supabaseAdvice()
{
    return Text::tr(
        "Supabase gives its direct address to IPv6 networks only, and this one seems to have none: use "
        "the session pooler's string (aws-…pooler.supabase.com, port 5432) from its console.");
}

bool closesAtOnce(const Error &error)
{
    return error.detail.contains(QLatin1String("server closed the connection"), Qt::CaseInsensitive);
}

} // namespace

bool ServerEntry::enter(WatchedSession &session)
{
    m_reason = Text::tr("Stopped.");
    m_examination.begin(Step::String);
    m_examination.end(checkString(m_connection));
    return !m_examination.isStopped() && resolve() && reach() && askForTls() && connect(session);
}

bool ServerEntry::resolve()
{
    using Outcome = Network::Resolution::Outcome;
    m_examination.begin(Step::Dns);
    QList<Db::HostPort> hosts = m_connection.hosts;
    if (hosts.isEmpty())
        hosts.append(Db::HostPort());
    Remarks remarks;
    QStringList shown;
    bool hasIpv4 = false;
    for (const Db::HostPort &host : std::as_const(hosts)) {
        const Network::Resolution found = Network::resolve(host, resolveLimit, m_examination.stopFlag());
        const Verdict verdict = hosts.size() > 1 ? Verdict::Warning : Verdict::Failed;
        switch (found.outcome) {
        case Outcome::Stopped:
            return false;
        case Outcome::Found:
            m_addresses += found.addresses;
            for (const Network::Address &address : found.addresses) {
                shown.append(address.text);
                hasIpv4 = hasIpv4 || !address.isIpv6;
            }
            break;
        case Outcome::UnknownName:
            remarks.add(
                verdict, Text::tr("There is no server named “%1”.").arg(host.host),
                isSupabaseDirect(m_connection)
                    ? supabaseAdvice()
                    : Text::tr("Check the spelling, and copy the connection string again from the provider's "
                               "console: the project may have been moved or deleted."));
            remarks.addDetail(host.host + QLatin1String(": ") + found.detail);
            break;
        case Outcome::Offline:
        case Outcome::TimedOut:
            remarks.add(
                verdict,
                Text::tr(
                    "The name “%1” could not be looked up: no name server answers. This computer seems to "
                    "be offline.")
                    .arg(host.host),
                Text::tr("Check the network, the VPN and the DNS settings, then try again."));
            remarks.addDetail(host.host + QLatin1String(": ") + found.detail);
            break;
        case Outcome::Other:
            remarks.add(verdict, Text::tr("The name “%1” could not be looked up.").arg(host.host),
                        Text::tr("Check the name and the network, then try again."));
            remarks.addDetail(host.host + QLatin1String(": ") + found.detail);
            break;
        }
    }
    shown.removeDuplicates();
    if (!m_addresses.isEmpty()) {
        if (std::all_of(hosts.cbegin(), hosts.cend(), Network::isSocket))
            remarks.add(Verdict::Passed, Text::tr("None is needed: a socket of this computer, %1.")
                                             .arg(shown.join(QLatin1String(", "))));
        else
            remarks.add(Verdict::Passed, Text::tr("%1.").arg(shown.join(QLatin1String(", "))));
        if (!hasIpv4)
            remarks.addDetail(Text::tr("The server has an IPv6 address only."));
    }
    Finding finding = remarks.finding(Step::Dns);
    if (m_addresses.isEmpty())
        finding.verdict = Verdict::Failed;
    m_examination.end(finding);
    m_reason = Text::tr("Not tried: the server's name has no address.");
    return !m_addresses.isEmpty();
}

bool ServerEntry::reach()
{
    using Outcome = Network::Attempt::Outcome;
    m_examination.begin(Step::Tcp);
    Remarks remarks;
    std::optional<Network::Attempt> first;
    QStringList failures;
    Network::Attempt worst;
    for (const Network::Address &address : std::as_const(m_addresses)) {
        const Network::Attempt attempt = Network::reach(address, reachLimit, m_examination.stopFlag());
        if (attempt.outcome == Outcome::Stopped) {
            m_reason = Text::tr("Stopped.");
            return false;
        }
        if (attempt.outcome == Outcome::Connected) {
            m_reached = address;
            first = attempt;
            break;
        }
        worst = attempt;
        failures.append(address.text + QLatin1String(": ") + attempt.detail);
    }
    for (const QString &failure : std::as_const(failures))
        remarks.addDetail(failure);
    if (first) {
        remarks.add(Verdict::Passed, Text::tr("%1 answers.").arg(m_reached.text));
        if (!failures.isEmpty())
            remarks.add(
                Verdict::Warning, Text::tr("%Ln other address(es) do not.", nullptr, int(failures.size())),
                Text::tr(
                    "Every connection waits for those first. If they are IPv6 addresses, this network has "
                    "no working IPv6."));
        Finding finding = remarks.finding(Step::Tcp);
        finding.duration = first->duration;
        m_examination.end(finding);
        return true;
    }

    const QString host = m_connection.hosts.isEmpty() || m_connection.hosts.first().host.isEmpty()
                             ? Text::tr("This computer")
                             : QString(QChar(0x201c) + m_connection.hosts.first().host + QChar(0x201d));
    const int port = m_connection.hosts.isEmpty() ? 5432 : m_connection.hosts.first().port;
    switch (worst.outcome) {
    case Outcome::Refused:
        remarks.add(
            Verdict::Failed,
            Text::tr("%1 is there, but nothing accepts connections on port %2.").arg(host).arg(port),
            Text::tr(
                "Check that the database server is running and that the port is right: PostgreSQL has 5432, "
                "poolers often 6432 or 6543."));
        break;
    case Outcome::TimedOut:
        remarks.add(
            Verdict::Failed,
            Text::tr("%1 does not answer on port %2; nothing came back within %Ln second(s).", nullptr,
                     int(reachLimit.count()))
                .arg(host)
                .arg(port),
            Text::tr(
                "A firewall is the usual cause: let port %1 out of this network, and have this computer's "
                "address added to the provider's IP allow list. Check the VPN.")
                .arg(port));
        break;
    case Outcome::Unreachable:
        remarks.add(Verdict::Failed, Text::tr("There is no way from this network to %1.").arg(host),
                    isSupabaseDirect(m_connection)
                        ? supabaseAdvice()
                        : Text::tr("Check the network and the VPN. A server with an IPv6 address "
                                   "only cannot be reached from a network without IPv6."));
        break;
    case Outcome::NoSocket:
        remarks.add(
            Verdict::Failed,
            Text::tr("There is no socket of a database server on this computer at that place."),
            Text::tr("Start the server, or give its folder (unix_socket_directories) or host=127.0.0.1."));
        break;
    case Outcome::NotAllowed:
        remarks.add(Verdict::Failed, Text::tr("This computer does not allow a connection to %1.").arg(host),
                    Text::tr("Check the local firewall, or the access rights of the socket's folder."));
        break;
    default:
        remarks.add(Verdict::Failed, Text::tr("No connection to %1, port %2.").arg(host).arg(port),
                    Text::tr("Check the address and the network."));
        break;
    }
    m_examination.end(remarks.finding(Step::Tcp));
    m_reason = Text::tr("Not tried: the server cannot be reached.");
    return false;
}

bool ServerEntry::askForTls()
{
    m_examination.begin(Step::Tls);
    const auto start = Examination::Clock::now();
    m_tlsOffer = m_reached.text.contains(QLatin1Char('/'))
                     ? Network::TlsOffer::NotOffered
                     : Network::askForTls(m_reached, tlsLimit, m_examination.stopFlag());
    m_tlsTime = since(start);
    if (m_tlsOffer == Network::TlsOffer::Stopped) {
        m_reason = Text::tr("Stopped.");
        return false;
    }
    if (m_tlsOffer == Network::TlsOffer::Silent) {
        m_examination.end(
            {Step::Tls,
             Verdict::Failed,
             Text::tr("The server takes the connection, but does not answer within %Ln second(s).", nullptr,
                      int(tlsLimit.count())),
             Text::tr("Something between here and the server swallows what is sent (a firewall, a VPN, a "
                      "wrong MTU), or another program listens on this port. Try from another network."),
             {},
             {}});
        m_reason = Text::tr("Not tried: the server does not answer.");
        return false;
    }
    return true;
}

/// Opens the line and asks the first question, which is what "connected" means.
Result<void> ServerEntry::openAndAsk(WatchedSession &session)
{
    m_hasLine = false;
    auto line = session.open(connectLimit);
    if (!line)
        return line.error();
    m_line = *line;
    m_hasLine = true;
    auto answer = session.select({{QStringLiteral("select 1"), {}}}, answerLimit);
    if (!answer) {
        session.close();
        return answer.error();
    }
    return {};
}

bool ServerEntry::connect(WatchedSession &session)
{
    m_examination.begin(Step::Authentication);
    const auto start = Examination::Clock::now();
    if (Db::provider(m_connection) == Db::Provider::Neon)
        m_examination.wait(
            Step::Authentication,
            Text::tr("Connecting. A suspended database wakes up now, which takes a few seconds."));
    milliseconds pauseTime{500};
    milliseconds wokenFor{0};
    for (;;) {
        const auto attempt = Examination::Clock::now();
        const Result<void> connected = openAndAsk(session);
        if (m_examination.isStopped()) {
            m_reason = Text::tr("Stopped.");
            return false;
        }
        if (connected) {
            tellConnected(since(attempt), wokenFor);
            return true;
        }
        const bool mayComeUp = (isWaking(connected.error()) && since(start) < wakeLimit) ||
                               (!m_hasLine && closesAtOnce(connected.error()) && since(start) < closingLimit);
        if (!mayComeUp) {
            tellFailure(connected.error());
            return false;
        }
        m_examination.wait(Step::Authentication, Text::tr("Waking the database…"));
        if (!m_examination.pause(pauseTime)) {
            m_reason = Text::tr("Stopped.");
            return false;
        }
        pauseTime = std::min<milliseconds>(pauseTime * 2, seconds(2));
        wokenFor = since(start);
    }
}

Finding ServerEntry::tlsFinding() const
{
    const bool isOffered = m_tlsOffer == Network::TlsOffer::Offered;
    const bool isLocal = std::all_of(m_connection.hosts.cbegin(), m_connection.hosts.cend(), Db::isLoopback);
    Finding finding = {Step::Tls, Verdict::Passed, {}, {}, {}, std::max(m_tlsTime, milliseconds(1))};
    if (!m_line.encrypted) {
        finding.summary = isLocal ? Text::tr("Not encrypted; on this computer that is fine.")
                                  : Text::tr("Not encrypted: password and customers can be read on the way.");
        if (!isLocal) {
            finding.verdict = Verdict::Warning;
            finding.fix = isOffered ? Text::tr("The server offers TLS: use sslmode=verify-full.")
                                    : Text::tr("Switch TLS on at the server, then use sslmode=verify-full.");
        }
        return finding;
    }
    finding.detail = m_line.tlsProtocol + QLatin1String(", ") + m_line.tlsCipher;
    switch (m_line.tls) {
    case Db::TlsMode::VerifyFull:
        finding.summary =
            Text::tr("Encrypted (%1); the server has proved who it is.").arg(m_line.tlsProtocol);
        return finding;
    case Db::TlsMode::VerifyCa:
        finding.summary = Text::tr("Encrypted (%1); the certificate was checked, the server's name was not.")
                              .arg(m_line.tlsProtocol);
        break;
    default:
        finding.summary = Text::tr("Encrypted (%1), but nobody checked who answers.").arg(m_line.tlsProtocol);
        break;
    }
    if (!isLocal) {
        finding.verdict = Verdict::Warning;
        finding.fix = Text::tr("Use sslmode=verify-full.");
    }
    return finding;
}

void ServerEntry::tellConnected(milliseconds connecting, milliseconds wokenFor)
{
    m_examination.end(tlsFinding());
    Remarks remarks;
    remarks.add(Verdict::Passed, Text::tr("Logged in as “%1”.").arg(m_line.user));
    constexpr seconds slow{2};
    if (wokenFor > milliseconds(0))
        remarks.add(
            Verdict::Passed,
            Text::tr("The database was asleep and woke up within %1.").arg(shownTime(wokenFor + connecting)));
    else if (connecting > slow && Db::provider(m_connection) == Db::Provider::Neon)
        remarks.add(
            Verdict::Passed,
            Text::tr("Opening took %1: the database was probably asleep.").arg(shownTime(connecting)));
    m_examination.end(remarks.finding(Step::Authentication));
    m_examination.begin(Step::Database);
    m_examination.end(
        {Step::Database, Verdict::Passed, Text::tr("“%1” answers.").arg(m_line.database), {}, {}, {}});
}

void ServerEntry::tellFailure(const Error &error)
{
    ConnectProblem problem = connectProblem(error, m_connection);
    if (m_hasLine && problem.step < Step::Database) {
        problem.step = Step::Database;
        if (error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Connection) {
            problem.summary =
                Text::tr("The login was answered, but no question after it. A pooler whose database "
                         "server is down does that.");
            problem.fix =
                Text::tr("Check that the database server behind the pooler is running, or connect to it "
                         "directly.");
        }
    }
    if (isWaking(error)) {
        problem = {
            Step::Authentication,
            Text::tr("The database did not wake up within %Ln second(s).", nullptr, int(wakeLimit.count())),
            Text::tr("Try again in a minute, and look at the provider's status page.")};
    }
    if (problem.step > Step::Tls) {
        if (m_hasLine || m_tlsOffer != Network::TlsOffer::Offered)
            m_examination.end(m_hasLine ? tlsFinding()
                                        : Finding{Step::Tls,
                                                  Verdict::Skipped,
                                                  Text::tr("Not known: the login came first."),
                                                  {},
                                                  {},
                                                  {}});
        else
            m_examination.end({Step::Tls,
                               Verdict::Passed,
                               Text::tr("The server offers encryption."),
                               {},
                               {},
                               std::max(m_tlsTime, milliseconds(1))});
    }
    if (problem.step == Step::Database) {
        m_examination.end({Step::Authentication,
                           Verdict::Passed,
                           Text::tr("The server accepts “%1”.").arg(Db::shownUser(m_connection)),
                           {},
                           {},
                           {}});
        m_examination.begin(Step::Database);
    }
    m_reason = Text::tr("Not tried: there is no connection.");
    Finding finding = {problem.step, Verdict::Failed, problem.summary, problem.fix, error.detail, {}};
    if (problem.step == Step::Connections) {
        for (const Step step : {Step::Authentication, Step::Database, Step::Version})
            m_examination.end({step, Verdict::Skipped, m_reason, {}, {}, {}});
        m_examination.begin(Step::Connections);
        tellTooMany(finding);
    }
    m_examination.end(finding);
}

/// Who takes the connections, where another way into the same server is still open.
void ServerEntry::tellTooMany(Finding &finding) const
{
    Db::ConnectionSpec other = m_connection;
    other.database = QStringLiteral("postgres");
    if (Db::isPooled(m_connection) && !other.hosts.isEmpty())
        other.hosts.first().host = Db::directHost(m_connection).section(QLatin1Char(','), 0, 0);
    WatchedSession session(other, m_examination.stopFlag());
    if (const auto load = readServerLoad(session))
        finding.summary += QLatin1Char(' ') + loadSentence(*load);
}

} // namespace Doctor
