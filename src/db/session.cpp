// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/session.h"

#include "core/trace.h"

#include <QCoreApplication>

namespace Db {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

Result<void> checkValues(const QList<Statement> &statements)
{
    for (const Statement &statement : statements)
        for (const Value &value : statement.values)
            if (const auto *text = std::get_if<QString>(&value); text && !isStorable(*text))
                return Error{
                    ErrorKind::Constraint,
                    QCoreApplication::translate(
                        "Db", "The database does not accept one of the values. Nothing was changed."),
                    {},
                    {}};
    return {};
}

} // namespace

Result<QList<RowSet>> Transaction::run(const QList<Statement> &statements)
{
    if (auto checked = checkValues(statements); !checked)
        return checked.error();
    if (m_begun)
        return m_backend.proceed(statements);
    m_begun = true;
    return m_backend.begin(statements, m_limits);
}

Result<RowSet> Transaction::run(const Statement &statement)
{
    auto sets = run(QList<Statement>{statement});
    if (!sets)
        return sets.error();
    return sets->first();
}

Session::Session(ConnectionSpec spec)
    : m_spec(std::move(spec))
    , m_backend(makeBackend(m_spec.engine))
{}

Session::~Session()
{
    close();
}

Result<LineInfo> Session::open()
{
    if (m_backend->isOpen() && m_line && m_backend->settle())
        return *m_line;
    m_backend->close();
    m_line.reset();
    const Core::Trace::Span span("connect");
    auto line = m_backend->open(m_spec);
    if (line)
        m_line = *line;
    else
        m_backend->close();
    return line;
}

void Session::close()
{
    m_backend->close();
    m_line.reset();
}

bool Session::isOpen() const
{
    return m_line && m_backend->isOpen();
}

Result<QList<RowSet>> Session::select(const QList<Statement> &statements, const Limits &limits)
{
    if (auto checked = checkValues(statements); !checked)
        return checked.error();
    const bool wasOpen = isOpen();
    if (auto line = open(); !line)
        return line.error();
    auto sets = m_backend->read(statements, limits);
    // A line that was cut while idle shows only now. Reading twice is harmless; a line that breaks twice is
    // told.
    if (!sets && wasOpen && sets.error().kind == ErrorKind::Connection) {
        m_backend->close();
        if (auto line = open(); !line)
            return line.error();
        sets = m_backend->read(statements, limits);
    }
    return sets;
}

Result<RowSet> Session::select(const Statement &statement, const Limits &limits)
{
    auto sets = select(QList<Statement>{statement}, limits);
    if (!sets)
        return sets.error();
    return sets->first();
}

Result<void> Session::beforeWrite()
{
    auto line = open();
    if (!line)
        return line.error();
    if (line->readOnly)
        return Error{
            ErrorKind::ReadOnly,
            QCoreApplication::translate("Db", "This database is open for reading only. Nothing was changed."),
            {},
            {}};
    return {};
}

Result<void> Session::commit()
{
    auto committed = m_backend->commit();
    if (committed || committed.error().kind != ErrorKind::OutcomeUnknown)
        return committed;
    const Error unknown = committed.error();
    m_backend->close();
    if (auto line = open(); !line)
        return unknown;
    auto did = m_backend->didCommit();
    if (!did)
        return unknown;
    if (*did)
        return {};
    return Error{ErrorKind::Connection,
                 QCoreApplication::translate(
                     "Db", "The connection broke while saving. The server kept the old state; save again."),
                 unknown.detail, unknown.code};
}

} // namespace Db
