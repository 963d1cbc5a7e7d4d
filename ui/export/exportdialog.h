// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/exportchoice.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QRadioButton;

namespace Gui {

class ToneLabel;

/// Asks what to export and in which format, then where to by the desktop's own file dialog, which asks before
/// a file is replaced. It only decides: Export::exportRows() does the work. Use it by open(); accepted()
/// comes once there is a choice().
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(const ExportOffer &offer, QWidget *parent);
    Q_DISABLE_COPY_MOVE(ExportDialog)

    /// After accepted(). Its folder and format are what to remember.
    [[nodiscard]] const ExportChoice &choice() const { return m_choice; }

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *createContent();
    [[nodiscard]] QLayout *createRows();
    [[nodiscard]] QLayout *createFormat();
    /// Text that is there but not the point.
    [[nodiscard]] QLabel *quietText(const char *name, const QString &text);
    void updateState();
    void updateLooks();
    [[nodiscard]] Export::Format format() const;
    [[nodiscard]] qint64 rows() const;

    /// Asks for the file; `suggested` stands in the file dialog.
    void chooseFile(const QString &suggested);
    void take(const QString &file);

    const ExportOffer m_offer;
    ExportChoice m_choice;
    QList<QLabel *> m_quietTexts;
    QRadioButton *m_view = nullptr;
    QRadioButton *m_table = nullptr;
    QComboBox *m_format = nullptr;
    QLabel *m_about = nullptr;
    QCheckBox *m_safe = nullptr;
    QLabel *m_aboutSafe = nullptr;
    ToneLabel *m_message = nullptr;
    QPushButton *m_accept = nullptr;
};

} // namespace Gui
