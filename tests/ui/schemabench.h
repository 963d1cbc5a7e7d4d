// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/lineage.h"
#include "schema/schemafixture.h"
#include "ui/schema/schemaplace.h"
#include "windowbench.h"

#include <QTest>

namespace Tests {

/// A database as the web application makes it, with customers, as the schema page and its dialogs see it.
class SchemaBench final
{
public:
    explicit SchemaBench(TempDatabase::Kind kind = TempDatabase::Kind::Sqlite,
                         Profiles::Environment::Kind environment = Profiles::Environment::Kind::Staging,
                         int customerCount = 3)
        : place(kind)
    {
        makeWeb(place);
        place.execute(customers(place.database.isPostgres(), customerCount));
        m_profile = makeProfile(QStringLiteral("Shop"), place.database.connectionString(), environment);
    }

    [[nodiscard]] bool isPostgres() const { return place.database.isPostgres(); }
    /// With the team's folder, once add() was called.
    [[nodiscard]] Profiles::Profile profile() const
    {
        Profiles::Profile profile = m_profile;
        profile.migrationsFolder = place.target().folder;
        return profile;
    }
    [[nodiscard]] Gui::SchemaPlace schemaPlace() const
    {
        Gui::SchemaPlace shown;
        shown.profile = profile();
        shown.target = place.target();
        shown.target.options.gate = std::make_shared<Db::AccessGate>(true);
        return shown;
    }
    /// A migration of the team's that adds a column and can be taken back.
    void addColumn(const QString &id, const QString &column)
    {
        place.add(id, QStringLiteral("ALTER TABLE \"Customer\" ADD COLUMN \"%1\" TEXT;").arg(column),
                  QStringLiteral("ALTER TABLE \"Customer\" DROP COLUMN \"%1\";").arg(column));
    }
    [[nodiscard]] bool hasInHistory(const QString &id) const
    {
        return !place.database
                    .execute(
                        QStringLiteral("select 1 from \"__EFMigrationsHistory\" where \"MigrationId\" = '%1'")
                            .arg(id))
                    .isEmpty();
    }
    /// What Entity Framework leaves on SQLite when it is killed while it migrates.
    void leaveEfLock() const
    {
        place.execute(QStringLiteral(
            "create table \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT "
            "\"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); "
            "insert into \"__EFMigrationsLock\" values (1, '2026-01-02 03:04:05.1234567+00:00');"));
    }

    Place place;

private:
    Profiles::Profile m_profile;
};

inline const QString nameIndex = QStringLiteral("20251211000100_AddCustomerNameIndex");
inline const QString holdHistory =
    QStringLiteral("LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE");

} // namespace Tests
