// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/tone.h"
#include "ui/shell/workspace.h"

#include <QMainWindow>

class QAction;
class QListWidget;
class QMenu;
class QStackedWidget;
class QToolBar;

namespace Gui {

class CustomersPage;
class DialogPrompt;
class ErrorPresenter;
class IdentityBand;
class NoticeBar;
class StartPage;
class StatePane;
class UiSettings;

/// The window: identity on top, sections at the left, the opened database's pages in the middle. It opens and
/// closes databases and places the pages' actions; what the actions do is the pages' business.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(UiSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;
    Q_DISABLE_COPY_MOVE(MainWindow)

    /// `source`: which of the possible places named this database, in words; shown beside its name.
    void openDatabase(const Db::ConnectionSpec &spec, const QString &source);
    void showStartPage();
    void presentError(const Core::Error &error);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void createMenus();
    void prepareWorkspace(const Db::ConnectionSpec &spec, const QString &source);
    void placePageActions();
    void workspaceOpened();
    void report(Tone tone, const QString &text);
    void offerToCreateTable();
    void openFailed(const Core::Error &error);
    void closeDatabase();
    void leaveDatabase();
    void createDatabase(const QString &file, int samples, const QString &source);
    void chooseFile();
    void chooseNewFile();
    /// `text`: what to fill in, for example a string whose password is not known any more.
    void chooseServer(const QString &text = {});
    void openRecent(const QString &text);
    void updateRecent();
    void updateTitle();
    void countTrash();
    void showSettings();
    void showAbout();
    void showShortcuts();

    UiSettings &m_settings;
    std::unique_ptr<DialogPrompt> m_prompt;
    std::unique_ptr<Workspace> m_workspace;
    CustomersPage *m_page = nullptr;
    QString m_source;
    bool m_closing = false;
    Db::ConnectionSpec m_spec;

    IdentityBand *m_identity;
    NoticeBar *m_notices;
    std::unique_ptr<ErrorPresenter> m_errors;
    QListWidget *m_sections;
    QStackedWidget *m_stack;
    StartPage *m_start;
    StatePane *m_opening;
    QToolBar *m_toolBar;
    QMenu *m_customerMenu = nullptr;
    QMenu *m_editMenu = nullptr;
    QMenu *m_recentMenu = nullptr;
    QAction *m_closeAction = nullptr;
};

} // namespace Gui
