// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"
#include "profiles/profile.h"

#include <QDialog>

class QPushButton;
class QTreeWidget;

namespace Gui {

class RetentionFields;
class ToneLabel;

/// Shows which backups of one database a rule would delete, and why the others stay, before anything is
/// deleted. Use it by open() and accepted().
class CleanUpDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `entries`: of one database.
    CleanUpDialog(const Profiles::Profile &profile, const QList<Backup::Entry> &entries,
                  const Backup::Retention &rule, QWidget *parent);
    Q_DISABLE_COPY_MOVE(CleanUpDialog)

    /// Meaningful once accepted.
    [[nodiscard]] QStringList files() const;

private:
    void plan();

    QList<Backup::Entry> m_entries;
    Backup::RetentionPlan m_plan;
    RetentionFields *m_rule;
    ToneLabel *m_sum;
    QTreeWidget *m_list;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
