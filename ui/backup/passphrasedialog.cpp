// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/passphrasedialog.h"

#include "ui/backup/backupwords.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Gui {

PassphraseDialog::PassphraseDialog(const QString &title, const Profiles::Environment &environment,
                                   bool wasWrong, QWidget *parent)
    : QDialog(parent)
    , m_passphrase(new QLineEdit(this))
{
    setObjectName(QStringLiteral("passphraseDialog"));
    setWindowTitle(tr("Passphrase of the Backup"));
    setWindowModality(Qt::WindowModal);
    m_passphrase->setObjectName(QStringLiteral("backupPassphrase"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setAccessibleName(tr("Passphrase"));
    auto *label = new QLabel(tr("&Passphrase:"), this);
    label->setBuddy(m_passphrase);
    auto *wrong = new ToneLabel(QStringLiteral("passphraseWrong"), this);
    if (wasWrong)
        wrong->setMessage(Tone::Problem, tr("This backup was encrypted with another passphrase."));

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *accept = buttons->addButton(tr("&Open"), QDialogButtonBox::AcceptRole);
    DialogParts::describe(accept, "passphraseAccept");
    accept->setEnabled(false);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    DialogParts::describe(cancel, "passphraseCancel");
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_passphrase, &QLineEdit::textChanged, accept,
            [accept](const QString &text) { accept->setEnabled(!text.isEmpty()); });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("passphraseTitle"),
                                           tr("“%1” is encrypted").arg(title), environment, this));
    layout->addWidget(wrong);
    layout->addWidget(label);
    layout->addWidget(m_passphrase);
    layout->addStretch(1);
    layout->addWidget(buttons);
    const int width = fontMetrics().averageCharWidth() * 60;
    QDialog::resize(width, qMax(sizeHint().height(), layout->totalHeightForWidth(width)));
    m_passphrase->setFocus();
}

QString PassphraseDialog::passphrase() const
{
    return m_passphrase->text();
}

void withPassphrase(const Backup::Entry &entry, QWidget *window, std::function<void(const QString &)> go)
{
    if (entry.manifest.isEncrypted)
        askPassphraseAgain(entry, false, window, std::move(go));
    else
        go(QString());
}

void askPassphraseAgain(const Backup::Entry &entry, bool wasWrong, QWidget *window,
                        std::function<void(const QString &)> go)
{
    auto *dialog =
        new PassphraseDialog(titleOf(entry), environmentOf(entry.manifest.origin), wasWrong, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, window,
                     [dialog, go = std::move(go)] { go(dialog->passphrase()); });
    dialog->open();
}

} // namespace Gui
