// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/filename.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace Gui {

/// Where a backup goes: a folder, and a name by a template, with the name that it makes now.
class PlaceFields final : public QWidget
{
    Q_OBJECT

public:
    explicit PlaceFields(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(PlaceFields)

    void setFolder(const QString &folder);
    [[nodiscard]] QString folder() const;
    /// What the name is made of. A template that the user has not touched follows the kind.
    struct Subject
    {
        Backup::Origin origin;
        Backup::Kind kind = Backup::Kind::Portable;
        Backup::Scope scope = Backup::Scope::Everything;
        QString table; ///< of Scope::OneTable
        bool isCompressed = false;
        bool isEncrypted = false;
    };
    void setSubject(const Subject &subject);
    /// The whole path, by the clock of now.
    [[nodiscard]] QString file() const;
    [[nodiscard]] bool isComplete() const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString name() const;
    void chooseFolder();
    void updateState();

    Subject m_subject;
    bool m_isOwnTemplate = false;

    QLineEdit *m_folder;
    QLineEdit *m_template;
    QLabel *m_preview;
};

} // namespace Gui
