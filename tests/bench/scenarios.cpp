// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenarios.h"

#include "bench/measure.h"
#include "bench/ours.h"
#include "bench/peers.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QJsonObject>
#include <QRandomGenerator>

namespace Bench::Scenarios {

using Customers::CustomerQuery;
using Customers::Field;

namespace {

const QString tableModel = QStringLiteral("QSqlTableModel");
const QString ms = QStringLiteral("ms");

double get(const QJsonObject &answer, const char *key)
{
    return answer.value(QLatin1String(key)).toDouble();
}

Figure figure(const char *id, const Target &target, const QString &what, const QString &unit)
{
    Figure f;
    f.id = QLatin1String(id);
    f.engine = target.engine();
    f.what = what;
    f.unit = unit;
    return f;
}

} // namespace

void firstRows(const Target &target, Report &report)
{
    struct Sort
    {
        Field field;
        const char *what;
        double maxRatio;
    };
    for (const Sort &sort : {Sort{Field::Name, "first rows by Name, indexed", target.isSqlite() ? 0.1 : 0.05},
                             Sort{Field::Email, "first rows by Email, no index", 0.5}}) {
        CustomerQuery query;
        query.sort = sort.field;
        Opened opened(target);
        Figure f = figure("P1", target, QLatin1String(sort.what), ms);
        f.ours = medianOf(5, [&] { return opened.firstRows(query); });
        f.peer = tableModel;
        f.theirs =
            get(Peers::run(target, QStringLiteral("table-open"), Customers::columnName(sort.field)), "ms");
        f.maxRatio = sort.maxRatio;
        report.add(f);
    }
}

void jumps(const Target &target, Report &report)
{
    Opened opened(target);
    QElapsedTimer timer;
    timer.start();
    (void)opened.firstRows({});
    opened.awaitCount();
    Figure anchors = figure("P3", target, QStringLiteral("until the anchors are there"), ms);
    anchors.ours = milliseconds(timer);
    report.add(anchors);

    QRandomGenerator random(3);
    QList<double> values;
    QStringList rows;
    for (int i = 0; i < 200; ++i) {
        const int row = random.bounded(opened.list().count());
        if (i < 20)
            rows.append(QString::number(row));
        values.append(opened.jumpTo(row));
    }
    Figure f = figure("P3", target, QStringLiteral("jump to a random row, median"), ms);
    f.ours = median(values);
    f.peer = QStringLiteral("OFFSET");
    f.theirs = get(Peers::run(target, QStringLiteral("offsets"), rows.join(QLatin1Char(','))), "ms");
    f.maxOurs = 30;
    report.add(f);
    Figure worst = figure("P3", target, QStringLiteral("jump to a random row, 99th percentile"), ms);
    worst.ours = quantile(values, 0.99);
    report.add(worst);
}

void memory(const Target &target, const std::optional<Target> &large, Report &report)
{
    const QString mb = QStringLiteral("MB");
    const QJsonObject ours = Peers::run(target, QStringLiteral("list-scroll"));
    const QJsonObject theirs = Peers::run(target, QStringLiteral("table-scroll"));
    Figure f = figure("P5", target, QStringLiteral("resident after scrolling through everything"), mb);
    f.ours = get(ours, "rss");
    f.peer = tableModel;
    f.theirs = get(theirs, "rss");
    f.maxRatio = 0.2;
    report.add(f);
    Figure time = figure("P5", target, QStringLiteral("scrolling through everything"), ms);
    time.ours = get(ours, "ms");
    time.peer = tableModel;
    time.theirs = get(theirs, "ms");
    report.add(time);
    if (!large)
        return;
    Figure more = figure("P5", target, QStringLiteral("more of it at %1 rows").arg(large->rows), mb);
    more.ours = get(Peers::run(*large, QStringLiteral("list-scroll")), "rss") - f.ours;
    more.maxOurs = 20;
    report.add(more);
}

void roundTrips(const Target &target, Report &report)
{
    if (target.isSqlite())
        return;
    Tests::FaultProxy proxy(Tests::PostgresServer::instance().port());
    proxy.setDelay(std::chrono::milliseconds(25));
    const auto count = [&proxy] {
        const int trips = proxy.counters().roundTrips;
        proxy.resetCounters();
        return trips;
    };
    const Target far = targetOf(proxy.connectionString(target.spec.database), target.rows);
    // As the program opens a database: line, catalogue, first page; then one saved row.
    int connect = 0;
    int first = 0;
    int save = 0;
    double firstMs = 0;
    {
        Db::Connection interactive(far.spec);
        Db::Connection background(far.spec);
        (void)count();
        QElapsedTimer timer;
        timer.start();
        (void)await(interactive.open());
        connect = count();
        const double connected = milliseconds(timer);
        const auto catalogue = await(interactive.run<Db::Catalogue>(Db::readCatalogue));
        Customers::CustomerRepository repository(interactive, background, catalogue);
        const QList<Customers::Customer> rows = await(repository.firstPage({}));
        firstMs = milliseconds(timer) - connected;
        first = count();
        Customers::RowChange change{rows.first(), rows.first()};
        change.current.setText(Field::Notes, QStringLiteral("measured"));
        if (!await(repository.save({change})).conflicts.isEmpty())
            throw Failure(QStringLiteral("A row of nobody else's was in conflict"));
        save = count();
    }
    const Peers::RoundTrips theirs = Peers::tableRoundTrips(far, count);
    const auto add = [&](const QString &what, double ours, double peer, std::optional<double> most) {
        Figure f = figure("P9", target, what, QStringLiteral("round trips"));
        f.ours = ours;
        f.peer = tableModel;
        f.theirs = peer;
        f.maxOurs = most;
        report.add(f);
    };
    add(QStringLiteral("connect"), connect, theirs.connect, std::nullopt);
    add(QStringLiteral("first rows beyond connect"), first, theirs.firstRows, 2);
    add(QStringLiteral("save of one row"), save, theirs.save, 2);
    Figure time = figure("P9", target, QStringLiteral("first rows beyond connect, 50 ms a round trip"), ms);
    time.ours = firstMs;
    report.add(time);
}

void growth(const Target &target, const Target &large, Report &report)
{
    const auto measure = [](const Target &where) {
        Opened opened(where);
        return medianOf(9, [&] { return opened.firstRows({}); });
    };
    Figure f = figure("P10", target, QStringLiteral("first rows at %1 rows").arg(large.rows), ms);
    f.ours = measure(large);
    f.peer = QStringLiteral("at %1 rows").arg(target.rows);
    f.theirs = measure(target);
    f.maxRatio = 2;
    report.add(f);
}

} // namespace Bench::Scenarios
