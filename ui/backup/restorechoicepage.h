// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"
#include "ui/backup/backupfiltermodel.h"
#include "ui/backup/backuplistmodel.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QRadioButton;
class QTableView;

namespace Gui {

class ToneLabel;

/// The first step of a restore: which backup, and how it meets what is in the database.
class RestoreChoicePage final : public QWidget
{
    Q_OBJECT

public:
    /// `ids`: only these customers are brought back; empty: whole tables.
    explicit RestoreChoicePage(const QStringList &ids, QWidget *parent = nullptr);
    ~RestoreChoicePage() override;
    Q_DISABLE_COPY_MOVE(RestoreChoicePage)

    /// `identity`: of the opened database; its backups are offered first.
    void setEntries(const QList<Backup::Entry> &entries, const QString &identity);
    /// Puts it on top of the list where it is not in it, and selects it.
    void choose(const Backup::Entry &entry);
    [[nodiscard]] std::optional<Backup::Entry> chosen() const;
    /// Fills in file, passphrase, mode, tables and ids.
    void fill(Backup::RestoreRequest &request) const;
    [[nodiscard]] bool isComplete() const;
    /// The passphrase did not fit.
    void setWrongPassphrase();

Q_SIGNALS:
    void changed();
    void activated();

private:
    [[nodiscard]] QWidget *createList();
    [[nodiscard]] QWidget *createModes(const QStringList &ids);
    void chooseFile();
    void updateState();
    void fillTables();

    QStringList m_ids;
    QString m_identity;
    BackupListModel m_model;
    BackupFilterModel m_shown;

    QTableView *m_table;
    ToneLabel *m_note;
    QLabel *m_passphraseLabel;
    QLineEdit *m_passphrase;
    QRadioButton *m_replace = nullptr;
    QRadioButton *m_merge = nullptr;
    QComboBox *m_tables = nullptr;
};

} // namespace Gui
