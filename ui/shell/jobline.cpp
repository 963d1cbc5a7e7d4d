// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobline.h"

#include "ui/base/elidedlabel.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/progress.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/shell/jobdesk.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace Gui {

JobLine::JobLine(const JobDescription &what, QWidget *parent)
    : QWidget(parent)
    , m_title(what.title)
    , m_text(new ElidedLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(Theme::icon(QStringLiteral("process-stop")), tr("Cancel"), this))
{
    setObjectName(QStringLiteral("jobLine"));
    auto *badge = new EnvironmentBadge(what.environment, this);
    auto *title = new QLabel(what.title, this);
    title->setObjectName(QStringLiteral("jobTitle"));
    title->setTextFormat(Qt::PlainText);
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    m_text->setObjectName(QStringLiteral("jobText"));
    m_bar->setObjectName(QStringLiteral("jobProgress"));
    m_bar->setAccessibleName(tr("%1: progress").arg(what.title));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(fontMetrics().averageCharWidth() * 20);
    m_bar->setFixedHeight(fontMetrics().height() / 2);
    m_cancel->setObjectName(QStringLiteral("jobCancel"));
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(what.title));
    m_cancel->setAutoDefault(false);
    connect(m_cancel, &QPushButton::clicked, this, &JobLine::cancelRequested);

    auto *across = new QHBoxLayout(this);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(Spacing::small);
    across->addWidget(badge);
    across->addWidget(title);
    across->addWidget(m_bar);
    across->addWidget(m_text, 1);
    across->addWidget(m_cancel);
    m_clock.start();
}

void JobLine::setProgress(const Core::JobProgress &progress)
{
    if (m_isStopping)
        return;
    if (progress.phase != m_phase) {
        m_phase = progress.phase;
        m_pace.restart();
    }
    m_pace.add(m_clock.elapsed(), progress.done);
    showProgress(m_bar, progress);
    QStringList parts = progressTexts(progress, m_pace);
    if (const QString percent = percentText(progress); !percent.isEmpty())
        parts.prepend(percent);
    //: Between facts about a job: percentage, phase, amount, rate, time left
    m_text->setText(parts.join(tr(" · ")));
}

void JobLine::setStopping()
{
    m_isStopping = true;
    m_bar->setRange(0, 0);
    m_text->setText(tr("Stopping…"));
    m_cancel->setEnabled(false);
}

} // namespace Gui
