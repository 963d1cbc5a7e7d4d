// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of the password change and where they stand; what they do is in changepassworddialog.cpp.
#include "ui/base/elidedlabel.h"
#include "ui/base/environmentbadge.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"
#include "ui/connect/changepassworddialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

namespace Gui {

using Profiles::SecretPlace;

void ChangePasswordDialog::build()
{
    auto *title = new QLabel(tr("Change the password of %1").arg(m_profile.name), this);
    title->setObjectName(QStringLiteral("changeTitle"));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto *place = new ElidedLabel(this);
    place->setObjectName(QStringLiteral("changePlace"));
    place->setText(Db::displayName(m_profile.connection));
    auto *where = new QHBoxLayout;
    where->setSpacing(Spacing::small);
    where->addWidget(new EnvironmentBadge(m_profile.environment, this));
    where->addWidget(place, 1);

    auto *fields = new QWidget(this);
    fields->setVisible(refusal(m_profile).isEmpty());
    auto *explanation =
        new QLabel(tr("Everybody who uses this role needs the new password afterwards. Connections that are "
                      "open stay open."),
                   this);
    explanation->setWordWrap(true);
    auto *role = new ElidedLabel(this);
    role->setObjectName(QStringLiteral("changeRole"));
    const QString user = Db::shownUser(m_profile.connection);
    role->setText(!user.isEmpty()               ? user
                  : m_profile.service.isEmpty() ? tr("your name on this computer")
                                                : tr("as the service “%1” says").arg(m_profile.service));

    m_fresh = new QLineEdit(this);
    m_fresh->setObjectName(QStringLiteral("changeFresh"));
    m_fresh->setAccessibleName(tr("New password"));
    m_fresh->setEchoMode(QLineEdit::Password);
    m_fresh->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    m_show = new QCheckBox(tr("&Show"), this);
    m_show->setObjectName(QStringLiteral("changeShow"));
    m_show->setAccessibleName(tr("Show the new password"));
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::small);
    line->addWidget(m_fresh, 1);
    line->addWidget(m_show);
    const auto button = [this](const QString &text, const char *icon, const char *name, const QString &tip) {
        auto *result = new QPushButton(Theme::icon(QString::fromLatin1(icon)), text, this);
        result->setObjectName(QString::fromLatin1(name));
        result->setAccessibleName(tip);
        result->setToolTip(tip);
        result->setAutoDefault(false);
        return result;
    };
    m_copy = button(tr("Cop&y"), "edit-copy", "changeCopy", tr("Copy the new password for 30 seconds"));
    m_another =
        button(tr("&Make Another"), "view-refresh", "changeAnother", tr("Make another strong password"));
    auto *tools = new QHBoxLayout;
    tools->setSpacing(Spacing::small);
    tools->addWidget(m_copy);
    tools->addWidget(m_another);
    tools->addStretch(1);
    m_clipboardLine = new ToneLabel(QStringLiteral("changeClipboard"), this);

    m_noted = new QCheckBox(tr("I have kept the &new password in a safe place"), this);
    m_noted->setObjectName(QStringLiteral("changeNoted"));
    m_noted->setAccessibleName(tr("I have kept the new password in a safe place"));
    m_typed = new QLineEdit(this);
    m_typed->setObjectName(QStringLiteral("changeTyped"));
    m_message = new ToneLabel(QStringLiteral("changeMessage"), this);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("changeProgress"));
    m_progress->setAccessibleName(tr("Progress of the change"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(Spacing::small);

    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(Spacing::medium);
    form->setVerticalSpacing(Spacing::small);
    form->addRow(tr("Role:"), role);
    form->addRow(tr("New &password:"), line);
    if (auto *label = qobject_cast<QLabel *>(form->labelForField(line)))
        label->setBuddy(m_fresh);
    form->addRow(QString(), tools);
    form->addRow(QString(), m_noted);
    form->setRowVisible(m_noted, m_profile.secret == SecretPlace::Session);
    const QString word = Profiles::wordOf(m_profile.environment);
    //: The environment's name, to be typed exactly as it is written
    form->addRow(tr("&Type %1 to confirm:").arg(QString(word).replace(u'&', QStringLiteral("&&"))), m_typed);
    m_typed->setAccessibleName(tr("Type %1 to confirm").arg(word));
    form->setRowVisible(m_typed, m_profile.environment.needsGuard());

    auto *upper = new QVBoxLayout(fields);
    upper->setContentsMargins(0, 0, 0, 0);
    upper->setSpacing(Spacing::medium);
    upper->addWidget(explanation);
    upper->addLayout(form);
    upper->addWidget(m_clipboardLine);

    auto *buttons = new QDialogButtonBox(this);
    m_accept = buttons->addButton(tr("&Change Password"), QDialogButtonBox::ActionRole);
    m_accept->setObjectName(QStringLiteral("changeAccept"));
    m_accept->setAccessibleName(tr("Change the password on the server"));
    m_accept->setAutoDefault(false);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName(QStringLiteral("changeCancel"));
    m_cancel->setAutoDefault(false);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(title);
    layout->addLayout(where);
    layout->addWidget(fields);
    layout->addWidget(m_message);
    layout->addStretch(1);
    layout->addWidget(m_progress);
    layout->addWidget(buttons);
    // Room for what is said later, so that nothing jumps.
    resize(fontMetrics().averageCharWidth() * 78, sizeHint().height() + fontMetrics().lineSpacing() * 4);
    m_fresh->setFocus();
}

} // namespace Gui
