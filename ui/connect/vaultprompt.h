// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace Secrets {
class VaultStore;
}

namespace Gui {

class ToneLabel;

/// Asks for the vault's passphrase, or makes a vault where there is none. A wrong passphrase is told apart
/// from a damaged vault. Accepted once the vault is open. Use it by open() and finished().
class VaultPrompt final : public QDialog
{
    Q_OBJECT

public:
    VaultPrompt(Secrets::VaultStore &vault, QWidget *parent);
    Q_DISABLE_COPY_MOVE(VaultPrompt)

    /// How hard a passphrase is to guess, in bits, by its length and kinds of characters: an upper limit.
    [[nodiscard]] static double strengthOf(const QString &passphrase);

private:
    void update();
    void submit();

    Secrets::VaultStore &m_vault;
    const bool m_creates;
    bool m_isBusy = false;
    QLineEdit *m_passphrase;
    QLineEdit *m_again = nullptr;
    ToneLabel *m_message;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
