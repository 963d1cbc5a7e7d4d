// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "customers/customerquery.h"

#include <QTimer>
#include <QWidget>

#include <array>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QProgressBar;
class QToolButton;

namespace Gui {

/// Which customers: ready views, search, filters of single columns, and how many that are.
class CustomerFilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit CustomerFilterBar(QWidget *parent = nullptr);

    /// View, search and filters; the order is not this bar's business.
    [[nodiscard]] Customers::CustomerQuery query() const;
    /// Shows `query` without announcing it.
    void setQuery(const Customers::CustomerQuery &query);
    void setCount(int count, bool exact, bool filtered);
    /// A thin line runs while busy for longer than a moment.
    void setBusy(bool busy);
    void focusSearch();

Q_SIGNALS:
    void queryChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildViews();
    void buildFilters();
    void changeSoon();
    void changeNow();
    void clearFilters();
    void showFilterCount();

    QButtonGroup *m_views;
    QLineEdit *m_search;
    QToolButton *m_filterToggle;
    QWidget *m_filterRow;
    QToolButton *m_clear = nullptr;
    std::array<QLineEdit *, Customers::editableFieldCount> m_filters = {};
    QLabel *m_count;
    QProgressBar *m_busy;
    QTimer m_typing;
    QTimer m_patience;
    Customers::CustomerQuery m_announced;
};

} // namespace Gui
