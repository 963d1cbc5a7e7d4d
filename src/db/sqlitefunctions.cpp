// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqlitefunctions.h"

#include "core/textmatch.h"

#include <QVarLengthArray>

#include <sqlite3.h>

#include <new>

namespace Db {

namespace {

QByteArrayView textOf(sqlite3_value *value)
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_value_text(value));
    return QByteArrayView(text, text ? sqlite3_value_bytes(value) : 0);
}

void contains(sqlite3_context *context, int count, sqlite3_value **values)
{
    // SQLite keeps the compiled needle as long as the argument is the same constant.
    auto *matcher = static_cast<Core::TextMatcher *>(sqlite3_get_auxdata(context, 0));
    if (!matcher) {
        matcher = new (std::nothrow) Core::TextMatcher(QString::fromUtf8(textOf(values[0])));
        if (!matcher)
            return sqlite3_result_error_nomem(context);
        sqlite3_set_auxdata(context, 0, matcher, [](void *p) { delete static_cast<Core::TextMatcher *>(p); });
        matcher = static_cast<Core::TextMatcher *>(sqlite3_get_auxdata(context, 0));
        if (!matcher)
            return sqlite3_result_error_nomem(context);
    }
    bool found = false;
    for (int i = 1; i < count && !found; ++i)
        found = sqlite3_value_type(values[i]) != SQLITE_NULL && matcher->matches(textOf(values[i]));
    sqlite3_result_int(context, found ? 1 : 0);
}

void containsDigits(sqlite3_context *context, int, sqlite3_value **values)
{
    const QByteArrayView needle = textOf(values[0]);
    QVarLengthArray<char, 128> digits;
    for (const char c : textOf(values[1]))
        if (c >= '0' && c <= '9')
            digits.append(c);
    sqlite3_result_int(context, QByteArrayView(digits.constData(), digits.size()).contains(needle) ? 1 : 0);
}

} // namespace

int addSqliteFunctions(sqlite3 *database)
{
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    const int first = sqlite3_create_function_v2(database, "gsc_contains", -1, flags, nullptr, contains,
                                                 nullptr, nullptr, nullptr);
    if (first != SQLITE_OK)
        return first;
    return sqlite3_create_function_v2(database, "gsc_contains_digits", 2, flags, nullptr, containsDigits,
                                      nullptr, nullptr, nullptr);
}

} // namespace Db
