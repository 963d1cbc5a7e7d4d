// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/placefields.h"

#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace Gui {

PlaceFields::PlaceFields(QWidget *parent)
    : QWidget(parent)
    , m_folder(new QLineEdit(this))
    , m_template(new QLineEdit(this))
    , m_preview(DialogParts::text(QStringLiteral("backupFileName"), {}, this, true))
{
    m_folder->setObjectName(QStringLiteral("backupFolder"));
    m_folder->setAccessibleName(tr("Folder"));
    m_template->setObjectName(QStringLiteral("backupTemplate"));
    m_template->setAccessibleName(tr("Name"));
    m_template->setToolTip(
        tr("{profile}, {database}, {environment}, {kind}, {scope}, {date} and {time} are filled in."));
    auto *choose = new QPushButton(Theme::icon(QStringLiteral("folder-open")), tr("C&hoose…"), this);
    DialogParts::describe(choose, "chooseBackupFolder");
    choose->setAccessibleName(tr("Choose the folder"));
    choose->setAutoDefault(false);
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::small);
    line->addWidget(m_folder, 1);
    line->addWidget(choose);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(Spacing::medium);
    form->setVerticalSpacing(Spacing::small);
    auto *folderLabel = new QLabel(tr("&Folder:"), this);
    folderLabel->setBuddy(m_folder);
    form->addRow(folderLabel, line);
    form->addRow(tr("&Name:"), m_template);
    form->addRow(QString(), m_preview);

    connect(choose, &QPushButton::clicked, this, &PlaceFields::chooseFolder);
    connect(m_folder, &QLineEdit::textChanged, this, &PlaceFields::updateState);
    connect(m_template, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_isOwnTemplate = !text.trimmed().isEmpty();
        updateState();
    });
}

void PlaceFields::setFolder(const QString &folder)
{
    m_folder->setText(QDir::toNativeSeparators(folder));
}

QString PlaceFields::folder() const
{
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

void PlaceFields::setSubject(const Subject &subject)
{
    m_subject = subject;
    if (!m_isOwnTemplate)
        m_template->setText(Backup::defaultTemplate(subject.origin.engine, subject.kind));
    updateState();
}

QString PlaceFields::name() const
{
    return Backup::fileName(m_template->text().trimmed(), m_subject.origin, m_subject.kind, m_subject.scope,
                            QDateTime::currentDateTime(), m_subject.table) +
           Backup::wrappingEnding(m_subject.isCompressed, m_subject.isEncrypted);
}

QString PlaceFields::file() const
{
    return QDir(folder()).filePath(name());
}

bool PlaceFields::isComplete() const
{
    return QDir::isAbsolutePath(folder());
}

void PlaceFields::updateState()
{
    m_preview->setText(isComplete() ? name() : tr("Choose a folder."));
    Q_EMIT changed();
}

void PlaceFields::chooseFolder()
{
    auto *chooser = new QFileDialog(this, tr("Folder for Backups"), folder());
    chooser->setObjectName(QStringLiteral("backupFolderChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, this, &PlaceFields::setFolder);
    chooser->open();
}

} // namespace Gui
