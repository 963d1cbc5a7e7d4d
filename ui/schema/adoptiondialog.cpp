// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/adoptiondialog.h"

#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/progresspane.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/tonelabel.h"
#include "ui/schema/schemawords.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Gui {

using Core::Result;
using Schema::Adoption;

AdoptionDialog::AdoptionDialog(const SchemaPlace &place, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_stack(new QStackedWidget(this))
    , m_progress(new ProgressPane(tr("Progress of the plan"), this))
    , m_state(new StatePane(this))
{
    setObjectName(QStringLiteral("adoptionDialog"));
    setWindowTitle(tr("Adopt"));
    setWindowModality(Qt::WindowModal);
    arrange();
    DialogParts::resize(this, 84, 24);
    prepare();
}

void AdoptionDialog::arrange()
{
    m_stack->addWidget(m_progress);
    m_stack->addWidget(m_state);
    m_accept = DialogParts::button("adoptionAccept", "list-add", tr("&Adopt"), this);
    QPushButton *cancel = DialogParts::button("adoptionCancel", "", tr("&Cancel"), this);
    cancel->setDefault(true);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_state, &StatePane::actionRequested, this, &AdoptionDialog::prepare);
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    lowest->addStretch(1);
    lowest->addWidget(m_accept);
    lowest->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("adoptionTitle"),
                                           tr("Adopt the tables of “%1”?").arg(m_place.profile.name),
                                           m_place.profile.environment, this));
    layout->addWidget(m_stack, 1);
    layout->addLayout(lowest);
}

void AdoptionDialog::prepare()
{
    m_adoption = {};
    m_progress->begin(tr("Looking what is there…"));
    m_stack->setCurrentWidget(m_progress);
    m_job = runAside<Adoption>(
        this,
        [target = m_place.target](Core::JobContext &context) {
            return Schema::planAdoption(target, QString(), context);
        },
        [this](const Result<Adoption> &adoption) { prepared(adoption); });
    connect(m_job, &Core::Job::progressed, m_progress, &ProgressPane::setProgress);
    updateState();
}

void AdoptionDialog::prepared(const Result<Adoption> &adoption)
{
    m_job.clear();
    if (!adoption) {
        m_state->setState(QStringLiteral("dialog-error"), tr("They cannot be adopted"),
                          adoption.error().summary, tr("Try again"));
        m_stack->setCurrentWidget(m_state);
        return updateState();
    }
    m_adoption = *adoption;
    if (m_adoption.ids.isEmpty()) {
        m_state->setState(QStringLiteral("dialog-positive"), tr("Nothing is to be adopted"),
                          tr("What the pending migrations make is not in the database yet: apply them."));
        m_stack->setCurrentWidget(m_state);
        return updateState();
    }
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::medium);
    column->addWidget(DialogParts::text(
        QStringLiteral("adoptionWords"),
        tr("What these migrations make is in the database already. They are written into its history, as if "
           "they had been applied here. No table and no row of a customer is touched."),
        content));
    QLabel *ids =
        DialogParts::text(QStringLiteral("adoptionIds"), SchemaWords::listed(m_adoption.ids), content);
    ids->setContentsMargins(Spacing::large, 0, 0, 0);
    column->addWidget(ids);
    if (!m_adoption.notes.isEmpty()) {
        auto *notes = new ToneLabel(QStringLiteral("adoptionNotes"), content);
        notes->setMessage(Tone::Warning, SchemaWords::listed(m_adoption.notes));
        column->addWidget(notes);
    }
    column->addStretch(1);
    QScrollArea *shown = DialogParts::scrolled(content, this);
    m_stack->addWidget(shown);
    m_stack->setCurrentWidget(shown);
    updateState();
}

void AdoptionDialog::updateState()
{
    m_accept->setEnabled(!m_adoption.ids.isEmpty());
}

void AdoptionDialog::done(int result)
{
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

} // namespace Gui
