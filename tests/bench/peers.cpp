// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/peers.h"

#include "bench/measure.h"
#include "bench/ours.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlTableModel>
#include <QTextStream>

namespace Bench::Peers {

namespace {

QSqlDatabase openDatabase(const Target &target)
{
    QSqlDatabase database =
        QSqlDatabase::addDatabase(target.isSqlite() ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"));
    if (target.isSqlite()) {
        database.setDatabaseName(target.spec.file);
    } else {
        database.setHostName(target.spec.hosts.first().host);
        database.setPort(target.spec.hosts.first().port);
        database.setDatabaseName(target.spec.database);
        database.setUserName(target.spec.user);
        database.setConnectOptions(QStringLiteral("sslmode=disable"));
    }
    if (!database.open())
        throw Failure(database.lastError().text());
    return database;
}

QString live(const Target &target)
{
    return target.isSqlite() ? QStringLiteral("\"IsDeleted\" = 0") : QStringLiteral("NOT \"IsDeleted\"");
}

void select(QSqlTableModel &model, const Target &target, const QString &column)
{
    model.setTable(QStringLiteral("Customer"));
    model.setEditStrategy(QSqlTableModel::OnManualSubmit);
    model.setFilter(live(target));
    model.setSort(model.fieldIndex(column), Qt::AscendingOrder);
    if (!model.select() || model.rowCount() == 0)
        throw Failure(model.lastError().text());
}

/// Runs the query and reads its rows as a program would; ms.
double timeOf(const QString &sql)
{
    QElapsedTimer timer;
    timer.start();
    QSqlQuery query;
    query.setForwardOnly(true);
    if (!query.exec(sql))
        throw Failure(query.lastError().text());
    while (query.next())
        (void)query.value(1).toString();
    return milliseconds(timer);
}

QString quotedText(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("''")) + QLatin1Char('\'');
}

double likeTime(const Target &target, const QString &needle)
{
    const QString pattern = quotedText(QLatin1Char('%') + needle + QLatin1Char('%'));
    QStringList parts;
    for (const char *column : {"Name", "Email", "Phone", "Address"})
        parts.append(Db::quoted(QLatin1String(column)) +
                     (target.isSqlite() ? QStringLiteral(" LIKE ") : QStringLiteral(" ILIKE ")) + pattern);
    const QString sql = QStringLiteral("SELECT * FROM \"Customer\" WHERE ") + live(target) +
                        QStringLiteral(" AND (") + parts.join(QStringLiteral(" OR ")) +
                        QStringLiteral(") ORDER BY \"Name\", \"Id\" LIMIT 256");
    return medianOf(3, [&] { return timeOf(sql); });
}

QJsonObject offsets(const Target &target, const QString &rows)
{
    QList<double> values;
    for (const QString &row : rows.split(QLatin1Char(',')))
        values.append(timeOf(QStringLiteral("SELECT * FROM \"Customer\" WHERE ") + live(target) +
                             QStringLiteral(" ORDER BY \"Name\"") +
                             (target.isSqlite() ? QStringLiteral(" COLLATE NOCASE") : QString()) +
                             QStringLiteral(", \"Id\" LIMIT 100 OFFSET ") + row));
    return {{QStringLiteral("ms"), median(values)}};
}

QJsonObject tableWork(const Target &target, const QString &work, const QString &argument)
{
    QSqlTableModel model;
    if (work == QLatin1String("table-open")) {
        const double ms = medianOf(5, [&] {
            QElapsedTimer timer;
            timer.start();
            select(model, target, argument);
            return milliseconds(timer);
        });
        return {{QStringLiteral("ms"), ms}, {QStringLiteral("rss"), residentMegabytes()}};
    }
    QElapsedTimer timer;
    timer.start();
    select(model, target, QStringLiteral("Name"));
    while (model.canFetchMore())
        model.fetchMore();
    return {{QStringLiteral("ms"), milliseconds(timer)}, {QStringLiteral("rss"), residentMegabytes()}};
}

QJsonObject listScroll(const Target &target)
{
    QElapsedTimer timer;
    timer.start();
    Opened opened(target);
    (void)opened.firstRows({});
    opened.awaitCount();
    const qint64 rows = opened.scrollThrough();
    return {{QStringLiteral("ms"), milliseconds(timer)},
            {QStringLiteral("rss"), residentMegabytes()},
            {QStringLiteral("rows"), rows}};
}

QJsonObject execute(const Target &target, const QString &work, const QString &argument)
{
    if (work == QLatin1String("list-scroll"))
        return listScroll(target);
    const QSqlDatabase database = openDatabase(target);
    if (work.startsWith(QLatin1String("table-")))
        return tableWork(target, work, argument);
    if (work == QLatin1String("offsets"))
        return offsets(target, argument);
    if (work == QLatin1String("like"))
        return {{QStringLiteral("ms"), likeTime(target, argument)}};
    throw Failure(QStringLiteral("No such work: ") + work);
}

} // namespace

QJsonObject run(const Target &target, const QString &work, const QString &argument)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--peer"), work, target.connection, argument});
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        throw Failure(QStringLiteral("The peer failed: ") + work);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

int main(const QStringList &arguments)
{
    const QJsonObject answer = execute(targetOf(arguments.at(1), 0), arguments.at(0), arguments.value(2));
    QTextStream(stdout) << QJsonDocument(answer).toJson(QJsonDocument::Compact) << Qt::endl;
    return 0;
}

RoundTrips tableRoundTrips(const Target &target, const std::function<int()> &count)
{
    RoundTrips trips;
    (void)count();
    {
        const QSqlDatabase database = openDatabase(target);
        trips.connect = count();
        QSqlTableModel model;
        select(model, target, QStringLiteral("Name"));
        trips.firstRows = count();
        model.setData(model.index(0, model.fieldIndex(QStringLiteral("Notes"))), QStringLiteral("measured"));
        if (!model.submitAll())
            throw Failure(model.lastError().text());
        trips.save = count();
    }
    QSqlDatabase::removeDatabase(QLatin1String(QSqlDatabase::defaultConnection));
    return trips;
}

} // namespace Bench::Peers
