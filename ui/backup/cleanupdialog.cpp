// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cleanupdialog.h"

#include "ui/backup/backupwords.h"
#include "ui/backup/retentionfields.h"
#include "ui/base/dialogparts.h"
#include "ui/base/plaintooltip.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace Gui {

using Backup::Entry;

CleanUpDialog::CleanUpDialog(const Profiles::Profile &profile, const QList<Entry> &entries,
                             const Backup::Retention &rule, QWidget *parent)
    : QDialog(parent)
    , m_entries(entries)
    , m_rule(new RetentionFields(this))
    , m_sum(new ToneLabel(QStringLiteral("cleanUpSum"), this))
    , m_list(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("cleanUpDialog"));
    setWindowTitle(tr("Clean Up Backups"));
    setWindowModality(Qt::WindowModal);
    m_list->setObjectName(QStringLiteral("cleanUpList"));
    m_list->setAccessibleName(tr("Backups, and what becomes of them"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHeaderLabels({tr("What becomes of it"), tr("Made"), tr("Size"), tr("File")});
    m_list->header()->setSectionsMovable(false);

    auto *buttons = new QDialogButtonBox(this);
    m_accept = buttons->addButton(tr("&Delete"), QDialogButtonBox::DestructiveRole);
    DialogParts::describe(m_accept, "cleanUpAccept");
    m_accept->setIcon(Theme::icon(QStringLiteral("edit-delete")));
    m_accept->setAutoDefault(false);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    DialogParts::describe(cancel, "cleanUpCancel");
    cancel->setDefault(true);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_rule, &RetentionFields::changed, this, &CleanUpDialog::plan);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("cleanUpTitle"),
                                           tr("Backups of “%1” to keep").arg(profile.name),
                                           profile.environment, this));
    layout->addWidget(m_rule);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_sum);
    layout->addWidget(buttons);
    m_rule->setRule(rule);
    plan();
    const int character = fontMetrics().averageCharWidth();
    m_list->setColumnWidth(0, 62 * character);
    m_list->setColumnWidth(1, 40 * character);
    m_list->setColumnWidth(2, 12 * character);
    DialogParts::resize(this, 160, 28);
}

void CleanUpDialog::plan()
{
    const QDateTime now = QDateTime::currentDateTime();
    const Backup::Retention rule = m_rule->rule();
    const bool isEmpty = rule.isNone();
    m_plan = Backup::planRetention(m_entries, rule, now);
    m_list->clear();
    const auto add = [&](const Entry &entry, const QString &fate, std::optional<Tone> tone) {
        auto *item = new QTreeWidgetItem(
            m_list,
            {fate,
             //: When a backup was made, how long ago
             tr("%1 (%2)").arg(timeText(entry.manifest.finished), ageText(entry.manifest.finished, now)),
             sizeText(entry.manifest.size), QFileInfo(entry.file).fileName()});
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(0, plainToolTip(fate));
        item->setToolTip(3, plainToolTip(QDir::toNativeSeparators(entry.file)));
        if (tone) {
            item->setForeground(0, toneColor(*tone, palette()));
            item->setIcon(0, toneIcon(*tone));
        }
    };
    qint64 size = 0;
    for (const Entry &entry : std::as_const(m_plan.remove)) {
        size += entry.manifest.size;
        add(entry, tr("Is deleted"), Tone::Problem);
    }
    for (const auto &[entry, reason] : std::as_const(m_plan.keep))
        //: Why a backup is kept
        add(entry, tr("Stays: %1").arg(reason), std::nullopt);
    m_accept->setEnabled(!m_plan.remove.isEmpty());
    if (isEmpty)
        m_sum->setMessage(Tone::Information, tr("Without a number all backups are kept."));
    else if (m_plan.remove.isEmpty())
        m_sum->setMessage(Tone::Information, tr("Nothing is deleted by this rule."));
    else
        m_sum->setMessage(Tone::Warning, tr("%Ln backup(s) are deleted, %1. Nothing brings them back.",
                                            nullptr, int(m_plan.remove.size()))
                                             .arg(size > 0 ? sizeText(size) : tr("size not known")));
}

QStringList CleanUpDialog::files() const
{
    QStringList files;
    for (const Entry &entry : m_plan.remove)
        files.append(entry.file);
    return files;
}

} // namespace Gui
