// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/passphrasefields.h"

#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>

namespace Gui {

PassphraseFields::PassphraseFields(QWidget *parent)
    : QWidget(parent)
    , m_wanted(new QCheckBox(tr("&Encrypt with a passphrase"), this))
    , m_box(new QWidget(this))
    , m_first(new QLineEdit(m_box))
    , m_second(new QLineEdit(m_box))
    , m_note(new ToneLabel(QStringLiteral("passphraseNote"), m_box))
{
    DialogParts::describe(m_wanted, "encrypt");
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(Spacing::medium);
    form->setVerticalSpacing(Spacing::small);
    const auto add = [&](QLineEdit *edit, const char *name, const QString &label) {
        edit->setObjectName(QLatin1String(name));
        edit->setEchoMode(QLineEdit::Password);
        edit->setAccessibleName(QString(label).remove(u'&').remove(u':'));
        form->addRow(label, edit);
        connect(edit, &QLineEdit::textChanged, this, &PassphraseFields::updateState);
    };
    add(m_first, "passphrase", tr("Passph&rase:"));
    add(m_second, "passphraseAgain", tr("A&gain:"));
    auto *inside = new QVBoxLayout(m_box);
    inside->setContentsMargins(Spacing::huge, 0, 0, 0);
    inside->setSpacing(Spacing::small);
    inside->addLayout(form);
    inside->addWidget(m_note);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Spacing::small);
    layout->addWidget(m_wanted);
    layout->addWidget(m_box);
    connect(m_wanted, &QCheckBox::toggled, this, [this](bool on) {
        updateState();
        if (on)
            m_first->setFocus();
    });
    updateState();
}

bool PassphraseFields::isWanted() const
{
    return m_wanted->isChecked();
}

QString PassphraseFields::passphrase() const
{
    return isWanted() && isComplete() ? m_first->text() : QString();
}

bool PassphraseFields::isComplete() const
{
    return !isWanted() || (m_first->text().size() >= shortest && m_first->text() == m_second->text());
}

void PassphraseFields::updateState()
{
    m_box->setVisible(isWanted());
    if (m_first->text().size() < shortest)
        m_note->setMessage(
            Tone::Information,
            tr("At least %n characters. Without the passphrase nobody can read the backup, not even "
               "you: keep it somewhere else.",
               nullptr, shortest));
    else if (m_second->text().isEmpty())
        m_note->setMessage(Tone::Information, tr("Type it once more, to be sure."));
    else if (m_first->text() != m_second->text())
        m_note->setMessage(Tone::Problem, tr("The two are not the same."));
    else
        m_note->setMessage(
            Tone::Information,
            tr("Without the passphrase nobody can read the backup, not even you: keep it somewhere "
               "else."));
    Q_EMIT changed();
}

} // namespace Gui
