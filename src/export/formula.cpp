// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/formula.h"

#include <QByteArray>

#include <algorithm>

namespace Export {

namespace {

/// Blanks that spreadsheets skip before they look at a cell, and the quotes around it.
constexpr const char *skipped[] = {" ", "\"", "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x8b", "\xef\xbb\xbf"};
constexpr const char *signsOfSums[] = {"+", "-", "\xef\xbc\x8b", "\xef\xbc\x8d"};
constexpr const char *signsOfFormulas[] = {"=", "@", "\xef\xbc\x9d", "\xef\xbc\xa0"};

bool isControl(char c)
{
    return c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

bool isSeparator(char c)
{
    return c == '\t' || c == '\r' || c == '\n' || c == ';';
}

template <typename Words>
qsizetype lengthOfAny(QByteArrayView text, const Words &words)
{
    for (const char *word : words)
        if (text.startsWith(word))
            return qsizetype(qstrlen(word));
    return 0;
}

QByteArrayView trimmedBefore(QByteArrayView text)
{
    while (const qsizetype length = lengthOfAny(text, skipped))
        text = text.sliced(length);
    return text;
}

bool beginsFormula(QByteArrayView text)
{
    if (!text.isEmpty() && isControl(text.front()))
        return true;
    const QByteArrayView rest = trimmedBefore(text);
    if (rest.isEmpty())
        return false;
    return isControl(rest.front()) || lengthOfAny(rest, signsOfFormulas) > 0 ||
           lengthOfAny(rest, signsOfSums) > 0;
}

/// The same for a cell that begins inside a text; `canAct`: something that calls, refers or starts a program
/// follows in it.
bool beginsDangerousFormula(QByteArrayView text, bool canAct)
{
    const QByteArrayView rest = trimmedBefore(text);
    return lengthOfAny(rest, signsOfFormulas) > 0 || (canAct && lengthOfAny(rest, signsOfSums) > 0);
}

/// The last character that a formula needs to do more than sums; -1: none.
qsizetype lastActor(QByteArrayView text)
{
    return std::max({text.lastIndexOf('('), text.lastIndexOf('|'), text.lastIndexOf('!')});
}

} // namespace

QByteArrayView withoutFormula(QByteArrayView text, QByteArray &buffer)
{
    buffer.resize(0);
    qsizetype copied = 0;
    const auto insertAt = [&](qsizetype at) {
        buffer.append(text.data() + copied, at - copied).append('\'');
        copied = at;
    };
    if (beginsFormula(text))
        insertAt(0);
    const qsizetype actor = lastActor(text);
    for (qsizetype at = 0; at < text.size(); ++at)
        if (isSeparator(text.at(at)) && beginsDangerousFormula(text.sliced(at + 1), at < actor))
            insertAt(at + 1);
    if (buffer.isEmpty())
        return text;
    buffer.append(text.data() + copied, text.size() - copied);
    return buffer;
}

} // namespace Export
