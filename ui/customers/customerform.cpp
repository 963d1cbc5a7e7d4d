// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/customerform.h"

#include "ui/base/plaintooltip.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/customers/customereditor.h"
#include "ui/customers/customertablemodel.h"
#include "ui/customers/fieldeditor.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace Gui {

using Customers::Customer;
using Customers::Field;

CustomerForm::CustomerForm(CustomerEditor &editor, QWidget *parent)
    : QScrollArea(parent)
    , m_editor(editor)
    , m_stack(new QStackedWidget(this))
    , m_state(new StatePane(this))
{
    setObjectName(QStringLiteral("customerForm"));
    setAccessibleName(tr("Customer details"));
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stack->addWidget(m_state);
    m_stack->addWidget(buildDetails());
    setWidget(m_stack);
    connect(m_state, &StatePane::actionRequested, this, [this] {
        if (m_selected > 1 && areInTrash())
            Q_EMIT restoreRequested();
        else if (m_selected > 1)
            Q_EMIT removeRequested();
        else
            Q_EMIT newRequested();
    });
    connect(&editor, &CustomerEditor::changed, this, [this](qint64 id) {
        if (m_stored.size() == 1 && m_stored.first().id == id)
            update();
    });
    connect(&editor, &CustomerEditor::reset, this, &CustomerForm::update);
    connect(&editor, &CustomerEditor::savingChanged, this, &CustomerForm::update);
    connect(&editor, &CustomerEditor::readOnlyChanged, this, &CustomerForm::update);
    // Queued: whoever hears of it too selects the customer it is about first.
    connect(
        &editor, &CustomerEditor::failed, this,
        [this] {
            for (FieldEditor *field : m_fields)
                field->showProblemNow();
        },
        Qt::QueuedConnection);
    update();
}

QWidget *CustomerForm::buildDetails()
{
    auto *details = new QWidget(this);
    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins(Spacing::large, Spacing::medium, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);

    m_title = new QLabel(details);
    m_title->setObjectName(QStringLiteral("formTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setBold(true);
    m_title->setFont(font);
    m_status = new QLabel(details);
    m_status->setObjectName(QStringLiteral("formStatus"));
    layout->addWidget(m_title);
    layout->addWidget(m_status);

    const std::array labels = {tr("Na&me"), tr("Ema&il"), tr("Pho&ne"), tr("&Address"), tr("N&otes")};
    for (const Field field : Customers::editableFields) {
        auto *editor = new FieldEditor(labels.at(size_t(field)), field, details);
        m_fields.at(size_t(field)) = editor;
        editor->setLimit(m_editor.rules().maxLength(field));
        layout->addWidget(editor);
        connect(editor, &FieldEditor::edited, this, [this, field](const QString &text) {
            if (m_stored.size() != 1)
                return;
            if (Customers::Rules::isStorable(text))
                return m_editor.setField(m_stored.first(), field, text);
            m_fields.at(size_t(field))->setProblem(m_editor.rules().problem(field, text));
            m_fields.at(size_t(field))->showProblemNow();
        });
        connect(editor, &FieldEditor::revertRequested, this, [this, field] {
            const auto *change =
                m_stored.size() == 1 ? m_editor.changes().find(m_stored.first().id) : nullptr;
            if (change)
                m_editor.setField(m_stored.first(), field, change->base.text(field));
        });
    }
    m_dependents = new QLabel(details);
    m_dependents->setObjectName(QStringLiteral("formDependents"));
    m_dependents->setTextFormat(Qt::PlainText);
    m_times = new QLabel(details);
    m_times->setTextFormat(Qt::PlainText);
    m_times->setObjectName(QStringLiteral("formTimes"));
    m_times->setWordWrap(true);
    layout->addWidget(m_dependents);
    layout->addWidget(m_times);
    layout->addStretch(1);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Spacing::small);
    m_discard = new QPushButton(tr("&Take back changes"), details);
    m_remove = new QPushButton(Theme::icon(QStringLiteral("edit-delete")), tr("De&lete"), details);
    m_restore = new QPushButton(Theme::icon(QStringLiteral("edit-undo-history")), tr("Resto&re"), details);
    m_discard->setObjectName(QStringLiteral("formDiscard"));
    m_remove->setObjectName(QStringLiteral("formRemove"));
    m_restore->setObjectName(QStringLiteral("formRestore"));
    buttons->addWidget(m_discard);
    buttons->addStretch(1);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_remove);
    layout->addLayout(buttons);
    // What scrolls up and down must not be cut off at the side, however long the words of a language are.
    const int widest = std::max(m_restore->sizeHint().width(), m_remove->sizeHint().width());
    setMinimumWidth(m_discard->sizeHint().width() + widest + 2 * Spacing::large + 2 * Spacing::small +
                    verticalScrollBar()->sizeHint().width());
    connect(m_discard, &QPushButton::clicked, this, [this] {
        if (m_stored.size() == 1)
            m_editor.discard({m_stored.first().id});
    });
    connect(m_remove, &QPushButton::clicked, this, &CustomerForm::removeRequested);
    connect(m_restore, &QPushButton::clicked, this, &CustomerForm::restoreRequested);
    return details;
}

QSize CustomerForm::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 46, fontMetrics().height() * 34};
}

void CustomerForm::setCustomers(const QList<Customer> &stored, int totalSelected)
{
    const auto idOf = [](const QList<Customer> &customers) {
        return customers.size() == 1 ? customers.first().id : 0;
    };
    if (idOf(m_stored) != idOf(stored))
        for (FieldEditor *editor : m_fields)
            editor->startOver();
    m_stored = stored;
    m_selected = totalSelected;
    update();
}

void CustomerForm::setDependents(const QList<Customers::Dependents> &dependents)
{
    QStringList parts;
    for (const Customers::Dependents &d : dependents)
        parts.append(d.table == QLatin1String("Job")
                         ? tr("%n job(s)", nullptr, int(d.count))
                         : tr("%n row(s) in %1", nullptr, int(d.count)).arg(d.table));
    m_dependents->setText(parts.join(QStringLiteral(" · ")));
    m_dependents->setVisible(!parts.isEmpty());
}

bool CustomerForm::areInTrash() const
{
    return !m_stored.isEmpty() && m_editor.current(m_stored.first()).isDeleted;
}

void CustomerForm::update()
{
    const bool single = m_selected == 1 && m_stored.size() == 1;
    if (!single) {
        if (m_selected > 1)
            m_state->setState(QStringLiteral("system-users"),
                              tr("%Ln customers selected", nullptr, m_selected),
                              tr("What you do next concerns all of them."),
                              m_editor.isReadOnly() ? QString()
                              : areInTrash()        ? tr("Restore them")
                                                    : tr("Delete them"));
        else if (m_selected == 1)
            m_state->setState(QStringLiteral("view-refresh"), tr("Reading…"), QString());
        else
            m_state->setState(QStringLiteral("user-identity"), tr("No customer selected"),
                              tr("Select one in the list to see and change the details."),
                              m_editor.isReadOnly() ? QString() : tr("New customer"));
        m_stack->setCurrentWidget(m_state);
        return;
    }
    const Customer stored = m_stored.first();
    const Customers::RowChange *change = m_editor.changes().find(stored.id);
    const Customer customer = m_editor.current(stored);
    const QString name = customer.text(Field::Name).value_or(QString()).trimmed();
    m_title->setText(!name.isEmpty() ? name : stored.id < 0 ? tr("New customer") : tr("(no name)"));
    QString status;
    if (change && change->isNew())
        status = tr("Not saved yet");
    else if (change && change->deletes())
        status = tr("Will be moved to the trash when you save");
    else if (change && change->restores())
        status = tr("Will be restored when you save");
    else if (customer.isDeleted)
        status = tr("In the trash");
    else if (change)
        status = tr("%n change(s) not saved", nullptr, change->count());
    m_status->setText(status);
    m_status->setVisible(!status.isEmpty());
    updateColors();

    const bool locked = m_editor.isReadOnly() || m_editor.isSaving() || customer.isDeleted;
    for (FieldEditor *editor : m_fields) {
        const Field field = editor->field();
        editor->setValue(customer.text(field));
        editor->setChanged(change && !change->isNew() && change->isChanged(field),
                           change ? change->base.text(field) : Db::Cell());
        editor->setProblem(m_editor.problem(stored.id, field));
        editor->setReadOnly(locked);
    }
    updateTimes(customer);
    m_discard->setVisible(change != nullptr);
    m_discard->setEnabled(!m_editor.isSaving());
    m_remove->setVisible(!customer.isDeleted);
    m_restore->setVisible(customer.isDeleted);
    m_remove->setEnabled(!m_editor.isReadOnly() && !m_editor.isSaving());
    m_restore->setEnabled(m_remove->isEnabled());
    m_stack->setCurrentIndex(1);
}

void CustomerForm::updateTimes(const Customer &customer)
{
    m_times->setVisible(customer.id > 0);
    QStringList lines = {tr("Number %1").arg(customer.id),
                         tr("Created %1").arg(localTime(customer.createdAt)),
                         tr("Updated %1").arg(localTime(customer.updatedAt))};
    QStringList tips = {tr("Created %1").arg(utcTime(customer.createdAt)),
                        tr("Updated %1").arg(utcTime(customer.updatedAt))};
    if (customer.deletedAt) {
        lines.append(tr("Deleted %1").arg(localTime(*customer.deletedAt)));
        tips.append(tr("Deleted %1").arg(utcTime(*customer.deletedAt)));
    }
    m_times->setText(lines.join(QStringLiteral(" · ")));
    m_times->setToolTip(plainToolTip(tips.join(QLatin1Char('\n'))));
}

void CustomerForm::focusField(Field field)
{
    FieldEditor *editor = m_fields.at(size_t(Customers::isEditable(field) ? field : Field::Name));
    ensureWidgetVisible(editor);
    editor->focusInput();
}

void CustomerForm::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_restore)
        updateColors();
}

void CustomerForm::updateColors()
{
    const bool isChanged = m_stored.size() == 1 && m_editor.changes().find(m_stored.first().id);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::secondaryText(palette()));
    m_times->setPalette(colours);
    if (isChanged)
        colours.setColor(QPalette::WindowText, Theme::changedText(palette()));
    m_status->setPalette(colours);
}

void CustomerForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return void(Q_EMIT escapePressed());
    QScrollArea::keyPressEvent(event);
}

} // namespace Gui
