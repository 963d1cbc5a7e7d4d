// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/celleditor.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QCoreApplication>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

CellEditor::CellEditor(const Customers::Rules &rules, Customers::Field field, bool isLong, QWidget *parent)
    : QFrame(parent)
    , m_rules(rules)
    , m_field(field)
    , m_counter(new QLabel(this))
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("cellEditor"));
    setAutoFillBackground(true);
    setFrameShape(QFrame::Box);
    QWidget *input = nullptr;
    if (isLong) {
        m_box = new QPlainTextEdit(this);
        m_box->setTabChangesFocus(true);
        m_box->setFrameShape(QFrame::NoFrame);
        input = m_box;
        connect(m_box, &QPlainTextEdit::textChanged, this, &CellEditor::check);
    } else {
        m_line = new QLineEdit(this);
        m_line->setFrame(false);
        input = m_line;
        connect(m_line, &QLineEdit::textChanged, this, &CellEditor::check);
    }
    input->setObjectName(QStringLiteral("cellInput"));
    input->installEventFilter(this);
    setFocusProxy(input);
    QPalette colours = m_problem->palette();
    colours.setColor(QPalette::WindowText, Theme::problemText(colours));
    m_problem->setPalette(colours);
    m_problem->setObjectName(QStringLiteral("cellProblem"));
    m_counter->setObjectName(QStringLiteral("cellCounter"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    colours.setColor(QPalette::WindowText, Theme::secondaryText(colours));
    m_counter->setPalette(colours);
    // Inside a view the inherited role is Text, and the colours above would not be seen.
    m_problem->setForegroundRole(QPalette::WindowText);
    m_counter->setForegroundRole(QPalette::WindowText);

    auto *below = new QHBoxLayout;
    below->addWidget(m_problem, 1);
    below->addWidget(m_counter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::tiny, 2, Spacing::tiny, 2);
    layout->setSpacing(2);
    layout->addWidget(input, 1);
    layout->addLayout(below);
}

QString CellEditor::text() const
{
    if (m_box && !m_box->document()->isModified())
        return m_original;
    return m_box ? m_box->toPlainText() : m_line->text();
}

void CellEditor::setText(const QString &text)
{
    m_original = text;
    if (m_box)
        m_box->setPlainText(text); // this also marks the document as not modified
    else
        m_line->setText(text);
    if (m_line)
        m_line->selectAll();
    else
        m_box->selectAll();
    check();
}

bool CellEditor::hasNewText() const
{
    return text() != m_original && Customers::Rules::isStorable(text());
}

QSize CellEditor::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * (m_box ? 48 : 34);
    // A sentence may need more lines than the usual one.
    const int usual = fontMetrics().height() * (m_box ? 8 : 3);
    return {width, std::max(usual, layout()->totalHeightForWidth(width))};
}

void CellEditor::check()
{
    const QString value = text();
    m_problem->setText(m_rules.problem(m_field, value));
    focusProxy()->setAccessibleDescription(m_problem->text());
    m_counter->setText(
        tr("%1/%2", "characters used and allowed").arg(value.size()).arg(m_rules.maxLength(m_field)));
    layout()->activate();
    if (const int missing = sizeHint().height() - height(); missing > 0 && parentWidget()) {
        const int below = parentWidget()->height() - geometry().bottom() - 1;
        setGeometry(x(), std::max(0, y() - std::max(0, missing - below)), width(), height() + missing);
    }
}

void CellEditor::passToDelegate(const QKeyEvent &key)
{
    // The delegate watches this frame, not the input inside it.
    QKeyEvent copy(key.type(), key.key(), key.modifiers());
    QCoreApplication::sendEvent(this, &copy);
}

bool CellEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && (m_line || key->modifiers() & Qt::ControlModifier)) {
            if (!Customers::Rules::isStorable(text()))
                return true; // stays open, with the sentence that says why
            m_done = true;
            Q_EMIT committed();
            return true;
        }
        const bool isTab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
        if (key->key() == Qt::Key_Escape || (isTab && Customers::Rules::isStorable(text()))) {
            m_done = true; // closing takes the focus away, which must not take the value once more
            passToDelegate(*key);
            return true;
        }
        if (isTab)
            return true;
    }
    if (event->type() == QEvent::FocusOut && !m_done &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
        Q_EMIT committed();
    return QFrame::eventFilter(watched, event);
}

void CellEditor::focusInEvent(QFocusEvent *event)
{
    QFrame::focusInEvent(event);
    focusProxy()->setFocus(event->reason());
}

} // namespace Gui
