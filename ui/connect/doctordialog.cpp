// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/doctordialog.h"

#include "core/task.h"
#include "doctor/report.h"
#include "ui/base/elidedlabel.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/connect/doctorrow.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

using Doctor::Finding;
using Doctor::Step;
using Doctor::Verdict;

/// What the walk in its thread and the dialog share.
struct DoctorDialog::Run
{
    std::atomic_bool stop = false;
};

DoctorDialog::DoctorDialog(const Db::ConnectionSpec &connection, QWidget *parent)
    : DoctorDialog(connection, Doctor::examine, parent)
{}

DoctorDialog::DoctorDialog(const Db::ConnectionSpec &connection, Examiner examine, QWidget *parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_examine(std::move(examine))
{
    setObjectName(QStringLiteral("doctorDialog"));
    setWindowTitle(tr("Check the Connection"));
    setWindowModality(Qt::WindowModal);
    arrange();
    connect(m_copy, &QPushButton::clicked, this, &DoctorDialog::copyReport);
    connect(m_again, &QPushButton::clicked, this, &DoctorDialog::run);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
}

DoctorDialog::~DoctorDialog()
{
    stop();
}

void DoctorDialog::arrange()
{
    m_icon = new QLabel(this);
    m_headline = new QLabel(this);
    m_headline->setObjectName(QStringLiteral("doctorHeadline"));
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    QFont large = m_headline->font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_headline->setFont(large);
    auto *target = new ElidedLabel(this);
    target->setObjectName(QStringLiteral("doctorTarget"));
    target->setText(Doctor::shownTarget(m_connection));
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("doctorProgress"));
    m_progress->setAccessibleName(tr("Steps done"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(Spacing::tiny);
    QSizePolicy keepsPlace = m_progress->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keepsPlace);

    auto *list = new QWidget(this);
    auto *rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 0, Spacing::small, 0);
    rows->setSpacing(0);
    const QList<Step> steps = Doctor::stepsOf(m_connection.engine);
    int titleWidth = 0;
    for (const Step step : steps)
        titleWidth =
            std::max(titleWidth, fontMetrics().horizontalAdvance(Doctor::titleOf(step, m_connection.engine)));
    for (const Step step : steps) {
        auto *row =
            new DoctorRow(Doctor::titleOf(step, m_connection.engine), titleWidth + Spacing::small, list);
        m_rows.insert(step, row);
        rows->addWidget(row);
    }
    rows->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("doctorSteps"));
    m_scroll->setAccessibleName(tr("Steps"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(list);
    list->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);

    m_copy = new QPushButton(Theme::icon(QStringLiteral("edit-copy")), tr("Cop&y report"), this);
    m_copy->setObjectName(QStringLiteral("doctorCopy"));
    m_copy->setAccessibleName(tr("Copy report"));
    m_copy->setToolTip(tr("Without passwords, to send to somebody who helps"));
    m_again = new QPushButton(Theme::icon(QStringLiteral("view-refresh")), tr("&Run again"), this);
    m_again->setObjectName(QStringLiteral("doctorAgain"));
    m_again->setAccessibleName(tr("Run again"));
    m_close = new QPushButton(this);
    m_close->setObjectName(QStringLiteral("doctorClose"));
    m_close->setDefault(true);
    for (QPushButton *button : {m_copy, m_again})
        button->setAutoDefault(false);

    auto *top = new QHBoxLayout;
    top->setSpacing(Spacing::small);
    top->addWidget(m_icon, 0, Qt::AlignTop);
    top->addWidget(m_headline, 1);
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    lowest->addWidget(m_copy);
    lowest->addWidget(m_again);
    lowest->addStretch(1);
    lowest->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::small);
    layout->addLayout(top);
    layout->addWidget(target);
    layout->addWidget(m_progress);
    layout->addWidget(m_scroll, 1);
    layout->addSpacing(Spacing::small);
    layout->addLayout(lowest);
    // All steps of a healthy server in view, on a small screen as much as there is room for.
    const QSize wanted(fontMetrics().averageCharWidth() * 135, fontMetrics().lineSpacing() * 38);
    resize(wanted.boundedTo(screen()->availableSize() * 9 / 10));
}

void DoctorDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (!std::exchange(m_wasShown, true))
        run();
}

void DoctorDialog::done(int result)
{
    stop();
    QDialog::done(result);
}

void DoctorDialog::stop()
{
    if (m_run)
        m_run->stop = true;
    m_run.reset();
}

std::function<void(std::function<void()>)> DoctorDialog::relay(const std::shared_ptr<Run> &run)
{
    // The application object is the relay, as with Core::Task: it outlives the dialog.
    return [run, dialog = QPointer<DoctorDialog>(this)](std::function<void()> tell) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [run, dialog, tell = std::move(tell)] {
                if (dialog && dialog->m_run == run)
                    tell();
            },
            Qt::QueuedConnection);
    };
}

void DoctorDialog::run()
{
    stop();
    m_findings.clear();
    for (DoctorRow *row : std::as_const(m_rows))
        row->setPending();
    m_run = std::make_shared<Run>();
    setHeadline(QStringLiteral("dialog-information"), tr("Checking the connection…"));
    m_progress->setRange(0, int(m_rows.size()));
    m_progress->setValue(0);
    m_progress->show();
    m_copy->setEnabled(false);
    m_copy->setText(tr("Cop&y report"));
    m_again->setEnabled(false);
    m_close->setText(tr("Cancel"));
    m_close->setAccessibleName(tr("Cancel"));
    m_close->setFocus();

    auto state = std::make_shared<Core::TaskState<QList<Finding>>>();
    Core::Task<QList<Finding>>(state).then(this, [this, run = m_run](const Core::Result<QList<Finding>> &) {
        if (m_run == run)
            finish();
    });
    const auto post = relay(m_run);
    QThreadPool::globalInstance()->start(
        [this, post, state, run = m_run, examine = m_examine, connection = m_connection] {
            // `this` is used by what is posted only, which is dropped when the dialog is gone.
            state->answer(examine(
                connection, [&](Step step) { post([this, step] { begin(step); }); },
                [&](const Finding &finding) { post([this, finding] { addFinding(finding); }); }, run->stop,
                [&](Step step, const QString &sentence) {
                    post([this, step, sentence] { wait(step, sentence); });
                }));
        });
}

void DoctorDialog::begin(Step step)
{
    if (DoctorRow *row = m_rows.value(step)) {
        row->setRunning(tr("Checking…"));
        m_scroll->ensureWidgetVisible(row, 0, 0);
    }
}

void DoctorDialog::wait(Step step, const QString &sentence)
{
    if (DoctorRow *row = m_rows.value(step))
        row->setRunning(sentence);
    setHeadline(QStringLiteral("dialog-information"), sentence);
}

void DoctorDialog::addFinding(const Finding &finding)
{
    m_findings.append(finding);
    m_progress->setValue(int(m_findings.size()));
    if (DoctorRow *row = m_rows.value(finding.step))
        row->setFinding(finding);
    setHeadline(QStringLiteral("dialog-information"), tr("Checking the connection…"));
}

void DoctorDialog::finish()
{
    m_run.reset();
    m_progress->hide();
    m_copy->setEnabled(true);
    m_again->setEnabled(true);
    m_close->setText(tr("&Close"));
    m_close->setAccessibleName(tr("Close"));
    const Verdict verdict = Doctor::verdictOf(m_findings);
    setHeadline(verdict == Verdict::Failed    ? QStringLiteral("dialog-error")
                : verdict == Verdict::Warning ? QStringLiteral("dialog-warning")
                                              : QStringLiteral("dialog-positive"),
                Doctor::verdictText(m_findings));
    // What went wrong is what people look for.
    const auto worst = std::find_if(m_findings.cbegin(), m_findings.cend(),
                                    [verdict](const Finding &finding) { return finding.verdict == verdict; });
    if (verdict != Verdict::Passed && worst != m_findings.cend())
        m_scroll->ensureWidgetVisible(m_rows.value(worst->step), 0, 0);
    else
        m_scroll->verticalScrollBar()->setValue(0);
}

void DoctorDialog::setHeadline(const QString &iconName, const QString &text)
{
    const int side = QFontMetrics(m_headline->font()).height();
    m_icon->setPixmap(Theme::icon(iconName).pixmap(QSize(side, side), devicePixelRatioF()));
    m_headline->setText(text);
    m_headline->setAccessibleName(text);
}

void DoctorDialog::copyReport()
{
    QGuiApplication::clipboard()->setText(Doctor::reportText(m_connection, m_findings));
    m_copy->setText(tr("Copied"));
}

} // namespace Gui
