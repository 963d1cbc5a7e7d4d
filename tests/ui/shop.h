// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerlist.h"
#include "customers/draftjournal.h"
#include "db/connectionstring.h"
#include "db/databasefile.h"
#include "schema/migrator.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QTemporaryDir>

namespace Tests {

/// A shop's database on SQLite with the customers Ada, Bob and Cyd, opened as the window opens it.
class Shop final
{
public:
    Shop()
        : m_database(TempDatabase::Kind::Sqlite)
    {
        Q_ASSERT(m_drafts.isValid());
        auto made = Db::createDatabaseFile(m_database.name());
        Q_ASSERT(made);
        m_spec = Db::ConnectionString::parse(m_database.connectionString()).value();
        m_interactive = std::make_unique<Db::Connection>(m_spec);
        m_background = std::make_unique<Db::Connection>(m_spec);
        auto created = waitFor(m_interactive->run<int>([](Db::Session &session) -> Core::Result<int> {
            if (auto schema = Schema::createSchema(session); !schema)
                return schema.error();
            return 0;
        }));
        Q_ASSERT(created);
        for (const char *name : {"Ada", "Bob", "Cyd"})
            execute(QStringLiteral(
                        "insert into Customer (Name, Email, Phone, Address, Notes, CreatedAt, UpdatedAt, "
                        "IsDeleted) values ('%1', '%1@example.com', '555-0100', '1 Main St', null, "
                        "'2025-01-02 03:04:05.5', '2025-01-02 03:04:05.5', 0)")
                        .arg(QLatin1String(name)));
        refreshCatalogue();
    }

    /// After execute() changed the schema.
    void refreshCatalogue()
    {
        const auto catalogue = waitFor(m_interactive->run<Db::Catalogue>(Db::readCatalogue)).value();
        m_repository =
            std::make_unique<Customers::CustomerRepository>(*m_interactive, *m_background, catalogue);
    }

    [[nodiscard]] Customers::CustomerRepository &repository() { return *m_repository; }
    [[nodiscard]] QString draftFolder() const { return m_drafts.path(); }
    [[nodiscard]] QString identity() const { return Db::identity(m_spec); }
    Rows execute(const QString &sql) const { return m_database.execute(sql); }
    /// The only value of a query's only row.
    [[nodiscard]] QString value(const QString &sql) const { return execute(sql).value(0).value(0); }

private:
    TempDatabase m_database;
    QTemporaryDir m_drafts;
    Db::ConnectionSpec m_spec;
    std::unique_ptr<Db::Connection> m_interactive;
    std::unique_ptr<Db::Connection> m_background;
    std::unique_ptr<Customers::CustomerRepository> m_repository;
};

} // namespace Tests
