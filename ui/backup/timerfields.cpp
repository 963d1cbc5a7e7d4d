// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/timerfields.h"

#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

namespace Gui {

using Core::Result;

TimerFields::TimerFields(const QString &profileId, const QString &profileName, QWidget *parent)
    : QWidget(parent)
    , m_profileId(profileId)
    , m_profileName(profileName)
    , m_status(new ToneLabel(QStringLiteral("timerStatus"), this))
    , m_change(new QPushButton(this))
    , m_show(new QToolButton(this))
    , m_files(new QPlainTextEdit(this))
{
    m_change->setObjectName(QStringLiteral("timerChange"));
    m_change->setAutoDefault(false);
    m_show->setText(tr("Show &files"));
    DialogParts::describe(m_show, "timerShow");
    m_show->setCheckable(true);
    m_show->setAutoRaise(true);
    m_show->setFocusPolicy(Qt::StrongFocus);
    m_files->setObjectName(QStringLiteral("timerFiles"));
    m_files->setAccessibleName(tr("Files of the timer"));
    m_files->setReadOnly(true);
    m_files->setTabChangesFocus(true);
    m_files->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_files->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_files->setFixedHeight(fontMetrics().lineSpacing() * 9);
    m_files->hide();
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::small);
    line->addWidget(m_status, 1);
    line->addWidget(m_show);
    line->addWidget(m_change);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Spacing::small);
    layout->addLayout(line);
    layout->addWidget(m_files);
    connect(m_show, &QToolButton::toggled, m_files, &QWidget::setVisible);
    connect(m_change, &QPushButton::clicked, this, &TimerFields::change);
    updateState();
    ask();
}

void TimerFields::ask()
{
    m_isBusy = true;
    runAside<bool>(
        this, [id = m_profileId](Core::JobContext &) -> Result<bool> { return Backup::isTimerInstalled(id); },
        [this](const Result<bool> &installed) {
            m_isBusy = false;
            m_isInstalled = installed && *installed;
            updateState();
        });
}

void TimerFields::setSchedule(const Backup::Schedule &schedule)
{
    m_schedule = schedule;
    m_timer = Backup::timerFor(schedule, m_profileName, QCoreApplication::applicationFilePath());
    m_files->setPlainText(
        QStringLiteral("# %1\n%2\n# %3\n%4")
            .arg(m_timer.serviceFile, m_timer.serviceText, m_timer.timerFile, m_timer.timerText));
    updateState();
}

void TimerFields::change()
{
    m_isBusy = true;
    updateState();
    runAside<void>(
        this,
        [timer = m_timer, schedule = m_schedule, id = m_profileId,
         remove = m_isInstalled](Core::JobContext &) -> Result<void> {
            if (remove)
                return Backup::removeTimer(id);
            if (const Result<void> kept = Backup::ScheduleStore().save(schedule); !kept)
                return kept;
            return Backup::installTimer(timer);
        },
        [this, schedule = m_schedule](const Result<void> &done) {
            m_isBusy = false;
            if (done)
                m_isInstalled = !m_isInstalled;
            updateState();
            if (done && m_isInstalled)
                Q_EMIT stored(schedule);
            if (!done)
                m_status->setMessage(Tone::Problem, done.error().summary);
        });
}

void TimerFields::updateState()
{
    m_change->setText(m_isInstalled ? tr("&Remove timer") : tr("&Install timer"));
    m_change->setAccessibleName(QString(m_change->text()).remove(u'&'));
    const bool isScheduled = m_schedule.every != Backup::Schedule::Every::Never;
    m_change->setEnabled(!m_isBusy && (m_isInstalled || isScheduled));
    m_show->setEnabled(isScheduled);
    if (m_isInstalled)
        m_status->setMessage(
            Tone::Success,
            tr("A timer of the system makes these backups, also while this program is closed."));
    else
        m_status->setMessage(
            Tone::Information,
            tr("Made while this program runs. A timer of the system can do it also while it is "
               "closed."));
}

} // namespace Gui
