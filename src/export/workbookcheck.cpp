// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/workbookcheck.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <optional>
#include <zlib.h>

namespace Export {

namespace {

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16
constexpr qint64 endSize = 22;
constexpr qint64 entrySize = 46;
constexpr qint64 localSize = 30;
constexpr quint32 endMark = 0x06054b50;
constexpr quint32 entryMark = 0x02014b50;
constexpr quint32 localMark = 0x04034b50;
constexpr qint64 chunkSize = 64 << 10;
constexpr QByteArrayView rowTag = "<row ";

/// A number of the file as it stands there; false: the file ends before.
template <typename T>
T numberAt(const QByteArray &bytes, qsizetype at)
{
    return qFromLittleEndian<T>(bytes.constData() + at);
}

/// Bytes from `at` on; empty: the file has not so many.
QByteArray bytesAt(QFile &file, qint64 at, qint64 size)
{
    if (at < 0 || !file.seek(at))
        return {};
    const QByteArray bytes = file.read(size);
    return bytes.size() == size ? bytes : QByteArray();
}

struct Part
{
    QByteArray name;
    quint32 checksum = 0;
    quint32 packedSize = 0;
    quint32 size = 0;
    quint32 place = 0;
};

/// What the file says it holds; empty: it does not say so.
QList<Part> partsOf(QFile &file)
{
    const QByteArray end = bytesAt(file, file.size() - endSize, endSize);
    if (end.isEmpty() || numberAt<quint32>(end, 0) != endMark)
        return {};
    QList<Part> parts;
    qint64 at = numberAt<quint32>(end, 16);
    for (int i = numberAt<quint16>(end, 10); i > 0; --i) {
        const QByteArray entry = bytesAt(file, at, entrySize);
        if (entry.isEmpty() || numberAt<quint32>(entry, 0) != entryMark)
            return {};
        const qint64 nameSize = numberAt<quint16>(entry, 28);
        parts.append({bytesAt(file, at + entrySize, nameSize), numberAt<quint32>(entry, 16),
                      numberAt<quint32>(entry, 20), numberAt<quint32>(entry, 24),
                      numberAt<quint32>(entry, 42)});
        at += entrySize + nameSize + numberAt<quint16>(entry, 30) + numberAt<quint16>(entry, 32);
    }
    return parts;
}

/// What is learned from the bytes of a part as they come.
class Reading final
{
public:
    void take(QByteArrayView bytes)
    {
        m_checksum = crc32(m_checksum, reinterpret_cast<const Bytef *>(bytes.data()), uInt(bytes.size()));
        m_size += bytes.size();
        if (m_head.size() < headSize)
            m_head += bytes.first(std::min(bytes.size(), headSize - m_head.size()));
        const QByteArray text = m_tail + bytes;
        // A tag may lie across two chunks.
        qsizetype at = std::max<qsizetype>(0, m_tail.size() - (rowTag.size() - 1));
        for (at = text.indexOf(rowTag, at); at >= 0; at = text.indexOf(rowTag, at + rowTag.size()))
            ++m_rows;
        m_tail = text.last(std::min(text.size(), tailSize));
    }
    /// Has the size and checksum that it should have, and the element that it began with has an end.
    [[nodiscard]] bool isWhole(const Part &part) const
    {
        const qsizetype begin = m_head.indexOf('<', m_head.indexOf("?>")) + 1;
        qsizetype end = begin;
        while (end < m_head.size() && !QByteArrayView(" \r\n\t/>").contains(m_head.at(end)))
            ++end;
        const QByteArray closing = "</" + m_head.sliced(begin, end - begin) + '>';
        return m_checksum == part.checksum && m_size == part.size && end > begin &&
               m_tail.trimmed().endsWith(closing);
    }
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    static constexpr qsizetype headSize = 256;
    static constexpr qsizetype tailSize = 64;

    uLong m_checksum = crc32(0, nullptr, 0);
    qint64 m_size = 0;
    qint64 m_rows = 0;
    QByteArray m_head;
    QByteArray m_tail;
};

/// zlib's stream, which ends itself.
class Inflater final
{
public:
    Inflater() { m_isReady = inflateInit2(&m_stream, -MAX_WBITS) == Z_OK; }
    ~Inflater()
    {
        if (m_isReady)
            inflateEnd(&m_stream);
    }
    Q_DISABLE_COPY_MOVE(Inflater)

    /// Unpacks `packed` into `reading`. False: it is damaged.
    [[nodiscard]] bool take(QByteArray packed, Reading &reading)
    {
        m_stream.next_in = reinterpret_cast<Bytef *>(packed.data());
        m_stream.avail_in = uInt(packed.size());
        while (m_isReady && !m_isAtEnd) {
            m_stream.next_out = reinterpret_cast<Bytef *>(m_out.data());
            m_stream.avail_out = uInt(m_out.size());
            const int code = inflate(&m_stream, Z_NO_FLUSH);
            if (code == Z_BUF_ERROR)
                return true; // wants the next chunk
            if (code != Z_OK && code != Z_STREAM_END)
                return false;
            reading.take(QByteArrayView(m_out.data(), qsizetype(m_out.size() - m_stream.avail_out)));
            m_isAtEnd = code == Z_STREAM_END;
        }
        return m_isReady;
    }
    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }

private:
    z_stream m_stream = {};
    std::array<char, chunkSize> m_out = {};
    bool m_isReady = false;
    bool m_isAtEnd = false;
};

/// How many rows the part has; nullopt: it is not whole.
std::optional<qint64> rowsIn(QFile &file, const Part &part)
{
    const QByteArray local = bytesAt(file, part.place, localSize);
    if (local.isEmpty() || numberAt<quint32>(local, 0) != localMark)
        return std::nullopt;
    if (!file.seek(part.place + localSize + numberAt<quint16>(local, 26) + numberAt<quint16>(local, 28)))
        return std::nullopt;
    Inflater inflater;
    Reading reading;
    for (qint64 left = part.packedSize; left > 0;) {
        const QByteArray packed = file.read(std::min(left, chunkSize));
        if (packed.isEmpty() || !inflater.take(packed, reading))
            return std::nullopt;
        left -= packed.size();
    }
    return inflater.isAtEnd() && reading.isWhole(part) ? std::optional(reading.rows()) : std::nullopt;
}

} // namespace

bool checkWorkbook(const QString &file, qint64 rows)
{
    QFile reader(file);
    if (!reader.open(QIODevice::ReadOnly))
        return false;
    bool hasSheet = false;
    for (const Part &part : partsOf(reader)) {
        const auto found = rowsIn(reader, part);
        if (!found)
            return false;
        if (part.name == "xl/worksheets/sheet1.xml") {
            if (*found != rows)
                return false;
            hasSheet = true;
        }
    }
    return hasSheet;
}

} // namespace Export
