// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"
#include "ui/connect/connectioninput.h"

#include <QDialog>

#include <functional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Gui {

class ConnectionEdit;
class ConnectionSummary;

/// Takes a connection string in any format and says, while it is written, what it means. A password in it
/// moves to a field of its own as soon as the string is pasted or left, so that nobody reads it over a
/// shoulder. Use it by open() and accepted().
class ConnectDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Finds the connection string in a settings file. Called in a thread of its own.
    using FileReader = std::function<Core::Result<QString>(const QString &file)>;

    explicit ConnectDialog(FileReader readFile, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ConnectDialog)

    /// What the string is for, where it is not connecting at once. `accept`: the button, with its mnemonic.
    void setPurpose(const QString &title, const QString &accept);
    /// Fills in a string, for example a recent one, whose password is not known any more.
    void setText(const QString &text);
    /// What the user wants to connect to, password included. Meaningful once accepted.
    [[nodiscard]] Db::ConnectionSpec spec() const;

    /// Reads the string out of a settings file, without blocking the window.
    void readFile(const QString &file);

private:
    void buildFields();
    void arrange();
    void updateMeaning();
    void takeText();
    void takePassword(const QString &password);
    void hidePassword();
    void useDirectHost();
    void writeBack();
    void chooseFile();
    void setReading(bool reading);
    void submit();
    [[nodiscard]] bool isValid() const;

    FileReader m_readFile;
    ConnectionInput m_input;
    bool m_reading = false;

    ConnectionEdit *m_edit = nullptr;
    QLabel *m_passwordLabel = nullptr;
    QLineEdit *m_password = nullptr;
    QCheckBox *m_showPassword = nullptr;
    ConnectionSummary *m_summary = nullptr;
    QPushButton *m_file = nullptr;
    QPushButton *m_connect = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace Gui
