// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/adonetstring.h"

#include "db/connectionerror.h"

#include <QCoreApplication>

namespace Db::AdoNet {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

class Reader
{
public:
    explicit Reader(const QString &text)
        : m_text(text)
    {}

    Core::Result<QList<Pair>> pairs();

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] QChar current() const { return atEnd() ? QChar() : m_text.at(m_at); }
    void skipBlanks();

    bool fail(qsizetype position, const QString &reason);
    bool readKeyword(Pair &pair);
    bool readQuoted(Pair &pair);
    bool readUnquoted(Pair &pair);

    const QString &m_text;
    qsizetype m_at = 0;
    Core::Error m_error;
};

void Reader::skipBlanks()
{
    while (!atEnd() && current().isSpace())
        ++m_at;
}

bool Reader::fail(qsizetype position, const QString &reason)
{
    m_error = syntaxError(position, reason);
    return false;
}

Core::Result<QList<Pair>> Reader::pairs()
{
    QList<Pair> result;
    for (;;) {
        while (!atEnd() && (current().isSpace() || current() == u';'))
            ++m_at;
        if (atEnd())
            return result;
        Pair pair;
        if (!readKeyword(pair))
            return m_error;
        skipBlanks();
        const bool quote = current() == u'\'' || current() == u'"';
        if (!(quote ? readQuoted(pair) : readUnquoted(pair)))
            return m_error;
        result.append(pair);
    }
}

bool Reader::readKeyword(Pair &pair)
{
    pair.position = m_at;
    for (; !atEnd(); ++m_at) {
        const QChar c = current();
        if (c == u';')
            break;
        if (c == u'=') {
            // A doubled equals sign stands for one inside a keyword.
            if (m_at + 1 >= m_text.size() || m_text.at(m_at + 1) != u'=')
                break;
            ++m_at;
        } else if (c.category() == QChar::Other_Control && !c.isSpace()) {
            return fail(m_at, Text::tr("a control character is not allowed here"));
        }
        pair.keyword += c;
    }
    pair.keyword = pair.keyword.simplified();
    pair.name = normalized(pair.keyword);
    if (current() != u'=')
        return fail(pair.position,
                    Text::tr("an equals sign is missing before the next semicolon; a value with a "
                             "semicolon needs quotes"));
    if (pair.keyword.isEmpty())
        return fail(m_at, Text::tr("the keyword before the equals sign is missing"));
    ++m_at;
    return true;
}

bool Reader::readQuoted(Pair &pair)
{
    const qsizetype start = m_at;
    const QChar quote = current();
    pair.quoted = true;
    for (++m_at;; ++m_at) {
        if (atEnd())
            return fail(start, Text::tr("this quote is not closed"));
        if (current() == quote) {
            ++m_at;
            if (current() != quote)
                break;
        }
        pair.value += current();
    }
    skipBlanks();
    if (!atEnd() && current() != u';')
        return fail(m_at,
                    Text::tr("after a closing quote only a semicolon may follow; a quote inside the value is "
                             "written twice"));
    return true;
}

bool Reader::readUnquoted(Pair &pair)
{
    const qsizetype start = m_at;
    for (; !atEnd() && current() != u';'; ++m_at) {
        if (current().category() == QChar::Other_Control && !current().isSpace())
            return fail(m_at, Text::tr("a control character is not allowed here"));
    }
    pair.value = m_text.mid(start, m_at - start).trimmed();
    if (pair.value.endsWith(u'\'') || pair.value.endsWith(u'"'))
        return fail(start,
                    Text::tr("the value that starts here ends with a quote but does not start with one"));
    return true;
}

} // namespace

QString normalized(const QString &keyword)
{
    QString name;
    name.reserve(keyword.size());
    for (const QChar c : keyword) {
        if (!c.isSpace())
            name += c.toLower();
    }
    return name;
}

Core::Result<QList<Pair>> pairs(const QString &text)
{
    return Reader(text).pairs();
}

QString shownKeyword(const Pair &pair, bool mayBePassword)
{
    return mayBePassword ? QStringLiteral("***") : pair.keyword;
}

} // namespace Db::AdoNet
