// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerrepository.h"
#include "customers/rowwindow.h"

#include <QObject>

namespace Customers {

/// A list of any length of which only a few pages are in memory. Rows come when they are asked for; a newer
/// query makes the older one's answers void and stops its statements.
class CustomerList final : public QObject
{
    Q_OBJECT

public:
    enum class State { Loading, Ready, Failed };

    explicit CustomerList(CustomerRepository &repository, QObject *parent = nullptr);
    ~CustomerList() override;
    Q_DISABLE_COPY_MOVE(CustomerList)

    [[nodiscard]] const CustomerQuery &query() const { return m_query; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Core::Error &error() const { return m_error; }
    /// Rows of the current query; an estimate until isCounted().
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] bool isCounted() const { return m_counted; }

    /// The row, or nullptr while it is on its way; asking for it starts that.
    [[nodiscard]] const Customer *at(int row);
    /// The row of this customer among those in memory; -1: none.
    [[nodiscard]] int rowOf(qint64 id) const;

    /// What is shown stays until the new rows are here.
    void setQuery(const CustomerQuery &query);
    /// Reads everything anew; rows stay shown meanwhile.
    void refresh();
    /// A row as it was just saved.
    void replace(const Customer &customer);

Q_SIGNALS:
    void stateChanged();
    void aboutToReset();
    void reset();
    void aboutToChangeCount(int oldCount, int newCount);
    void changedCount(int oldCount, int newCount);
    /// The count became exact, whether or not it is another number.
    void counted();
    void rowsChanged(int first, int last);

private:
    void setState(State state);
    void fail(const Core::Error &error);
    void requestOutline();
    void applyOutline(const Outline &outline);
    void setCount(int count);
    void wantPage(int page);
    void fetchNext();
    void takePage(int page, const QList<Customer> &rows);
    [[nodiscard]] std::optional<Core::Task<QList<Customer>>> taskFor(int page);
    void stopTasks();

    CustomerRepository &m_repository;
    CustomerQuery m_query;     ///< whose rows are shown
    CustomerQuery m_requested; ///< the latest one asked for
    RowWindow<Customer> m_window;
    QList<SortKey> m_anchors;
    int m_count = 0;
    bool m_counted = false;
    bool m_shown = false; ///< rows of some query are here, old or new
    State m_state = State::Loading;
    Core::Error m_error;
    quint64 m_generation = 0; ///< answers to an older one are dropped

    QList<int> m_wanted; ///< pages, the most recently asked for last
    int m_fetching = -1;
    Core::Task<QList<Customer>> m_firstTask;
    Core::Task<QList<Customer>> m_pageTask;
    Core::Task<Outline> m_outlineTask;
};

} // namespace Customers
