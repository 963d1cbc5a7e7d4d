// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/lockdialog.h"

#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"
#include "ui/schema/schemawords.h"

#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace Gui {

using Core::Result;
using Schema::LockHolder;
using Schema::LockReport;
using Schema::StopHow;

namespace {

constexpr std::chrono::seconds pause{3}; // between two looks while somebody waits

QString factsOf(const LockHolder &holder)
{
    QStringList facts = {LockDialog::tr("Process %1 of “%2”, %3.")
                             .arg(QString::number(holder.processId), holder.user,
                                  holder.client.isEmpty() ? LockDialog::tr("on the server's own computer")
                                                          : LockDialog::tr("from %1").arg(holder.client)),
                         LockDialog::tr("For %Ln second(s), since %1.", nullptr, int(holder.seconds))
                             .arg(SchemaWords::timeText(holder.since)),
                         LockDialog::tr("Locks on: %1").arg(holder.tables.join(QLatin1String(", ")))};
    if (!holder.query.isEmpty())
        facts.append(LockDialog::tr("Last statement: %1").arg(holder.query.simplified()));
    if (!holder.mayStop)
        facts.append(LockDialog::tr("Your database user may not stop it."));
    return facts.join(u'\n');
}

} // namespace

LockDialog::LockDialog(const SchemaPlace &place, Permission allow, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_allow(std::move(allow))
    , m_verdict(new ToneLabel(QStringLiteral("lockVerdict"), this))
    , m_message(new ToneLabel(QStringLiteral("lockMessage"), this))
    , m_holders(new QListWidget(this))
    , m_facts(DialogParts::text(QStringLiteral("lockFacts"), {}, this))
{
    setObjectName(QStringLiteral("lockDialog"));
    setWindowTitle(tr("Locks"));
    setWindowModality(Qt::WindowModal);
    m_next.setSingleShot(true);
    m_next.setInterval(pause);
    connect(&m_next, &QTimer::timeout, this, &LockDialog::look);
    arrange();
    DialogParts::resize(this, 92, 26);
    look();
}

void LockDialog::arrange()
{
    m_holders->setObjectName(QStringLiteral("lockHolders"));
    m_holders->setAccessibleName(tr("Who holds locks"));
    m_holders->setWordWrap(true);
    connect(m_holders, &QListWidget::currentRowChanged, this, &LockDialog::updateState);

    m_waits = new QCheckBox(tr("&Look again every few seconds until it is free"), this);
    DialogParts::describe(m_waits, "lockWaits");
    connect(m_waits, &QCheckBox::toggled, this, [this](bool on) {
        if (on && !m_job)
            look();
        else if (!on)
            m_next.stop();
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(
        QStringLiteral("lockTitle"), tr("What keeps migrations of “%1” waiting?").arg(m_place.profile.name),
        m_place.profile.environment, this));
    layout->addWidget(m_verdict);
    layout->addWidget(m_holders, 1);
    layout->addWidget(m_facts);
    layout->addStretch();
    layout->addWidget(m_message);
    layout->addWidget(m_waits);
    m_about = DialogParts::text(QStringLiteral("lockAbout"), {}, this, true);
    layout->addWidget(m_about);
    layout->addLayout(createActs());
}

QLayout *LockDialog::createActs()
{
    auto *acts = new QHBoxLayout;
    acts->setSpacing(Spacing::small);
    const auto add = [&](const char *name, const char *icon, const QString &text, auto slot) {
        QPushButton *button = DialogParts::button(name, icon, text, this);
        connect(button, &QPushButton::clicked, this, slot);
        acts->addWidget(button);
        return button;
    };
    m_again = add("lockAgain", "view-refresh", tr("Look &again"), [this] { look(); });
    m_cancel =
        add("lockCancel", "process-stop", tr("&Stop its statement…"), [this] { stop(StopHow::Cancel); });
    m_terminate = add("lockTerminate", "network-disconnect", tr("&End its connection…"),
                      [this] { stop(StopHow::Terminate); });
    m_clear = add("lockClear", "edit-clear", tr("&Clear the lock…"), [this] { clear(); });
    acts->addStretch(1);
    QPushButton *close = add("lockClose", "", tr("Close"), [this] { reject(); });
    close->setDefault(true);
    const bool isServer = m_place.target.connection.engine == Db::Engine::PostgreSQL;
    m_cancel->setVisible(isServer);
    m_terminate->setVisible(isServer);
    m_clear->setVisible(!isServer);
    m_holders->setVisible(isServer);
    m_about->setText(
        isServer
            ? tr("Stopping ends the statement that runs now; an idle transaction goes on holding its locks. "
                 "Ending the connection takes back what it has not finished, and its user sees an error.")
            : tr("Clearing removes one row that Entity Framework left behind. Do it only when no web "
                 "application and no “dotnet ef” is migrating this file right now."));
    return acts;
}

const LockHolder *LockDialog::selected() const
{
    const int row = m_holders->currentRow();
    return m_report && row >= 0 && row < m_report->holders.size() ? &m_report->holders.at(row) : nullptr;
}

void LockDialog::look()
{
    m_next.stop();
    if (m_job)
        return;
    m_job = runAside<LockReport>(
        this,
        [target = m_place.target](Core::JobContext &context) {
            return Schema::examineLocks(target, context);
        },
        [this](const Result<LockReport> &report) { looked(report); });
    updateState();
}

void LockDialog::looked(const Result<LockReport> &report)
{
    m_job.clear();
    if (!report) {
        m_report.reset();
        m_verdict->setMessage(Tone::Problem, report.error().summary);
    } else {
        m_report = *report;
        const bool isFree = report->isFree();
        m_verdict->setMessage(isFree ? Tone::Success : Tone::Warning, report->verdict);
        if (isFree)
            m_waits->setChecked(false); // what was waited for is here
    }
    showReport();
    if (m_waits->isChecked() && isVisible())
        m_next.start();
}

void LockDialog::showReport()
{
    const QSignalBlocker blocker(m_holders);
    const int before = m_holders->currentRow();
    m_holders->clear();
    if (m_report)
        for (const LockHolder &holder : std::as_const(m_report->holders))
            m_holders->addItem(new QListWidgetItem(
                toneIcon(holder.isMigrating ? Tone::Warning : Tone::Information), holder.sentence));
    if (m_holders->count() > 0)
        m_holders->setCurrentRow(qBound(0, before, m_holders->count() - 1));
    updateState();
}

void LockDialog::updateState()
{
    if (!m_about)
        return;
    const LockHolder *holder = selected();
    m_facts->setText(holder ? factsOf(*holder) : QString());
    m_facts->setVisible(holder != nullptr);
    m_again->setEnabled(!m_job);
    for (QPushButton *button : {m_cancel, m_terminate})
        button->setEnabled(!m_job && holder && holder->mayStop);
    m_clear->setEnabled(!m_job && m_report && m_report->efLock && !m_report->isWriting);
    if (m_job && !m_report)
        m_verdict->setMessage(Tone::Information, tr("Looking who holds locks…"));
}

void LockDialog::stop(StopHow how)
{
    const LockHolder *holder = selected();
    if (!holder)
        return;
    Core::Question question;
    const bool isCut = how == StopHow::Terminate;
    question.title = isCut ? tr("End its connection?") : tr("Stop its statement?");
    question.text = holder->sentence;
    question.detail = isCut
                          ? tr("What it has not finished is taken back, and its user sees an error.")
                          : tr("The statement that runs now ends with an error. An idle transaction goes on "
                               "holding its locks.");
    question.accept = isCut ? tr("End it") : tr("Stop it");
    question.destructive = true;
    question.irreversible = isCut;
    question.undo = tr("Its user can do the same work again.");
    const qint64 number = holder->processId;
    m_allow(question, [this, dialog = QPointer<LockDialog>(this), holder = *holder, how, number] {
        if (!dialog)
            return;
        act([target = m_place.target, holder,
             how](Core::JobContext &context) { return Schema::stopHolder(target, holder, how, context); },
            tr("Process %1 was asked to stop.").arg(number), tr("Process %1 was gone already.").arg(number));
    });
}

void LockDialog::clear()
{
    if (!m_report || !m_report->efLock)
        return;
    Core::Question question;
    question.title = tr("Clear the lock?");
    question.text = m_report->verdict;
    question.accept = tr("Clear the lock");
    question.destructive = true;
    question.irreversible = true;
    question.undo = tr("Nothing else is changed. Entity Framework takes a new lock when it migrates next.");
    m_allow(question, [this, dialog = QPointer<LockDialog>(this), since = *m_report->efLock] {
        if (!dialog)
            return;
        act([target = m_place.target,
             since](Core::JobContext &context) { return Schema::clearEfLock(target, since, context); },
            tr("The lock was cleared."), tr("The lock is another one by now, so it was left alone."));
    });
}

void LockDialog::act(std::function<Result<bool>(Core::JobContext &)> work, const QString &done,
                     const QString &wasGone)
{
    if (m_job)
        m_job->cancel(); // only a look can run
    m_job = runAside<bool>(this, std::move(work), [this, done, wasGone](const Result<bool> &acted) {
        m_job.clear();
        if (!acted)
            m_message->setMessage(Tone::Problem, acted.error().summary);
        else
            m_message->setMessage(*acted ? Tone::Success : Tone::Information, *acted ? done : wasGone);
        if (acted && *acted)
            Q_EMIT released();
        look();
    });
    updateState();
}

void LockDialog::done(int result)
{
    m_next.stop();
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

} // namespace Gui
