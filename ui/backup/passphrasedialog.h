// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"
#include "profiles/profile.h"

#include <QDialog>

class QLineEdit;

namespace Gui {

/// Asks for the passphrase of an encrypted backup. Use it by open() and accepted().
class PassphraseDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `title`: which backup. `wasWrong`: the last one did not fit.
    PassphraseDialog(const QString &title, const Profiles::Environment &environment, bool wasWrong,
                     QWidget *parent);
    Q_DISABLE_COPY_MOVE(PassphraseDialog)

    /// Meaningful once accepted.
    [[nodiscard]] QString passphrase() const;

private:
    QLineEdit *m_passphrase;
};

/// Calls `go` with the passphrase of that backup, which it asks for; with an empty one at once where none is
/// needed as far as is known. Not at all when the user gives up.
void withPassphrase(const Backup::Entry &entry, QWidget *window, std::function<void(const QString &)> go);
/// After the one given did not fit, or one turned out to be needed.
void askPassphraseAgain(const Backup::Entry &entry, bool wasWrong, QWidget *window,
                        std::function<void(const QString &)> go);

} // namespace Gui
