// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace Gui {

/// An act that cannot be taken back.
struct IrreversibleAct
{
    QString title;  ///< a question: "Empty the trash?"
    QString change; ///< what will change
    QString undo;   ///< how to get it back, or that nothing can
    QString accept; ///< a verb: "Empty the trash"
};

/// Asks to type the environment's name before an act that cannot be taken back. Use it by open() and
/// accepted().
class TypedConfirmation final : public QDialog
{
    Q_OBJECT

public:
    TypedConfirmation(const Profiles::Profile &profile, const IrreversibleAct &act, QWidget *parent);
    Q_DISABLE_COPY_MOVE(TypedConfirmation)

private:
    QLineEdit *m_typed;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
