// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/migrationdialog.h"

#include "schema/stagingrecord.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/progresspane.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/tonelabel.h"
#include "ui/schema/schemawords.h"

#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

using Core::Result;
using Schema::Direction;
using Schema::PlanStep;

namespace {

ToneLabel *addMessage(QVBoxLayout *column, const char *name, Tone tone, const QString &text)
{
    auto *label = new ToneLabel(QLatin1String(name), column->parentWidget());
    label->setMessage(tone, text);
    column->addWidget(label);
    return label;
}

} // namespace

MigrationDialog::MigrationDialog(const SchemaPlace &place, Direction direction, const QString &to,
                                 Offer offer, const QString &backupFolder, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_direction(direction)
    , m_to(to)
    , m_offer(offer)
    , m_backupFolder(backupFolder)
    , m_stack(new QStackedWidget(this))
    , m_progress(new ProgressPane(tr("Progress of the plan"), this))
    , m_state(new StatePane(this))
{
    setObjectName(QStringLiteral("migrationDialog"));
    setWindowTitle(offer == Offer::DryRun          ? tr("Dry Run")
                   : direction == Direction::Apply ? tr("Apply Migrations")
                                                   : tr("Roll Back Migrations"));
    setWindowModality(Qt::WindowModal);
    arrange();
    DialogParts::resize(this, 96, 34);
    prepare();
}

QString MigrationDialog::question() const
{
    const QString name = m_place.profile.name;
    if (m_offer == Offer::DryRun)
        return tr("Try the migrations of “%1” out on a copy?").arg(name);
    return m_direction == Direction::Apply ? tr("Apply migrations to “%1”?").arg(name)
                                           : tr("Roll back migrations of “%1”?").arg(name);
}

void MigrationDialog::arrange()
{
    m_stack->addWidget(m_progress);
    m_stack->addWidget(m_state);

    const bool isApplied = m_direction == Direction::Apply;
    m_accept = DialogParts::button("migrationAccept", isApplied ? "media-playback-start" : "edit-undo",
                                   isApplied ? tr("&Apply") : tr("&Roll back"), this);
    m_accept->setVisible(m_offer == Offer::Everything);
    m_tryOut = DialogParts::button("migrationTryOut", "system-run", tr("&Dry run"), this);
    m_tryOut->setToolTip(tr("Only try it out on a copy; the database is not touched"));
    m_locks = DialogParts::button("migrationLocks", "object-locked", tr("Who holds the &lock…"), this);
    QPushButton *cancel = DialogParts::button("migrationCancel", "", tr("&Cancel"), this);
    cancel->setDefault(true); // Enter never changes a schema
    connect(m_accept, &QPushButton::clicked, this, [this] { choose(false); });
    connect(m_tryOut, &QPushButton::clicked, this, [this] { choose(true); });
    connect(m_locks, &QPushButton::clicked, this, [this] {
        reject();
        Q_EMIT locksRequested();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_state, &StatePane::actionRequested, this, &MigrationDialog::prepare);

    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    lowest->addWidget(m_locks);
    lowest->addStretch(1);
    lowest->addWidget(m_accept);
    lowest->addWidget(m_tryOut);
    lowest->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("migrationTitle"), question(),
                                           m_place.profile.environment, this));
    layout->addWidget(m_stack, 1);
    layout->addLayout(lowest);
}

void MigrationDialog::prepare()
{
    m_plan = {};
    m_isLocked = false;
    m_progress->begin(tr("Making a plan…"));
    m_stack->setCurrentWidget(m_progress);
    const bool asksStaging = m_place.profile.environment.needsGuard() && m_direction == Direction::Apply;
    m_job = runAside<Prepared>(
        this,
        [target = m_place.target, direction = m_direction, to = m_to,
         asksStaging](Core::JobContext &context) -> Result<Prepared> {
            auto plan = Schema::makePlan(target, direction, to, context);
            if (!plan)
                return plan.error();
            Prepared prepared{*std::move(plan), {}};
            if (!asksStaging)
                return prepared;
            const auto catalogue = Schema::migrations(target.connection.engine, target.folder);
            if (!catalogue)
                return catalogue.error();
            const Schema::StagingRecord record(Schema::stagingRecordFile());
            prepared.stagingWarning =
                Schema::StagingRecord::warningFor(record.untried(prepared.plan.ids(), *catalogue));
            return prepared;
        },
        [this](const Result<Prepared> &outcome) { prepared(outcome); });
    connect(m_job, &Core::Job::progressed, m_progress, &ProgressPane::setProgress);
    updateState();
}

void MigrationDialog::prepared(const Result<Prepared> &prepared)
{
    m_job.clear();
    if (!prepared) {
        m_isLocked = prepared.error().kind == Core::ErrorKind::Busy;
        m_state->setState(QStringLiteral("dialog-error"), tr("There is no plan"), prepared.error().summary,
                          tr("Try again"));
        m_stack->setCurrentWidget(m_state);
    } else if (prepared->plan.steps.isEmpty()) {
        m_state->setState(QStringLiteral("dialog-positive"), tr("Nothing is to be done"),
                          SchemaWords::listed(prepared->plan.notes));
        m_stack->setCurrentWidget(m_state);
    } else {
        showPlan(*prepared);
    }
    updateState();
}

void MigrationDialog::showPlan(const Prepared &prepared)
{
    m_plan = prepared.plan;
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::medium);
    addWarnings(column, prepared);
    int number = 0;
    for (const PlanStep &step : std::as_const(m_plan.steps))
        addStep(column, step, ++number);
    addAgreements(column);
    column->addStretch(1);
    m_content = DialogParts::scrolled(content, this);
    m_content->setFocusPolicy(Qt::StrongFocus); // the arrow keys show what is further down
    m_stack->addWidget(m_content);
    m_stack->setCurrentWidget(m_content);
}

void MigrationDialog::addWarnings(QVBoxLayout *column, const Prepared &prepared)
{
    if (!prepared.stagingWarning.isEmpty())
        addMessage(column, "stagingWarning", Tone::Warning, prepared.stagingWarning);
    if (!m_plan.notes.isEmpty())
        addMessage(column, "planNotes", Tone::Information, SchemaWords::listed(m_plan.notes));
    if (m_offer == Offer::Everything)
        addMessage(
            column, "planBackup", Tone::Information,
            (m_plan.isOfEmptyDatabase ? tr("No table is there yet, so no backup is needed.")
                                      : tr("First a backup is made and read again, in “%1”.")
                                            .arg(QDir::toNativeSeparators(m_backupFolder))) +
                u' ' +
                tr("Each step is all or nothing, and the first one that fails ends it. It can be stopped at "
                   "any time."));
}

void MigrationDialog::addStep(QVBoxLayout *column, const PlanStep &step, int number)
{
    auto *box = new QVBoxLayout;
    box->setSpacing(Spacing::tiny);
    QWidget *parent = column->parentWidget();
    //: The number of a step, the name of a migration
    QLabel *title =
        DialogParts::text(QStringLiteral("planStep"), tr("%1. %2").arg(number).arg(step.id), parent);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    box->addWidget(title);
    QLabel *words = DialogParts::text(QStringLiteral("planWords"), SchemaWords::listed(step.words), parent);
    words->setContentsMargins(Spacing::large, 0, 0, 0);
    box->addWidget(words);
    column->addLayout(box);
    if (step.isOutsideTransaction)
        addMessage(column, "planOutside", Tone::Information,
                   tr("Runs outside of a transaction. When it is interrupted, applying it again goes on with "
                      "it."));
    QStringList losses;
    for (const Schema::Loss &loss : step.losses)
        losses.append(loss.sentence);
    if (!losses.isEmpty())
        addMessage(column, "planLosses", Tone::Problem, SchemaWords::listed(losses));
}

void MigrationDialog::addAgreements(QVBoxLayout *column)
{
    const auto add = [&](const char *name, const QString &text) {
        auto *box = new QCheckBox(text, column->parentWidget());
        DialogParts::describe(box, name);
        connect(box, &QCheckBox::toggled, this, &MigrationDialog::updateState);
        column->addWidget(box);
        return box;
    };
    m_agreements.clear();
    m_unknownRows = nullptr;
    if (m_offer == Offer::DryRun)
        return;
    m_rehearse = add("planRehearse", tr("&Try it out on a copy first (recommended)"));
    m_rehearse->setChecked(true);
    if (!m_plan.unknownRows.isEmpty()) {
        addMessage(column, "planUnknown", Tone::Warning,
                   tr("The history has migrations that are newer than all this program knows: %1. The tables "
                      "may be others than it expects.")
                       .arg(m_plan.unknownRows.join(QLatin1String(", "))));
        m_unknownRows = add("planAcceptUnknown", tr("I k&now what these migrations do: go on"));
        m_agreements.append(m_unknownRows);
    }
    if (!m_plan.losses().isEmpty())
        m_agreements.append(add("planAcceptLoss", tr("I a&gree that this data is lost")));
}

void MigrationDialog::updateState()
{
    const bool hasPlan = !m_plan.steps.isEmpty();
    const bool isAgreed = std::all_of(m_agreements.begin(), m_agreements.end(),
                                      [](const QCheckBox *box) { return box->isChecked(); });
    m_accept->setEnabled(hasPlan && isAgreed);
    m_tryOut->setEnabled(hasPlan);
    m_locks->setVisible(m_isLocked);
}

void MigrationDialog::choose(bool isDryRun)
{
    m_isDryRun = isDryRun;
    accept();
}

void MigrationDialog::done(int result)
{
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

Schema::RunRequest MigrationDialog::request() const
{
    Schema::RunRequest request;
    request.target = m_place.target;
    request.direction = m_direction;
    request.to = m_to;
    request.isDryRun = m_isDryRun;
    request.withRehearsal = m_isDryRun || (m_rehearse && m_rehearse->isChecked());
    if (!m_isDryRun)
        request.acceptedLosses = m_plan.losses(); // its box is ticked, else nothing could be accepted
    request.acceptsUnknownRows = m_unknownRows && m_unknownRows->isChecked();
    return request;
}

} // namespace Gui
