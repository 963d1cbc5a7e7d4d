// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobspanel.h"

#include "ui/base/spacing.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/jobline.h"

#include <QVBoxLayout>

namespace Gui {

JobsPanel::JobsPanel(JobDesk &desk, QWidget *parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("jobsPanel"));
    setAccessibleName(tr("Work in progress"));
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *separator = new QFrame(this);
    separator->setFrameShape(QFrame::HLine);
    separator->setFrameShadow(QFrame::Sunken);
    auto *lines = new QVBoxLayout;
    lines->setContentsMargins(Spacing::medium, Spacing::tiny, Spacing::medium, Spacing::tiny);
    lines->setSpacing(Spacing::tiny);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(separator);
    layout->addLayout(lines);
    hide();

    connect(&desk, &JobDesk::started, this, [this, &desk, lines](quint64 id, const JobDescription &what) {
        auto *line = new JobLine(what, this);
        m_lines.insert(id, line);
        lines->addWidget(line);
        connect(line, &JobLine::cancelRequested, this, [&desk, id] { desk.cancel(id); });
        show();
    });
    connect(&desk, &JobDesk::progressed, this, [this](quint64 id, const Core::JobProgress &progress) {
        if (JobLine *line = m_lines.value(id))
            line->setProgress(progress);
    });
    connect(&desk, &JobDesk::stopping, this, [this](quint64 id) {
        if (JobLine *line = m_lines.value(id))
            line->setStopping();
    });
    connect(&desk, &JobDesk::finished, this, [this](quint64 id) {
        if (JobLine *line = m_lines.take(id)) {
            line->hide();
            line->deleteLater(); // its own button may be what ended it
        }
        setVisible(!m_lines.isEmpty());
    });
}

} // namespace Gui
