// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/shelf.h"
#include "core/job.h"
#include "ui/backup/broughtback.h"
#include "ui/backup/differencemodel.h"
#include "ui/backup/openeddatabase.h"

#include <QDialog>
#include <QPointer>

class QComboBox;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace Gui {

class DifferenceFields;
class ProgressPane;
class StatePane;
class ToneLabel;

/// A backup beside the database: which customers were changed, added or removed since, field by field. What
/// is to come back is handed on, to be staged and saved as any other change. Use it by open().
class CompareDialog final : public QDialog
{
    Q_OBJECT

public:
    static constexpr int limit = 5000; ///< differences that are shown

    CompareDialog(const OpenedDatabase &database, const Backup::Entry &entry, const QString &passphrase,
                  QWidget *parent);
    ~CompareDialog() override;
    Q_DISABLE_COPY_MOVE(CompareDialog)

    [[nodiscard]] bool isRunning() const { return !m_job.isNull(); }
    /// Something was staged, or nothing was and why; said in the dialog.
    void report(bool isGood, const QString &text);

public Q_SLOTS:
    void done(int result) override;

Q_SIGNALS:
    void bringBackRequested(const QList<Gui::BroughtBack> &customers);
    /// These rows are to be restored as they were, with their numbers.
    void restoreRequested(const Backup::Entry &entry, const QStringList &ids);
    /// The passphrase did not fit, or one is needed; the dialog is closed.
    void passphraseRefused();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void arrange();
    [[nodiscard]] QWidget *createList();
    void connectParts();
    void compare();
    void compared(const Core::Result<QList<Backup::RowDifference>> &differences);
    void fillKinds();
    void filter();
    void updateState();
    [[nodiscard]] QList<int> selectedRows() const;
    void bringBack();
    void restoreRows();

    OpenedDatabase m_database;
    Backup::Entry m_entry;
    QString m_passphrase;
    QPointer<Core::Job> m_job;
    bool m_wasShown = false;
    DifferenceModel m_model;
    QSortFilterProxyModel *m_shown;

    QStackedWidget *m_stack;
    StatePane *m_state;
    ProgressPane *m_progress = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_search = nullptr;
    QTableView *m_table = nullptr;
    DifferenceFields *m_fields = nullptr;
    ToneLabel *m_note = nullptr;
    QPushButton *m_bringBack = nullptr;
    QPushButton *m_restore = nullptr;
};

} // namespace Gui
