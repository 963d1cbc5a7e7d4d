// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "backup/shelf.h"
#include "ui/backup/openeddatabase.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace Gui {

class ProgressPane;
class RestoreChoicePage;
class RestorePreviewPage;
class ToneLabel;

/// Step by step from a backup to a restore that nobody is surprised by: choose, examine, read what would
/// happen. It changes nothing itself: once accepted, request() says what to do. Use it by open().
class RestoreWizard final : public QDialog
{
    Q_OBJECT

public:
    enum Step { Choose, Examine, Confirm };

    /// `ids`: only these customers of the backup; empty: whole tables.
    RestoreWizard(const OpenedDatabase &database, const QList<Backup::Entry> &entries, const QStringList &ids,
                  QWidget *parent);
    Q_DISABLE_COPY_MOVE(RestoreWizard)

    /// Selects that backup.
    void choose(const Backup::Entry &entry);
    [[nodiscard]] Step step() const;
    /// Meaningful once accepted.
    [[nodiscard]] Backup::RestoreRequest request() const;
    /// The chosen one.
    [[nodiscard]] std::optional<Backup::Entry> entry() const;

public Q_SLOTS:
    void done(int result) override;

private:
    void arrange();
    [[nodiscard]] QWidget *createExamination();
    void goTo(Step step);
    void goBack();
    void examine();
    void examined(const Core::Result<Backup::Preview> &preview);
    void updateState();

    OpenedDatabase m_database;
    QPointer<Core::Job> m_job; ///< the examination, while it runs
    quint64 m_question = 0;    ///< the latest examination

    QStackedWidget *m_stack;
    RestoreChoicePage *m_choice;
    RestorePreviewPage *m_preview;
    ProgressPane *m_progress = nullptr;
    ToneLabel *m_problem = nullptr;
    QList<QLabel *> m_steps;
    QPushButton *m_back = nullptr;
    QPushButton *m_next = nullptr;
    QPushButton *m_restore = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace Gui
