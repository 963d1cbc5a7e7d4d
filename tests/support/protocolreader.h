// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>

namespace Tests {

/// Cuts one direction of an unencrypted PostgreSQL connection into messages, as the bytes arrive.
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
        char type = 0;
        QByteArray bytes; ///< all of it, header included
        [[nodiscard]] QByteArray body() const { return bytes.mid(type == 0 ? 4 : 5); }
    };

    /// Takes bytes and calls `handle` for every message that is complete now.
    void read(const QByteArray &bytes, const std::function<void(const Message &)> &handle);
    /// Server side: the next `count` bytes are one-letter answers to SSL or GSS requests.
    void expectLetters(int count) { m_letters += count; }

private:
    Side m_side;
    bool m_isStarted = false; ///< client side: the real start-up packet has passed
    int m_letters = 0;
    QByteArray m_pending;
};

/// Whether a start-up packet asks for encryption; the server answers with one letter.
[[nodiscard]] bool isEncryptionRequest(const ProtocolReader::Message &message);
/// Whether a client's message carries the statement COMMIT or END.
[[nodiscard]] bool isCommit(const ProtocolReader::Message &message);
/// Whether a server's message says that a COMMIT was carried out.
[[nodiscard]] bool isCommitDone(const ProtocolReader::Message &message);

} // namespace Tests
