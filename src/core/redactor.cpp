// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redactor.h"

#include <algorithm>
#include <array>

namespace Core {

namespace {

// Whatever comes before (PGPASSWORD, ssl_password, clientSecret) belongs to the name.
constexpr std::array<QStringView, 10> names{u"password", u"passwd",       u"passphrase", u"pwd",
                                            u"secret",   u"api_key",      u"api-key",    u"apikey",
                                            u"token",    u"authorization"};

// The server's fields that carry rows, in the languages that PostgreSQL speaks most.
constexpr std::array<QStringView, 17> rowFields{
    u"DETAIL",    u"DÉTAIL",      u"DETALLE",  u"DETALHE",  u"DETTAGLI", u"DETALJ",
    u"SZCZEGÓŁY", u"ПОДРОБНОСТИ", u"ДЕТАЛІ",   u"AYRINTI",  u"CONTEXT",  u"KONTEXT",
    u"CONTEXTO",  u"CONTEXTE",    u"CONTESTO", u"КОНТЕКСТ", u"KONTEKST"};

constexpr std::array<QStringView, 5> fieldsAfterDetail{u"HINT:", u"QUERY:", u"CONTEXT:", u"STATEMENT:",
                                                       u"LOCATION:"};

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\'';
}

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

/// What may stand in tokens, verifiers and Base64.
bool isTokenPart(QChar c)
{
    return isWord(c) || QStringView(u"-.~+/=:$%").contains(c);
}

} // namespace

QString Redactor::run() const
{
    // What looks like one secret may hold the beginning of another that reaches further.
    QList<Span> hidden = secrets();
    std::sort(hidden.begin(), hidden.end(), [](const Span &a, const Span &b) { return a.from < b.from; });
    QString clean;
    qsizetype done = 0;
    for (const Span &secret : hidden) {
        if (secret.from > done || done == 0) {
            clean += m_text.mid(done, secret.from - done);
            clean += QStringLiteral("***");
        }
        done = std::max(done, secret.to);
    }
    clean += m_text.mid(done);
    return clean;
}

QList<Redactor::Span> Redactor::secrets() const
{
    constexpr qsizetype freeWork = 1'000'000;
    constexpr qsizetype workPerCharacter = 50;
    QList<Span> result;
    for (qsizetype i = 0; i < m_text.size(); ++i) {
        const Span secret = secretAt(i);
        if (secret.to > secret.from)
            result.append(secret);
        if (m_work > freeWork + workPerCharacter * m_text.size()) {
            result.append({i + 1, m_text.size()});
            break;
        }
    }
    return result;
}

bool Redactor::has(qsizetype i, QStringView word, Qt::CaseSensitivity sensitivity) const
{
    return m_text.mid(i, word.size()).compare(word, sensitivity) == 0;
}

template <typename Predicate>
qsizetype Redactor::skip(qsizetype i, Predicate isPart) const
{
    const qsizetype begin = i;
    while (i < m_text.size() && isPart(m_text[i]))
        ++i;
    m_work += i - begin;
    return i;
}

Redactor::Span Redactor::secretAt(qsizetype i) const
{
    switch (m_text[i].toLower().unicode()) {
    case u':':
        if (has(i, u"://"))
            return userInfo(i + 3);
        if (has(i, u":\\/\\/")) // as some write JSON
            return userInfo(i + 5);
        return {};
    case u'%':
        return has(i, u"%3A%2F%2F") ? encodedUserInfo(i + 9) : Span{};
    case u')':
        return has(i, u")=(") ? Span{i + 3, m_text.size()} : Span{}; // Key (column)=(value)
    case u'b':
        return has(i, u"bearer") ? bearerToken(i + 6) : Span{};
    case u'e':
        return has(i, u"endpoint") ? neonPassword(i + 8) : Span{};
    case u'f':
        return has(i, u"failing row contains") ? Span{i + 20, m_text.size()} : Span{};
    case u'm': {
        const qsizetype end = has(i, u"md5") ? skip(i + 3, isWord) : 0;
        return end == i + 3 + 32 ? Span{i + 3, end} : Span{}; // a stored password
    }
    case u'n':
        return has(i, u"napi_") ? Span{i + 5, skip(i + 5, isWord)} : Span{}; // a key of Neon's API
    default:
        break;
    }
    if (has(i, u"SCRAM-SHA-256$"))
        return {i + 14, skip(i + 14, isTokenPart)};
    for (const QStringView name : names) {
        if (m_text[i].toLower() == name[0] && has(i, name))
            return keywordValue(i, i + name.size());
    }
    return serverField(i);
}

Redactor::Span Redactor::userInfo(qsizetype from) const
{
    // Up to the last @ of the word: people paste passwords that should have been encoded.
    const qsizetype wordEnd = skip(from, [](QChar c) { return !c.isSpace(); });
    const QStringView word = m_text.mid(from, wordEnd - from);
    const qsizetype atSign = word.lastIndexOf(u'@');
    if (atSign >= 0) {
        const qsizetype colon = word.left(atSign).indexOf(u':');
        return colon < 0 ? Span{} : Span{from + colon + 1, from + atSign};
    }
    const qsizetype colon =
        skip(from, [](QChar c) { return !c.isSpace() && c != u':' && c != u'/' && c != u'['; });
    if (at(colon) != u':' || isPort(colon + 1))
        return {};
    // Cut off before the @, or a password with blanks.
    const qsizetype next = skip(wordEnd, [](QChar c) { return c != u'@' && !isLineEnd(c); });
    return {colon + 1, at(next) == u'@' ? next : wordEnd};
}

bool Redactor::isPort(qsizetype from) const
{
    const qsizetype end = skip(from, [](QChar c) { return c.isDigit(); });
    return end - from <= 5 && !isWord(at(end)) && !QStringView(u"!#$%&*+-;=@^~").contains(at(end));
}

Redactor::Span Redactor::encodedUserInfo(qsizetype from) const
{
    const qsizetype end = skip(from, [](QChar c) { return !c.isSpace() && c != u'&'; });
    const QStringView word = m_text.mid(from, end - from);
    const qsizetype colon = word.indexOf(u"%3A", 0, Qt::CaseInsensitive);
    if (colon < 0)
        return {};
    const qsizetype atSign = word.lastIndexOf(u"%40", -1, Qt::CaseInsensitive);
    return {from + colon + 3, atSign > colon ? from + atSign : end};
}

Redactor::Span Redactor::keywordValue(qsizetype name, qsizetype nameEnd) const
{
    // "name": in JSON, \"name\": in JSON within JSON.
    const qsizetype quote = skip(nameEnd, [](QChar c) { return c == u'\\'; });
    const bool isQuoted = isQuote(at(quote));
    const qsizetype sign = skip(isQuoted ? quote + 1 : nameEnd, [](QChar c) { return c.isSpace(); });
    qsizetype value = 0;
    if (at(sign) == u'=')
        value = skip(sign + 1, [](QChar c) { return c.isSpace(); });
    else if (has(sign, u"%3D"))
        value = sign + 3;
    else if (at(sign) == u':' && at(sign + 1) != u':')
        value = skip(sign + 1, isBlank);
    else if (!isQuoted && sign > nameEnd && name >= 2 && m_text.mid(name - 2, 2) == u"--")
        return {sign, skip(sign, [](QChar c) { return !c.isSpace(); })}; // an argument
    else
        return isQuoted ? Span{} : sqlPassword(sign);
    if (m_text[nameEnd - 1].toLower() == u'n' && !isQuoted && has(nameEnd - 13, u"authorization"))
        return {value,
                skip(value, [](QChar c) { return !isLineEnd(c); })}; // a header: scheme and credentials
    return {value, valueEnd(value)};
}

Redactor::Span Redactor::sqlPassword(qsizetype value) const
{
    qsizetype begin = value;
    if (has(begin, u"E'"))
        begin += 1;
    else if (has(begin, u"U&'"))
        begin += 2;
    if (isQuote(at(begin)))
        return {value, quotedEnd(begin, 0)};
    if (at(begin) != u'$')
        return {};
    const qsizetype tagEnd = skip(begin + 1, isWord);
    if (at(tagEnd) != u'$')
        return {};
    const QStringView tag = m_text.mid(begin, tagEnd + 1 - begin);
    const qsizetype close = m_text.indexOf(tag, tagEnd + 1);
    m_work += (close < 0 ? m_text.size() : close) - tagEnd;
    return {value, close < 0 ? m_text.size() : close + tag.size()};
}

Redactor::Span Redactor::neonPassword(qsizetype sign) const
{
    // Clients without SNI send "endpoint=ep-name;password" or "endpoint=ep-name$password" as the password.
    if (at(sign) != u'=' && !has(sign, u"%3D"))
        return {};
    const qsizetype endpoint = sign + (at(sign) == u'=' ? 1 : 3);
    const qsizetype end = skip(endpoint, [](QChar c) { return isWord(c) || c == u'-' || c == u'.'; });
    const bool isEncoded = has(end, u"%3B") || has(end, u"%24");
    if (!isEncoded && at(end) != u';' && at(end) != u'$')
        return {};
    const qsizetype password = end + (isEncoded ? 3 : 1);
    if (at(end) == u';' && isKeyword(password)) // the endpoint was an option among others
        return {};
    return {password, skip(password, [](QChar c) { return !c.isSpace() && !isQuote(c) && c != u';'; })};
}

Redactor::Span Redactor::bearerToken(qsizetype from) const
{
    const qsizetype token =
        skip(from, [](QChar c) { return c.isSpace() || isQuote(c) || c == u':' || c == u'='; });
    return token == from && !has(from, u"%20") ? Span{} : Span{token, skip(token, isTokenPart)};
}

Redactor::Span Redactor::serverField(qsizetype i) const
{
    if (!m_text[i].isUpper() || (i > 0 && m_text[i - 1].isLetter()))
        return {};
    const auto field = std::find_if(rowFields.begin(), rowFields.end(),
                                    [&](QStringView name) { return has(i, name, Qt::CaseSensitive); });
    if (field == rowFields.end())
        return {};
    const auto isGap = [](QChar c) { return isBlank(c) || c == QChar::Nbsp; };
    const qsizetype colon = skip(i + field->size(), isGap);
    if (at(colon) != u':')
        return {};
    const qsizetype from = skip(colon + 1, isGap);
    if (*field != u"DETAIL")
        return {from, m_text.size()};
    // A row stands in parentheses and may have lines that look like a field: all that follows goes then.
    for (qsizetype to = from; to < m_text.size(); ++to, ++m_work) {
        if (m_text[to] == u'(')
            break;
        const qsizetype line = isLineEnd(m_text[to]) ? skip(to + 1, isBlank) : 0;
        if (line > 0 && std::any_of(fieldsAfterDetail.begin(), fieldsAfterDetail.end(),
                                    [&](QStringView name) { return has(line, name, Qt::CaseSensitive); }))
            return {from, to};
    }
    return {from, m_text.size()};
}

qsizetype Redactor::valueEnd(qsizetype i) const
{
    const qsizetype quote = skip(i, [](QChar c) { return c == u'\\'; });
    bool hasEndpoint = has(i, u"endpoint="); // its semicolon belongs to the password
    if (isQuote(at(quote))) {
        i = quotedEnd(quote, quote - i);
        if (i >= m_text.size() || m_text[i].isSpace() || QStringView(u"\"'\\,;&)]}").contains(m_text[i]))
            return i;
    }
    // Without quotes: up to the semicolon, the line's end or the next keyword.
    for (; i < m_text.size() && !isLineEnd(m_text[i]); ++m_work) {
        if (m_text[i] == u'\\') {
            i += 2;
        } else if (m_text[i] == u';') {
            if (!std::exchange(hasEndpoint, false))
                break;
            ++i;
        } else if (isBlank(m_text[i])) {
            const qsizetype next = skip(i, isBlank);
            if (next >= m_text.size() || isLineEnd(m_text[next]) || m_text[next] == u';' || isKeyword(next))
                break;
            i = next;
        } else {
            ++i;
        }
    }
    return std::min(i, m_text.size());
}

qsizetype Redactor::quotedEnd(qsizetype quote, qsizetype backslashes) const
{
    // Closed by the same quote, neither doubled nor behind more backslashes than the opening one.
    const QChar sign = m_text[quote];
    qsizetype run = 0;
    for (qsizetype i = quote + 1; i < m_text.size(); ++i, ++m_work) {
        if (m_text[i] == u'\\') {
            ++run;
            continue;
        }
        const bool isEscaped = backslashes > 0 ? run > backslashes : run % 2 == 1;
        run = 0;
        if (m_text[i] != sign || isEscaped)
            continue;
        if (backslashes > 0 || at(i + 1) != sign)
            return i + 1;
        ++i;
    }
    return m_text.size();
}

bool Redactor::isKeyword(qsizetype from) const
{
    const qsizetype end = skip(from, isWord);
    return end > from && at(skip(end, isBlank)) == u'=';
}

} // namespace Core
