// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/dumptool.h"
#include "backup/makebackup.h"
#include "ui/backup/openeddatabase.h"

#include <QDialog>
#include <QMap>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace Gui {

class PassphraseFields;
class PlaceFields;
class ToneLabel;

/// Decides what backup is made, and where. What cannot work is said before it starts, with what works
/// instead. Use it by open() and accepted().
class BackupDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `folder`: the one used last; empty: the usual one.
    BackupDialog(const OpenedDatabase &database, const QString &folder, QWidget *parent);
    Q_DISABLE_COPY_MOVE(BackupDialog)

    /// Meaningful once accepted.
    [[nodiscard]] Backup::Request request() const;
    [[nodiscard]] QString folder() const;

private:
    [[nodiscard]] static QList<Backup::Kind> kindsOf(Db::Engine engine);
    [[nodiscard]] static QString description(Backup::Kind kind);
    void addKinds(QVBoxLayout *column);
    [[nodiscard]] QWidget *createContent();
    [[nodiscard]] QWidget *createCommand();
    void connectParts();
    [[nodiscard]] Backup::Kind kind() const;
    [[nodiscard]] Backup::Scope scope() const;
    [[nodiscard]] bool needsDumpTool() const;
    /// Why the chosen kind cannot be made here; empty: it can. `isFinal`: nothing is being looked for.
    [[nodiscard]] QString obstacle(bool &isFinal) const;
    void findTool(const QString &userPath);
    void chooseTool();
    void fillScopes();
    void updateState();
    void askForSize();

    OpenedDatabase m_database;
    Backup::Origin m_origin;
    std::optional<Core::Result<Backup::DumpTool>> m_tool; ///< nullopt: it is being looked for
    quint64 m_question = 0;                               ///< the latest about the size
    QTimer m_sizeTimer;

    QMap<Backup::Kind, QRadioButton *> m_kinds;
    QComboBox *m_scope = nullptr;
    QComboBox *m_table = nullptr;
    QLabel *m_tableLabel = nullptr;
    ToneLabel *m_problem = nullptr;
    QPushButton *m_usePortable = nullptr;
    QPushButton *m_chooseTool = nullptr;
    PlaceFields *m_place = nullptr;
    QCheckBox *m_compress = nullptr;
    PassphraseFields *m_passphrase = nullptr;
    ToneLabel *m_size = nullptr;
    QLineEdit *m_command = nullptr;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
