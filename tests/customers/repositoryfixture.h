// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "schema/migrator.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <memory>

namespace Tests {

/// The repository of a string: two connections and what the catalogue says.
struct OpenRepository
{
    explicit OpenRepository(const QString &connectionString)
        : spec(Db::ConnectionString::parse(connectionString).value())
        , interactive(std::make_unique<Db::Connection>(spec))
        , background(std::make_unique<Db::Connection>(spec))
    {
        auto read = waitFor(interactive->run<Db::Catalogue>(Db::readCatalogue));
        if (!read)
            qFatal("no catalogue: %s", qPrintable(Core::toText(read.error())));
        catalogue = *read;
        repository = std::make_unique<Customers::CustomerRepository>(*interactive, *background, catalogue);
    }

    Db::ConnectionSpec spec;
    std::unique_ptr<Db::Connection> interactive;
    std::unique_ptr<Db::Connection> background;
    Db::Catalogue catalogue;
    std::unique_ptr<Customers::CustomerRepository> repository;
};

/// A database with the schema, its two connections and the repository on top.
struct RepositoryFixture
{
    explicit RepositoryFixture(TempDatabase::Kind kind)
        : database(kind)
    {
        if (kind == TempDatabase::Kind::Sqlite)
            created = Db::createDatabaseFile(database.name()).has_value();
        spec = Db::ConnectionString::parse(database.connectionString()).value();
        Db::Session session(spec);
        created = created && Schema::createSchema(session).has_value();
        if (!created)
            qFatal("no schema");
        session.close();
        open();
    }

    /// Connects anew and reads the catalogue again.
    void open()
    {
        OpenRepository opened(database.connectionString());
        repository.reset();
        interactive = std::move(opened.interactive);
        background = std::move(opened.background);
        catalogue = opened.catalogue;
        repository = std::move(opened.repository);
    }

    QList<Customers::Customer> add(const QStringList &names)
    {
        using namespace Customers;
        QList<RowChange> changes;
        for (const QString &name : names) {
            RowChange change;
            change.base.id = change.current.id = -1 - changes.size();
            for (const Field field : editableFields)
                change.current.setText(field, QStringLiteral("x"));
            change.current.setText(Field::Name, name);
            change.current.setText(Field::Email, QStringLiteral("a@example.com"));
            changes.append(change);
        }
        auto outcome = waitFor(repository->save(changes));
        return outcome ? outcome->saved : QList<Customer>();
    }

    /// `count` customers past the program: row n has the name "Customer <n * 7919 % count, six digits>" and
    /// the phone number n; every tenth lies in the trash, every third has no notes.
    void fill(int count) const
    {
        const bool postgres = database.isPostgres();
        const QString numbers =
            postgres
                ? QStringLiteral("generate_series(1, %1) s(n)").arg(count)
                : QStringLiteral("(with recursive s(n) as (select 1 union all select n + 1 from s limit %1) "
                                 "select n from s)")
                      .arg(count);
        const QString name = postgres ? QStringLiteral("lpad((n::bigint * 7919 % %1)::text, 6, '0')")
                                      : QStringLiteral("printf('%06d', n * 7919 % %1)");
        const QString time =
            postgres ? QStringLiteral("timestamptz '2025-01-01 00:00:00+00' + n * interval '1 second'")
                     : QStringLiteral("datetime('2025-01-01', '+' || n || ' seconds')");
        const QString sql = QStringLiteral(
            "insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", \"Address\", \"Notes\", "
            "\"CreatedAt\", "
            "\"UpdatedAt\", \"IsDeleted\", \"DeletedAt\") select 'Customer ' || %2, 'a@example.com', n, 'x', "
            "case when n % 3 <> 0 then 'note ' || n end, %3, %3, %4, case when n % 10 = 0 then %3 end from "
            "%1");
        database.execute(sql.arg(numbers, name.arg(count), time,
                                 postgres ? QStringLiteral("n % 10 = 0") : QStringLiteral("(n % 10 = 0)")));
        if (postgres)
            database.execute(QStringLiteral("analyze \"Customer\""));
    }

    TempDatabase database;
    bool created = true;
    Db::ConnectionSpec spec;
    std::unique_ptr<Db::Connection> interactive;
    std::unique_ptr<Db::Connection> background;
    Db::Catalogue catalogue;
    std::unique_ptr<Customers::CustomerRepository> repository;
};

[[nodiscard]] inline Customers::RowChange edited(const Customers::Customer &base, Customers::Field field,
                                                 const Db::Cell &value)
{
    Customers::RowChange change{base, base};
    change.current.setText(field, value);
    return change;
}

} // namespace Tests
