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

namespace {

constexpr std::chrono::seconds usual{3};

} // namespace

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
    connect(&editor, &CustomerEditor::savingChanged, this, &PendingBar::followSaving);
    connect(&editor, &CustomerEditor::readOnlyChanged, this, &PendingBar::update);
    m_patience.setSingleShot(true);
    m_patience.setInterval(usual);
    connect(&m_patience, &QTimer::timeout, this, &PendingBar::update);
    update();
}

void PendingBar::followSaving()
{
    if (m_editor.isSaving())
        m_patience.start();
    else
        m_patience.stop();
    update();
}

QString PendingBar::text() const
{
    if (m_editor.isSaving())
        return m_patience.isActive() ? tr("Saving…")
                                     : tr("Saving… The database takes long to answer. Your changes are kept "
                                          "here until it has.");
    return tr("%1 in %2", "3 changes in 2 customers")
        .arg(tr("%n change(s)", nullptr, m_editor.changes().changeCount()),
             tr("%n customer(s)", nullptr, m_editor.changes().rowCount()));
}

void PendingBar::update()
{
    QPalette colours = parentWidget() ? parentWidget()->palette() : palette();
    colours.setColor(QPalette::Window, Theme::changedBackground(colours));
    colours.setColor(QPalette::WindowText, colours.color(QPalette::Text));
    setPalette(colours);
    m_text->setText(text());
    for (QPushButton *button : {m_save, m_review, m_discard})
        button->setEnabled(!m_editor.isSaving());
    m_save->setEnabled(!m_editor.isSaving() && !m_editor.isReadOnly());
    setVisible(!m_editor.changes().isEmpty());
}

} // namespace Gui
