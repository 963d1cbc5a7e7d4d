// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqlitestatement.h"

#include "db/sqliteerrors.h"

#include <QCoreApplication>

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db)
};

Error misuse(const char *what)
{
    return {ErrorKind::Internal,
            Text::tr("The database did not understand a request of this program."),
            QString::fromLatin1(what),
            {}};
}

char *writeWord(QByteArrayView word, char *begin)
{
    return std::copy(word.begin(), word.end(), begin);
}

/// Writes "\x" and lower-case digits over what was in `hex`; its memory is used again.
void writeHex(QByteArray &hex, const unsigned char *bytes, qsizetype size)
{
    static constexpr char digits[] = "0123456789abcdef";
    hex.resize(2 + 2 * size);
    char *to = hex.data();
    *to++ = '\\';
    *to++ = 'x';
    for (qsizetype i = 0; i < size; ++i) {
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
}

bool isHex(QByteArrayView text)
{
    return text.size() % 2 == 0 && text.startsWith("\\x") &&
           std::all_of(text.begin() + 2, text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool readReal(QByteArrayView text, double &value)
{
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    return error == std::errc() && end == text.end() && !std::isnan(value);
}

} // namespace

char *writeReal(double value, char *begin, char *end)
{
    if (std::isinf(value))
        return writeWord(value < 0 ? "-Infinity" : "Infinity", begin);
    char *const scientific = std::to_chars(begin, end, value, std::chars_format::scientific).ptr;
    const char *mark = std::find(begin, scientific, 'e');
    int exponent = 0;
    std::from_chars(mark + (mark[1] == '+' ? 2 : 1), scientific, exponent);
    if (exponent < -4 || exponent >= 15)
        return scientific;
    return std::to_chars(begin, end, value, std::chars_format::fixed).ptr;
}

SqliteStatement::SqliteStatement(sqlite3 *database, QString file)
    : m_database(database)
    , m_file(std::move(file))
{}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

Result<std::unique_ptr<SqliteStatement>> SqliteStatement::prepare(sqlite3 *database, const QString &sql,
                                                                  const QString &file)
{
    std::unique_ptr<SqliteStatement> self(new SqliteStatement(database, file));
    const QByteArray text = sql.toUtf8();
    const char *rest = nullptr;
    if (sqlite3_prepare_v2(database, text.constData(), int(text.size()), &self->m_statement, &rest) !=
        SQLITE_OK)
        return self->error();
    if (!self->m_statement ||
        !QByteArrayView(rest, text.constData() + text.size() - rest).trimmed().isEmpty())
        return misuse("not one statement");

    const int parameters = sqlite3_bind_parameter_count(self->m_statement);
    for (int i = 1; i <= parameters; ++i) {
        const char *name = sqlite3_bind_parameter_name(self->m_statement, i);
        const int value = name ? QByteArray(name + 1).toInt() : i;
        if (value < 1)
            return misuse("a parameter without a number");
        self->m_valueOf.append(value - 1);
        self->m_valuesNeeded = std::max(self->m_valuesNeeded, value);
    }
    self->m_blobs.resize(std::size_t(parameters));
    const auto columns = std::size_t(sqlite3_column_count(self->m_statement));
    self->m_digits.resize(columns);
    self->m_hex.resize(columns);
    return self;
}

Error SqliteStatement::error() const
{
    return sqliteError(sqlite3_extended_errcode(m_database), QString::fromUtf8(sqlite3_errmsg(m_database)),
                       m_file);
}

Result<void> SqliteStatement::bindOne(int place, QByteArrayView value, bool isBlob, bool isReal)
{
    int code = SQLITE_OK;
    double real = 0;
    if (isBlob) {
        if (!isHex(value))
            return Error{ErrorKind::Syntax,
                         Text::tr("A value is not what its column holds. Nothing was changed."),
                         {},
                         {}};
        QByteArray &bytes = m_blobs[std::size_t(place - 1)];
        bytes = QByteArray::fromHex(value.sliced(2).toByteArray());
        code = sqlite3_bind_blob64(m_statement, place, bytes.constData(), sqlite3_uint64(bytes.size()),
                                   SQLITE_STATIC);
    } else if (isReal && readReal(value, real)) {
        code = sqlite3_bind_double(m_statement, place, real);
    } else {
        // A null pointer would bind NULL.
        code = sqlite3_bind_text64(m_statement, place, value.isNull() ? "" : value.data(),
                                   sqlite3_uint64(value.size()), SQLITE_STATIC, SQLITE_UTF8);
    }
    return code == SQLITE_OK ? Result<void>() : error();
}

Result<void> SqliteStatement::bind(const RawRow &values, const Forms &forms)
{
    if (values.size() != m_valuesNeeded)
        return misuse("another number of values");
    for (qsizetype i = 0; i < m_valueOf.size(); ++i) {
        const int from = m_valueOf.at(i);
        const int place = int(i) + 1;
        const auto &value = values.at(from);
        if (!value)
            sqlite3_bind_null(m_statement, place);
        else if (auto bound = bindOne(place, *value, forms.blobs.value(from), forms.reals.value(from));
                 !bound)
            return bound;
    }
    return {};
}

QList<bool> SqliteStatement::realColumns() const
{
    QList<bool> found;
    for (int i = 0; i < sqlite3_column_count(m_statement); ++i) {
        const QByteArray type = QByteArray(sqlite3_column_decltype(m_statement, i)).toUpper();
        // https://www.sqlite.org/datatype3.html 3.1: the first rule that fits wins.
        const auto has = [&type](auto... parts) { return (type.contains(parts) || ...); };
        found.append(!has("INT", "CHAR", "CLOB", "TEXT", "BLOB") && has("REAL", "FLOA", "DOUB"));
    }
    return found;
}

Result<void> SqliteStatement::bind(const QList<Value> &values)
{
    struct Binder
    {
        sqlite3_stmt *statement;
        int place;
        int operator()(std::monostate) const { return sqlite3_bind_null(statement, place); }
        int operator()(bool b) const { return sqlite3_bind_int(statement, place, b ? 1 : 0); }
        int operator()(qint64 n) const { return sqlite3_bind_int64(statement, place, n); }
        int operator()(const QString &s) const
        {
            const QByteArray text = s.toUtf8();
            return sqlite3_bind_text64(statement, place, text.constData(), sqlite3_uint64(text.size()),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
        }
    };
    if (values.size() != m_valuesNeeded)
        return misuse("another number of values");
    for (qsizetype i = 0; i < m_valueOf.size(); ++i)
        if (std::visit(Binder{m_statement, int(i) + 1}, values.at(m_valueOf.at(i))) != SQLITE_OK)
            return error();
    return {};
}

Result<void> SqliteStatement::run(const RawRow &values, const Forms &forms)
{
    if (auto bound = bind(values, forms); !bound)
        return bound;
    for (;;) {
        auto stepped = step();
        if (!stepped)
            return stepped.error();
        if (!*stepped)
            return {};
    }
}

Result<qint64> SqliteStatement::stream(const RawRow &values, const EachRow &each)
{
    if (auto bound = bind(values, {}); !bound)
        return bound.error();
    return forEach(each);
}

Result<qint64> SqliteStatement::stream(const QList<Value> &values, const EachRow &each)
{
    if (auto bound = bind(values); !bound)
        return bound.error();
    return forEach(each);
}

Result<qint64> SqliteStatement::forEach(const EachRow &each)
{
    for (qint64 count = 0;; ++count) {
        auto stepped = step();
        if (!stepped)
            return stepped.error();
        if (!*stepped)
            return count;
        if (auto taken = each(row()); !taken) {
            reset();
            return taken.error();
        }
    }
}

Result<bool> SqliteStatement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    const Error failed = error();
    reset();
    return failed;
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement);
}

const RawRow &SqliteStatement::row()
{
    const int columns = sqlite3_data_count(m_statement);
    // The schema, and with it the number of columns, may have changed since the statement was prepared.
    m_digits.resize(std::size_t(columns));
    m_hex.resize(std::size_t(columns));
    m_row.resize(columns);
    for (int column = 0; column < columns; ++column) {
        // Asked once instead of by every sqlite3_column_…(): they take as long as reading the row.
        sqlite3_value *const value = sqlite3_column_value(m_statement, column);
        if (sqlite3_value_type(value) == SQLITE_NULL)
            m_row[column] = std::nullopt;
        else
            m_row[column] = cell(value, column);
    }
    return m_row;
}

QByteArrayView SqliteStatement::cell(sqlite3_value *value, int column)
{
    Digits &digits = m_digits[std::size_t(column)];
    char *const begin = digits.data();
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        return {begin, std::to_chars(begin, begin + digits.size(), sqlite3_value_int64(value)).ptr};
    case SQLITE_FLOAT:
        return {begin, writeReal(sqlite3_value_double(value), begin, begin + digits.size())};
    case SQLITE_BLOB: {
        const auto *bytes = static_cast<const unsigned char *>(sqlite3_value_blob(value));
        QByteArray &hex = m_hex[std::size_t(column)];
        writeHex(hex, bytes, sqlite3_value_bytes(value));
        return hex;
    }
    default: {
        const auto *text = reinterpret_cast<const char *>(sqlite3_value_text(value));
        return {text ? text : "", text ? sqlite3_value_bytes(value) : 0};
    }
    }
}

} // namespace Db
