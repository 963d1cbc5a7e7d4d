// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/protocolreader.h"

#include <QtEndian>

namespace Tests {

namespace {

constexpr quint32 cancelRequest = 80877102;
constexpr quint32 sslRequest = 80877103;
constexpr quint32 gssRequest = 80877104;

quint32 numberAt(const QByteArray &bytes, qsizetype position)
{
    return qFromBigEndian<quint32>(bytes.constData() + position);
}

QByteArray messageOf(char type, const QByteArray &body)
{
    QByteArray header(5, type);
    qToBigEndian(static_cast<quint32>(body.size() + 4), header.data() + 1);
    return header + body;
}

const QByteArray versionName("server_version", sizeof "server_version"); // with its end mark

} // namespace

void ProtocolReader::read(const QByteArray &bytes, const std::function<void(const Message &)> &handle)
{
    m_pending += bytes;
    while (!m_pending.isEmpty()) {
        Message message;
        qsizetype length = 0;
        // Packets start with a length far below 2^24; a client that starts with TLS does not.
        if (m_side == Side::Client && !m_isStarted && m_pending[0] != '\0')
            giveUp();
        if (m_isOpaque) {
            message.type = Message::opaque;
            length = m_pending.size();
        } else if (m_side == Side::Server && m_letters > 0) {
            --m_letters;
            length = 1;
        } else {
            const bool hasType = m_side == Side::Server || m_isStarted;
            const qsizetype header = hasType ? 5 : 4;
            if (m_pending.size() < header)
                return;
            length = static_cast<qsizetype>(numberAt(m_pending, header - 4)) + (hasType ? 1 : 0);
            if (m_pending.size() < length)
                return;
            message.type = hasType ? m_pending[0] : '\0';
        }
        message.bytes = m_pending.left(length);
        m_pending.remove(0, length);
        if (m_side == Side::Client && !m_isOpaque && !m_isStarted && !isEncryptionRequest(message))
            m_isStarted = true;
        handle(message);
    }
}

bool isEncryptionRequest(const ProtocolReader::Message &message)
{
    if (message.type != 0 || message.bytes.size() != 8)
        return false;
    const quint32 code = numberAt(message.bytes, 4);
    return code == sslRequest || code == gssRequest;
}

bool isStartup(const ProtocolReader::Message &message)
{
    return message.type == 0 && message.bytes.size() >= 8 && !isEncryptionRequest(message) &&
           numberAt(message.bytes, 4) != cancelRequest;
}

bool isCommit(const ProtocolReader::Message &message)
{
    QByteArray sql = message.body();
    if (message.type == 'P') // Parse: the statement's name comes first
        sql.remove(0, sql.indexOf('\0') + 1);
    else if (message.type != 'Q')
        return false;
    sql = sql.left(sql.indexOf('\0')).trimmed().toUpper();
    return sql.startsWith("COMMIT") || sql == "END" || sql.startsWith("END;") || sql.startsWith("END ");
}

bool isCommitDone(const ProtocolReader::Message &message)
{
    return message.type == 'C' && message.body() == QByteArray("COMMIT", 7);
}

bool isServerVersion(const ProtocolReader::Message &message)
{
    return message.type == 'S' && message.body().startsWith(versionName);
}

QByteArray serverVersionMessage(const QByteArray &version)
{
    return messageOf('S', versionName + version + '\0');
}

QByteArray fatalMessage(const QByteArray &sqlState, const QByteArray &text)
{
    const char end = '\0';
    return messageOf('E', "SFATAL" + QByteArray(1, end) + "VFATAL" + end + 'C' + sqlState + end + 'M' + text +
                              end + end);
}

} // namespace Tests
