// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tempdatabase.h"

#include "support/pooler.h"
#include "support/postgresserver.h"

#include <QTest>

#include <sqlite3.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Tests {

namespace {

void fail(sqlite3 *handle, const QString &sql, const CallSite &where)
{
    const QString message = QString::fromUtf8(handle != nullptr ? sqlite3_errmsg(handle) : "out of memory") +
                            "\n in set-up SQL: "_L1 + sql.left(500);
    QTest::qFail(qPrintable(message), where.file, where.line);
}

QStringList readRow(sqlite3_stmt *statement)
{
    QStringList row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        const auto *text = static_cast<const char *>(sqlite3_column_blob(statement, column));
        // Blob first, then its length: text with NUL inside arrives whole. An empty value has a null pointer.
        if (sqlite3_column_type(statement, column) == SQLITE_NULL)
            row.append(QString());
        else if (sqlite3_column_bytes(statement, column) == 0)
            row.append(u""_s);
        else
            row.append(QString::fromUtf8(text, sqlite3_column_bytes(statement, column)));
    }
    return row;
}

} // namespace

Rows sqliteExecute(const QString &file, const QString &sql, CallSite where)
{
    sqlite3 *opened = nullptr;
    const int openCode = sqlite3_open(file.toUtf8().constData(), &opened);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> handle(opened, sqlite3_close);
    if (openCode != SQLITE_OK) {
        fail(handle.get(), sql, where);
        return {};
    }
    sqlite3_busy_timeout(handle.get(), 5000);

    Rows rows;
    const QByteArray text = sql.toUtf8();
    for (const char *rest = text.constData(); *rest != '\0';) {
        sqlite3_stmt *prepared = nullptr;
        if (sqlite3_prepare_v2(handle.get(), rest, -1, &prepared, &rest) != SQLITE_OK) {
            fail(handle.get(), sql, where);
            return {};
        }
        if (prepared == nullptr)
            continue; // white space or a comment
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared,
                                                                                   sqlite3_finalize);
        rows.clear();
        int code = SQLITE_OK;
        while ((code = sqlite3_step(prepared)) == SQLITE_ROW)
            rows.append(readRow(prepared));
        if (code != SQLITE_DONE) {
            fail(handle.get(), sql, where);
            return {};
        }
    }
    return rows;
}

QList<std::pair<const char *, TempDatabase::Kind>> TempDatabase::kinds()
{
    return {
        {"sqlite", Kind::Sqlite}, {"postgresql", Kind::PostgresDirect}, {"pgbouncer", Kind::PostgresPooled}};
}

void TempDatabase::addKinds()
{
    QTest::addColumn<Kind>("kind");
    for (const auto &[name, kind] : kinds())
        QTest::newRow(name) << kind;
}

void TempDatabase::addDirectKinds()
{
    addKindsBut(Kind::PostgresPooled);
}

void TempDatabase::addPostgresKinds()
{
    addKindsBut(Kind::Sqlite);
}

void TempDatabase::addKindsBut(Kind other)
{
    QTest::addColumn<Kind>("kind");
    for (const auto &[name, kind] : kinds()) {
        if (kind != other)
            QTest::newRow(name) << kind;
    }
}

TempDatabase::TempDatabase(Kind kind)
    : m_kind(kind)
{
    if (isPostgres())
        m_name = PostgresServer::instance().createDatabase();
    else
        m_name = m_directory.filePath(u"customers.db"_s);
}

TempDatabase::~TempDatabase()
{
    if (isPostgres() && PostgresServer::instance().isRunning())
        PostgresServer::instance().dropDatabase(m_name);
}

QString TempDatabase::connectionString() const
{
    switch (m_kind) {
    case Kind::Sqlite:
        return m_name;
    case Kind::PostgresDirect:
        return PostgresServer::instance().connectionString(m_name);
    case Kind::PostgresPooled:
        return Pooler::instance().connectionString(m_name);
    }
    Q_UNREACHABLE();
}

Rows TempDatabase::execute(const QString &sql, CallSite where) const
{
    return isPostgres() ? PostgresServer::instance().execute(m_name, sql, where)
                        : sqliteExecute(m_name, sql, where);
}

} // namespace Tests
