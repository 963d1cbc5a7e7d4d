// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/postgresline.h"

#include "db/postgreserrors.h"

#include <QVarLengthArray>

namespace Db::PostgresLine {

QString fromServer(const char *text)
{
    return text ? QString::fromUtf8(text) : QString();
}

Core::Error errorOf(const PGresult *result)
{
    const QString state = fromServer(PQresultErrorField(result, PG_DIAG_SQLSTATE));
    const QString message = fromServer(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    Core::Error error =
        postgresError(state, message.isEmpty() ? fromServer(PQresultErrorMessage(result)) : message);
    error.position = fromServer(PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION)).toInt();
    return error;
}

Core::Error lostError(const PGconn *connection)
{
    return postgresError(QString(), connection ? fromServer(PQerrorMessage(connection)) : QString());
}

bool send(PGconn *connection, const Statement &statement)
{
    QList<QByteArray> texts;
    texts.reserve(statement.values.size());
    QVarLengthArray<const char *, 32> values;
    struct Visitor
    {
        QByteArray operator()(std::monostate) const { return {}; }
        QByteArray operator()(bool b) const { return b ? "true" : "false"; }
        QByteArray operator()(qint64 i) const { return QByteArray::number(i); }
        QByteArray operator()(const QString &s) const { return s.toUtf8(); }
    };
    for (const Value &value : statement.values) {
        texts.append(std::visit(Visitor(), value));
        values.append(std::holds_alternative<std::monostate>(value) ? nullptr : texts.last().constData());
    }
    return PQsendQueryParams(connection, statement.sql.toUtf8().constData(), int(values.size()), nullptr,
                             values.constData(), nullptr, nullptr, 0) == 1;
}

} // namespace Db::PostgresLine
