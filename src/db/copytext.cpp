// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/copytext.h"

#include <algorithm>
#include <cstring>

namespace Db::CopyText {

namespace {

int digitOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

/// Reads at most `most` digits below `base`.
int number(const char *&at, const char *end, int base, int most)
{
    int value = 0;
    for (int i = 0; i < most && at != end && digitOf(*at) < base; ++i)
        value = value * base + digitOf(*at++);
    return value;
}

/// Writes what the escape behind a backslash stands for.
char unescaped(const char *&at, const char *end)
{
    const char c = *at++;
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    case 'x':
        return at != end && digitOf(*at) < 16 ? char(number(at, end, 16, 2)) : c;
    default:
        if (digitOf(c) < 8) {
            --at;
            return char(number(at, end, 8, 3));
        }
        return c;
    }
}

/// Undoes the escapes of a field and returns its new end.
char *unescape(char *begin, char *end)
{
    auto *first = static_cast<char *>(std::memchr(begin, '\\', std::size_t(end - begin)));
    if (!first)
        return end;
    char *to = first;
    for (const char *from = first; from != end;) {
        if (*from != '\\' || from + 1 == end) {
            *to++ = *from++;
            continue;
        }
        ++from;
        *to++ = unescaped(from, end);
    }
    return to;
}

/// What must not stand in a line as it is.
char escapeOf(char c)
{
    switch (c) {
    case '\\':
        return '\\';
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    default:
        return 0;
    }
}

void appendField(QByteArray &line, QByteArrayView field)
{
    const char *from = field.data();
    const char *const end = from + field.size();
    for (;;) {
        const char *special = std::find_if(from, end, [](char c) { return escapeOf(c) != 0; });
        line.append(from, special - from);
        if (special == end)
            return;
        line.append('\\').append(escapeOf(*special));
        from = special + 1;
    }
}

} // namespace

void decode(char *begin, char *end, RawRow &row)
{
    qsizetype column = 0;
    for (char *at = begin;;) {
        auto *tab = static_cast<char *>(std::memchr(at, '\t', std::size_t(end - at)));
        char *const fieldEnd = tab ? tab : end;
        if (column == row.size())
            row.emplaceBack();
        // The NULL mark is compared before escapes are undone: a backslash and an N in a value come as \\N.
        if (fieldEnd - at == 2 && at[0] == '\\' && at[1] == 'N')
            row[column] = std::nullopt;
        else
            row[column] = QByteArrayView(at, unescape(at, fieldEnd));
        ++column;
        if (!tab)
            break;
        at = tab + 1;
    }
    row.resize(column);
}

void append(QByteArray &line, const RawRow &row)
{
    bool isFirst = true;
    for (const auto &field : row) {
        if (!std::exchange(isFirst, false))
            line.append('\t');
        if (field)
            appendField(line, *field);
        else
            line.append("\\N");
    }
    line.append('\n');
}

} // namespace Db::CopyText
