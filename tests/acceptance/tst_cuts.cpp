// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/repositoryfixture.h"
#include "support/faultproxy.h"
#include "support/postgresserver.h"

#include <QTest>

using namespace Customers;
using Core::Error;
using Core::ErrorKind;
using Tests::FaultProxy;
using Tests::OpenRepository;
using Tests::RepositoryFixture;
using Tests::TempDatabase;
using Tests::waitFor;

namespace {

/// One thing a user does, between two states of the database that can be told apart from all others.
struct Action
{
    const char *name;
    std::function<void()> prepare;             ///< brings the old state about
    std::function<std::optional<Error>()> run; ///< nullopt: told as done
    std::function<QString()> state;            ///< a fingerprint, read past the program
    std::function<bool()> next;                ///< whether the connection can be used afterwards
};

template <typename T>
std::optional<Error> errorOf(const Core::Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

struct Tally
{
    int tried = 0;
    int bad = 0;
    int told = 0;    ///< as not done
    int unknown = 0; ///< told as not known
};

/// Cuts instead of the first, second, … message of the server until the action goes through uncut.
/// `staysAway`: no new line can be opened after the cut, so that the program has to tell what it knows.
Tally cutEverywhere(FaultProxy &proxy, const Action &action, bool staysAway, int step = 1)
{
    action.prepare();
    const QString before = action.state();
    if (const auto error = action.run())
        qFatal("%s does not work at all: %s", action.name, qPrintable(Core::toText(*error)));
    const QString after = action.state();

    Tally tally;
    for (int n = 0;; n += step) {
        action.prepare();
        if (action.state() != before || !action.next())
            qFatal("%s cannot be prepared", action.name);
        const int cuts = proxy.counters().cuts;
        proxy.setRefusing(staysAway);
        proxy.cutAfterServerMessages(n);
        const std::optional<Error> error = action.run();
        proxy.disarm();
        proxy.setRefusing(false);
        const QString now = action.state();
        const bool wasCut = proxy.counters().cuts > cuts;
        bool good = now == before || now == after; // never half-applied
        if (!error)
            good = good && now == after;
        else if (error->kind == ErrorKind::OutcomeUnknown)
            ++tally.unknown;
        else if (error->kind == ErrorKind::Connection)
            good = good && now == before && ++tally.told > 0;
        else
            good = false;
        good = action.next() && good;
        if (!good) {
            ++tally.bad;
            qWarning("%s, cut at message %d: %s; the database has '%s'", action.name, n + 1,
                     error ? qPrintable(Core::toText(*error)) : "told as done", qPrintable(now));
        }
        if (!wasCut)
            return tally;
        ++tally.tried;
    }
}

} // namespace

/// The line is cut at every message of the server, whatever the program is doing: nothing is ever half done,
/// what is told is the truth, and the next action works.
class TestCuts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void customers_data();
    void customers();
    void creatingTheSchema_data();
    void creatingTheSchema();
};

void TestCuts::customers_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("staysAway");
    for (const char *what : {"save", "insert", "delete", "purge"})
        for (const bool staysAway : {false, true})
            QTest::addRow("%s%s", what, staysAway ? ", no way back" : "")
                << QString::fromLatin1(what) << staysAway;
}

void TestCuts::customers()
{
    QFETCH(QString, what);
    QFETCH(bool, staysAway);
    const RepositoryFixture f(TempDatabase::Kind::PostgresDirect);
    FaultProxy proxy(Tests::PostgresServer::instance().port());
    const OpenRepository opened(proxy.connectionString(f.database.name()));
    CustomerRepository &repository = *opened.repository;
    const auto rows = [&] {
        auto read = waitFor(repository.byIds({1, 2, 3}));
        return read ? *read : QList<Customer>();
    };
    QList<Customer> known;

    const QByteArray name = what.toLatin1();
    Action action;
    action.name = name.constData();
    action.prepare = [&] {
        f.database.execute(QStringLiteral(
            "truncate \"Customer\" restart identity cascade; insert into \"Customer\" (\"Name\", \"Email\", "
            "\"Phone\", \"Address\", \"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") select 'C' || n, "
            "'a@example.com', 'old', 'x', now(), now(), false from generate_series(1, 3) n"));
        known = rows();
    };
    action.next = [&] { return waitFor(repository.byIds({1, 2, 3})).has_value(); };
    action.state = [&] {
        QStringList all;
        for (const QStringList &row : f.database.execute(QStringLiteral(
                 "select \"Name\", \"Phone\", \"IsDeleted\" from \"Customer\" order by \"Id\"")))
            all.append(row.join(u' '));
        return all.join(u'|');
    };
    action.run = [&]() -> std::optional<Error> {
        if (what == QLatin1String("purge"))
            return errorOf(waitFor(repository.purge(known)));
        QList<RowChange> changes;
        for (const Customer &customer : known) {
            RowChange change{customer, customer};
            if (what == QLatin1String("insert")) {
                change.base = Customer();
                change.base.id = change.current.id = -customer.id;
            } else if (what == QLatin1String("delete"))
                change.current.isDeleted = true;
            else
                change.current.setText(Field::Phone, QStringLiteral("new"));
            changes.append(change);
        }
        const auto outcome = waitFor(repository.save(changes));
        if (outcome && !outcome->conflicts.isEmpty())
            return Error{ErrorKind::Conflict, {}, {}, {}};
        return errorOf(outcome);
    };

    // Without a way back each cut costs the pauses between the tries.
    const int step = !staysAway ? 1 : what == QLatin1String("save") ? 2 : 5;
    const Tally tally = cutEverywhere(proxy, action, staysAway, step);
    qInfo("acceptance 5: %s%s: cut at %d messages, bad %d (told as not done %d, as not known %d)",
          qPrintable(what), staysAway ? " with no way back" : "", tally.tried, tally.bad, tally.told,
          tally.unknown);
    QVERIFY(tally.tried > 5);
    QCOMPARE(tally.bad, 0);
}

void TestCuts::creatingTheSchema_data()
{
    QTest::addColumn<bool>("staysAway");
    QTest::newRow("") << false;
    QTest::newRow("no way back") << true;
}

void TestCuts::creatingTheSchema()
{
    QFETCH(bool, staysAway);
    const TempDatabase database(TempDatabase::Kind::PostgresDirect);
    FaultProxy proxy(Tests::PostgresServer::instance().port());
    Db::Connection connection(Db::ConnectionString::parse(proxy.connectionString(database.name())).value());
    Action action;
    action.name = "create schema";
    action.prepare = [&] {
        database.execute(
            QStringLiteral("drop schema public cascade; create schema public; grant all on schema "
                           "public to gsc"));
    };
    action.next = [&] { return waitFor(connection.run<Db::Catalogue>(Db::readCatalogue)).has_value(); };
    action.state = [&] {
        QStringList all;
        for (const QStringList &row : database.execute(QStringLiteral(
                 "select relname, relnatts, coalesce((xpath('/row/c/text()', query_to_xml(format('select "
                 "count(*) as c from %s', oid::regclass), false, true, '')))[1]::text, '') from pg_class "
                 "where "
                 "relnamespace = 'public'::regnamespace and relkind = 'r' order by relname")))
            all.append(row.join(u' '));
        all.append(database
                       .execute(QStringLiteral("select count(*) from pg_class where relnamespace = "
                                               "'public'::regnamespace"))
                       .value(0));
        return all.join(u'|');
    };
    action.run = [&] {
        return errorOf(waitFor(
            connection.run<void>([](Db::Session &session) { return Schema::createSchema(session); })));
    };
    const Tally tally = cutEverywhere(proxy, action, staysAway, staysAway ? 8 : 1);
    qInfo("acceptance 5: create schema%s: cut at %d messages, bad %d (told as not done %d, as not known %d)",
          staysAway ? " with no way back" : "", tally.tried, tally.bad, tally.told, tally.unknown);
    QVERIFY(tally.tried > 5);
    QCOMPARE(tally.bad, 0);
}

QTEST_GUILESS_MAIN(TestCuts)
#include "tst_cuts.moc"
