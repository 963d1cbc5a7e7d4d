// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QComboBox;

namespace Gui {

class UiSettings;

/// The few things there are to set. Changes apply when the dialog is accepted.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `settings` must outlive the dialog.
    explicit SettingsDialog(UiSettings &settings, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(SettingsDialog)

    void accept() override;

private:
    void buildFields();
    void arrange();

    UiSettings &m_settings;
    QComboBox *m_language = nullptr;
    QComboBox *m_scheme = nullptr;
    QCheckBox *m_eachRow = nullptr;
};

} // namespace Gui
