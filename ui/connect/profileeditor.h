// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/base/tone.h"
#include "ui/connect/profilefields.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;

namespace Gui {

class ProfileConnectionFields;
class ProfileEnvironmentFields;
class ProfileFurtherFields;
class ProfileSecretFields;
class ProfileTlsFields;
class ToneLabel;

/// The form of one profile. It knows what is wrong and what was changed; saving is for whoever shows it.
class ProfileEditor final : public QWidget
{
    Q_OBJECT

public:
    /// Finds the connection string in a settings file. Called in a thread of its own.
    using FileReader = std::function<Core::Result<QString>(const QString &file)>;

    explicit ProfileEditor(FileReader readFile, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProfileEditor)

    /// `taken`: names of the other profiles. A new profile counts as changed from the start; its connection
    /// may bring a password, which the form takes over.
    void edit(const Profiles::Profile &profile, const QStringList &taken, bool isNew);
    /// What the form shows, without the password.
    [[nodiscard]] Profiles::Profile profile() const;
    /// Typed or pasted; empty: what is kept stays.
    [[nodiscard]] QString password() const;
    [[nodiscard]] bool isModified() const;
    [[nodiscard]] bool isNew() const { return m_isNew; }
    /// Why it cannot be saved; empty: it can.
    [[nodiscard]] QString problem() const;

    /// Fills the fields from what was pasted, the password included; name, environment and notes stay.
    void fill(const Db::ConnectionSpec &spec);
    /// Fills them from a settings file, without blocking the window.
    void readFile(const QString &file);

    void setServices(const QStringList &services);
    void setSecretStatus(Profiles::SecretPlace place, Tone tone, const QString &text);
    /// Says at the buttons what happened to a save; the next change takes it away.
    void setMessage(Tone tone, const QString &text);
    /// While saving, nothing can be changed.
    void setBusy(bool busy);
    void focusName();

Q_SIGNALS:
    void edited();
    void saveRequested();
    void revertRequested();
    void keyringTestRequested();
    void passwordChangeRequested();

private:
    void build();
    void update();
    void paste();
    void chooseFile();
    void markProblem(const ProfileFields::Problem &problem);
    [[nodiscard]] ProfileFields::Problem findProblem() const;

    FileReader m_readFile;
    Profiles::Profile m_base; ///< what the form does not show is taken from here
    Profiles::Profile m_saved;
    bool m_isNew = false;
    bool m_isBusy = false;
    QWidget *m_marked = nullptr;

    QScrollArea *m_scroll = nullptr;
    QWidget *m_page = nullptr;
    ProfileEnvironmentFields *m_environment = nullptr;
    ProfileConnectionFields *m_connection = nullptr;
    ProfileSecretFields *m_secret = nullptr;
    ProfileTlsFields *m_tls = nullptr;
    ProfileFurtherFields *m_further = nullptr;
    ToneLabel *m_message = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_revert = nullptr;
};

} // namespace Gui
