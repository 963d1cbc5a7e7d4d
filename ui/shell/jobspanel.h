// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QMap>

namespace Gui {

class JobDesk;
class JobLine;

/// The bottom of the window: a line for each job that runs. Not there while none does.
class JobsPanel final : public QFrame
{
    Q_OBJECT

public:
    /// `desk` must outlive it.
    explicit JobsPanel(JobDesk &desk, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(JobsPanel)

private:
    QMap<quint64, JobLine *> m_lines;
};

} // namespace Gui
