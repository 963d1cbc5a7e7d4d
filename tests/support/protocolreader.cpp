// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/protocolreader.h"

#include <QtEndian>

namespace Tests {

namespace {

constexpr quint32 sslRequest = 80877103;
constexpr quint32 gssRequest = 80877104;

quint32 numberAt(const QByteArray &bytes, qsizetype position)
{
    return qFromBigEndian<quint32>(bytes.constData() + position);
}

} // namespace

void ProtocolReader::read(const QByteArray &bytes, const std::function<void(const Message &)> &handle)
{
    m_pending += bytes;
    while (!m_pending.isEmpty()) {
        Message message;
        qsizetype length = 0;
        if (m_side == Side::Server && m_letters > 0) {
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
        if (m_side == Side::Client && !m_isStarted && !isEncryptionRequest(message))
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

} // namespace Tests
