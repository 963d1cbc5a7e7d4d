// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/schemadesk.h"

#include "backup/beforemigration.h"
#include "backup/filename.h"
#include "backup/shelf.h"
#include "core/durablefile.h"
#include "schema/migrationscript.h"
#include "schema/outcomewords.h"
#include "schema/stagingrecord.h"
#include "secrets/passwordgenerator.h"
#include "ui/backup/backupwords.h"
#include "ui/backup/browsedbackup.h"
#include "ui/base/aside.h"
#include "ui/connect/profilesecrets.h"
#include "ui/schema/adoptiondialog.h"
#include "ui/schema/lockdialog.h"
#include "ui/schema/migrationdialog.h"
#include "ui/schema/outcomedialog.h"
#include "ui/schema/rolesdialog.h"
#include "ui/schema/schemapage.h"
#include "ui/schema/schemawords.h"
#include "ui/settings/uisettings.h"
#include "ui/shell/accessdesk.h"
#include "ui/shell/errorpresenter.h"
#include "ui/shell/jobdesk.h"
#include "ui/shell/noticebar.h"
#include "ui/shell/workspace.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>

namespace Gui {

using Core::ErrorKind;
using Core::JobContext;
using Core::Result;
using Profiles::Profile;
using Schema::Direction;
using Schema::RunOutcome;
using Schema::RunRequest;

namespace {

const QString noticeKey = QStringLiteral("migration");

/// The backup before a migration, in the window's thread of work; put on the list of known ones.
std::function<Result<QString>(JobContext &)> backupFor(const SchemaPlace &place, const QString &folder)
{
    Backup::Request request;
    request.source = place.target.connection;
    request.options = place.target.options;
    request.origin = originOf(place.profile);
    return [request, folder](JobContext &context) {
        Result<QString> file = Backup::backUpBeforeMigration(request, folder, context);
        if (file)
            (void)Backup::Shelf().add(*file); // the file is there, and is found again beside others
        return file;
    };
}

} // namespace

SchemaDesk::SchemaDesk(const WindowParts &parts, ProfileSecrets &secrets)
    : QObject(parts.window)
    , m_parts(parts)
    , m_secrets(secrets)
    , m_page(new SchemaPage(parts.window))
{
    connectPage();
}

void SchemaDesk::connectPage()
{
    connect(m_page, &SchemaPage::readRequested, this, &SchemaDesk::read);
    connect(m_page, &SchemaPage::statusRead, this, [this](const Schema::MigrationStatus &status) {
        const auto count = [&](Schema::MigrationState state) { return int(status.idsIn(state).size()); };
        Q_EMIT pendingCounted(count(Schema::MigrationState::Pending) +
                              count(Schema::MigrationState::Interrupted) +
                              count(Schema::MigrationState::Adoptable));
        noteStaging(status);
        if (std::exchange(m_wasStopped, false))
            tellStopped(status);
    });
    connect(m_page, &SchemaPage::planRequested, this,
            [this](Direction direction, const QString &to) { plan(direction, to, false); });
    connect(m_page, &SchemaPage::dryRunRequested, this, [this] { plan(Direction::Apply, {}, true); });
    connect(m_page, &SchemaPage::adoptionRequested, this, &SchemaDesk::adopt);
    connect(m_page, &SchemaPage::scriptRequested, this, &SchemaDesk::saveScript);
    connect(m_page, &SchemaPage::locksRequested, this, &SchemaDesk::showLocks);
    connect(m_page, &SchemaPage::rolesRequested, this, &SchemaDesk::showRoles);
}

void SchemaDesk::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
    m_running = 0; // what still runs works on a database that is not open any more
    m_wasStopped = false;
    Q_EMIT pendingCounted(0);
    if (!workspace)
        return m_page->clear();
    m_page->setDatabase(workspace->spec().engine, workspace->guard().state() == WriteGuard::State::ReadOnly ||
                                                      isBrowsed(workspace->profile()));
}

SchemaPlace SchemaDesk::placeOf(const std::optional<QString> &migrationPassword) const
{
    const OpenedDatabase database = m_workspace->forJobs();
    SchemaPlace place;
    place.profile = database.profile;
    place.target.options = database.options;
    place.target.folder = database.profile.migrationsFolder;
    place.target.connection = database.direct;
    if (!migrationPassword)
        return place;
    place.target.connection = Profiles::migrationConnection(database.profile);
    if (!migrationPassword->isEmpty())
        place.target.connection.password = *migrationPassword;
    return place;
}

void SchemaDesk::withPlace(bool mayAsk, std::function<void(const SchemaPlace &)> go)
{
    if (!m_workspace)
        return;
    const Profile &profile = m_workspace->profile();
    if (Profiles::migrationSecret(profile) == profile.id || m_workspace->spec().engine == Db::Engine::SQLite)
        return go(placeOf(std::nullopt));
    Profile migrator = profile;
    migrator.id = Profiles::migrationSecret(profile);
    migrator.connection.user = profile.migrationUser;
    const auto answered = [this, go](const Result<QString> &password) {
        if (!m_workspace)
            return;
        if (password)
            go(placeOf(*password));
        else if (password.error().kind != ErrorKind::Cancelled)
            m_parts.errors.present(password.error());
    };
    m_secrets.knownFor(migrator).then(
        m_workspace, [this, mayAsk, migrator, go, answered](const Result<QString> &known) {
            if (known)
                return answered(known);
            if (!mayAsk)
                return go(placeOf(std::nullopt));
            m_secrets.passwordFor(migrator, m_parts.window).then(m_workspace, answered);
        });
}

void SchemaDesk::permit(const Core::Question &question, std::function<void()> go)
{
    if (!m_workspace)
        return;
    if (m_workspace->guard().state() == WriteGuard::State::ReadOnly)
        return m_parts.errors.present(
            {ErrorKind::ReadOnly,
             tr("“%1” is opened read-only. Nothing was changed.").arg(m_workspace->profile().name),
             {},
             {}});
    m_parts.access.unlock([this, question, go = std::move(go), workspace = m_workspace] {
        m_parts.prompt.ask(question, [this, go, workspace](Core::Answer answer) {
            if (answer == Core::Answer::Accept && workspace && workspace == m_workspace)
                go();
        });
    });
}

QString SchemaDesk::backupFolder() const
{
    const QString folder = m_parts.settings.backupFolder();
    return folder.isEmpty() ? Backup::defaultFolder() : folder;
}

void SchemaDesk::read()
{
    withPlace(false, [this](const SchemaPlace &place) { m_page->read(place.target); });
}

void SchemaDesk::noteStaging(const Schema::MigrationStatus &status)
{
    if (!m_workspace || isBrowsed(m_workspace->profile()) ||
        m_workspace->profile().environment.kind != Profiles::Environment::Kind::Staging)
        return;
    // Lost, the record only warns too often; that is no reason for a message.
    runAside<void>(
        this,
        [status, name = m_workspace->profile().name](JobContext &) {
            return Schema::StagingRecord(Schema::stagingRecordFile()).note(name, status);
        },
        [](const Result<void> &) {});
}

void SchemaDesk::plan(Direction direction, const QString &to, bool onlyDryRun)
{
    withPlace(true, [this, direction, to, onlyDryRun](const SchemaPlace &place) {
        auto *dialog = new MigrationDialog(place, direction, to,
                                           onlyDryRun ? MigrationDialog::Offer::DryRun
                                                      : MigrationDialog::Offer::Everything,
                                           backupFolder(), m_parts.window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &MigrationDialog::locksRequested, this, &SchemaDesk::showLocks);
        connect(dialog, &QDialog::accepted, m_workspace, [this, dialog, place] {
            const RunRequest request = dialog->request();
            if (request.isDryRun)
                start(place, request);
            else
                confirm(place, request);
        });
        dialog->open();
    });
}

void SchemaDesk::confirm(const SchemaPlace &place, const RunRequest &request)
{
    const QPointer<Workspace> workspace = m_workspace;
    const auto go = [this, workspace, place, request] {
        if (workspace && workspace == m_workspace)
            start(place, request);
    };
    const auto askName = [this, place, request, go] {
        if (!place.profile.environment.needsGuard())
            return go(); // the plan was the question
        const bool isApplied = request.direction == Direction::Apply;
        Core::Question question;
        question.title = (isApplied ? tr("Apply migrations to “%1”?") : tr("Roll back migrations of “%1”?"))
                             .arg(place.profile.name);
        question.text = tr("The schema becomes another one, for everybody who works with this database.");
        question.accept = isApplied ? tr("Apply") : tr("Roll back");
        question.destructive = true;
        question.undo = tr("A verified backup of the present state is made first.");
        question.irreversible = true;
        m_parts.prompt.ask(question, [go](Core::Answer answer) {
            if (answer == Core::Answer::Accept)
                go();
        });
    };
    m_parts.settleChanges([this, askName] { m_parts.access.unlock(askName); });
}

void SchemaDesk::begin()
{
    ++m_running;
    m_parts.access.holdEditing(true);
    m_page->setBusy(true);
}

void SchemaDesk::end(const QPointer<Workspace> &workspace)
{
    if (!workspace || workspace != m_workspace)
        return;
    --m_running;
    m_parts.access.holdEditing(false);
    m_page->setBusy(false);
    read();
    Q_EMIT schemaChanged(); // also after an unknown outcome: what is so is read again
}

void SchemaDesk::start(const SchemaPlace &place, RunRequest request)
{
    m_parts.notices.dismiss(noticeKey); // of the last time
    if (!request.isDryRun) {
        request.backup = backupFor(place, backupFolder());
        begin();
    }
    const QString title = request.isDryRun                        ? tr("Trying migrations of “%1” out")
                          : request.direction == Direction::Apply ? tr("Applying migrations to “%1”")
                                                                  : tr("Rolling back migrations of “%1”");
    m_parts.jobs.run<RunOutcome>(
        {title.arg(place.profile.name), place.profile.environment},
        [request](JobContext &context) { return Schema::runMigrations(request, context); }, this,
        [this, place, request, workspace = m_workspace](const Result<RunOutcome> &outcome) {
            if (!request.isDryRun)
                end(workspace);
            ended(place, request, outcome);
        });
}

void SchemaDesk::ended(const SchemaPlace &place, const RunRequest &request, const Result<RunOutcome> &outcome)
{
    if (!outcome) {
        Core::Error error = outcome.error();
        if (error.kind != ErrorKind::Cancelled)
            return present(error);
        m_wasStopped = !request.isDryRun && m_workspace && m_workspace->profile() == place.profile;
        if (m_wasStopped)
            return;
        error.summary =
            request.isDryRun
                ? tr("Stopped. The database itself was not touched.")
                : tr("Stopped. The page “Schema” of “%1” shows what is so.").arg(place.profile.name);
        return present(error);
    }
    if (outcome->isGood())
        return tellDone(place, request, *outcome);
    alert(place, *outcome, request.isDryRun);
}

void SchemaDesk::present(const Core::Error &error)
{
    if (error.kind == ErrorKind::Busy)
        return m_parts.errors.present(
            error, tr("Who holds the lock…"), [this] { showLocks(); }, noticeKey);
    m_parts.errors.present(error, {}, {}, noticeKey);
}

void SchemaDesk::tellStopped(const Schema::MigrationStatus &status)
{
    const QStringList begun = status.idsIn(Schema::MigrationState::Interrupted);
    Notice notice;
    notice.key = noticeKey;
    notice.text = begun.isEmpty()
                      ? tr("Stopped. The schema of “%1” is the old one: nothing was changed.")
                            .arg(m_workspace->profile().name)
                      : tr("Stopped. “%1” was begun and is not finished: it runs outside of a transaction. "
                           "Applying goes on with it.")
                            .arg(begun.join(QLatin1String(", ")));
    m_parts.notices.show(notice);
}

void SchemaDesk::tellDone(const SchemaPlace &place, const RunRequest &request, const RunOutcome &outcome)
{
    const int count = int(outcome.done.size());
    const QString time = SchemaWords::durationText(outcome.milliseconds);
    const QString &name = place.profile.name;
    Notice notice;
    notice.kind = Tone::Success;
    notice.stays = true;
    notice.key = noticeKey;
    const bool wasTried = outcome.rehearsal && outcome.rehearsal->wasPossible;
    if (request.isDryRun && !wasTried) {
        notice.kind = Tone::Warning;
        notice.text = tr("The migrations of “%1” could not be tried out on a copy. The database itself was "
                         "not touched.")
                          .arg(name);
    } else if (request.isDryRun) {
        notice.text = tr("%Ln migration(s) of “%1” went well on the copy, in %2. The database itself was not "
                         "touched.",
                         nullptr, int(outcome.rehearsal->done.size()))
                          .arg(name, time);
    } else if (request.direction == Direction::Apply) {
        notice.text =
            tr("%Ln migration(s) were applied to “%1” and checked, in %2.", nullptr, count).arg(name, time);
    } else {
        notice.text = tr("%Ln migration(s) of “%1” were rolled back and checked, in %2.", nullptr, count)
                          .arg(name, time);
    }
    notice.detail = Schema::sentencesOf(outcome).join(u'\n');
    m_parts.notices.show(notice);
}

void SchemaDesk::alert(const SchemaPlace &place, const RunOutcome &outcome, bool isDryRun)
{
    Notice notice;
    notice.key = noticeKey;
    QStringList detail;
    if (outcome.failure) {
        const bool isUntouched = isDryRun || outcome.failure->isInRehearsal;
        const bool isStopped = outcome.failure->cause == Schema::FailureCause::Cancelled;
        notice.kind = isStopped ? Tone::Information : Tone::Problem;
        notice.text = isStopped ? tr("Stopped at “%1”.").arg(outcome.failure->id)
                                : Schema::sentencesOf(*outcome.failure).mid(0, 2).join(u' ');
        if (isStopped || !isUntouched)
            notice.text += u' ' + Schema::wayBack(outcome).mid(0, 2).join(u' ');
        detail = Schema::nextStepsAfter(outcome, isDryRun);
    } else {
        notice.kind = Tone::Problem;
        notice.text = tr("The migrations of “%1” are done, but the check afterwards found something.")
                          .arg(place.profile.name);
        detail = outcome.problems;
    }
    notice.detail = (detail + Schema::sentencesOf(outcome)).join(u'\n');
    notice.actionText = tr("Details…");
    notice.action = [this, place, outcome, isDryRun] { openAlert(place, outcome, isDryRun); };
    m_parts.notices.show(notice);
    if (notice.kind == Tone::Problem)
        openAlert(place, outcome, isDryRun);
}

void SchemaDesk::openAlert(const SchemaPlace &place, const RunOutcome &outcome, bool isDryRun)
{
    auto *dialog = new OutcomeDialog(place, outcome, isDryRun, m_parts.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OutcomeDialog::restoreRequested, this, &SchemaDesk::restoreRequested);
    connect(dialog, &OutcomeDialog::locksRequested, this, &SchemaDesk::showLocks);
    dialog->open();
}

void SchemaDesk::adopt()
{
    withPlace(true, [this](const SchemaPlace &place) {
        auto *dialog = new AdoptionDialog(place, m_parts.window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, m_workspace, [this, place] {
            const QPointer<Workspace> workspace = m_workspace;
            const auto go = [this, workspace, place] {
                if (workspace && workspace == m_workspace)
                    startAdoption(place);
            };
            if (!place.profile.environment.needsGuard())
                return m_parts.access.unlock(go);
            Core::Question question;
            question.title = tr("Adopt the tables of “%1”?").arg(place.profile.name);
            question.text = tr("The history says from now on that these migrations are applied.");
            question.accept = tr("Adopt");
            question.destructive = true;
            question.irreversible = true;
            question.undo = tr("No table is touched; rows of the history can be deleted by hand.");
            permit(question, go);
        });
        dialog->open();
    });
}

void SchemaDesk::startAdoption(const SchemaPlace &place)
{
    begin();
    m_parts.jobs.run<Schema::Adoption>(
        {tr("Adopting “%1”").arg(place.profile.name), place.profile.environment},
        [target = place.target](JobContext &context) { return Schema::adopt(target, QString(), context); },
        this,
        [this, place, workspace = m_workspace](const Result<Schema::Adoption> &adoption) {
            end(workspace);
            if (!adoption)
                return present(adoption.error());
            Notice notice;
            notice.kind = Tone::Success;
            notice.stays = true;
            notice.key = noticeKey;
            notice.text = tr("%Ln migration(s) of “%1” are in the history now. No table was touched.",
                             nullptr, int(adoption->ids.size()))
                              .arg(place.profile.name);
            notice.detail = (adoption->ids + adoption->notes).join(u'\n');
            m_parts.notices.show(notice);
        });
}

void SchemaDesk::saveScript()
{
    withPlace(false, [this](const SchemaPlace &place) {
        auto *chooser = new QFileDialog(m_parts.window, tr("Save the Migrations as a Script"));
        chooser->setObjectName(QStringLiteral("scriptChooser"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setAcceptMode(QFileDialog::AcceptSave);
        chooser->setNameFilters({tr("SQL files (*.sql)"), tr("All files (*)")});
        chooser->setDefaultSuffix(QStringLiteral("sql"));
        chooser->selectFile(QStringLiteral("migrations.sql"));
        connect(chooser, &QFileDialog::fileSelected, m_workspace, [this, place](const QString &file) {
            runAside<void>(
                m_workspace,
                [target = place.target, file](JobContext &context) -> Result<void> {
                    auto script = Schema::scriptFor(target, QString(), context);
                    if (!script)
                        return script.error();
                    return Core::writeDurably(file, script->toUtf8());
                },
                [this, file](const Result<void> &written) {
                    if (!written)
                        return present(written.error());
                    Notice notice;
                    notice.kind = Tone::Success;
                    notice.text = tr("The script is in “%1”.").arg(QDir::toNativeSeparators(file));
                    m_parts.notices.show(notice);
                });
        });
        chooser->open();
    });
}

void SchemaDesk::showLocks()
{
    withPlace(false, [this](const SchemaPlace &place) {
        auto *dialog = new LockDialog(
            place,
            [this](const Core::Question &question, std::function<void()> go) {
                permit(question, std::move(go));
            },
            m_parts.window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        // Also when it is closed: what it was asked last may be done without its having heard of it.
        connect(dialog, &LockDialog::released, this, &SchemaDesk::read);
        connect(dialog, &QDialog::finished, this, &SchemaDesk::read);
        dialog->open();
    });
}

void SchemaDesk::showRoles()
{
    withPlace(true, [this](const SchemaPlace &place) {
        auto *dialog = new RolesDialog(
            place,
            [this](const Core::Question &question, std::function<void()> go) {
                permit(question, std::move(go));
            },
            [] { return Secrets::strongPassword(); }, m_parts.window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
}

} // namespace Gui
