// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/samplecustomers.h"

#include "customers/customergenerator.h"
#include "db/catalogue.h"

namespace Customers {

using Core::Result;

namespace {

constexpr qsizetype rowsPerStatement = 100; // 900 values: well below both engines' limits

/// Writes the placeholders of one engine's insert.
class Insertion
{
public:
    Insertion(Db::Engine engine, const Db::Catalogue &catalogue)
        : m_engine(engine)
        , m_catalogue(catalogue)
    {}

    [[nodiscard]] Db::Statement statement(const QList<Customer> &customers) const
    {
        Db::Statement result;
        QStringList rows;
        for (const Customer &customer : customers) {
            QStringList row;
            for (const Field field : editableFields)
                row.append(bind(result, field, customer.text(field)));
            for (const Field field : {Field::CreatedAt, Field::UpdatedAt, Field::DeletedAt})
                row.append(bind(result, field, customer.value(field)));
            result.values.append(customer.isDeleted);
            row.append(QLatin1Char('$') + QString::number(result.values.size()));
            rows.append(QLatin1Char('(') + row.join(QLatin1Char(',')) + QLatin1Char(')'));
        }
        QStringList names;
        for (const Field field : editableFields)
            names.append(Db::quoted(columnName(field)));
        for (const Field field : {Field::CreatedAt, Field::UpdatedAt, Field::DeletedAt})
            names.append(Db::quoted(columnName(field)));
        names.append(QStringLiteral("\"IsDeleted\""));
        result.sql = QStringLiteral("insert into \"Customer\" (") + names.join(QStringLiteral(", ")) +
                     QStringLiteral(") values ") + rows.join(QStringLiteral(",\n"));
        return result;
    }

private:
    QString bind(Db::Statement &statement, Field field, const Db::Cell &cell) const
    {
        const bool server = m_engine == Db::Engine::PostgreSQL;
        const Db::Column *column = m_catalogue.column(columnName(field));
        if (!cell && column && !column->nullable)
            statement.values.append(QString(QLatin1String("")));
        else if (!cell)
            statement.values.append(Db::Value());
        else // the text is UTC without saying so
            statement.values.append(server && isTime(field) ? QString(*cell + QStringLiteral("+00")) : *cell);
        const QString placeholder = QLatin1Char('$') + QString::number(statement.values.size());
        if (!server || !isTime(field))
            return placeholder;
        return placeholder + QStringLiteral("::") +
               (column ? column->type : QStringLiteral("timestamp with time zone"));
    }

    Db::Engine m_engine;
    const Db::Catalogue &m_catalogue;
};

} // namespace

QList<Customer> sampleCustomers(const QDateTime &now, int count)
{
    CustomerGenerator::Options options;
    options.now = now;
    options.deletedPercent = 4;
    options.missingNotesPercent = 15;
    const CustomerGenerator generator(options);
    QList<Customer> customers;
    customers.reserve(count);
    for (int i = 0; i < count; ++i)
        customers.append(generator.customer(i));
    return customers;
}

Result<int> insertCustomers(Db::Session &session, const QList<Customer> &customers)
{
    const auto catalogue = Db::readCatalogue(session);
    if (!catalogue)
        return catalogue.error();
    const Insertion insertion(session.engine(), *catalogue);
    return session.write<int>([&](Db::Transaction &transaction) -> Result<int> {
        for (qsizetype first = 0; first < customers.size(); first += rowsPerStatement) {
            const auto done = transaction.run(insertion.statement(customers.mid(first, rowsPerStatement)));
            if (!done)
                return done.error();
        }
        return int(customers.size());
    });
}

} // namespace Customers
