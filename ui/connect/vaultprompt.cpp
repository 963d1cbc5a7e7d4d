// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/vaultprompt.h"

#include "secrets/vaultstore.h"
#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>

#include <cmath>

namespace Gui {

namespace {

constexpr int shortest = 8;
constexpr double weak = 50; // bits
constexpr double good = 75;

} // namespace

double VaultPrompt::strengthOf(const QString &passphrase)
{
    int kinds = 0;
    const auto has = [&passphrase](auto &&test) {
        return std::any_of(passphrase.begin(), passphrase.end(), test);
    };
    kinds += has([](QChar c) { return c.isLower(); }) ? 26 : 0;
    kinds += has([](QChar c) { return c.isUpper(); }) ? 26 : 0;
    kinds += has([](QChar c) { return c.isDigit(); }) ? 10 : 0;
    kinds += has([](QChar c) { return !c.isLetterOrNumber(); }) ? 32 : 0;
    // Repetition adds length, not surprise.
    const QSet<QChar> different(passphrase.begin(), passphrase.end());
    const double length = qMin(double(passphrase.size()), 2.0 * double(different.size()));
    return kinds == 0 ? 0 : length * std::log2(kinds);
}

VaultPrompt::VaultPrompt(Secrets::VaultStore &vault, QWidget *parent)
    : QDialog(parent)
    , m_vault(vault)
    , m_creates(!vault.exists())
    , m_passphrase(new QLineEdit(this))
    , m_message(new ToneLabel(QStringLiteral("vaultMessage"), this))
{
    setObjectName(QStringLiteral("vaultPrompt"));
    setWindowTitle(m_creates ? tr("Create a Vault") : tr("Unlock the Vault"));
    setWindowModality(Qt::WindowModal);

    auto *text = new QLabel(
        m_creates ? tr("A vault is a file on this computer that keeps passwords, encrypted with a "
                       "passphrase. Nobody can open it without the passphrase, and nobody can "
                       "recover it: several words you can remember are best.")
                  : tr("Give the passphrase of the vault that keeps your passwords. It is asked once "
                       "each time the program runs."),
        this);
    text->setWordWrap(true);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Spacing::medium);
    form->setVerticalSpacing(Spacing::small);
    const auto addField = [this, form](const QString &label, QLineEdit *field, const QString &name) {
        field->setObjectName(name);
        field->setAccessibleName(QString(label).remove(u'&').remove(u':'));
        field->setEchoMode(QLineEdit::Password);
        form->addRow(label, field);
        connect(field, &QLineEdit::textChanged, this, &VaultPrompt::update);
    };
    addField(tr("&Passphrase:"), m_passphrase, QStringLiteral("vaultPassphrase"));
    if (m_creates) {
        m_again = new QLineEdit(this);
        addField(tr("&Again:"), m_again, QStringLiteral("vaultAgain"));
    }

    auto *buttons = new QDialogButtonBox(this);
    m_accept =
        buttons->addButton(m_creates ? tr("C&reate Vault") : tr("&Unlock"), QDialogButtonBox::AcceptRole);
    m_accept->setObjectName(QStringLiteral("vaultAccept"));
    m_accept->setAccessibleName(QString(m_accept->text()).remove(u'&'));
    m_accept->setDefault(true);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("vaultCancel"));
    cancel->setAccessibleName(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &VaultPrompt::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(text);
    layout->addLayout(form);
    layout->addWidget(m_message);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 64, fontMetrics().lineSpacing() * (m_creates ? 18 : 16));
    m_passphrase->setFocus();
    update();
}

void VaultPrompt::update()
{
    const QString passphrase = m_passphrase->text();
    bool ready = !passphrase.isEmpty();
    m_message->clear();
    if (m_creates && ready) {
        const double strength = strengthOf(passphrase);
        if (passphrase.size() < shortest)
            m_message->setMessage(Tone::Warning, tr("Use at least %n characters.", nullptr, shortest));
        else if (strength < weak)
            m_message->setMessage(Tone::Warning, tr("Easy to guess. Add another word or two."));
        else if (strength < good)
            m_message->setMessage(Tone::Information, tr("Fair. One more word makes it good."));
        else
            m_message->setMessage(Tone::Success, tr("Good: hard to guess."));
        const bool same = m_again->text() == passphrase;
        if (!same && !m_again->text().isEmpty())
            m_message->setMessage(Tone::Warning, tr("The two passphrases differ."));
        ready = same && passphrase.size() >= shortest;
    }
    m_accept->setEnabled(ready && !m_isBusy);
}

void VaultPrompt::submit()
{
    if (m_isBusy || !m_accept->isEnabled())
        return;
    m_isBusy = true;
    update();
    m_message->setMessage(Tone::Information, m_creates ? tr("Making the vault…") : tr("Opening the vault…"));
    auto task = m_creates ? m_vault.create(m_passphrase->text()) : m_vault.unlock(m_passphrase->text());
    task.then(this, [this](const Core::Result<bool> &opened) {
        m_isBusy = false;
        if (opened)
            return accept();
        update();
        const bool wrong = opened.error().kind == Core::ErrorKind::Authentication;
        m_message->setMessage(wrong ? Tone::Warning : Tone::Problem, opened.error().summary);
        m_passphrase->selectAll();
        m_passphrase->setFocus();
    });
}

} // namespace Gui
