// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "schema/adoption.h"
#include "ui/schema/schemaplace.h"

#include <QDialog>
#include <QPointer>

class QPushButton;
class QStackedWidget;

namespace Gui {

class ProgressPane;
class StatePane;

/// Says what adopting the database would write into its history. Once accepted, adoption() says what was
/// agreed to. Use it by open().
class AdoptionDialog final : public QDialog
{
    Q_OBJECT

public:
    AdoptionDialog(const SchemaPlace &place, QWidget *parent);
    Q_DISABLE_COPY_MOVE(AdoptionDialog)

    [[nodiscard]] const Schema::Adoption &adoption() const { return m_adoption; }

public Q_SLOTS:
    void done(int result) override;

private:
    void arrange();
    void prepare();
    void prepared(const Core::Result<Schema::Adoption> &adoption);
    void updateState();

    SchemaPlace m_place;
    Schema::Adoption m_adoption;
    QPointer<Core::Job> m_job;

    QStackedWidget *m_stack;
    ProgressPane *m_progress;
    StatePane *m_state;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
