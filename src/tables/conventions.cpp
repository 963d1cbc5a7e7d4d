// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/conventions.h"

#include <array>

namespace Tables {

namespace {

/// The columns of the web application whose types SQLite does not tell, from both lineages of its
/// migrations.
struct KnownColumn
{
    const char *table;
    const char *column;
    ValueKind kind;
    const char *postgresType;
};

constexpr const char *timestamptz = "timestamp with time zone";
constexpr const char *money = "numeric(18,2)";

constexpr std::array knownColumns = {
    KnownColumn{"Customer", "CreatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Customer", "UpdatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Customer", "DeletedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Customer", "IsDeleted", ValueKind::Boolean, "boolean"},
    KnownColumn{"Job", "Status", ValueKind::Integer, "integer"},
    KnownColumn{"Job", "DateReceived", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Job", "DateCompleted", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Job", "EstimateAmount", ValueKind::Numeric, money},
    KnownColumn{"Job", "ActualAmount", ValueKind::Numeric, money},
    KnownColumn{"Job", "CreatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Job", "UpdatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Job", "DeletedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Job", "IsDeleted", ValueKind::Boolean, "boolean"},
    KnownColumn{"JobUpdate", "CreatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Expense", "Type", ValueKind::Integer, "integer"},
    KnownColumn{"Expense", "Amount", ValueKind::Numeric, money},
    KnownColumn{"Expense", "Date", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Expense", "CreatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"Expense", "UpdatedAt", ValueKind::Timestamp, timestamptz},
    KnownColumn{"__EFMigrationsHistory", "MigrationId", ValueKind::Text, "character varying(150)"},
    KnownColumn{"__EFMigrationsHistory", "ProductVersion", ValueKind::Text, "character varying(32)"},
};

/// Known by name, and declared as EF Core declares it.
const KnownColumn *findKnown(const QString &table, const QString &column, const QString &type)
{
    for (const KnownColumn &known : knownColumns)
        if (table == QLatin1String(known.table) && column == QLatin1String(known.column))
            return type.compare(sqliteType(known.kind), Qt::CaseInsensitive) == 0 ? &known : nullptr;
    return nullptr;
}

} // namespace

ValueKind kindOnSqlite(const QString &table, const QString &column, const QString &type)
{
    if (const KnownColumn *known = findKnown(table, column, type))
        return known->kind;
    // SQLite's own rules go by parts of the name, too.
    constexpr std::array<std::pair<const char *, ValueKind>, 13> parts = {{
        {"BOOL", ValueKind::Boolean},
        {"DATETIME", ValueKind::Timestamp},
        {"TIMESTAMP", ValueKind::Timestamp},
        {"INT", ValueKind::Integer},
        {"CHAR", ValueKind::Text},
        {"CLOB", ValueKind::Text},
        {"TEXT", ValueKind::Text},
        {"BLOB", ValueKind::Blob},
        {"REAL", ValueKind::Real},
        {"FLOA", ValueKind::Real},
        {"DOUB", ValueKind::Real},
        {"NUMERIC", ValueKind::Numeric},
        {"DECIMAL", ValueKind::Numeric},
    }};
    for (const auto &[part, kind] : parts)
        if (type.contains(QLatin1String(part), Qt::CaseInsensitive))
            return kind;
    return ValueKind::Text;
}

ValueKind kindOnPostgres(const QString &typeName, const QString &type)
{
    if (typeName == QLatin1String("numeric"))
        return type.startsWith(QLatin1String("numeric(")) ? ValueKind::Numeric : ValueKind::Text;
    constexpr std::array<std::pair<const char *, ValueKind>, 10> kinds = {{
        {"bool", ValueKind::Boolean},
        {"int2", ValueKind::Integer},
        {"int4", ValueKind::Integer},
        {"int8", ValueKind::Integer},
        {"oid", ValueKind::Integer},
        {"timestamp", ValueKind::Timestamp},
        {"timestamptz", ValueKind::Timestamp},
        {"float4", ValueKind::Real},
        {"float8", ValueKind::Real},
        {"bytea", ValueKind::Blob},
    }};
    for (const auto &[name, kind] : kinds)
        if (typeName == QLatin1String(name))
            return kind;
    return ValueKind::Text;
}

QString sqliteType(ValueKind kind)
{
    switch (kind) {
    case ValueKind::Integer:
    case ValueKind::Boolean:
        return QStringLiteral("INTEGER");
    case ValueKind::Real:
        return QStringLiteral("REAL");
    case ValueKind::Blob:
        return QStringLiteral("BLOB");
    case ValueKind::Text:
    case ValueKind::Timestamp:
    case ValueKind::Numeric:
        break;
    }
    return QStringLiteral("TEXT");
}

QString postgresType(const QString &table, const ColumnModel &column, bool isNarrow)
{
    if (const KnownColumn *known = findKnown(table, column.name, column.type))
        return QLatin1String(known->postgresType);
    switch (column.kind) {
    case ValueKind::Integer:
        return isNarrow ? QStringLiteral("integer") : QStringLiteral("bigint");
    case ValueKind::Boolean:
        return QStringLiteral("boolean");
    case ValueKind::Timestamp:
        return QLatin1String(timestamptz);
    case ValueKind::Numeric:
        return QStringLiteral("numeric");
    case ValueKind::Real:
        return QStringLiteral("double precision");
    case ValueKind::Blob:
        return QStringLiteral("bytea");
    case ValueKind::Text:
        break;
    }
    return QStringLiteral("text");
}

QString qualified(const QString &schemaName, const QString &name)
{
    return schemaName.isEmpty() ? Db::quoted(name)
                                : QString(Db::quoted(schemaName) + QLatin1Char('.') + Db::quoted(name));
}

QString quotedList(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(Db::quoted(name));
    return quoted.join(QLatin1String(", "));
}

QString literal(const QString &text)
{
    QString doubled = text;
    doubled.replace(QLatin1Char('\''), QLatin1String("''"));
    return QLatin1Char('\'') + doubled + QLatin1Char('\'');
}

} // namespace Tables
