// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/lineage.h"

#include "schema/migrationcatalogue.h"
#include "schema/text.h"

#include <algorithm>

namespace Schema {

namespace {

bool haveCommon(const QStringList &a, const QStringList &b)
{
    return std::any_of(a.begin(), a.end(), [&](const QString &id) { return b.contains(id); });
}

} // namespace

const QStringList &webMigrations()
{
    static const QStringList ids = {QStringLiteral("20251216025032_InitialCreate"),
                                    QStringLiteral("20251216220306_AddExpenseModel")};
    return ids;
}

const QStringList &oldWebMigrations()
{
    static const QStringList ids = {
        QStringLiteral("20251209034037_InitialCreate"),
        QStringLiteral("20251211030359_AddJobEntity"),
        QStringLiteral("20251213033947_CaptureModelUpdates"),
        QStringLiteral("20251214042312_InitialCreate"),
        QStringLiteral("20251214045404_MakeCustomerFieldsOptional"),
        QStringLiteral("20251215021145_AddJobUpdates"),
        QStringLiteral("20251216014504_UpdateModels"),
        QStringLiteral("20251216015748_PendingModelChanges"),
    };
    return ids;
}

bool isWebMigration(const QString &id)
{
    return webMigrations().contains(id) || oldWebMigrations().contains(id);
}

Lineage lineageOf(const QStringList &history, bool hasCustomerTable)
{
    if (haveCommon(history, webMigrations()))
        return Lineage::Web;
    if (haveCommon(history, oldWebMigrations()))
        return Lineage::OldWeb;
    if (history.contains(initialCreate))
        return Lineage::Own;
    return hasCustomerTable || !history.isEmpty() ? Lineage::Foreign : Lineage::Empty;
}

bool isOfWeb(Lineage lineage)
{
    return lineage == Lineage::Web || lineage == Lineage::OldWeb;
}

QString explanationOf(Lineage lineage)
{
    switch (lineage) {
    case Lineage::Empty:
        return Text::tr("There are no tables of the application yet.");
    case Lineage::Own:
        return Text::tr(
            "This program made the tables. The web application would stop at its start, because it "
            "wants to make them itself.");
    case Lineage::Web:
        return Text::tr(
            "The web application made the tables and goes on looking after them. This program only "
            "adds indexes, which the web application does not notice.");
    case Lineage::OldWeb:
        return Text::
            tr("The web application of before 16 December 2025 made the tables. The one of today does not "
               "know their history: it would stop at its start with “already exists”. Once somebody has "
               "made sure that the tables are as it expects them, the person who looks after it can tell it "
               "so with: INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES "
               "('%1', '%2');")
                .arg(webMigrations().first(), productVersion);
    case Lineage::Foreign:
        return Text::tr(
            "Something made the tables that left no history this program knows. “Adopt” writes down "
            "what is there already, so that only the rest is applied.");
    }
    Q_UNREACHABLE();
}

} // namespace Schema
