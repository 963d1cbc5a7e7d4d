// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/dataset.h"

#include "bench/measure.h"
#include "customers/customergenerator.h"
#include "db/connection.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "schema/migrator.h"
#include "support/postgresserver.h"

#include <QFile>
#include <QFileInfo>
#include <QTextStream>

#include <libpq-fe.h>
#include <sqlite3.h>

#include <memory>

namespace Bench {

using Customers::Customer;
using Customers::Field;

namespace {

Customers::CustomerGenerator generator()
{
    Customers::CustomerGenerator::Options options;
    options.now = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    return Customers::CustomerGenerator(options);
}

void say(const QString &text)
{
    QTextStream(stderr) << text << Qt::endl;
}

constexpr const char *columns =
    "\"Id\", \"Name\", \"Email\", \"Phone\", \"Address\", \"Notes\", \"CreatedAt\", "
    "\"UpdatedAt\", \"IsDeleted\", \"DeletedAt\"";

QList<Db::Cell> cellsOf(const Customer &customer)
{
    QList<Db::Cell> cells = {QString::number(customer.id)};
    for (const Field field : Customers::editableFields)
        cells.append(customer.text(field));
    cells << customer.createdAt << customer.updatedAt
          << (customer.isDeleted ? QStringLiteral("1") : QStringLiteral("0")) << customer.deletedAt;
    return cells;
}

void fillSqlite(const QString &file, qint64 rows)
{
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open_v2(file.toUtf8().constData(), &raw, SQLITE_OPEN_READWRITE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, sqlite3_close);
    const auto run = [&](const char *sql) {
        if (opened != SQLITE_OK || sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw Failure(QString::fromUtf8(sqlite3_errmsg(raw)));
    };
    run("pragma synchronous=off");
    run("pragma cache_size=-500000");
    run("begin");
    sqlite3_stmt *prepared = nullptr;
    const QByteArray sql =
        QByteArray("insert into \"Customer\" (") + columns + ") values (?,?,?,?,?,?,?,?,?,?)";
    sqlite3_prepare_v2(raw, sql.constData(), -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, sqlite3_finalize);
    const Customers::CustomerGenerator source = generator();
    for (qint64 i = 0; i < rows; ++i) {
        const QList<Db::Cell> cells = cellsOf(source.customer(i));
        QList<QByteArray> texts; // outlives the step: SQLite keeps pointers only
        texts.reserve(cells.size());
        for (qsizetype c = 0; c < cells.size(); ++c) {
            texts.append(cells.at(c).value_or(QString()).toUtf8());
            if (cells.at(c))
                sqlite3_bind_text(prepared, int(c) + 1, texts.last().constData(), int(texts.last().size()),
                                  SQLITE_STATIC);
            else
                sqlite3_bind_null(prepared, int(c) + 1);
        }
        if (sqlite3_step(prepared) != SQLITE_DONE)
            throw Failure(QString::fromUtf8(sqlite3_errmsg(raw)));
        sqlite3_reset(prepared);
    }
    run("commit");
}

QByteArray copyLine(const Customer &customer)
{
    QByteArray line;
    const QList<Db::Cell> cells = cellsOf(customer);
    for (qsizetype c = 0; c < cells.size(); ++c) {
        if (c > 0)
            line += '\t';
        const bool time = c == 6 || c == 7 || c == 9;
        line += !cells.at(c)
                    ? QByteArray("\\N")
                    : cells.at(c)->toUtf8().replace('\\', "\\\\").replace('\n', "\\n") + (time ? "+00" : "");
    }
    return line + '\n';
}

QString copyFile(const QString &folder, qint64 rows)
{
    const QString name = QStringLiteral("%1/customers-%2.copy").arg(folder).arg(rows);
    if (QFileInfo::exists(name))
        return name;
    QFile file(name + QStringLiteral(".part"));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        throw Failure(file.errorString());
    const Customers::CustomerGenerator source = generator();
    for (qint64 i = 0; i < rows; ++i)
        file.write(copyLine(source.customer(i)));
    file.close();
    if (file.error() != QFileDevice::NoError || !file.rename(name))
        throw Failure(file.errorString());
    return name;
}

void copyInto(const QString &connection, const QString &name)
{
    const std::unique_ptr<PGconn, decltype(&PQfinish)> line(PQconnectdb(connection.toUtf8().constData()),
                                                            PQfinish);
    const auto check = [&](PGresult *result, ExecStatusType wanted) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> owned(result, PQclear);
        if (PQresultStatus(result) != wanted)
            throw Failure(QString::fromUtf8(PQerrorMessage(line.get())));
    };
    const auto run = [&](const QByteArray &sql, ExecStatusType wanted) {
        check(PQexec(line.get(), sql.constData()), wanted);
    };
    run(QByteArray("copy \"Customer\" (") + columns + ") from stdin", PGRES_COPY_IN);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        throw Failure(file.errorString());
    while (!file.atEnd()) {
        const QByteArray block = file.read(1 << 20);
        if (PQputCopyData(line.get(), block.constData(), int(block.size())) != 1)
            throw Failure(QString::fromUtf8(PQerrorMessage(line.get())));
    }
    PQputCopyEnd(line.get(), nullptr);
    check(PQgetResult(line.get()), PGRES_COMMAND_OK);
    run("select setval(pg_get_serial_sequence('\"Customer\"', 'Id'), (select max(\"Id\") from \"Customer\"))",
        PGRES_TUPLES_OK);
    run("vacuum (analyze) \"Customer\"", PGRES_COMMAND_OK); // as autovacuum soon does
}

} // namespace

Target targetOf(const QString &connection, qint64 rows)
{
    auto spec = Db::ConnectionString::parse(connection);
    if (!spec)
        throw Failure(Core::toText(spec.error()));
    return {*spec, connection, rows};
}

void createSchema(const Target &target)
{
    Db::Connection connection(target.spec);
    await(connection.run<int>([](Db::Session &session) -> Core::Result<int> {
        if (auto made = Schema::createSchema(session); !made)
            return made.error();
        return 0;
    }));
}

Target sqliteDataset(const QString &folder, qint64 rows)
{
    const QString name = QStringLiteral("%1/customers-%2.db").arg(folder).arg(rows);
    if (QFileInfo::exists(name))
        return targetOf(name, rows);
    QElapsedTimer timer;
    timer.start();
    const QString part = name + QStringLiteral(".part");
    Db::removeDatabaseFile(part);
    if (auto made = Db::createDatabaseFile(part); !made)
        throw Failure(Core::toText(made.error()));
    createSchema(targetOf(part, 0));
    fillSqlite(part, rows);
    if (!QFile::rename(part, name))
        throw Failure(QStringLiteral("Cannot write %1").arg(name));
    say(QStringLiteral("%1 rows into SQLite: %2 s, %3 MB")
            .arg(rows)
            .arg(milliseconds(timer) / 1000, 0, 'f', 1)
            .arg(QFileInfo(name).size() / 1'000'000));
    return targetOf(name, rows);
}

Target postgresDataset(const QString &folder, qint64 rows)
{
    QElapsedTimer timer;
    timer.start();
    const QString copy = copyFile(folder, rows);
    Tests::PostgresServer &server = Tests::PostgresServer::instance();
    Target target = targetOf(server.connectionString(server.createDatabase()), rows);
    createSchema(target);
    copyInto(target.connection, copy);
    say(QStringLiteral("%1 rows into PostgreSQL: %2 s").arg(rows).arg(milliseconds(timer) / 1000, 0, 'f', 1));
    return target;
}

} // namespace Bench
