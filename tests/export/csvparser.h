// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace Tests {

/// A reader of RFC 4180, made from its grammar and strict: what does not follow it gives nullopt. A field
/// without quotes and without text is NULL.
class CsvParser final
{
public:
    using Field = std::optional<QByteArray>;

    [[nodiscard]] static std::optional<QList<QList<Field>>> parse(const QByteArray &text)
    {
        CsvParser parser(text);
        QList<QList<Field>> records;
        while (parser.m_at < text.size()) {
            QList<Field> record;
            if (!parser.readRecord(record))
                return std::nullopt;
            records.append(record);
        }
        return records;
    }

private:
    explicit CsvParser(const QByteArray &text)
        : m_text(text)
    {}

    /// record = field *(COMMA field) CRLF
    bool readRecord(QList<Field> &record)
    {
        for (;;) {
            Field field;
            if (!readField(field))
                return false;
            record.append(field);
            if (skip(","))
                continue;
            return skip("\r\n");
        }
    }

    /// field = (escaped / non-escaped)
    bool readField(Field &field)
    {
        if (!skip("\"")) {
            QByteArray plain;
            while (m_at < m_text.size() && !QByteArrayView("\",\r\n").contains(m_text.at(m_at)))
                plain += m_text.at(m_at++);
            if (!plain.isEmpty())
                field = plain;
            return true;
        }
        QByteArray escaped;
        while (m_at < m_text.size()) {
            if (skip("\"\"")) {
                escaped += '"';
            } else if (skip("\"")) {
                field = escaped;
                return true;
            } else {
                escaped += m_text.at(m_at++);
            }
        }
        return false;
    }

    bool skip(QByteArrayView word)
    {
        if (!QByteArrayView(m_text).sliced(m_at).startsWith(word))
            return false;
        m_at += word.size();
        return true;
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
};

} // namespace Tests
