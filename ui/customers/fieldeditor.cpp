// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/fieldeditor.h"

#include "ui/base/plaintooltip.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QEvent>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace Gui {

using Customers::Field;

namespace {

void setTextColor(QWidget *widget, const QColor &colour)
{
    QPalette colours = widget->palette();
    colours.setColor(QPalette::WindowText, colour);
    widget->setPalette(colours);
}

} // namespace

FieldEditor::FieldEditor(const QString &label, Field field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_label(new QLabel(label, this))
    , m_revert(new QToolButton(this))
    , m_counter(new QLabel(this))
    , m_problem(new QLabel(this))
{
    const QString name = Customers::columnName(field);
    setObjectName(QStringLiteral("field%1").arg(name));
    if (field == Field::Address || field == Field::Notes) {
        m_box = new QPlainTextEdit(this);
        m_box->setTabChangesFocus(true);
        m_box->setFixedHeight(fontMetrics().lineSpacing() * (field == Field::Notes ? 6 : 3) +
                              Spacing::medium);
        connect(m_box, &QPlainTextEdit::textChanged, this, &FieldEditor::textEdited);
    } else {
        m_line = new QLineEdit(this);
        // Not textEdited: what a screen reader or dictation puts in counts as well.
        connect(m_line, &QLineEdit::textChanged, this, &FieldEditor::textEdited);
    }
    input()->setObjectName(QStringLiteral("input%1").arg(name));
    const QString plainLabel = QString(label).remove(QLatin1Char('&'));
    input()->setAccessibleName(plainLabel);
    input()->installEventFilter(this);
    m_label->setBuddy(input());
    m_revert->setObjectName(QStringLiteral("revert%1").arg(name));
    m_revert->setIcon(Theme::icon(QStringLiteral("edit-undo")));
    m_revert->setAutoRaise(true);
    m_revert->setAccessibleName(tr("Take back the change of %1").arg(plainLabel));
    m_revert->hide();
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("problem%1").arg(name));
    m_counter->setObjectName(QStringLiteral("counter%1").arg(name));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    applyColors();

    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::tiny);
    head->addWidget(m_label);
    head->addWidget(m_revert);
    head->addStretch(1);
    head->addWidget(m_counter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(input());
    layout->addWidget(m_problem);
    connect(m_revert, &QToolButton::clicked, this, &FieldEditor::revertRequested);
}

QString FieldEditor::text() const
{
    return m_box ? m_box->toPlainText() : m_line->text();
}

QWidget *FieldEditor::input() const
{
    return m_box ? static_cast<QWidget *>(m_box) : m_line;
}

void FieldEditor::applyColors()
{
    setTextColor(m_problem, Theme::problemText(palette()));
    setTextColor(m_counter, Theme::secondaryText(palette()));
    setTextColor(m_label, m_isChanged ? Theme::changedText(palette()) : Theme::secondaryText(palette()));
    QPalette colours = palette();
    if (!m_problem->text().isEmpty())
        colours.setColor(QPalette::Base, Theme::problemBackground(colours));
    input()->setPalette(colours);
}

void FieldEditor::textEdited()
{
    m_isSettled = m_isSettled || text().size() < m_length;
    m_length = text().size();
    updateCounter();
    Q_EMIT edited(text());
}

void FieldEditor::updateCounter()
{
    m_counter->setText(tr("%1/%2", "characters used and allowed").arg(text().size()).arg(m_limit));
}

void FieldEditor::setValue(const Db::Cell &value)
{
    const QString shown = value.value_or(QString());
    const QString empty = value ? tr("empty") : tr("no value");
    // What is typed is never rewritten under the cursor: blanks become "nothing" only in what is staged.
    const bool sameForUser = text() == shown || (text().trimmed().isEmpty() && shown.isEmpty() &&
                                                 (m_box ? m_box->hasFocus() : m_line->hasFocus()));
    if (m_box) {
        m_box->setPlaceholderText(empty);
        const QSignalBlocker blocker(m_box);
        if (!sameForUser)
            m_box->setPlainText(shown);
    } else {
        m_line->setPlaceholderText(empty);
        const QSignalBlocker blocker(m_line);
        if (!sameForUser)
            m_line->setText(shown);
        if (!m_line->hasFocus())
            m_line->setCursorPosition(0);
    }
    m_length = text().size();
    updateCounter();
}

void FieldEditor::setChanged(bool changed, const Db::Cell &before)
{
    m_revert->setVisible(changed);
    m_revert->setToolTip(plainToolTip(tr("Back to: %1").arg(before.value_or(tr("no value")))));
    QFont font = m_label->font();
    font.setBold(changed);
    m_label->setFont(font);
    m_isChanged = changed;
    applyColors();
}

void FieldEditor::setProblem(const QString &problem)
{
    m_wrong = problem;
    updateProblem();
}

void FieldEditor::updateProblem()
{
    const bool isTyping = input()->hasFocus() && !m_isSettled && text().size() <= m_limit;
    const bool isUntouched = !input()->hasFocus() && !m_isSettled && text().isEmpty();
    const QString problem = isTyping || isUntouched ? QString() : m_wrong;
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    input()->setAccessibleDescription(problem);
    applyColors();
}

void FieldEditor::startOver()
{
    m_isSettled = false;
}

void FieldEditor::showProblemNow()
{
    m_isSettled = true;
    updateProblem();
}

bool FieldEditor::eventFilter(QObject *watched, QEvent *event)
{
    // Not for a menu or another window in front of it: the user is not done with the field.
    if (event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
            QMetaObject::invokeMethod(this, &FieldEditor::showProblemNow, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

void FieldEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColors();
}

void FieldEditor::setLimit(int maxLength)
{
    m_limit = maxLength;
    updateCounter();
}

void FieldEditor::setReadOnly(bool readOnly)
{
    if (m_box)
        m_box->setReadOnly(readOnly);
    else
        m_line->setReadOnly(readOnly);
}

void FieldEditor::focusInput()
{
    input()->setFocus(Qt::OtherFocusReason);
}

} // namespace Gui
