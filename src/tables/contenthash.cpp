// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/contenthash.h"

#include <QtEndian>

#include <sodium.h>

namespace Tables {

namespace {

constexpr size_t hashSize = 32;

/// Seven bits a byte, lowest first: nearly every length takes one byte.
char *putNumber(char *to, quint64 number)
{
    while (number >= 0x80) {
        *to++ = char(number | 0x80);
        number >>= 7;
    }
    *to++ = char(number);
    return to;
}

/// Lets libsodium choose the code for this processor; without it the hash takes three times as long.
bool prepare()
{
    static const bool isReady = sodium_init() >= 0;
    return isReady;
}

} // namespace

ContentHash::ContentHash()
{
    if (!prepare())
        qFatal("libsodium does not start");
}

void ContentHash::add(const Db::RawRow &neutralRow)
{
    // Each cell says its own length first, so that no two rows are the same bytes: 0 is NULL, else the length
    // and one more.
    constexpr qsizetype longestNumber = 10;
    qsizetype most = 0;
    for (const auto &cell : neutralRow)
        most += longestNumber + (cell ? cell->size() : 0);
    if (m_buffer.size() < most)
        m_buffer.resize(most);
    char *const begin = m_buffer.data();
    char *end = begin;
    for (const auto &cell : neutralRow) {
        end = putNumber(end, cell ? quint64(cell->size()) + 1 : 0);
        if (cell && !cell->isEmpty()) {
            std::memcpy(end, cell->data(), size_t(cell->size()));
            end += cell->size();
        }
    }
    std::array<unsigned char, hashSize> hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char *>(begin),
                       static_cast<unsigned long long>(end - begin), nullptr, 0);
    quint64 carry = 0;
    for (size_t i = 0; i < m_sum.size(); ++i) {
        const quint64 part = qFromLittleEndian<quint64>(hash.data() + i * sizeof(quint64));
        const quint64 withPart = m_sum[i] + part;
        const quint64 sum = withPart + carry;
        carry = quint64(withPart < part) + quint64(sum < carry);
        m_sum[i] = sum;
    }
    ++m_rows;
}

QString ContentHash::hex() const
{
    QString text;
    for (auto part = m_sum.rbegin(); part != m_sum.rend(); ++part)
        text += QStringLiteral("%1").arg(*part, 16, 16, QLatin1Char('0'));
    return text;
}

} // namespace Tables
