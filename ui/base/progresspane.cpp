// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/progresspane.h"

#include "ui/base/dialogparts.h"
#include "ui/base/progress.h"
#include "ui/base/spacing.h"

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

namespace Gui {

ProgressPane::ProgressPane(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_phase(DialogParts::text(QStringLiteral("progressPhase"), {}, this))
    , m_bar(new QProgressBar(this))
    , m_facts(DialogParts::text(QStringLiteral("progressFacts"), {}, this, true))
{
    m_bar->setObjectName(QStringLiteral("progressBar"));
    m_bar->setAccessibleName(name);
    m_bar->setTextVisible(false);
    m_phase->setAlignment(Qt::AlignHCenter);
    m_facts->setAlignment(Qt::AlignHCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::small);
    column->addStretch(1);
    column->addWidget(m_phase);
    column->addWidget(m_bar);
    column->addWidget(m_facts);
    column->addStretch(2);
    m_clock.start();
}

void ProgressPane::begin(const QString &phase)
{
    m_pace.restart();
    m_phase->setText(phase);
    m_facts->clear();
    m_bar->setRange(0, 0);
}

void ProgressPane::setProgress(const Core::JobProgress &progress)
{
    if (progress.phase != m_phase->text())
        begin(progress.phase);
    m_pace.add(m_clock.elapsed(), progress.done);
    showProgress(m_bar, progress);
    m_facts->setText(progressTexts(progress, m_pace).mid(1).join(QStringLiteral(" · ")));
}

} // namespace Gui
