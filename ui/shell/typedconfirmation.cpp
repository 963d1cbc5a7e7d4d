// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/typedconfirmation.h"

#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Gui {

TypedConfirmation::TypedConfirmation(const Profiles::Profile &profile, const IrreversibleAct &act,
                                     QWidget *parent)
    : QDialog(parent)
    , m_typed(new QLineEdit(this))
{
    const QString word = Profiles::wordOf(profile.environment);
    setObjectName(QStringLiteral("typedConfirmation"));
    setWindowTitle(tr("Confirm on %1").arg(word));
    setWindowModality(Qt::WindowModal);

    auto *change = new ToneLabel(QStringLiteral("confirmChange"), this);
    change->setMessage(Tone::Problem, act.change);
    auto *undo = new ToneLabel(QStringLiteral("confirmUndo"), this);
    undo->setMessage(Tone::Information, act.undo);

    m_typed->setObjectName(QStringLiteral("confirmTyped"));
    //: The environment's name, to be typed exactly as it is written
    auto *label =
        new QLabel(tr("&Type %1 to confirm:").arg(QString(word).replace(u'&', QStringLiteral("&&"))), this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(m_typed);
    m_typed->setAccessibleName(tr("Type %1 to confirm").arg(word));

    auto *buttons = new QDialogButtonBox(this);
    m_accept = buttons->addButton(act.accept, QDialogButtonBox::DestructiveRole);
    m_accept->setObjectName(QStringLiteral("confirmAccept"));
    m_accept->setAccessibleName(QString(act.accept).remove(u'&'));
    m_accept->setEnabled(false);
    m_accept->setAutoDefault(false);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("confirmCancel"));
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setDefault(true);
    // A destructive button does not accept by itself.
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_typed, &QLineEdit::textChanged, this, [this, word, cancel](const QString &text) {
        const bool matches = !word.isEmpty() && text == word;
        m_accept->setEnabled(matches);
        // Enter does what the field says: nothing before the name is complete.
        m_accept->setDefault(matches);
        cancel->setDefault(!matches);
    });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(
        DialogParts::heading(QStringLiteral("confirmTitle"), act.title, profile.environment, this));
    layout->addWidget(change);
    layout->addWidget(undo);
    layout->addWidget(label);
    layout->addWidget(m_typed);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 70, sizeHint().height());
    m_typed->setFocus();
}

} // namespace Gui
