// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of the profile manager and where they stand; what they do is in profilemanager.cpp.
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/theme.h"
#include "ui/connect/profiledelegate.h"
#include "ui/connect/profilelistmodel.h"
#include "ui/connect/profilemanager.h"

#include <QAction>
#include <QFileDialog>
#include <QGuiApplication>
#include <QListView>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace Gui {

using Profiles::Profile;

namespace {

QString plain(QString text)
{
    return text.remove(u'&').remove(u'…');
}

} // namespace

void ProfileManager::buildList()
{
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("profileList"));
    m_list->setAccessibleName(tr("Profiles"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ProfileDelegate(m_list));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDefaultDropAction(Qt::MoveAction);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMinimumWidth(fontMetrics().averageCharWidth() * 20);

    const auto addKeys = [this](const QList<QKeySequence> &keys, auto &&effect) {
        auto *action = new QAction(m_list);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, effect);
        m_list->addAction(action);
    };
    addKeys({QKeySequence(Qt::ALT | Qt::Key_Up)}, [this] { moveBy(-1); });
    addKeys({QKeySequence(Qt::ALT | Qt::Key_Down)}, [this] { moveBy(1); });
    addKeys({QKeySequence(Qt::Key_Delete)}, [this] { removeShown(); });
    connect(m_list, &QListView::activated, this, [this] { m_open->click(); });

    m_editor = new ProfileEditor(m_readFile, this);
    m_state = new StatePane(this);
    connect(m_state, &StatePane::actionRequested, this, &ProfileManager::paste);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_editor);
    select({});
}

void ProfileManager::buildActions()
{
    const auto button = [this](const QString &text, const QString &icon, const QString &name) {
        auto *result = new QPushButton(icon.isEmpty() ? QIcon() : Theme::icon(icon), text, this);
        result->setObjectName(name);
        result->setAccessibleName(plain(text));
        result->setAutoDefault(false);
        return result;
    };
    const auto tool = [this](const QString &text, const QString &icon, const QString &name) {
        auto *result = new QToolButton(this);
        result->setObjectName(name);
        result->setAccessibleName(text);
        result->setToolTip(text);
        result->setIcon(Theme::icon(icon));
        result->setAutoRaise(true);
        return result;
    };
    m_new = button(tr("&New"), QStringLiteral("list-add"), QStringLiteral("profilesNew"));
    m_paste = button(tr("&Paste…"), QStringLiteral("edit-paste"), QStringLiteral("profilesPaste"));
    m_paste->setToolTip(tr("Add a profile from any connection string"));
    m_duplicate = tool(tr("Duplicate"), QStringLiteral("edit-copy"), QStringLiteral("profilesDuplicate"));
    m_delete = tool(tr("Delete…"), QStringLiteral("edit-delete"), QStringLiteral("profilesDelete"));
    m_up = tool(tr("Move up (Alt+Up)"), QStringLiteral("go-up"), QStringLiteral("profilesUp"));
    m_down = tool(tr("Move down (Alt+Down)"), QStringLiteral("go-down"), QStringLiteral("profilesDown"));
    m_import = button(tr("&Import…"), {}, QStringLiteral("profilesImport"));
    m_export = button(tr("E&xport…"), {}, QStringLiteral("profilesExport"));
    m_test = button(tr("&Test"), QStringLiteral("network-connect"), QStringLiteral("profilesTest"));
    m_test->setToolTip(tr("Tries every step of the connection as the form stands, and says what is wrong"));
    m_openWindow =
        button(tr("Open in New &Window"), QStringLiteral("window-new"), QStringLiteral("profilesOpenWindow"));
    m_open = button(tr("&Open"), QStringLiteral("document-open"), QStringLiteral("profilesOpen"));

    connect(m_new, &QPushButton::clicked, this, [this] {
        Profile fresh;
        fresh.connection.engine = Db::Engine::PostgreSQL;
        fresh.environment.kind = Profiles::Environment::Kind::Staging;
        addNew(fresh);
    });
    connect(m_paste, &QPushButton::clicked, this, &ProfileManager::paste);
    connect(m_duplicate, &QToolButton::clicked, this, &ProfileManager::duplicate);
    connect(m_delete, &QToolButton::clicked, this, &ProfileManager::removeShown);
    connect(m_up, &QToolButton::clicked, this, [this] { moveBy(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { moveBy(1); });
    connect(m_import, &QPushButton::clicked, this, &ProfileManager::chooseImport);
    connect(m_export, &QPushButton::clicked, this, &ProfileManager::chooseExport);
    connect(m_test, &QPushButton::clicked, this, [this] {
        Profile asShown = m_editor->profile();
        if (!m_editor->password().isEmpty())
            asShown.connection.password = m_editor->password();
        Q_EMIT testRequested(asShown);
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        leave([this] {
            if (const int row = shownRow(); row >= 0)
                Q_EMIT openRequested(m_model->profiles().at(row));
        });
    });
    connect(m_openWindow, &QPushButton::clicked, this, [this] {
        leave([this] {
            if (const int row = shownRow(); row >= 0)
                Q_EMIT openInNewWindowRequested(m_model->profiles().at(row));
        });
    });
}

void ProfileManager::arrange()
{
    auto *left = new QVBoxLayout;
    left->setSpacing(Spacing::small);
    auto *above = new QHBoxLayout;
    above->setSpacing(Spacing::small);
    above->addWidget(m_new);
    above->addWidget(m_paste);
    above->addStretch(1);
    left->addLayout(above);
    left->addWidget(m_list, 1);
    auto *below = new QHBoxLayout;
    below->setSpacing(0);
    for (QToolButton *tool : {m_duplicate, m_delete, m_up, m_down})
        below->addWidget(tool);
    below->addStretch(1);
    left->addLayout(below);

    auto *across = new QHBoxLayout;
    across->setSpacing(Spacing::medium);
    across->addLayout(left, 2);
    across->addWidget(m_stack, 5);

    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("profilesClose"));
    close->setAccessibleName(tr("Close"));
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    for (QPushButton *button : {m_import, m_export})
        lowest->addWidget(button);
    lowest->addStretch(1);
    for (QPushButton *button : {m_test, m_openWindow, m_open, close})
        lowest->addWidget(button);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addLayout(across, 1);
    layout->addLayout(lowest);
    const QSize wanted(fontMetrics().averageCharWidth() * 156, fontMetrics().lineSpacing() * 46);
    const QScreen *here = screen() ? screen() : QGuiApplication::primaryScreen();
    resize(here ? wanted.boundedTo(here->availableSize() * 9 / 10) : wanted);
}

void ProfileManager::update()
{
    if (!m_open)
        return; // still being built
    const int row = shownRow();
    const bool saved = row >= 0 && !m_isBusy;
    const bool usable = m_stack->currentWidget() == m_editor && m_editor->problem().isEmpty() && !m_isBusy;
    for (QWidget *widget : {static_cast<QWidget *>(m_duplicate), static_cast<QWidget *>(m_delete)})
        widget->setEnabled(saved);
    m_up->setEnabled(saved && row > 0);
    m_down->setEnabled(saved && row + 1 < m_model->rowCount());
    for (QPushButton *button : {m_open, m_openWindow, m_test})
        button->setEnabled(usable);
    for (QPushButton *button : {m_new, m_paste, m_import})
        button->setEnabled(!m_isBusy);
    m_export->setEnabled(!m_isBusy && m_model->rowCount() > 0);
    m_list->setEnabled(!m_isBusy);
}

void ProfileManager::chooseImport()
{
    leave([this] {
        auto *chooser = new QFileDialog(this, tr("Import Profiles"));
        chooser->setObjectName(QStringLiteral("profilesImportDialog"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setFileMode(QFileDialog::ExistingFile);
        chooser->setNameFilters({tr("Profiles (*.json)"), tr("All files (*)")});
        connect(chooser, &QFileDialog::fileSelected, this, &ProfileManager::importFrom);
        chooser->open();
    });
}

void ProfileManager::chooseExport()
{
    auto *chooser = new QFileDialog(this, tr("Export Profiles, Without Passwords"));
    chooser->setObjectName(QStringLiteral("profilesExportDialog"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("json"));
    chooser->selectFile(QStringLiteral("gsc-profiles.json"));
    chooser->setNameFilters({tr("Profiles (*.json)")});
    connect(chooser, &QFileDialog::fileSelected, this, &ProfileManager::exportTo);
    chooser->open();
}

} // namespace Gui
