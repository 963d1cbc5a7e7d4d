// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/querylog.h"

#include <QSortFilterProxyModel>

namespace Gui {

class QueryLogModel;

/// Which records are shown, and in which order. The frame around the work (BEGIN, COMMIT, settings) is left
/// out unless asked for, but never where it failed or was slow.
class QueryLogFilterModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit QueryLogFilterModel(QueryLogModel &model, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(QueryLogFilterModel)

    /// Contained in statement, values, connection, code or error, whatever the case.
    void setText(const QString &text);
    void setProblemsOnly(bool only);
    void setSlowOnly(bool only);
    void setShowsFraming(bool shows);

    [[nodiscard]] const Db::QueryRecord &record(int row) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    [[nodiscard]] bool hasText(const Db::QueryRecord &record) const;

    QueryLogModel &m_model;
    QString m_text;
    bool m_problemsOnly = false;
    bool m_slowOnly = false;
    bool m_showsFraming = false;
};

} // namespace Gui
