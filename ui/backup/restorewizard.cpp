// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/restorewizard.h"

#include "ui/backup/backupwords.h"
#include "ui/backup/restorechoicepage.h"
#include "ui/backup/restorepreviewpage.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/progresspane.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace Gui {

using Backup::Preview;
using Core::ErrorKind;
using Core::JobProgress;
using Core::Result;

RestoreWizard::RestoreWizard(const OpenedDatabase &database, const QList<Backup::Entry> &entries,
                             const QStringList &ids, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_stack(new QStackedWidget(this))
    , m_choice(new RestoreChoicePage(ids, this))
    , m_preview(new RestorePreviewPage(this))
{
    setObjectName(QStringLiteral("restoreWizard"));
    setWindowTitle(tr("Restore a Backup"));
    setWindowModality(Qt::WindowModal);
    arrange();
    connect(m_choice, &RestoreChoicePage::changed, this, &RestoreWizard::updateState);
    connect(m_choice, &RestoreChoicePage::activated, m_next, &QPushButton::click);
    connect(m_back, &QPushButton::clicked, this, &RestoreWizard::goBack);
    connect(m_next, &QPushButton::clicked, this, &RestoreWizard::examine);
    connect(m_restore, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_choice->setEntries(entries, Db::identity(database.profile.connection));
    goTo(Choose);
    DialogParts::resize(this, 118, 34);
}

void RestoreWizard::arrange()
{
    auto *steps = new QHBoxLayout;
    steps->setSpacing(Spacing::huge);
    for (const QString &name : {tr("1. Choose"), tr("2. Examine"), tr("3. Confirm")}) {
        m_steps.append(new QLabel(name, this));
        steps->addWidget(m_steps.last());
    }
    steps->addStretch(1);
    m_back = DialogParts::button("restoreBack", "go-previous", tr("&Back"), this);
    m_next = DialogParts::button("restoreNext", "go-next", tr("&Examine"), this);
    m_restore = DialogParts::button("restoreAccept", "edit-undo", tr("&Restore"), this);
    m_cancel = DialogParts::button("restoreCancel", "", tr("Cancel"), this);
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    lowest->addWidget(m_back);
    lowest->addStretch(1);
    for (QPushButton *one : {m_next, m_restore, m_cancel})
        lowest->addWidget(one);

    m_stack->addWidget(m_choice);
    m_stack->addWidget(createExamination());
    m_stack->addWidget(DialogParts::scrolled(m_preview, this));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("restoreTitle"),
                                           tr("Restore into “%1”").arg(m_database.profile.name),
                                           m_database.profile.environment, this));
    layout->addLayout(steps);
    layout->addWidget(m_stack, 1);
    layout->addLayout(lowest);
}

QWidget *RestoreWizard::createExamination()
{
    auto *page = new QWidget(this);
    m_progress = new ProgressPane(tr("Progress of the examination"), page);
    m_problem = new ToneLabel(QStringLiteral("restoreProblem"), page);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::medium);
    column->addWidget(m_problem, 0, Qt::AlignTop);
    column->addWidget(m_progress, 1);
    return page;
}

RestoreWizard::Step RestoreWizard::step() const
{
    return Step(m_stack->currentIndex());
}

void RestoreWizard::choose(const Backup::Entry &entry)
{
    m_choice->choose(entry);
}

std::optional<Backup::Entry> RestoreWizard::entry() const
{
    return m_choice->chosen();
}

void RestoreWizard::goTo(Step step)
{
    m_stack->setCurrentIndex(step);
    for (int i = 0; i < int(m_steps.size()); ++i) {
        QFont font = m_steps.at(i)->font();
        font.setBold(i == step);
        m_steps.at(i)->setFont(font);
        m_steps.at(i)->setEnabled(i <= step);
    }
    updateState();
}

void RestoreWizard::updateState()
{
    m_back->setVisible(step() != Choose);
    m_next->setVisible(step() == Choose);
    m_next->setEnabled(m_choice->isComplete());
    m_restore->setVisible(step() == Confirm);
    m_restore->setEnabled(m_preview->changesAnything());
    m_next->setDefault(step() == Choose);
    m_cancel->setDefault(step() != Choose); // replacing rows is never a slip of Enter
}

void RestoreWizard::goBack()
{
    ++m_question; // what still comes is about another choice
    if (m_job)
        m_job->cancel();
    goTo(Choose);
}

void RestoreWizard::examine()
{
    const quint64 question = ++m_question;
    m_problem->clear();
    m_progress->begin(tr("Examining the backup…"));
    m_progress->show();
    goTo(Examine);
    m_job = runAside<Preview>(
        this,
        [asked = request()](Core::JobContext &context) { return Backup::previewRestore(asked, context); },
        [this, question](const Result<Preview> &preview) {
            if (question == m_question)
                examined(preview);
        });
    connect(m_job, &Core::Job::progressed, this, [this, question](const JobProgress &progress) {
        if (question == m_question)
            m_progress->setProgress(progress);
    });
}

void RestoreWizard::examined(const Result<Preview> &preview)
{
    m_progress->hide();
    const auto chosen = entry();
    const bool mayBeEncrypted = chosen && (chosen->manifest.isEncrypted || !chosen->hasManifest);
    if (!preview && preview.error().kind == ErrorKind::Authentication && mayBeEncrypted) {
        goTo(Choose);
        return m_choice->setWrongPassphrase();
    }
    if (!preview) {
        const Core::Error &error = preview.error();
        m_problem->setMessage(Tone::Problem, error.detail.isEmpty()
                                                 ? error.summary
                                                 : QString(error.summary + u'\n' + error.detail));
        m_back->setFocus();
        return;
    }
    const bool isLocked = m_database.options.gate && !m_database.options.gate->allowsWriting();
    m_preview->setPreview(*preview, request().mode, isLocked);
    goTo(Confirm);
    m_cancel->setFocus();
}

Backup::RestoreRequest RestoreWizard::request() const
{
    Backup::RestoreRequest request;
    m_choice->fill(request);
    m_preview->fill(request);
    request.target = m_database.direct;
    request.options = m_database.options;
    request.targetOrigin = originOf(m_database.profile);
    return request;
}

void RestoreWizard::done(int result)
{
    ++m_question;
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

} // namespace Gui
