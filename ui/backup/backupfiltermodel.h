// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace Gui {

class BackupListModel;

/// The backups that are to be seen: of one database or of all, and those that a text is found in.
class BackupFilterModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit BackupFilterModel(BackupListModel &source, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(BackupFilterModel)

    /// Db::identity(); empty: all databases.
    void setDatabase(const QString &identity);
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    BackupListModel &m_source;
    QString m_identity;
    QString m_text;
};

} // namespace Gui
