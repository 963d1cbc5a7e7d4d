// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "schema/lockdoctor.h"
#include "ui/schema/schemaplace.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

class QCheckBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace Gui {

class ToneLabel;

/// Who or what keeps migrations waiting, since when, and what can be done about it: wait, stop it, or clear
/// the lock that a killed program left behind.
class LockDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `allow` is asked before anything is stopped or cleared.
    LockDialog(const SchemaPlace &place, Permission allow, QWidget *parent);
    Q_DISABLE_COPY_MOVE(LockDialog)

    [[nodiscard]] bool isLooking() const { return m_job != nullptr; }

Q_SIGNALS:
    /// Something that held a lock was stopped or cleared.
    void released();

public Q_SLOTS:
    void done(int result) override;

private:
    void arrange();
    [[nodiscard]] QLayout *createActs();
    void look();
    void looked(const Core::Result<Schema::LockReport> &report);
    void showReport();
    void updateState();
    [[nodiscard]] const Schema::LockHolder *selected() const;
    void stop(Schema::StopHow how);
    void clear();
    /// Runs `work`, tells its outcome, and looks again.
    void act(std::function<Core::Result<bool>(Core::JobContext &)> work, const QString &done,
             const QString &wasGone);

    SchemaPlace m_place;
    Permission m_allow;
    std::optional<Schema::LockReport> m_report;
    QPointer<Core::Job> m_job; ///< whatever runs
    QTimer m_next;             ///< to the next look, while it is waited for

    ToneLabel *m_verdict;
    ToneLabel *m_message;
    QListWidget *m_holders;
    QLabel *m_facts;
    QCheckBox *m_waits = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_terminate = nullptr;
    QPushButton *m_clear = nullptr;
    QLabel *m_about = nullptr;
};

} // namespace Gui
