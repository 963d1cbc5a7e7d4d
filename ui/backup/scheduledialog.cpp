// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/scheduledialog.h"

#include "backup/filename.h"
#include "ui/backup/backupwords.h"
#include "ui/backup/retentionfields.h"
#include "ui/backup/timerfields.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QTimeEdit>

namespace Gui {

using Backup::Preset;
using Backup::Schedule;
using Core::Result;
using Every = Backup::Schedule::Every;

namespace {

Preset presetFor(const Profiles::Environment &environment)
{
    switch (environment.kind) {
    case Profiles::Environment::Kind::Local:
        return Preset::Local;
    case Profiles::Environment::Kind::Staging:
        return Preset::Staging;
    case Profiles::Environment::Kind::Production:
        return Preset::Production;
    case Profiles::Environment::Kind::Own:
        return environment.isGuarded ? Preset::Production : Preset::Staging;
    }
    Q_UNREACHABLE();
}

} // namespace

ScheduleDialog::ScheduleDialog(const Profiles::Profile &profile, QWidget *parent)
    : QDialog(parent)
    , m_profile(profile)
{
    setObjectName(QStringLiteral("scheduleDialog"));
    setWindowTitle(tr("Schedule Backups"));
    setWindowModality(Qt::WindowModal);
    arrange();
    connectParts();
    applyPreset(presetFor(profile.environment));
    load();
    DialogParts::resize(this, 96, 34);
}

void ScheduleDialog::arrange()
{
    auto *buttons = new QDialogButtonBox(this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    DialogParts::describe(m_save, "scheduleSave");
    m_save->setDefault(true);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    DialogParts::describe(cancel, "scheduleCancel");
    connect(buttons, &QDialogButtonBox::accepted, this, &ScheduleDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_problem = new ToneLabel(QStringLiteral("scheduleProblem"), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("scheduleTitle"),
                                           tr("Backups of “%1” by themselves").arg(m_profile.name),
                                           m_profile.environment, this));
    layout->addWidget(DialogParts::scrolled(createContent(), this), 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
}

QWidget *ScheduleDialog::createPresets()
{
    auto *box = new QWidget(this);
    auto *across = new QHBoxLayout(box);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(Spacing::small);
    across->addWidget(new QLabel(tr("Recommended for:"), box));
    const auto add = [&](Preset preset, const char *name, const QString &text, const QString &toolTip) {
        auto *button = new QPushButton(text, box);
        DialogParts::describe(button, name);
        button->setToolTip(toolTip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, preset] { applyPreset(preset); });
        across->addWidget(button);
    };
    add(Preset::Local, "presetLocal", tr("Loca&l"), tr("By hand only"));
    add(Preset::Staging, "presetStaging", tr("&Staging"), tr("Every day, kept for 7 days"));
    add(Preset::Production, "presetProduction", tr("&Production"),
        tr("Every day, kept for 30 days, and weekly ones"));
    across->addStretch(1);
    return box;
}

QWidget *ScheduleDialog::createContent()
{
    auto *content = new QWidget(this);
    m_every = new QComboBox(content);
    m_every->setObjectName(QStringLiteral("scheduleEvery"));
    m_every->setAccessibleName(tr("How often"));
    m_every->addItem(tr("By hand only"), int(Every::Never));
    m_every->addItem(tr("Every day"), int(Every::Day));
    m_every->addItem(tr("Every week"), int(Every::Week));
    m_at = new QTimeEdit(content);
    m_at->setObjectName(QStringLiteral("scheduleAt"));
    m_at->setAccessibleName(tr("At"));
    auto *at = new QLabel(tr("&at"), content);
    at->setBuddy(m_at);
    m_alsoWeekly = new QCheckBox(tr("and a &weekly one that is kept longer"), content);
    DialogParts::describe(m_alsoWeekly, "scheduleAlsoWeekly");
    m_weekday = new QComboBox(content);
    m_weekday->setObjectName(QStringLiteral("scheduleWeekday"));
    m_weekday->setAccessibleName(tr("Day of the week"));
    for (int day = Qt::Monday; day <= Qt::Sunday; ++day)
        m_weekday->addItem(QLocale().standaloneDayName(day), day);
    auto *when = new QHBoxLayout;
    when->setSpacing(Spacing::small);
    when->addWidget(m_every);
    when->addWidget(m_weekday);
    when->addWidget(at);
    when->addWidget(m_at);
    when->addWidget(m_alsoWeekly);
    when->addStretch(1);

    m_kind = new QComboBox(content);
    m_kind->setObjectName(QStringLiteral("scheduleKind"));
    m_kind->setAccessibleName(tr("Kind"));
    const bool isSqlite = m_profile.connection.engine == Db::Engine::SQLite;
    for (const Backup::Kind kind :
         isSqlite ? QList{Backup::Kind::SqliteSnapshot, Backup::Kind::Portable}
                  : QList{Backup::Kind::Portable, Backup::Kind::Dump, Backup::Kind::Script})
        m_kind->addItem(Backup::wordOf(kind), int(kind));
    m_compress = new QCheckBox(tr("C&ompress (zstd)"), content);
    DialogParts::describe(m_compress, "scheduleCompress");
    auto *what = new QHBoxLayout;
    what->setSpacing(Spacing::medium);
    what->addWidget(m_kind);
    what->addWidget(m_compress);
    what->addStretch(1);

    m_folder = new QLineEdit(content);
    m_folder->setObjectName(QStringLiteral("scheduleFolder"));
    m_folder->setAccessibleName(tr("Folder"));
    auto *choose = new QPushButton(Theme::icon(QStringLiteral("folder-open")), tr("C&hoose…"), content);
    DialogParts::describe(choose, "scheduleChoose");
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ScheduleDialog::chooseFolder);
    auto *where = new QHBoxLayout;
    where->setSpacing(Spacing::small);
    where->addWidget(m_folder, 1);
    where->addWidget(choose);

    m_keep = new RetentionFields(content);
    m_keepAll = new ToneLabel(QStringLiteral("scheduleKeepAll"), content);
    m_next = new ToneLabel(QStringLiteral("scheduleNext"), content);
    m_last = new ToneLabel(QStringLiteral("scheduleLast"), content);
    m_password = new ToneLabel(QStringLiteral("schedulePassword"), content);
    m_timer = new TimerFields(m_profile.id, m_profile.name, content);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Spacing::medium);
    form->setVerticalSpacing(Spacing::medium);
    const auto addRow = [&](const QString &text, QWidget *buddy, auto *field) {
        auto *label = new QLabel(text, content);
        label->setBuddy(buddy);
        form->addRow(label, field);
    };
    addRow(tr("&When:"), m_every, when);
    addRow(tr("&Kind:"), m_kind, what);
    addRow(tr("&Folder:"), m_folder, where);
    addRow(tr("Keep:"), m_keep, m_keep);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::medium);
    column->addWidget(createPresets());
    column->addLayout(form);
    for (QWidget *part : std::initializer_list<QWidget *>{m_keepAll, m_next, m_last, m_password, m_timer})
        column->addWidget(part);
    column->addStretch(1);
    return content;
}

void ScheduleDialog::connectParts()
{
    connect(m_every, &QComboBox::currentIndexChanged, this, &ScheduleDialog::updateState);
    connect(m_weekday, &QComboBox::currentIndexChanged, this, &ScheduleDialog::updateState);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ScheduleDialog::updateState);
    connect(m_at, &QTimeEdit::timeChanged, this, &ScheduleDialog::updateState);
    connect(m_alsoWeekly, &QCheckBox::toggled, this, &ScheduleDialog::updateState);
    connect(m_compress, &QCheckBox::toggled, this, &ScheduleDialog::updateState);
    connect(m_folder, &QLineEdit::textChanged, this, &ScheduleDialog::updateState);
    connect(m_keep, &RetentionFields::changed, this, &ScheduleDialog::updateState);
    connect(m_timer, &TimerFields::stored, this, [this](const Schedule &schedule) { m_stored = schedule; });
}

void ScheduleDialog::load()
{
    runAside<QList<Schedule>>(
        this, [](Core::JobContext &) { return Backup::ScheduleStore().schedules(); },
        [this](const Result<QList<Schedule>> &schedules) {
            m_isLoaded = true;
            if (!schedules) {
                m_problem->setMessage(Tone::Problem, schedules.error().summary);
                return updateState();
            }
            for (const Schedule &schedule : *schedules)
                if (schedule.profile == m_profile.id) {
                    m_stored = schedule;
                    setSchedule(schedule);
                }
            updateState();
        });
}

void ScheduleDialog::applyPreset(Preset preset)
{
    Schedule wanted = Backup::presetOf(preset);
    if (m_kind->findData(int(wanted.kind)) < 0)
        wanted.kind = Backup::Kind(m_kind->itemData(0).toInt());
    setSchedule(wanted);
}

void ScheduleDialog::setSchedule(const Schedule &schedule)
{
    m_every->setCurrentIndex(qMax(0, m_every->findData(int(schedule.every))));
    m_weekday->setCurrentIndex(qMax(0, m_weekday->findData(int(schedule.weekday))));
    m_at->setTime(schedule.at);
    m_alsoWeekly->setChecked(schedule.alsoWeekly);
    m_kind->setCurrentIndex(qMax(0, m_kind->findData(int(schedule.kind))));
    m_compress->setChecked(schedule.compress);
    m_folder->setText(
        QDir::toNativeSeparators(schedule.folder.isEmpty() ? Backup::defaultFolder() : schedule.folder));
    m_keep->setRule(schedule.keep);
    updateState();
}

Schedule ScheduleDialog::schedule() const
{
    Schedule schedule = m_stored;
    schedule.profile = m_profile.id;
    schedule.every = Every(m_every->currentData().toInt());
    schedule.weekday = Qt::DayOfWeek(m_weekday->currentData().toInt());
    schedule.at = m_at->time();
    // Of a weekly schedule every backup is a weekly one.
    schedule.alsoWeekly =
        schedule.every == Every::Week || (schedule.every == Every::Day && m_alsoWeekly->isChecked());
    schedule.kind = Backup::Kind(m_kind->currentData().toInt());
    schedule.compress = m_compress->isChecked();
    const QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    schedule.folder = folder == Backup::defaultFolder() ? QString() : folder;
    schedule.keep = m_keep->rule();
    return schedule;
}

void ScheduleDialog::updateState()
{
    const Schedule wanted = schedule();
    const bool isOn = wanted.every != Every::Never;
    for (QWidget *part : std::initializer_list<QWidget *>{m_at, m_kind, m_compress, m_folder, m_keep})
        part->setEnabled(isOn);
    m_alsoWeekly->setVisible(wanted.every == Every::Day);
    m_weekday->setVisible(wanted.every == Every::Week);
    m_keep->setWeeklyEnabled(wanted.alsoWeekly);
    const QDateTime now = QDateTime::currentDateTime();
    const QDateTime next = Backup::nextRun(wanted, now);
    if (isOn && next.isValid() && next <= now)
        m_next->setMessage(Tone::Information, tr("Next backup: as soon as this is saved."));
    else if (isOn && next.isValid())
        m_next->setMessage(Tone::Information, tr("Next backup: %1.").arg(timeText(next)));
    else
        m_next->setMessage(Tone::Information, tr("No backup is made by itself."));
    if (!m_stored.lastProblem.isEmpty())
        m_last->setMessage(Tone::Problem, tr("The last try failed: %1").arg(m_stored.lastProblem));
    else if (m_stored.lastRun.isValid())
        m_last->setMessage(Tone::Success, tr("Last one: %1.").arg(timeText(m_stored.lastRun)));
    else
        m_last->clear();
    const bool needsPassword = m_profile.connection.engine == Db::Engine::PostgreSQL;
    if (isOn && needsPassword && m_profile.secret == Profiles::SecretPlace::Session)
        m_password->setMessage(
            Tone::Warning,
            tr("The password of this profile is kept for the session only. Backups are made while "
               "it is known; keep it in the keyring to make them always."));
    else if (isOn && needsPassword && m_profile.secret == Profiles::SecretPlace::Vault)
        m_password->setMessage(
            Tone::Information,
            tr("The password is in the vault: backups are made while the vault is unlocked."));
    else
        m_password->clear();
    m_keepAll->setMessage(Tone::Information, isOn && wanted.keep.isNone()
                                                 ? tr("Without a number all backups are kept.")
                                                 : QString());
    m_save->setEnabled(m_isLoaded && QDir::isAbsolutePath(m_folder->text().trimmed()));
    m_timer->setSchedule(wanted);
}

void ScheduleDialog::save()
{
    const Schedule wanted = schedule();
    m_save->setEnabled(false);
    // A timer of the system knows the time by itself: it changes with the schedule.
    const Backup::Timer timer =
        Backup::timerFor(wanted, m_profile.name, QCoreApplication::applicationFilePath());
    runAside<void>(
        this,
        [wanted, timer, hasTimer = m_timer->isInstalled()](Core::JobContext &) -> Result<void> {
            if (const Result<void> kept = Backup::ScheduleStore().save(wanted); !kept || !hasTimer)
                return kept;
            return wanted.every == Every::Never ? Backup::removeTimer(wanted.profile)
                                                : Backup::installTimer(timer);
        },
        [this, wanted](const Result<void> &done) {
            if (!done) {
                updateState();
                return m_problem->setMessage(Tone::Problem, done.error().summary);
            }
            m_stored = wanted;
            Q_EMIT saved(wanted.every == Every::Never
                             ? tr("Backups of “%1” are made by hand only.").arg(m_profile.name)
                             : tr("Backups of “%1” are scheduled.").arg(m_profile.name));
            accept();
        });
}

void ScheduleDialog::chooseFolder()
{
    auto *chooser = new QFileDialog(this, tr("Folder for Backups"), m_folder->text());
    chooser->setObjectName(QStringLiteral("scheduleFolderChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, this,
            [this](const QString &folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
    chooser->open();
}

} // namespace Gui
