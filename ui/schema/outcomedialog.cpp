// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/outcomedialog.h"

#include "core/log.h"
#include "schema/outcomewords.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"
#include "ui/schema/schemawords.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Gui {

using Schema::StepFailure;

namespace {

constexpr int shownLines = 6; // of the statement that failed

QLabel *headed(QVBoxLayout *column, const char *name, const QString &heading, const QString &text)
{
    auto *box = new QVBoxLayout;
    box->setSpacing(Spacing::tiny);
    QWidget *parent = column->parentWidget();
    QLabel *title = DialogParts::text(QLatin1String(name) + QLatin1String("Heading"), heading, parent);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    box->addWidget(title);
    QLabel *words = DialogParts::text(QLatin1String(name), text, parent);
    box->addWidget(words);
    column->addLayout(box);
    return words;
}

} // namespace

OutcomeDialog::OutcomeDialog(const SchemaPlace &place, const Schema::RunOutcome &outcome, bool isDryRun,
                             QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_outcome(outcome)
    , m_isDryRun(isDryRun)
{
    setObjectName(QStringLiteral("outcomeDialog"));
    setWindowTitle(tr("Migration Failed"));
    setWindowModality(Qt::WindowModal);
    if (m_outcome.failure) {
        m_outcome.failure->error.summary = Core::redacted(m_outcome.failure->error.summary);
        m_outcome.failure->error.detail = Core::redacted(m_outcome.failure->error.detail);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(
        DialogParts::heading(QStringLiteral("outcomeTitle"), title(), m_place.profile.environment, this));
    layout->addWidget(DialogParts::scrolled(createContent(), this), 1);
    layout->addLayout(createButtons());
    DialogParts::resize(this, 96, 34);
}

QString OutcomeDialog::title() const
{
    if (!m_outcome.failure)
        return tr("“%1” is not as expected after the migrations").arg(m_place.profile.name);
    if (m_outcome.failure->isInRehearsal)
        return tr("“%1” failed on the copy").arg(m_outcome.failure->id);
    return m_outcome.failure->isOutcomeUnknown
               ? tr("Whether “%1” was done is not known").arg(m_outcome.failure->id)
               : tr("“%1” failed").arg(m_outcome.failure->id);
}

QWidget *OutcomeDialog::createContent()
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::medium);
    if (m_outcome.failure) {
        const StepFailure &failure = *m_outcome.failure;
        auto *cause = new ToneLabel(QStringLiteral("outcomeCause"), content);
        cause->setMessage(Tone::Problem, Schema::sentenceOf(failure.cause));
        column->addWidget(cause);
        auto *state = new ToneLabel(QStringLiteral("outcomeState"), content);
        if (failure.isInRehearsal || m_isDryRun)
            state->setMessage(Tone::Success, tr("The database itself was not touched."));
        else if (failure.isOutcomeUnknown)
            state->setMessage(Tone::Warning,
                              tr("The connection broke at the last moment. The list shows what "
                                 "is so now."));
        else if (m_outcome.plan.runsOutside(failure.id))
            state->setMessage(Tone::Warning,
                              tr("This step runs outside of a transaction: what it did before stays."));
        else if (m_outcome.done.isEmpty())
            state->setMessage(Tone::Success, tr("The database is as it was before."));
        else
            state->setMessage(Tone::Warning,
                              tr("What was done before it stays. This step left nothing behind."));
        column->addWidget(state);
        QString said = failure.error.summary;
        if (!failure.error.detail.isEmpty())
            said += u'\n' + failure.error.detail;
        if (!failure.error.code.isEmpty())
            said += u'\n' + tr("Code: %1").arg(failure.error.code);
        headed(column, "outcomeError", tr("The database says"), said);
        if (failure.line > 0) {
            QLabel *heading = headed(column, "outcomePlace", tr("Where"),
                                     //: A file, a line of it
                                     tr("%1, line %2").arg(failure.file).arg(failure.line));
            auto *sql = new QPlainTextEdit(failure.sql, content);
            sql->setObjectName(QStringLiteral("outcomeSql"));
            sql->setAccessibleName(tr("The statement that failed"));
            sql->setReadOnly(true);
            sql->setTabChangesFocus(true);
            sql->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
            sql->setLineWrapMode(QPlainTextEdit::NoWrap);
            const int lines = qBound(2, int(failure.sql.count(u'\n')) + 2, shownLines);
            sql->setFixedHeight(sql->fontMetrics().lineSpacing() * lines + Spacing::large);
            heading->setBuddy(sql);
            column->addWidget(sql);
        }
        headed(column, "outcomeNext", tr("What to do"),
               SchemaWords::listed(Schema::nextStepsAfter(m_outcome, m_isDryRun)));
    }
    if (!m_outcome.problems.isEmpty()) {
        auto *problems = new ToneLabel(QStringLiteral("outcomeProblems"), content);
        problems->setMessage(Tone::Problem, SchemaWords::listed(m_outcome.problems));
        column->addWidget(problems);
    }
    const QStringList done = Schema::sentencesOf(m_outcome);
    if (!done.isEmpty())
        headed(column, "outcomeDone", tr("What was done"), SchemaWords::listed(done));
    column->addStretch(1);
    return content;
}

QLayout *OutcomeDialog::createButtons()
{
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    const auto add = [&](const char *name, const char *icon, const QString &text) {
        QPushButton *button = DialogParts::button(name, icon, text, this);
        lowest->addWidget(button);
        return button;
    };
    const bool mayGoBack =
        !m_outcome.backup.isEmpty() && (!m_outcome.failure || !m_outcome.failure->isInRehearsal);
    if (mayGoBack)
        connect(add("outcomeRestore", "edit-undo", tr("&Restore the backup…")), &QPushButton::clicked, this,
                [this] {
                    close();
                    Q_EMIT restoreRequested(m_outcome.backup);
                });
    if (m_outcome.failure && m_outcome.failure->cause == Schema::FailureCause::Locked)
        connect(add("outcomeLocks", "object-locked", tr("Who holds the &lock…")), &QPushButton::clicked, this,
                [this] {
                    close();
                    Q_EMIT locksRequested();
                });
    QPushButton *copy = add("outcomeCopy", "edit-copy", tr("Cop&y report"));
    connect(copy, &QPushButton::clicked, this, [this, copy] {
        QGuiApplication::clipboard()->setText(report());
        copy->setText(tr("Copied"));
    });
    lowest->addStretch(1);
    auto *close = new QPushButton(tr("&Close"), this);
    DialogParts::describe(close, "outcomeClose");
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    lowest->addWidget(close);
    return lowest;
}

QString OutcomeDialog::report() const
{
    QStringList lines = {title()};
    if (m_outcome.failure) {
        lines += Schema::sentencesOf(*m_outcome.failure);
        lines += Schema::nextStepsAfter(m_outcome, m_isDryRun);
    }
    lines += m_outcome.problems + Schema::sentencesOf(m_outcome);
    return lines.join(u'\n') + u'\n';
}

} // namespace Gui
