// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/schemamodel.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

constexpr std::array kindWords = {
    std::pair{ValueKind::Text, "text"},       std::pair{ValueKind::Integer, "integer"},
    std::pair{ValueKind::Boolean, "boolean"}, std::pair{ValueKind::Timestamp, "timestamp"},
    std::pair{ValueKind::Numeric, "numeric"}, std::pair{ValueKind::Real, "real"},
    std::pair{ValueKind::Blob, "blob"},
};
constexpr std::array numberingWords = {
    std::pair{Numbering::None, ""},         std::pair{Numbering::ByDefault, "by default"},
    std::pair{Numbering::Always, "always"}, std::pair{Numbering::Serial, "serial"},
    std::pair{Numbering::RowId, "rowid"},   std::pair{Numbering::Autoincrement, "autoincrement"},
};
constexpr std::array engineWords = {
    std::pair{Db::Engine::SQLite, "sqlite"},
    std::pair{Db::Engine::PostgreSQL, "postgresql"},
};
constexpr std::array actions = {"", "NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"};

template <typename Words, typename Value>
QString wordFor(const Words &words, Value value)
{
    for (const auto &[known, word] : words)
        if (known == value)
            return QLatin1String(word);
    return {};
}

QJsonArray arrayOf(const QStringList &texts)
{
    return QJsonArray::fromStringList(texts);
}

/// Leaves out what is empty: most of it is.
void put(QJsonObject &object, const char *key, const QString &text)
{
    if (!text.isEmpty())
        object.insert(QLatin1String(key), text);
}
void put(QJsonObject &object, const char *key, bool on)
{
    if (on)
        object.insert(QLatin1String(key), true);
}
void put(QJsonObject &object, const char *key, const QJsonArray &array)
{
    if (!array.isEmpty())
        object.insert(QLatin1String(key), array);
}

template <typename List, typename ToObject>
QJsonArray objectsOf(const List &list, ToObject toObject)
{
    QJsonArray array;
    for (const auto &item : list)
        array.append(toObject(item));
    return array;
}

QJsonObject toObject(const ColumnModel &column)
{
    QJsonObject object;
    object.insert(QLatin1String("name"), column.name);
    object.insert(QLatin1String("kind"), wordFor(kindWords, column.kind));
    put(object, "type", column.type);
    put(object, "notNull", column.notNull);
    put(object, "isGenerated", column.isGenerated);
    put(object, "default", column.defaultValue);
    put(object, "numbering", wordFor(numberingWords, column.numbering));
    put(object, "generation", column.generation);
    put(object, "collation", column.collation);
    return object;
}

QJsonObject toObject(const UniqueModel &unique)
{
    QJsonObject object;
    put(object, "name", unique.name);
    put(object, "columns", arrayOf(unique.columns));
    put(object, "options", unique.options);
    return object;
}

QJsonObject toObject(const ForeignKey &key)
{
    QJsonObject object;
    put(object, "name", key.name);
    put(object, "columns", arrayOf(key.columns));
    put(object, "table", key.table);
    put(object, "otherColumns", arrayOf(key.otherColumns));
    put(object, "onDelete", key.onDelete);
    put(object, "onUpdate", key.onUpdate);
    put(object, "options", key.options);
    return object;
}

QJsonObject toObject(const IndexModel &index)
{
    QJsonObject object;
    put(object, "name", index.name);
    put(object, "isUnique", index.isUnique);
    put(object, "columns", arrayOf(index.columns));
    put(object, "condition", index.condition);
    put(object, "definition", index.definition);
    return object;
}

QJsonObject toObject(const TableModel &table)
{
    QJsonObject object;
    object.insert(QLatin1String("name"), table.name);
    object.insert(QLatin1String("columns"),
                  objectsOf(table.columns, [](const auto &c) { return toObject(c); }));
    put(object, "primaryKey", arrayOf(table.primaryKey));
    put(object, "primaryKeyName", table.primaryKeyName);
    put(object, "uniques", objectsOf(table.uniques, [](const auto &u) { return toObject(u); }));
    put(object, "foreignKeys", objectsOf(table.foreignKeys, [](const auto &k) { return toObject(k); }));
    put(object, "checks", arrayOf(table.checks));
    put(object, "indexes", objectsOf(table.indexes, [](const auto &i) { return toObject(i); }));
    put(object, "definition", table.definition);
    return object;
}

/// Reads what somebody may have changed; remembers the first thing that is wrong.
class Reader final
{
public:
    [[nodiscard]] bool isRight() const { return m_isRight; }

    SchemaModel schema(const QJsonObject &json)
    {
        SchemaModel schema;
        schema.engine = word(json, "engine", engineWords);
        schema.extensions = strings(json, "extensions");
        schema.tables = list<TableModel>(json, "tables", [this](const QJsonObject &o) { return table(o); });
        QStringList names;
        for (const TableModel &table : std::as_const(schema.tables)) {
            demand(!names.contains(table.name));
            names.append(table.name);
        }
        sortTables(schema);
        return schema;
    }

private:
    void demand(bool isTrue) { m_isRight = m_isRight && isTrue; }

    QString text(const QJsonObject &json, const char *key)
    {
        const QJsonValue value = json.value(QLatin1String(key));
        demand(value.isUndefined() || value.isString());
        const QString text = value.toString();
        demand(Db::isStorable(text));
        return text;
    }
    bool flag(const QJsonObject &json, const char *key)
    {
        const QJsonValue value = json.value(QLatin1String(key));
        demand(value.isUndefined() || value.isBool());
        return value.toBool();
    }
    template <typename T, typename Make>
    QList<T> list(const QJsonObject &json, const char *key, Make make)
    {
        const QJsonValue value = json.value(QLatin1String(key));
        demand(value.isUndefined() || value.isArray());
        QList<T> items;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array) {
            demand(item.isObject());
            items.append(make(item.toObject()));
        }
        return items;
    }
    QStringList strings(const QJsonObject &json, const char *key)
    {
        const QJsonValue value = json.value(QLatin1String(key));
        demand(value.isUndefined() || value.isArray());
        QStringList texts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array) {
            demand(item.isString() && Db::isStorable(item.toString()));
            texts.append(item.toString());
        }
        return texts;
    }
    template <typename Words>
    typename Words::value_type::first_type word(const QJsonObject &json, const char *key, const Words &words)
    {
        const QString found = text(json, key);
        for (const auto &[value, known] : words)
            if (found == QLatin1String(known))
                return value;
        demand(false);
        return words.front().first;
    }
    QString action(const QJsonObject &json, const char *key)
    {
        const QString found = text(json, key);
        demand(std::any_of(actions.begin(), actions.end(),
                           [&](const char *known) { return found == QLatin1String(known); }));
        return found;
    }

    ColumnModel column(const QJsonObject &json)
    {
        ColumnModel column;
        column.name = text(json, "name");
        column.kind = word(json, "kind", kindWords);
        column.type = text(json, "type");
        column.notNull = flag(json, "notNull");
        column.isGenerated = flag(json, "isGenerated");
        column.defaultValue = text(json, "default");
        column.numbering = word(json, "numbering", numberingWords);
        column.isIdentity = column.numbering != Numbering::None;
        column.generation = text(json, "generation");
        column.collation = text(json, "collation");
        demand(!column.name.isEmpty());
        return column;
    }

    TableModel table(const QJsonObject &json)
    {
        TableModel table;
        table.name = text(json, "name");
        table.columns =
            list<ColumnModel>(json, "columns", [this](const QJsonObject &o) { return column(o); });
        QStringList names;
        for (const ColumnModel &column : std::as_const(table.columns)) {
            demand(!names.contains(column.name));
            names.append(column.name);
        }
        const auto demandOwn = [&](const QStringList &columns) {
            for (const QString &name : columns)
                demand(names.contains(name));
        };
        table.primaryKey = strings(json, "primaryKey");
        table.primaryKeyName = text(json, "primaryKeyName");
        demandOwn(table.primaryKey);
        table.uniques = list<UniqueModel>(json, "uniques", [&](const QJsonObject &o) {
            UniqueModel unique{text(o, "name"), strings(o, "columns"), text(o, "options")};
            demandOwn(unique.columns);
            return unique;
        });
        table.foreignKeys = list<ForeignKey>(json, "foreignKeys", [&](const QJsonObject &o) {
            ForeignKey key{
                text(o, "name"),       strings(o, "columns"), text(o, "table"),  strings(o, "otherColumns"),
                action(o, "onDelete"), action(o, "onUpdate"), text(o, "options")};
            demandOwn(key.columns);
            return key;
        });
        table.checks = strings(json, "checks");
        table.indexes = list<IndexModel>(json, "indexes", [&](const QJsonObject &o) {
            IndexModel index{text(o, "name"), flag(o, "isUnique"), strings(o, "columns"),
                             text(o, "condition"), text(o, "definition")};
            demandOwn(index.columns);
            return index;
        });
        table.definition = text(json, "definition");
        demand(!table.name.isEmpty());
        return table;
    }

    bool m_isRight = true;
};

} // namespace

QJsonObject toJson(const SchemaModel &schema)
{
    QJsonObject object;
    object.insert(QLatin1String("engine"), wordFor(engineWords, schema.engine));
    put(object, "extensions", arrayOf(schema.extensions));
    object.insert(QLatin1String("tables"),
                  objectsOf(schema.tables, [](const auto &t) { return toObject(t); }));
    return object;
}

Result<SchemaModel> schemaFromJson(const QJsonObject &json)
{
    Reader reader;
    SchemaModel schema = reader.schema(json);
    if (!reader.isRight())
        return Error{ErrorKind::Corrupt,
                     QCoreApplication::translate("Tables",
                                                 "The description of the tables is damaged. Nothing "
                                                 "was changed; use another backup."),
                     {},
                     {}};
    return schema;
}

} // namespace Tables
