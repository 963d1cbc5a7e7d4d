// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/restorepreviewpage.h"

#include "backup/filename.h"
#include "ui/backup/restorewords.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Gui {

RestorePreviewPage::RestorePreviewPage(QWidget *parent)
    : QWidget(parent)
    , m_verified(new ToneLabel(QStringLiteral("restoreVerified"), this))
    , m_changes(DialogParts::text(QStringLiteral("restoreChanges"), {}, this))
    , m_loss(new ToneLabel(QStringLiteral("restoreLoss"), this))
    , m_examplesTitle(
          DialogParts::text(QStringLiteral("restoreExamplesTitle"), tr("For example:"), this, true))
    , m_examples(DialogParts::text(QStringLiteral("restoreExamples"), {}, this))
    , m_warnings(new ToneLabel(QStringLiteral("restoreWarnings"), this))
    , m_safety(new QWidget(this))
    , m_folder(new QLineEdit(m_safety))
    , m_rehearse(new QCheckBox(tr("&Try it out in a scratch place first, and compare"), this))
    , m_locked(new ToneLabel(QStringLiteral("restoreLocked"), this))
{
    setObjectName(QStringLiteral("restorePreview"));
    auto *title =
        DialogParts::text(QStringLiteral("restoreChangesTitle"), tr("This is what happens:"), this, true);
    QFont large = m_changes->font();
    large.setWeight(QFont::DemiBold);
    m_changes->setFont(large);
    m_changes->setContentsMargins(Spacing::huge, 0, 0, 0);
    m_examples->setContentsMargins(Spacing::huge, 0, 0, 0);

    m_folder->setObjectName(QStringLiteral("safetyFolder"));
    m_folder->setAccessibleName(tr("Folder of the safety backup"));
    m_folder->setText(QDir::toNativeSeparators(Backup::defaultFolder()));
    auto *label = new QLabel(
        tr("Before anything changes, the present state becomes a backup in this &folder. It is the "
           "way back:"),
        m_safety);
    label->setWordWrap(true);
    label->setBuddy(m_folder);
    auto *choose = new QPushButton(Theme::icon(QStringLiteral("folder-open")), tr("C&hoose…"), m_safety);
    DialogParts::describe(choose, "chooseSafetyFolder");
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &RestorePreviewPage::chooseFolder);
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::small);
    line->addWidget(m_folder, 1);
    line->addWidget(choose);
    auto *inside = new QVBoxLayout(m_safety);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(Spacing::tiny);
    inside->addWidget(label);
    inside->addLayout(line);
    DialogParts::describe(m_rehearse, "restoreRehearse");
    m_rehearse->setChecked(true);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::small);
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_verified, title, m_changes, m_loss, m_examplesTitle, m_examples,
                                          m_warnings, m_safety, m_rehearse, m_locked})
        column->addWidget(part);
    column->addStretch(1);
}

void RestorePreviewPage::setPreview(const Backup::Preview &preview, Backup::RestoreMode mode, bool isLocked)
{
    if (preview.isVerified)
        m_verified->setMessage(Tone::Success,
                               tr("The backup was read whole; it holds what its manifest says."));
    else
        m_verified->setMessage(Tone::Warning,
                               tr("This backup has no manifest: it can be read, but whether it is whole "
                                  "is not known."));
    m_changesAnything = RestoreWords::changesAnything(preview.tables) || preview.isEmptyTarget;
    QStringList changes = RestoreWords::changes(preview.tables);
    if (preview.isEmptyTarget)
        changes.prepend(tr("The database is empty: its tables are made first."));
    m_changes->setText(changes.join(u'\n'));
    m_loss->setMessage(Tone::Problem, RestoreWords::lossOf(preview, mode));
    m_examples->setText(preview.examples.join(u'\n'));
    m_examples->setVisible(!preview.examples.isEmpty());
    m_examplesTitle->setVisible(!preview.examples.isEmpty());
    m_warnings->setMessage(Tone::Warning, preview.warnings.join(u'\n'));
    m_safety->setVisible(!preview.isEmptyTarget && m_changesAnything);
    m_rehearse->setVisible(m_changesAnything);
    m_locked->setMessage(Tone::Information,
                         isLocked && m_changesAnything
                             ? tr("The database is locked against changes. You are asked to unlock it.")
                             : QString());
}

void RestorePreviewPage::fill(Backup::RestoreRequest &request) const
{
    request.safetyFolder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    request.withRehearsal = m_rehearse->isChecked();
}

void RestorePreviewPage::chooseFolder()
{
    auto *chooser = new QFileDialog(this, tr("Folder of the Safety Backup"), m_folder->text());
    chooser->setObjectName(QStringLiteral("safetyFolderChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, this,
            [this](const QString &folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
    chooser->open();
}

} // namespace Gui
