// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "schema/migrationrun.h"
#include "ui/schema/schemaplace.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace Gui {

class ProgressPane;
class StatePane;

/// Says in words what applying or rolling back would do, and gets the agreement. It changes nothing itself:
/// once accepted, request() says what to do. Use it by open().
class MigrationDialog final : public QDialog
{
    Q_OBJECT

public:
    enum class Offer {
        Everything, ///< for real, or only on a copy
        DryRun,     ///< only on a copy
    };

    /// `to`: as for Schema::makePlan(). `backupFolder`: where the backup before it will go, for people.
    MigrationDialog(const SchemaPlace &place, Schema::Direction direction, const QString &to, Offer offer,
                    const QString &backupFolder, QWidget *parent);
    Q_DISABLE_COPY_MOVE(MigrationDialog)

    /// Meaningful once accepted; its `backup` is for whoever runs it.
    [[nodiscard]] Schema::RunRequest request() const;

Q_SIGNALS:
    /// Somebody holds the history: the locks are to be shown.
    void locksRequested();

public Q_SLOTS:
    void done(int result) override;

private:
    /// What is to be known before anybody agrees.
    struct Prepared
    {
        Schema::Plan plan;
        QString stagingWarning;
    };

    void arrange();
    void prepare();
    void prepared(const Core::Result<Prepared> &prepared);
    void showPlan(const Prepared &prepared);
    void addStep(QVBoxLayout *column, const Schema::PlanStep &step, int number);
    void addWarnings(QVBoxLayout *column, const Prepared &prepared);
    void addAgreements(QVBoxLayout *column);
    void updateState();
    void choose(bool isDryRun);
    [[nodiscard]] QString question() const;

    SchemaPlace m_place;
    Schema::Direction m_direction;
    QString m_to;
    Offer m_offer;
    QString m_backupFolder;
    Schema::Plan m_plan;
    bool m_isDryRun = false;
    bool m_isLocked = false; ///< the plan could not be made because of somebody else's lock
    QPointer<Core::Job> m_job;

    QStackedWidget *m_stack;
    ProgressPane *m_progress;
    StatePane *m_state;
    QWidget *m_content = nullptr;
    QCheckBox *m_rehearse = nullptr;
    QList<QCheckBox *> m_agreements; ///< all have to be ticked
    QCheckBox *m_unknownRows = nullptr;
    QPushButton *m_accept = nullptr;
    QPushButton *m_tryOut = nullptr;
    QPushButton *m_locks = nullptr;
};

} // namespace Gui
