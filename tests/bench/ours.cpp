// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/ours.h"

#include "bench/measure.h"

namespace Bench {

using Customers::CustomerList;
using Customers::CustomerRepository;

Opened::Opened(const Target &target)
    : m_interactive(target.spec)
    , m_background(target.spec)
{
    (void)await(m_interactive.open());
    (void)await(m_background.open());
    const auto catalogue = await(m_interactive.run<Db::Catalogue>(Db::readCatalogue));
    m_repository = std::make_unique<CustomerRepository>(m_interactive, m_background, catalogue);
    m_list = std::make_unique<CustomerList>(*m_repository);
}

Opened::~Opened() = default;

namespace {

/// Runs the event loop until `done` answers true after one of the list's signals.
template <typename Done>
void waitFor(const CustomerList &list, Done done)
{
    QEventLoop loop;
    QObject context;
    const auto check = [&] {
        if (done() || list.state() == CustomerList::State::Failed)
            loop.quit();
    };
    QObject::connect(&list, &CustomerList::stateChanged, &context, check);
    QObject::connect(&list, &CustomerList::rowsChanged, &context, check);
    QObject::connect(&list, &CustomerList::counted, &context, check);
    loop.exec();
    if (list.state() == CustomerList::State::Failed)
        throw Failure(Core::toText(list.error()));
}

} // namespace

double Opened::firstRows(const Customers::CustomerQuery &query)
{
    double taken = -1;
    QElapsedTimer timer;
    QObject context;
    QObject::connect(m_list.get(), &CustomerList::reset, &context, [&] { taken = milliseconds(timer); });
    timer.start();
    m_list->setQuery(query);
    waitFor(*m_list, [&] { return m_list->state() == CustomerList::State::Ready; });
    return taken;
}

void Opened::awaitCount()
{
    if (!m_list->isCounted())
        waitFor(*m_list, [&] { return m_list->isCounted(); });
}

double Opened::jumpTo(int row)
{
    QElapsedTimer timer;
    timer.start();
    if (!m_list->at(row))
        waitFor(*m_list, [&] { return m_list->at(row) != nullptr; });
    return milliseconds(timer);
}

qint64 Opened::scrollThrough()
{
    for (int row = 0; row < m_list->count(); row += CustomerRepository::pageSize)
        (void)jumpTo(row);
    return m_list->count();
}

} // namespace Bench
