// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/doctorrow.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tone.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

namespace Gui {

using Doctor::Verdict;

namespace {

/// Of everything but Skipped.
Tone toneOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Warning:
        return Tone::Warning;
    case Verdict::Failed:
        return Tone::Problem;
    default:
        return Tone::Success;
    }
}

QString wordOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return DoctorRow::tr("passed");
    case Verdict::Warning:
        return DoctorRow::tr("warning");
    case Verdict::Failed:
        return DoctorRow::tr("failed");
    case Verdict::Skipped:
        return DoctorRow::tr("not checked");
    }
    Q_UNREACHABLE();
}

QLabel *textLabel(const char *name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

DoctorRow::DoctorRow(const QString &title, int titleWidth, QWidget *parent)
    : QWidget(parent)
    , m_mark(new QLabel(this))
    , m_title(new QLabel(title, this))
    , m_summary(textLabel("doctorSummary", this))
    , m_fix(textLabel("doctorFix", this))
    , m_more(new QToolButton(this))
    , m_detail(textLabel("doctorDetail", this))
    , m_time(new QLabel(this))
{
    const int side = fontMetrics().height();
    m_mark->setFixedWidth(side);
    m_mark->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_title->setObjectName(QStringLiteral("doctorTitle"));
    m_title->setFixedWidth(titleWidth);
    m_title->setTextFormat(Qt::PlainText);
    m_time->setObjectName(QStringLiteral("doctorTime"));
    m_time->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_time->setMinimumWidth(fontMetrics().horizontalAdvance(tr("%1 ms").arg(QLocale().toString(99'999))));
    m_more->setObjectName(QStringLiteral("doctorMore"));
    m_more->setText(tr("Details"));
    m_more->setAccessibleName(tr("Details of %1").arg(title));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setArrowType(Qt::RightArrow);
    m_more->setAutoRaise(true);
    m_more->setFixedHeight(fontMetrics().height()); // as high as its line
    m_more->setCheckable(true);
    QSizePolicy keepsPlace = m_more->sizePolicy(); // so that all rows break their lines alike
    keepsPlace.setRetainSizeWhenHidden(true);
    m_more->setSizePolicy(keepsPlace);
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_detail->setVisible(open);
    });

    auto *words = new QVBoxLayout;
    words->setSpacing(Spacing::tiny);
    words->addWidget(m_summary);
    words->addWidget(m_fix);
    words->addWidget(m_detail);
    auto *across = new QHBoxLayout(this);
    across->setContentsMargins(0, Spacing::tiny, 0, Spacing::tiny);
    across->setSpacing(Spacing::small);
    across->addWidget(m_mark, 0, Qt::AlignTop);
    across->addWidget(m_title, 0, Qt::AlignTop);
    across->addLayout(words, 1);
    across->addWidget(m_more, 0, Qt::AlignTop);
    across->addWidget(m_time, 0, Qt::AlignTop);
    setPending();
}

void DoctorRow::setPending()
{
    show(State::Pending, {});
}

void DoctorRow::setRunning(const QString &sentence)
{
    Doctor::Finding running;
    running.summary = sentence;
    show(State::Running, running);
}

void DoctorRow::setFinding(const Doctor::Finding &finding)
{
    show(State::Found, finding);
}

void DoctorRow::show(State state, const Doctor::Finding &finding)
{
    m_state = state;
    m_finding = finding;
    const bool isFound = state == State::Found;
    const bool wasDone = isFound && finding.verdict != Verdict::Skipped;
    if (wasDone) {
        const int side = fontMetrics().height();
        m_mark->setPixmap(toneIcon(toneOf(finding.verdict)).pixmap(QSize(side, side), devicePixelRatioF()));
    } else {
        m_mark->setText(isFound                   ? QStringLiteral("–")
                        : state == State::Running ? QStringLiteral("…")
                                                  : QString());
    }
    m_summary->setText(finding.summary);
    m_fix->setText(finding.fix);
    m_fix->setVisible(!finding.fix.isEmpty());
    m_detail->setText(finding.detail);
    m_more->setVisible(!finding.detail.isEmpty());
    m_more->setChecked(false);
    m_detail->hide();
    m_time->setText(wasDone ? tr("%1 ms").arg(QLocale().toString(qlonglong(finding.duration.count())))
                            : QString());
    const QString word = isFound                   ? wordOf(finding.verdict)
                         : state == State::Running ? tr("being checked")
                                                   : tr("not checked yet");
    m_mark->setAccessibleName(word);
    QStringList sentences = {tr("%1: %2.", "a step, its verdict").arg(m_title->text(), word)};
    for (const QString &text : {finding.summary, finding.fix})
        if (!text.isEmpty())
            sentences.append(text);
    setAccessibleName(sentences.join(QLatin1Char(' ')));
    colorLabels();
}

void DoctorRow::colorLabels()
{
    const QPalette base = QApplication::palette();
    const auto color = [&base](QLabel *label, const QColor &text) {
        QPalette own;
        own.setColor(QPalette::WindowText, text.isValid() ? text : base.color(QPalette::WindowText));
        label->setPalette(own);
    };
    const QColor secondary = Theme::secondaryText(base);
    const bool isFound = m_state == State::Found;
    const bool wasDone = isFound && m_finding.verdict != Verdict::Skipped;
    color(m_title, wasDone || m_state == State::Running ? QColor() : secondary);
    if (!wasDone)
        color(m_summary, secondary);
    else if (m_finding.verdict == Verdict::Passed)
        color(m_summary, {});
    else
        color(m_summary, toneColor(toneOf(m_finding.verdict), base));
    for (QLabel *label : {m_mark, m_fix, m_detail, m_time})
        color(label, secondary);
}

void DoctorRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        show(m_state, Doctor::Finding(m_finding)); // icons follow the colours, too
}

} // namespace Gui
