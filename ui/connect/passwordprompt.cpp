// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/passwordprompt.h"

#include "ui/base/elidedlabel.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/spacing.h"
#include "ui/connect/profilesecretfields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace Gui {

using Profiles::SecretPlace;

PasswordPrompt::PasswordPrompt(const Profiles::Profile &profile, bool hasKeyring, bool hasVault,
                               QWidget *parent)
    : QDialog(parent)
    , m_password(new QLineEdit(this))
    , m_place(new QComboBox(this))
{
    setObjectName(QStringLiteral("passwordPrompt"));
    setWindowTitle(tr("Password"));
    setWindowModality(Qt::WindowModal);

    auto *title = new QLabel(tr("Password for %1").arg(profile.name), this);
    title->setObjectName(QStringLiteral("passwordTitle"));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto *place = new ElidedLabel(this);
    const QString user = Db::shownUser(profile.connection);
    place->setText(user.isEmpty() ? Db::displayName(profile.connection)
                                  : tr("user %1, %2").arg(user, Db::displayName(profile.connection)));
    auto *where = new QHBoxLayout;
    where->setSpacing(Spacing::small);
    where->addWidget(new EnvironmentBadge(profile.environment, this));
    where->addWidget(place, 1);

    m_password->setObjectName(QStringLiteral("promptPassword"));
    m_password->setAccessibleName(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("may stay empty"));
    auto *show = new QCheckBox(tr("&Show"), this);
    show->setObjectName(QStringLiteral("promptShow"));
    show->setAccessibleName(tr("Show the password"));
    connect(show, &QCheckBox::toggled, this,
            [this](bool on) { m_password->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::small);
    line->addWidget(m_password, 1);
    line->addWidget(show);

    m_place->setObjectName(QStringLiteral("promptPlace"));
    m_place->setAccessibleName(tr("Keep it in"));
    if (hasKeyring)
        m_place->addItem(wordOf(SecretPlace::Keyring), int(SecretPlace::Keyring));
    if (hasVault)
        m_place->addItem(wordOf(SecretPlace::Vault), int(SecretPlace::Vault));
    m_place->addItem(wordOf(SecretPlace::Session), int(SecretPlace::Session));
    const int own = m_place->findData(int(profile.secret));
    m_place->setCurrentIndex(own >= 0 ? own : m_place->findData(int(SecretPlace::Session)));

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Spacing::medium);
    form->setVerticalSpacing(Spacing::small);
    form->addRow(tr("&Password:"), line);
    if (auto *label = qobject_cast<QLabel *>(form->labelForField(line)))
        label->setBuddy(m_password);
    form->addRow(tr("&Keep it in:"), m_place);

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *accept = buttons->addButton(tr("&OK"), QDialogButtonBox::AcceptRole);
    accept->setObjectName(QStringLiteral("promptAccept"));
    accept->setAccessibleName(tr("OK"));
    accept->setDefault(true);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("promptCancel"));
    cancel->setAccessibleName(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(title);
    layout->addLayout(where);
    layout->addLayout(form);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 60, sizeHint().height());
    m_password->setFocus();
}

QString PasswordPrompt::password() const
{
    return m_password->text();
}

SecretPlace PasswordPrompt::place() const
{
    return SecretPlace(m_place->currentData().toInt());
}

} // namespace Gui
