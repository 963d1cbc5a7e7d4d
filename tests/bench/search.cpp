// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measure.h"
#include "bench/ours.h"
#include "bench/peers.h"
#include "bench/scenarios.h"
#include "support/postgresserver.h"

#include <QJsonObject>

namespace Bench::Scenarios {

using Customers::CustomerQuery;

namespace {

struct Needle
{
    const char *kind;
    const char *text;
};
// From one row in three to none at all; what the generator's words give.
constexpr Needle needles[] = {
    {"frequent", "example"},
    {"medium", "oyelaran"},
    {"rare", "szczepanski72@"},
    {"no match", "qqzzxx"},
    {"frequent, non-ASCII", "öztürk"},
    {"rare, non-ASCII", "zoë szczepański"},
    {"no match, non-ASCII", "žžžq"},
    {"phone, medium", "5550123"},
    {"phone, no match", "999 000-1111"},
};

void setTrigrams(const Target &target, bool on)
{
    QString sql = on ? QStringLiteral("create extension if not exists pg_trgm; ") : QString();
    for (const Customers::Field field : Customers::editableFields) {
        const QString name = Customers::columnName(field);
        sql +=
            on ? QStringLiteral("create index \"bench_%1\" on \"Customer\" using gin (\"%1\" gin_trgm_ops); ")
                     .arg(name)
               : QStringLiteral("drop index \"bench_%1\"; ").arg(name);
    }
    Tests::PostgresServer::instance().execute(target.spec.database, sql);
}

} // namespace

void search(const Target &target, Report &report)
{
    const auto measure = [&](const QString &way, double most, bool peers) {
        Opened opened(target);
        for (const Needle &needle : needles) {
            CustomerQuery query;
            query.search = QString::fromUtf8(needle.text);
            Figure f;
            f.id = QStringLiteral("P4");
            f.engine = target.engine();
            f.what = QStringLiteral("search %1, %2").arg(way, QString::fromUtf8(needle.kind));
            f.unit = QStringLiteral("ms");
            f.ours = medianOf(3, [&] { return opened.firstRows(query); });
            f.maxOurs = most;
            if (peers) {
                f.peer = QStringLiteral("LIKE over 4 columns");
                f.theirs = Peers::run(target, QStringLiteral("like"), query.search)
                               .value(QLatin1String("ms"))
                               .toDouble();
            }
            report.add(f);
        }
    };
    measure(QStringLiteral("by scan"), 300, true);
    if (target.isSqlite())
        return;
    setTrigrams(target, true);
    measure(QStringLiteral("by trigrams"), 30, false);
    setTrigrams(target, false);
}

} // namespace Bench::Scenarios
