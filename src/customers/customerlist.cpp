// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "customers/customerlist.h"

#include "core/trace.h"

#include <algorithm>

namespace Customers {

using Core::ErrorKind;
using Core::Result;

namespace {

constexpr int maxPages = 24;      // 6,144 rows: more than any screen, and a few MB
constexpr int maxWantedPages = 4; // older wishes were scrolled past

} // namespace

CustomerList::CustomerList(CustomerRepository &repository, QObject *parent)
    : QObject(parent)
    , m_repository(repository)
    , m_window(CustomerRepository::pageSize, maxPages)
{}

CustomerList::~CustomerList()
{
    stopTasks();
}

void CustomerList::stopTasks()
{
    m_firstTask.cancel();
    m_pageTask.cancel();
    m_outlineTask.cancel();
    m_fetching = -1;
    m_wanted.clear();
}

void CustomerList::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void CustomerList::fail(const Core::Error &error)
{
    // A superseded or closed request is no failure of what is shown.
    if (error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Closed)
        return;
    m_error = error;
    setState(State::Failed);
}

void CustomerList::setQuery(const CustomerQuery &query)
{
    stopTasks();
    const quint64 generation = ++m_generation;
    m_requested = query;
    setState(State::Loading);
    m_firstTask = m_repository.firstPage(query);
    m_firstTask.then(this, [this, query, generation](const Result<QList<Customer>> &rows) {
        if (generation != m_generation)
            return;
        if (!rows)
            return fail(rows.error());
        Q_EMIT aboutToReset();
        m_query = query;
        m_window.clear();
        m_window.put(0, *rows);
        m_anchors.clear();
        const bool whole = rows->size() < CustomerRepository::pageSize;
        const bool unfiltered = !query.needsScan() && (query.view == CustomerQuery::View::Active ||
                                                       query.view == CustomerQuery::View::All);
        const qint64 guess = unfiltered ? m_repository.catalogue().estimatedRows : 0;
        m_count = int(whole ? rows->size() : std::max<qint64>(rows->size(), guess));
        m_counted = whole;
        m_shown = true;
        Q_EMIT reset();
        setState(State::Ready);
        Core::Trace::mark("rows shown");
        if (!whole)
            requestOutline();
    });
}

void CustomerList::refresh()
{
    // What is shown may be an older query than the one that failed or is on its way.
    if (!m_shown || m_state == State::Loading || m_query != m_requested)
        return setQuery(m_requested);
    stopTasks();
    ++m_generation;
    if (m_state == State::Failed)
        setState(State::Ready);
    m_window.markStale();
    requestOutline();
    if (m_count > 0)
        Q_EMIT rowsChanged(0, m_count - 1);
}

void CustomerList::requestOutline()
{
    m_outlineTask = m_repository.outline(m_query);
    m_outlineTask.then(this, [this, generation = m_generation](const Result<Outline> &outline) {
        if (generation != m_generation)
            return;
        if (!outline)
            return fail(outline.error());
        applyOutline(*outline);
    });
}

void CustomerList::applyOutline(const Outline &outline)
{
    // After a refresh rows may have moved: what came by the old anchors is read once more.
    if (!m_anchors.isEmpty() && (m_anchors != outline.anchors || m_count != outline.total)) {
        m_window.markStale();
        // The page on its way came by them, too.
        ++m_generation;
        m_pageTask.cancel();
        m_fetching = -1;
    }
    m_anchors = outline.anchors;
    m_counted = true;
    setCount(int(outline.total));
    if (m_state != State::Ready)
        setState(State::Ready);
    // Rows that were waiting for an anchor can be fetched now.
    fetchNext();
    if (m_count > 0)
        Q_EMIT rowsChanged(0, m_count - 1);
}

void CustomerList::setCount(int count)
{
    if (count != m_count) {
        const int oldCount = m_count;
        Q_EMIT aboutToChangeCount(oldCount, count);
        m_count = count;
        Q_EMIT changedCount(oldCount, count);
    }
    Q_EMIT counted();
}

const Customer *CustomerList::at(int row)
{
    const int page = m_window.pageOf(row);
    if (m_window.isDue(page))
        wantPage(page);
    return m_window.at(row);
}

int CustomerList::rowOf(qint64 id) const
{
    return m_window.find([id](const Customer &customer) { return customer.id == id; });
}

void CustomerList::replace(const Customer &customer)
{
    m_window.replace(
        customer, [id = customer.id](const Customer &other) { return other.id == id; },
        [this](int row) { Q_EMIT rowsChanged(row, row); });
}

void CustomerList::wantPage(int page)
{
    if (page == m_fetching || m_state == State::Failed)
        return;
    m_wanted.removeAll(page);
    m_wanted.append(page);
    while (m_wanted.size() > maxWantedPages)
        m_wanted.removeFirst();
    if (m_fetching < 0)
        QMetaObject::invokeMethod(this, &CustomerList::fetchNext, Qt::QueuedConnection);
}

std::optional<Core::Task<QList<Customer>>> CustomerList::taskFor(int page)
{
    using Seek = CustomerSql::Seek;
    if (page == 0)
        return m_repository.firstPage(m_query);
    if (page < m_anchors.size())
        return m_repository.page(m_query, Seek::AtOrAfter, m_anchors.at(page));
    const QList<Customer> *before = m_window.page(page - 1);
    if (before && before->size() == m_window.pageSize())
        return m_repository.page(m_query, Seek::After, m_repository.keyOf(m_query, before->last()));
    // The first row of a full neighbour is where this page ends.
    const QList<Customer> *after = m_window.page(page + 1);
    if (after && !after->isEmpty())
        return m_repository.page(m_query, Seek::Before, m_repository.keyOf(m_query, after->first()));
    if (m_counted && page == m_window.pageOf(m_count - 1))
        return m_repository.lastPage(m_query, m_count - page * m_window.pageSize());
    return std::nullopt;
}

void CustomerList::fetchNext()
{
    if (m_fetching >= 0)
        return;
    for (qsizetype i = m_wanted.size() - 1; i >= 0; --i) {
        const int page = m_wanted.at(i);
        if (!m_window.isDue(page)) {
            m_wanted.removeAt(i);
            continue;
        }
        auto task = taskFor(page);
        if (!task)
            continue; // waits for the outline
        m_wanted.removeAt(i);
        m_fetching = page;
        m_pageTask = *task;
        m_pageTask.then(this, [this, page, generation = m_generation](const Result<QList<Customer>> &rows) {
            if (generation != m_generation)
                return;
            m_fetching = -1;
            if (!rows)
                return fail(rows.error());
            takePage(page, *rows);
        });
        return;
    }
}

void CustomerList::takePage(int page, const QList<Customer> &rows)
{
    const int first = page * m_window.pageSize();
    const int expected = std::min(m_window.pageSize(), m_count - first);
    m_window.put(page, rows);
    Q_EMIT rowsChanged(first, std::max(first, std::min(first + m_window.pageSize(), m_count) - 1));
    // Others added or removed rows since the outline was drawn.
    if (m_counted && rows.size() < expected && !m_outlineTask.isRunning())
        requestOutline();
    fetchNext();
}

} // namespace Customers
