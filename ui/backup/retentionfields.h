// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"

#include <QWidget>

class QSpinBox;

namespace Gui {

/// How many backups are kept: the last ones, and one for each day, week and month.
class RetentionFields final : public QWidget
{
    Q_OBJECT

public:
    explicit RetentionFields(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(RetentionFields)

    void setRule(const Backup::Retention &rule);
    [[nodiscard]] Backup::Retention rule() const;
    /// Weekly ones do not count where a schedule does not want them.
    void setWeeklyEnabled(bool on);

Q_SIGNALS:
    void changed();

private:
    QSpinBox *m_last;
    QSpinBox *m_daily;
    QSpinBox *m_weekly;
    QSpinBox *m_monthly;
};

} // namespace Gui
