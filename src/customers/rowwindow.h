// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <map>

namespace Customers {

/// A bounded number of pages of a long list. Pages that were used longest ago are forgotten first. A page can
/// be stale: still good to show, but due to be read again.
template <typename RowType>
class RowWindow
{
public:
    RowWindow(int pageSize, int maxPages)
        : m_pageSize(pageSize)
        , m_maxPages(maxPages)
    {}

    [[nodiscard]] int pageSize() const { return m_pageSize; }
    [[nodiscard]] int pageOf(int row) const { return row / m_pageSize; }
    [[nodiscard]] int pageCount() const { return int(m_pages.size()); }

    /// The row, or nullptr when its page is not here.
    [[nodiscard]] const RowType *at(int row)
    {
        const auto it = m_pages.find(pageOf(row));
        if (it == m_pages.end())
            return nullptr;
        it->second.used = ++m_clock;
        const int offset = row % m_pageSize;
        return offset < it->second.rows.size() ? &it->second.rows.at(offset) : nullptr;
    }

    [[nodiscard]] bool has(int page) const { return m_pages.contains(page); }
    /// Whether the page is missing or stale.
    [[nodiscard]] bool isDue(int page) const
    {
        const auto it = m_pages.find(page);
        return it == m_pages.end() || it->second.stale;
    }
    [[nodiscard]] const QList<RowType> *page(int page) const
    {
        const auto it = m_pages.find(page);
        return it == m_pages.end() ? nullptr : &it->second.rows;
    }

    void put(int page, QList<RowType> rows)
    {
        m_pages[page] = Page{std::move(rows), ++m_clock, false};
        while (int(m_pages.size()) > m_maxPages) {
            auto oldest = m_pages.begin();
            for (auto it = m_pages.begin(); it != m_pages.end(); ++it)
                if (it->second.used < oldest->second.used)
                    oldest = it;
            m_pages.erase(oldest);
        }
    }

    /// Replaces rows for which `same` holds, wherever they are; calls `changed(row)` for each.
    template <typename Same, typename Changed>
    void replace(const RowType &row, Same same, Changed changed)
    {
        for (auto &[number, page] : m_pages)
            for (int i = 0; i < page.rows.size(); ++i)
                if (same(page.rows.at(i))) {
                    page.rows[i] = row;
                    changed(number * m_pageSize + i);
                }
    }

    /// The first row for which `same` holds among the pages that are here; -1: none.
    template <typename Same>
    [[nodiscard]] int find(Same same) const
    {
        for (const auto &[number, page] : m_pages)
            for (int i = 0; i < page.rows.size(); ++i)
                if (same(page.rows.at(i)))
                    return number * m_pageSize + i;
        return -1;
    }

    void markStale()
    {
        for (auto &[number, page] : m_pages)
            page.stale = true;
    }
    void clear() { m_pages.clear(); }

private:
    struct Page
    {
        QList<RowType> rows;
        quint64 used = 0;
        bool stale = false;
    };
    int m_pageSize;
    int m_maxPages;
    quint64 m_clock = 0;
    std::map<int, Page> m_pages;
};

} // namespace Customers
