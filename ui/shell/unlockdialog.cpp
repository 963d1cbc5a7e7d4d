// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/unlockdialog.h"

#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTime>
#include <QVBoxLayout>

namespace Gui {

UnlockDialog::UnlockDialog(const Profiles::Profile &profile, std::chrono::minutes duration, QWidget *parent)
    : QDialog(parent)
    , m_reason(new QLineEdit(this))
{
    const int minutes = int(duration.count());
    const QString word = Profiles::wordOf(profile.environment);
    setObjectName(QStringLiteral("unlockDialog"));
    setWindowTitle(tr("Unlock %1").arg(word));
    setWindowModality(Qt::WindowModal);

    const QString until = QLocale().toString(
        QTime::currentTime().addSecs(int(std::chrono::seconds(duration).count())), QLocale::ShortFormat);
    QLabel *effect = new QLabel(tr("Until then, what you save changes the customers of “%1” at once, for "
                                   "everybody who works with them. At %2 it "
                                   "locks itself again, never in the middle of a save; you can lock it "
                                   "earlier. Changes not saved by then stay "
                                   "on this computer.")
                                    .arg(profile.name, until),
                                this);
    effect->setObjectName(QStringLiteral("unlockEffect"));
    effect->setTextFormat(Qt::PlainText);
    effect->setWordWrap(true);

    m_reason->setObjectName(QStringLiteral("unlockReason"));
    m_reason->setMaxLength(200);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("for example: wrong phone number, ticket 214"));
    auto *label = new QLabel(tr("&Reason (shown while it is unlocked):"), this);
    label->setBuddy(m_reason);

    auto *buttons = new QDialogButtonBox(this);
    m_accept =
        buttons->addButton(tr("&Unlock for %n minutes", nullptr, minutes), QDialogButtonBox::AcceptRole);
    m_accept->setObjectName(QStringLiteral("unlockAccept"));
    m_accept->setAccessibleName(QString(m_accept->text()).remove(u'&'));
    m_accept->setIcon(Theme::icon(QStringLiteral("object-unlocked")));
    m_accept->setDefault(true);
    m_accept->setEnabled(false);
    QPushButton *cancel = buttons->addButton(tr("Stay &locked"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(QStringLiteral("unlockCancel"));
    cancel->setAccessibleName(tr("Stay locked"));
    cancel->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this] { m_accept->setEnabled(reason().size() >= shortestReason); });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("unlockTitle"),
                                           tr("Unlock %1 for %n minutes?", nullptr, minutes).arg(word),
                                           profile.environment, this));
    layout->addWidget(effect);
    layout->addWidget(label);
    layout->addWidget(m_reason);
    layout->addStretch(1);
    layout->addWidget(buttons);
    const int width = fontMetrics().averageCharWidth() * 70;
    resize(width, qMax(sizeHint().height(), layout->totalHeightForWidth(width))); // wrapped text needs more
    m_reason->setFocus();
}

QString UnlockDialog::reason() const
{
    return m_reason->text().simplified();
}

} // namespace Gui
