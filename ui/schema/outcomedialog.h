// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationrun.h"
#include "ui/schema/schemaplace.h"

#include <QDialog>

namespace Gui {

/// The alert after a migration that failed: what, why, where in the SQL, what was done before it, what to do
/// now, and the way back.
class OutcomeDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `outcome` has a failure, or problems that the check afterwards found.
    OutcomeDialog(const SchemaPlace &place, const Schema::RunOutcome &outcome, bool isDryRun,
                  QWidget *parent);
    Q_DISABLE_COPY_MOVE(OutcomeDialog)

    /// The same as text, to show to somebody; no values of rows, as far as the server says none.
    [[nodiscard]] QString report() const;

Q_SIGNALS:
    void restoreRequested(const QString &file);
    void locksRequested();

private:
    [[nodiscard]] QString title() const;
    [[nodiscard]] QWidget *createContent();
    [[nodiscard]] QLayout *createButtons();

    SchemaPlace m_place;
    Schema::RunOutcome m_outcome;
    bool m_isDryRun;
};

} // namespace Gui
