// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/examination.h"
#include "doctor/network.h"
#include "doctor/watchedsession.h"

namespace Doctor {

/// The way to a PostgreSQL server up to the first answered statement: string, DNS, TCP, TLS, authentication,
/// database. Nothing past it is worth asking when it fails.
class ServerEntry final
{
public:
    explicit ServerEntry(Examination &examination)
        : m_examination(examination)
        , m_connection(examination.connection())
    {}
    Q_DISABLE_COPY_MOVE(ServerEntry)

    /// False: a step failed or the walk was stopped; the steps up to it are found.
    [[nodiscard]] bool enter(WatchedSession &session);
    [[nodiscard]] const Db::LineInfo &line() const { return m_line; }
    /// Why the steps after a failure have no result.
    [[nodiscard]] QString reason() const { return m_reason; }

private:
    [[nodiscard]] bool resolve();
    [[nodiscard]] bool reach();
    [[nodiscard]] bool askForTls();
    [[nodiscard]] bool connect(WatchedSession &session);
    [[nodiscard]] Core::Result<void> openAndAsk(WatchedSession &session);
    void tellConnected(std::chrono::milliseconds connecting, std::chrono::milliseconds wokenFor);
    void tellFailure(const Core::Error &error);
    void tellTooMany(Finding &finding) const;
    [[nodiscard]] Finding tlsFinding() const;

    Examination &m_examination;
    const Db::ConnectionSpec &m_connection;
    QList<Network::Address> m_addresses;
    Network::Address m_reached;
    Network::TlsOffer m_tlsOffer = Network::TlsOffer::NotOffered;
    std::chrono::milliseconds m_tlsTime{0};
    bool m_hasLine = false; ///< the server let us in, whatever the first statement said
    Db::LineInfo m_line;
    QString m_reason;
};

} // namespace Doctor
