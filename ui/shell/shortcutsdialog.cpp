// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcutsdialog.h"

#include "ui/base/spacing.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>

namespace Gui {

namespace {

QString withoutMnemonic(QString text)
{
    return text.remove(QLatin1Char('&'));
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QMenuBar *menus, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Spacing::huge);
    grid->setVerticalSpacing(Spacing::tiny);
    const auto addRow = [this, grid](const QString &keys, const QString &text) {
        const int row = grid->rowCount();
        auto *keysLabel = new QLabel(keys, this);
        keysLabel->setTextFormat(Qt::PlainText);
        grid->addWidget(keysLabel, row, 0);
        grid->addWidget(new QLabel(text, this), row, 1);
    };
    const auto addTitle = [this, grid](const QString &text) {
        auto *title = new QLabel(QStringLiteral("<b>%1</b>").arg(text.toHtmlEscaped()), this);
        grid->addWidget(title, grid->rowCount(), 0, 1, 2);
    };
    for (const QAction *menu : menus->actions()) {
        if (!menu->isVisible() || !menu->menu())
            continue;
        addTitle(withoutMnemonic(menu->text()));
        const QList<QAction *> actions = menu->menu()->actions();
        for (const QAction *action : actions)
            if (!action->shortcut().isEmpty())
                addRow(action->shortcut().toString(QKeySequence::NativeText),
                       withoutMnemonic(action->text()));
    }
    const auto native = [](const QList<QKeySequence> &keys) {
        return QKeySequence::listToString(keys, QKeySequence::NativeText)
            .replace(QLatin1String("; "), QLatin1String(", "));
    };
    addTitle(tr("In the table"));
    addRow(native({Qt::Key_F2, Qt::Key_Enter}), tr("Edit the cell"));
    addRow(native({QKeySequence(Qt::Key_Delete)}), tr("Move the selected customers to the trash"));
    addRow(native({Qt::CTRL | Qt::Key_Home, Qt::CTRL | Qt::Key_End}), tr("First and last customer"));
    addRow(native({QKeySequence(Qt::Key_Escape)}), tr("One step back"));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addLayout(grid);
    layout->addWidget(buttons);
}

} // namespace Gui
