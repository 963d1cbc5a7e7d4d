// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/migrationstatus.h"

#include <QTabWidget>

class QPlainTextEdit;

namespace Gui {

/// Under the list of migrations: what the selected one does, its SQL in both directions, and how the database
/// differs from what is expected of it.
class StepDetails final : public QTabWidget
{
    Q_OBJECT

public:
    enum Tab { Words, Up, Down, Differences };

    explicit StepDetails(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(StepDetails)

    /// nullptr: none is selected.
    void setEntry(const Schema::MigrationEntry *entry);
    void setDifferences(const QList<Schema::Difference> &differences);
    /// For Verify: brings the differences to the front.
    void showDifferences();

private:
    [[nodiscard]] QPlainTextEdit *addPane(const char *name, const QString &title, bool isSql);

    QPlainTextEdit *m_words;
    QPlainTextEdit *m_up;
    QPlainTextEdit *m_down;
    QPlainTextEdit *m_differences;
};

} // namespace Gui
