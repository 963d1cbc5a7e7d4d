// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupfiltermodel.h"

#include "ui/backup/backuplistmodel.h"

namespace Gui {

BackupFilterModel::BackupFilterModel(BackupListModel &source, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_source(source)
{
    setSortRole(BackupListModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSourceModel(&source);
}

void BackupFilterModel::setDatabase(const QString &identity)
{
    m_identity = identity;
    invalidateFilter();
}

void BackupFilterModel::setText(const QString &text)
{
    m_text = text;
    invalidateFilter();
}

bool BackupFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const Backup::Entry &entry = m_source.entry(row);
    // A file without a manifest does not say whose it is: better shown twice than not found.
    if (!m_identity.isEmpty() && entry.hasManifest && entry.manifest.origin.identity != m_identity)
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < m_source.columnCount(); ++column)
        if (m_source.index(row, column, parent)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace Gui
