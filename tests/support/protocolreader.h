// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>

namespace Tests {

/// Cuts one direction of a PostgreSQL connection into messages, as the bytes arrive, for as long as they are
/// not encrypted.
class ProtocolReader final
{
public:
    enum class Side { Client, Server };
    explicit ProtocolReader(Side side)
        : m_side(side)
    {}

    /// One message: `type` is 0 for those that have none (start-up packets and the answer to an SSL request).
    struct Message
    {
        static constexpr char opaque = '\x01'; ///< the type of bytes that nobody here can read
        char type = 0;
        QByteArray bytes; ///< all of it, header included
        [[nodiscard]] QByteArray body() const { return bytes.mid(type == 0 ? 4 : 5); }
    };

    /// Takes bytes and calls `handle` for every message that is complete now.
    void read(const QByteArray &bytes, const std::function<void(const Message &)> &handle);
    /// Server side: the next `count` bytes are one-letter answers to SSL or GSS requests.
    void expectLetters(int count) { m_letters += count; }
    /// What comes from now on is encrypted: it is handed on as it arrives.
    void giveUp() { m_isOpaque = true; }
    [[nodiscard]] bool hasGivenUp() const { return m_isOpaque; }

private:
    Side m_side;
    bool m_isStarted = false; ///< client side: the real start-up packet has passed
    bool m_isOpaque = false;
    int m_letters = 0;
    QByteArray m_pending;
};

/// Whether a start-up packet asks for encryption; the server answers with one letter.
[[nodiscard]] bool isEncryptionRequest(const ProtocolReader::Message &message);
/// Whether it is the packet with which a session starts: user, database and parameters. A cancel request is
/// none.
[[nodiscard]] bool isStartup(const ProtocolReader::Message &message);
/// Whether a client's message carries the statement COMMIT or END.
[[nodiscard]] bool isCommit(const ProtocolReader::Message &message);
/// Whether a server's message says that a COMMIT was carried out.
[[nodiscard]] bool isCommitDone(const ProtocolReader::Message &message);
/// Whether a server's message reports its version.
[[nodiscard]] bool isServerVersion(const ProtocolReader::Message &message);

[[nodiscard]] QByteArray serverVersionMessage(const QByteArray &version);
/// ErrorResponse, FATAL.
[[nodiscard]] QByteArray fatalMessage(const QByteArray &sqlState, const QByteArray &text);

} // namespace Tests
