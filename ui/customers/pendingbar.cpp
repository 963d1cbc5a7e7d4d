// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/customers/pendingbar.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/customers/customereditor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace Gui {

PendingBar::PendingBar(CustomerEditor &editor, QWidget *parent)
    : QFrame(parent)
    , m_editor(editor)
    , m_text(new QLabel(this))
    , m_save(new QPushButton(Theme::icon(QStringLiteral("document-save")), tr("&Save"), this))
    , m_review(new QPushButton(tr("Re&view…"), this))
    , m_discard(new QPushButton(tr("D&iscard"), this))
{
    setObjectName(QStringLiteral("pendingBar"));
    setAutoFillBackground(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Spacing::medium, Spacing::small, Spacing::medium, Spacing::small);
    layout->setSpacing(Spacing::small);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_save);
    layout->addWidget(m_review);
    layout->addWidget(m_discard);
    m_text->setObjectName(QStringLiteral("pendingText"));
    m_save->setObjectName(QStringLiteral("pendingSave"));
    m_review->setObjectName(QStringLiteral("pendingReview"));
    m_discard->setObjectName(QStringLiteral("pendingDiscard"));
    connect(m_save, &QPushButton::clicked, this, &PendingBar::saveRequested);
    connect(m_review, &QPushButton::clicked, this, &PendingBar::reviewRequested);
    connect(m_discard, &QPushButton::clicked, this, &PendingBar::discardRequested);
    connect(&editor, &CustomerEditor::changed, this, &PendingBar::update);
    connect(&editor, &CustomerEditor::reset, this, &PendingBar::update);
    connect(&editor, &CustomerEditor::savingChanged, this, &PendingBar::update);
    connect(&editor, &CustomerEditor::readOnlyChanged, this, &PendingBar::update);
    update();
}

void PendingBar::update()
{
    QPalette colours = parentWidget() ? parentWidget()->palette() : palette();
    colours.setColor(QPalette::Window, Theme::changedBackground(colours));
    colours.setColor(QPalette::WindowText, colours.color(QPalette::Text));
    setPalette(colours);
    const Customers::ChangeSet &changes = m_editor.changes();
    m_text->setText(m_editor.isSaving() ? tr("Saving…")
                                        : tr("%1 in %2", "3 changes in 2 customers")
                                              .arg(tr("%n change(s)", nullptr, changes.changeCount()),
                                                   tr("%n customer(s)", nullptr, changes.rowCount())));
    for (QPushButton *button : {m_save, m_review, m_discard})
        button->setEnabled(!m_editor.isSaving());
    m_save->setEnabled(!m_editor.isSaving() && !m_editor.isReadOnly());
    setVisible(!changes.isEmpty());
}

} // namespace Gui
