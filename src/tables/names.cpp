// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/schemamodel.h"
#include "tables/sqlitecatalogue.h"

#include <QCoreApplication>
#include <QHash>

namespace Tables {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Tables::Names)
};

constexpr qsizetype longestOnPostgres = 63; // bytes

Error refusal(const QString &summary)
{
    return {ErrorKind::Unsupported, summary, {}, {}};
}

/// Names that must differ from each other.
class NameSpace final
{
public:
    explicit NameSpace(Db::Engine engine)
        : m_engine(engine)
    {}

    Result<void> add(const QString &name)
    {
        if (m_engine == Db::Engine::PostgreSQL) {
            if (name.toUtf8().size() > longestOnPostgres)
                return refusal(
                    Text::tr("The name “%1” is too long for PostgreSQL. Nothing was changed.").arg(name));
            return {};
        }
        // SQLite folds the letters of ASCII only.
        QString folded = name;
        for (QChar &c : folded)
            if (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
                c = c.toLower();
        if (folded.startsWith(QLatin1String("sqlite_")) || folded == portableTable)
            return refusal(Text::tr("SQLite keeps the name “%1” for itself. Nothing was changed.").arg(name));
        const auto other = m_names.constFind(folded);
        if (other != m_names.constEnd())
            return refusal(Text::tr("SQLite cannot tell “%1” and “%2” apart. Nothing was changed; choose "
                                    "another kind of backup.")
                               .arg(*other, name));
        m_names.insert(folded, name);
        return {};
    }

private:
    Db::Engine m_engine;
    QHash<QString, QString> m_names;
};

} // namespace

Result<void> checkNames(const SchemaModel &schema, Db::Engine engine)
{
    NameSpace names(engine);
    for (const TableModel &table : schema.tables) {
        if (auto fits = names.add(table.name); !fits)
            return fits;
        for (const IndexModel &index : table.indexes)
            if (auto fits = names.add(index.name); !fits)
                return fits;
        NameSpace columns(engine);
        for (const ColumnModel &column : table.columns)
            if (auto fits = columns.add(column.name); !fits)
                return fits;
    }
    return {};
}

} // namespace Tables
