// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"
#include "ui/connect/profileeditor.h"
#include "ui/connect/profilefile.h"

#include <QDialog>

class QListView;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace Gui {

class ProfileListModel;
class ProfileSecrets;
class StatePane;

/// All profiles: the list at the left, the form of one at the right. Nothing typed is lost: leaving a changed
/// form asks, and a save that fails leaves it as it is. Use it by open() or show().
class ProfileManager final : public QDialog
{
    Q_OBJECT

public:
    /// `secrets` and `prompt` are borrowed. `profiles`: as last loaded; they are read again at once.
    ProfileManager(Profiles::ProfileStore store, ProfileSecrets &secrets, Core::UserPrompt &prompt,
                   ProfileEditor::FileReader readFile, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ProfileManager)

    /// Shows a profile by its id, or none.
    void select(const QString &id);
    /// The form of a profile that is not saved yet.
    void addNew(const Profiles::Profile &profile);
    void addFrom(const Db::ConnectionSpec &spec);
    void importFrom(const QString &file);
    void exportTo(const QString &file);
    [[nodiscard]] const QList<Profiles::Profile> &profiles() const;

    void reject() override;

Q_SIGNALS:
    void openRequested(const Profiles::Profile &profile);
    void openInNewWindowRequested(const Profiles::Profile &profile);
    /// As the form stands, saved or not, and with the password if one was typed.
    void testRequested(const Profiles::Profile &profile);
    /// The server takes the new password, and ProfileSecrets knows it.
    void passwordChanged(const Profiles::Profile &profile);
    void profilesChanged(const QList<Profiles::Profile> &profiles);

private:
    using Next = std::function<void()>;

    void buildList();
    void buildActions();
    void arrange();
    void load();
    void take(const Profiles::ProfileSet &set, const QString &idToShow);
    void showRow(int row);
    void update();
    /// Goes on at once, or after the user decided what becomes of a changed form.
    void leave(const Next &next);
    void save(const Next &next = {});
    void keepSecret(const Profiles::Profile &before, const Profiles::Profile &after, const QString &password,
                    const Next &next);
    void changePassword();
    void readServices();
    void readPasswordFile(const Profiles::Profile &profile);
    void duplicate();
    void removeShown();
    void removeConfirmed(const Profiles::Profile &profile);
    void moveBy(int rows);
    void saveOrder();
    void paste();
    void chooseImport();
    void chooseExport();
    void testKeyring();
    void showError(const Core::Error &error);
    void setBusy(bool busy);
    [[nodiscard]] int shownRow() const;

    ProfileFile m_file;
    ProfileSecrets &m_secrets;
    Core::UserPrompt &m_prompt;
    ProfileEditor::FileReader m_readFile;
    QString m_shown; ///< id of the profile in the form; empty: a new one, or none
    bool m_isBusy = false;
    bool m_isClosing = false;
    bool m_closesWhenDone = false; ///< asked for while a save ran
    bool m_isSelecting = false;
    bool m_isSavingOrder = false;
    bool m_isOrderChanged = false; ///< while the former order was being saved

    ProfileListModel *m_model;
    QListView *m_list = nullptr;
    QStackedWidget *m_stack = nullptr;
    StatePane *m_state = nullptr;
    ProfileEditor *m_editor = nullptr;
    QPushButton *m_new = nullptr;
    QPushButton *m_paste = nullptr;
    QToolButton *m_duplicate = nullptr;
    QToolButton *m_delete = nullptr;
    QToolButton *m_up = nullptr;
    QToolButton *m_down = nullptr;
    QPushButton *m_import = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_openWindow = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace Gui
