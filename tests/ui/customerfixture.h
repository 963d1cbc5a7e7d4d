// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "schema/migrator.h"
#include "support/tempdatabase.h"
#include "support/verify.h"
#include "ui/customers/customereditor.h"

#include <QTemporaryDir>

#include <memory>

namespace Tests {

/// A customer as if it had been read.
[[nodiscard]] inline Customers::Customer customer(qint64 id, const QString &name)
{
    Customers::Customer made;
    made.id = id;
    made.setText(Customers::Field::Name, name);
    made.setText(Customers::Field::Email, QStringLiteral("a@example.com"));
    made.setText(Customers::Field::Phone, QStringLiteral("555 0100"));
    made.setText(Customers::Field::Address, QStringLiteral("1 Main St"));
    made.createdAt = made.updatedAt = QStringLiteral("2025-12-16 02:50:32.123456");
    return made;
}

/// The real editor on a real, empty SQLite database.
struct CustomerFixture
{
    CustomerFixture()
    {
        const Db::ConnectionSpec spec = [this] {
            isReady = Db::createDatabaseFile(database.name()).has_value();
            return Db::ConnectionString::parse(database.connectionString()).value();
        }();
        connection = std::make_unique<Db::Connection>(spec);
        background = std::make_unique<Db::Connection>(spec);
        auto catalogue =
            waitFor(connection->run<Db::Catalogue>([](Db::Session &session) -> Core::Result<Db::Catalogue> {
                if (auto made = Schema::createSchema(session); !made)
                    return made.error();
                return Db::readCatalogue(session);
            }));
        isReady = isReady && catalogue.has_value();
        if (!isReady)
            return;
        repository =
            std::make_unique<Customers::CustomerRepository>(*connection, *background, catalogue.value());
        list = std::make_unique<Customers::CustomerList>(*repository);
        journal = std::make_unique<Customers::DraftJournal>(QStringLiteral("test"), drafts.path());
        editor = std::make_unique<Gui::CustomerEditor>(*repository, *list, *journal);
    }

    TempDatabase database{TempDatabase::Kind::Sqlite};
    QTemporaryDir drafts;
    bool isReady = false;
    std::unique_ptr<Db::Connection> connection;
    std::unique_ptr<Db::Connection> background;
    std::unique_ptr<Customers::CustomerRepository> repository;
    std::unique_ptr<Customers::CustomerList> list;
    std::unique_ptr<Customers::DraftJournal> journal;
    std::unique_ptr<Gui::CustomerEditor> editor;
};

} // namespace Tests
