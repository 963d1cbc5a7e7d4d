// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "schema/roles.h"
#include "ui/schema/schemaplace.h"

#include <QDialog>
#include <QPointer>

#include <array>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace Gui {

class ProgressPane;
class StatePane;
class ToneLabel;

/// What the present database user may do beside the three of least privilege, and the SQL that makes those.
/// Passwords are made only when the users are, and go into a file: never on the screen or into a log.
class RolesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `allow` is asked before anything is made; `makePassword` gives a strong one.
    RolesDialog(const SchemaPlace &place, Permission allow, std::function<QString()> makePassword,
                QWidget *parent);
    Q_DISABLE_COPY_MOVE(RolesDialog)

public Q_SLOTS:
    void done(int result) override;

private:
    struct Row
    {
        Schema::RoleKind kind = Schema::RoleKind::Application;
        ToneLabel *fit = nullptr;
        QLineEdit *name = nullptr;
        QLabel *state = nullptr;
    };

    void arrange();
    [[nodiscard]] QWidget *createContent();
    void addRows(QVBoxLayout *column);
    void addPasswords(QVBoxLayout *column);
    [[nodiscard]] QLayout *createButtons();
    void examine();
    void examined(const Core::Result<Schema::RoleReport> &report);
    void updateState();
    [[nodiscard]] QList<Schema::NewRole> roles() const;
    void chooseFile();
    void saveSql();
    void ask();
    void create();
    void created(const Core::Result<QStringList> &names, bool hasPasswords);

    SchemaPlace m_place;
    Permission m_allow;
    std::function<QString()> m_makePassword;
    std::optional<Schema::RoleReport> m_report;
    QPointer<Core::Job> m_job;

    QStackedWidget *m_stack;
    ProgressPane *m_progress;
    StatePane *m_state;
    std::array<Row, Schema::roleKinds.size()> m_rows;
    ToneLabel *m_warnings = nullptr;
    QPlainTextEdit *m_sql = nullptr;
    QCheckBox *m_withPasswords = nullptr;
    QLineEdit *m_file = nullptr;
    QPushButton *m_choose = nullptr;
    ToneLabel *m_message = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_create = nullptr;
};

} // namespace Gui
