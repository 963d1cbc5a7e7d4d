// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/conninfo.h"

#include "db/connectionerror.h"
#include "db/conninfokeywords.h"

#include <QCoreApplication>

namespace Db::Conninfo {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/// One reading of one text: walks it from left to right and keeps the values and the first fault.
class Reader
{
public:
    explicit Reader(const QByteArray &text)
        : m_text(text)
    {}

    Core::Result<Values> keywords();
    Core::Result<Values> uri();

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char current() const { return atEnd() ? '\0' : m_text.at(m_at); }
    [[nodiscard]] bool isAnyOf(QByteArrayView stops) const { return !atEnd() && stops.contains(current()); }
    void skipBlanks();
    /// Advances to the first of `stops` or the end and returns what lies between.
    QByteArray takeUntil(QByteArrayView stops);

    bool fail(qsizetype position, const QString &reason);
    bool readUnquoted(QByteArray &value);
    bool readQuoted(QByteArray &value);
    bool readCredentials();
    bool readHost(QByteArray &hosts);
    bool readParameter();
    /// Percent-decodes the part of a URI that starts at `position`.
    bool decode(const QByteArray &part, qsizetype position, QByteArray &decoded);
    bool decodeAndStore(const char *keyword, const QByteArray &part, qsizetype position);
    bool store(QByteArray keyword, QByteArray value, qsizetype position);

    const QByteArray &m_text;
    qsizetype m_at = 0;
    Values m_values;
    Core::Error m_error;
};

void Reader::skipBlanks()
{
    while (!atEnd() && isBlank(current()))
        ++m_at;
}

QByteArray Reader::takeUntil(QByteArrayView stops)
{
    const qsizetype start = m_at;
    while (!atEnd() && !stops.contains(current()))
        ++m_at;
    return m_text.mid(start, m_at - start);
}

bool Reader::fail(qsizetype position, const QString &reason)
{
    // Faults are found in bytes and shown in characters.
    m_error = syntaxError(QString::fromUtf8(m_text.left(position)).size(), reason);
    return false;
}

bool Reader::store(QByteArray keyword, QByteArray value, qsizetype position)
{
    // Before sslmode there was requiressl; every libpq still translates it.
    if (keyword == "requiressl") {
        keyword = "sslmode";
        value = value.startsWith('1') ? "require" : "prefer";
    }
    if (isKeyword(keyword)) {
        m_values.known.insert(keyword, value);
        return true;
    }
    if (isForeign(keyword)) {
        m_values.foreign.insert(keyword, value);
        return true;
    }
    return fail(position, Text::tr("this keyword is not known; if it is part of a password, quote or "
                                   "percent-encode the password"));
}

Core::Result<Values> Reader::keywords()
{
    for (skipBlanks(); !atEnd(); skipBlanks()) {
        const qsizetype start = m_at;
        const QByteArray keyword = takeUntil("= \t\n\v\f\r");
        skipBlanks();
        if (current() != '=') {
            fail(start,
                 Text::tr("an equals sign is missing after this word; a value with blanks needs single "
                          "quotes"));
            return m_error;
        }
        ++m_at;
        skipBlanks();
        QByteArray value;
        if (!(current() == '\'' ? readQuoted(value) : readUnquoted(value)) || !store(keyword, value, start))
            return m_error;
    }
    return m_values;
}

bool Reader::readUnquoted(QByteArray &value)
{
    while (!atEnd() && !isBlank(current())) {
        if (current() == '\\' && ++m_at >= m_text.size())
            break;
        value += m_text.at(m_at++);
    }
    return true;
}

bool Reader::readQuoted(QByteArray &value)
{
    const qsizetype start = m_at++;
    while (!atEnd() && current() != '\'') {
        if (current() == '\\' && ++m_at >= m_text.size())
            break;
        value += m_text.at(m_at++);
    }
    if (atEnd())
        return fail(start, Text::tr("this quote is not closed"));
    ++m_at;
    return true;
}

Core::Result<Values> Reader::uri()
{
    m_at = m_text.indexOf("://") + 3;
    if (!readCredentials())
        return m_error;

    const qsizetype hostsStart = m_at;
    QByteArray hosts;
    QByteArray ports;
    for (;;) {
        if (!readHost(hosts))
            return m_error;
        if (current() == ':') {
            ++m_at;
            ports += takeUntil("/?,");
        }
        if (current() != ',')
            break;
        ++m_at;
        hosts += ',';
        ports += ',';
    }
    if (!decodeAndStore("host", hosts, hostsStart) || !decodeAndStore("port", ports, hostsStart))
        return m_error;

    if (current() == '/') {
        const qsizetype start = ++m_at;
        if (!decodeAndStore("dbname", takeUntil("?"), start))
            return m_error;
    }
    if (!atEnd())
        ++m_at;
    while (!atEnd()) {
        if (!readParameter())
            return m_error;
    }
    return m_values;
}

bool Reader::readCredentials()
{
    const qsizetype start = m_at;
    takeUntil("@/");
    const bool given = current() == '@';
    m_at = start;
    if (!given)
        return true;
    if (!decodeAndStore("user", takeUntil(":@"), start))
        return false;
    if (current() == ':') {
        const qsizetype passwordStart = ++m_at;
        if (!decodeAndStore("password", takeUntil("@"), passwordStart))
            return false;
    }
    ++m_at;
    return true;
}

bool Reader::readHost(QByteArray &hosts)
{
    if (current() != '[') {
        hosts += takeUntil(":/?,");
        return true;
    }
    const qsizetype start = m_at++;
    const QByteArray address = takeUntil("]");
    if (atEnd())
        return fail(start, Text::tr("the closing bracket of the IPv6 address is missing"));
    if (address.isEmpty())
        return fail(start, Text::tr("the IPv6 address between the brackets is empty"));
    ++m_at;
    if (!atEnd() && !isAnyOf(":/?,"))
        return fail(m_at,
                    Text::tr("after an IPv6 address only a port, a comma, a slash or a question mark may "
                             "follow"));
    hosts += address;
    return true;
}

bool Reader::readParameter()
{
    const qsizetype start = m_at;
    const QByteArray rawKeyword = takeUntil("=&");
    if (current() != '=')
        return fail(start, Text::tr("an equals sign is missing after this parameter"));
    const qsizetype valueStart = ++m_at;
    const QByteArray rawValue = takeUntil("=&");
    if (current() == '=')
        return fail(m_at, Text::tr("this parameter has a second equals sign; write %3D"));
    if (!atEnd())
        ++m_at;

    QByteArray keyword;
    QByteArray value;
    if (!decode(rawKeyword, start, keyword) || !decode(rawValue, valueStart, value))
        return false;
    // The one JDBC spelling that libpq takes.
    if (keyword == "ssl" && value == "true")
        return store("sslmode", "require", start);
    return store(keyword, value, start);
}

bool Reader::decode(const QByteArray &part, qsizetype position, QByteArray &decoded)
{
    const bool blanksEnd = blanksEndUriParts();
    qsizetype at = 0;
    while (blanksEnd && at < part.size() && part.at(at) == ' ')
        ++at;
    while (at < part.size()) {
        if (part.at(at) != '%') {
            if (blanksEnd && part.at(at) == ' ')
                break;
            decoded += part.at(at++);
            continue;
        }
        const int high = at + 1 < part.size() ? hexDigit(part.at(at + 1)) : -1;
        const int low = at + 2 < part.size() ? hexDigit(part.at(at + 2)) : -1;
        if (high < 0 || low < 0)
            return fail(position + at,
                        Text::tr("two hexadecimal digits must follow a percent sign; write %25 for the "
                                 "sign itself"));
        if (high == 0 && low == 0)
            return fail(position + at, Text::tr("%00 is not allowed"));
        decoded += char(high * 16 + low);
        at += 3;
    }
    while (at < part.size() && part.at(at) == ' ')
        ++at;
    if (at < part.size())
        return fail(position + at, Text::tr("a blank must be written %20"));
    return true;
}

bool Reader::decodeAndStore(const char *keyword, const QByteArray &part, qsizetype position)
{
    if (part.isEmpty())
        return true;
    QByteArray decoded;
    return decode(part, position, decoded) && store(keyword, decoded, position);
}

} // namespace

bool isUri(QByteArrayView text)
{
    return text.startsWith("postgresql://") || text.startsWith("postgres://");
}

Core::Result<Values> parse(const QByteArray &text)
{
    // A C string ends at the first NUL; nothing behind it may be read differently here and there.
    if (const qsizetype nul = text.indexOf('\0'); nul >= 0)
        return syntaxError(QString::fromUtf8(text.left(nul)).size(),
                           Text::tr("the character U+0000 is not allowed"));
    Reader reader(text);
    return isUri(text) ? reader.uri() : reader.keywords();
}

} // namespace Db::Conninfo
