// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/restore.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace Gui {

class ToneLabel;

/// The last step before a restore: in words what it does, what is lost, and how to get back.
class RestorePreviewPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RestorePreviewPage(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(RestorePreviewPage)

    /// `isLocked`: the database has to be unlocked first.
    void setPreview(const Backup::Preview &preview, Backup::RestoreMode mode, bool isLocked);
    /// There is something to restore.
    [[nodiscard]] bool changesAnything() const { return m_changesAnything; }
    /// Fills in the safety folder and whether it is tried out first.
    void fill(Backup::RestoreRequest &request) const;

private:
    void chooseFolder();

    bool m_changesAnything = false;
    ToneLabel *m_verified;
    QLabel *m_changes;
    ToneLabel *m_loss;
    QLabel *m_examplesTitle;
    QLabel *m_examples;
    ToneLabel *m_warnings;
    QWidget *m_safety;
    QLineEdit *m_folder;
    QCheckBox *m_rehearse;
    ToneLabel *m_locked;
};

} // namespace Gui
