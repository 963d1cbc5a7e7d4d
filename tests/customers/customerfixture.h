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

/// A database with the schema, its two connections and the repository on top.
struct CustomerFixture
{
    explicit CustomerFixture(TempDatabase::Kind kind) : database(kind)
    {
        if (kind == TempDatabase::Kind::Sqlite)
            created = Db::createDatabaseFile(database.name()).has_value();
        open();
        created = created
                  && waitFor(interactive->run<int>([](Db::Session &session) -> Core::Result<int> {
                         if (auto made = Schema::createSchema(session); !made)
                             return made.error();
                         return 0;
                     })).has_value();
        open();
    }

    /// Connects anew and reads the catalogue again.
    void open()
    {
        spec = Db::ConnectionString::parse(database.connectionString()).value();
        interactive = std::make_unique<Db::Connection>(spec);
        background = std::make_unique<Db::Connection>(spec);
        if (auto read = waitFor(interactive->run<Db::Catalogue>(Db::readCatalogue)))
            catalogue = *read;
        repository = std::make_unique<Customers::CustomerRepository>(*interactive, *background, catalogue);
    }

    QList<Customers::Customer> add(const QStringList &names) const
    {
        QList<Customers::RowChange> changes;
        for (const QString &name : names) {
            Customers::RowChange change;
            change.base.id = change.current.id = -1 - changes.size();
            for (const Customers::Field field : Customers::editableFields)
                change.current.setText(field, QStringLiteral("x"));
            change.current.setText(Customers::Field::Name, name);
            change.current.setText(Customers::Field::Email, QStringLiteral("a@example.com"));
            changes.append(change);
        }
        auto outcome = waitFor(repository->save(changes));
        return outcome ? outcome->saved : QList<Customers::Customer>();
    }

    TempDatabase database;
    bool created = true;
    Db::ConnectionSpec spec;
    std::unique_ptr<Db::Connection> interactive;
    std::unique_ptr<Db::Connection> background;
    Db::Catalogue catalogue;
    std::unique_ptr<Customers::CustomerRepository> repository;
};

inline Customers::RowChange edited(const Customers::Customer &base, Customers::Field field, const Db::Cell &value)
{
    Customers::RowChange change{base, base};
    change.current.setText(field, value);
    return change;
}

} // namespace Tests
