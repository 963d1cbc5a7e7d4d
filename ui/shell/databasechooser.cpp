// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/databasechooser.h"

#include "core/paths.h"
#include "db/connectionstring.h"
#include "db/settingsfile.h"
#include "ui/base/theme.h"
#include "ui/connect/connectdialog.h"
#include "ui/settings/uisettings.h"

#include <QFileDialog>
#include <QMenu>

namespace Gui {

namespace {

QString fileFilter()
{
    return DatabaseChooser::tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)");
}

} // namespace

DatabaseChooser::DatabaseChooser(UiSettings &settings, QWidget *window)
    : QObject(window)
    , m_settings(settings)
    , m_window(window)
    , m_recentMenu(new QMenu(tr("Open &recent"), window))
{
    m_recentMenu->setIcon(Theme::icon(QStringLiteral("document-open-recent")));
    connect(&settings, &UiSettings::recentChanged, this, &DatabaseChooser::updateRecent);
    updateRecent();
}

void DatabaseChooser::updateRecent()
{
    m_recentMenu->clear();
    const QList<RecentDatabase> recent = m_settings.recentDatabases();
    for (const RecentDatabase &database : recent)
        m_recentMenu->addAction(QString(database.name).replace(u'&', QStringLiteral("&&")), this,
                                [this, text = database.text] { chooseRecent(text); });
    m_recentMenu->setEnabled(!recent.isEmpty());
}

void DatabaseChooser::chooseRecent(const QString &text)
{
    const auto spec = Db::ConnectionString::parse(text);
    if (spec)
        Q_EMIT chosen(*spec, tr("recently used"));
    else
        Q_EMIT failed(spec.error());
}

void DatabaseChooser::chooseFile()
{
    auto *dialog = new QFileDialog(m_window, tr("Open database file"), Core::Paths::data(), fileFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        Db::ConnectionSpec spec;
        spec.file = file;
        Q_EMIT chosen(spec, tr("chosen file"));
    });
    dialog->open();
}

void DatabaseChooser::chooseNewFile()
{
    auto *dialog = new QFileDialog(m_window, tr("New database file"), Core::Paths::data(), fileFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("db"));
    // An existing file is never replaced; the refusal comes from creating it.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    connect(dialog, &QFileDialog::fileSelected, this, &DatabaseChooser::newFileChosen);
    dialog->open();
}

void DatabaseChooser::chooseServer(const QString &text)
{
    auto *dialog = new ConnectDialog(Db::connectionStringFromFile, m_window);
    if (!text.isEmpty())
        dialog->setText(text);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { Q_EMIT chosen(dialog->spec(), tr("entered by hand")); });
    dialog->open();
}

} // namespace Gui
