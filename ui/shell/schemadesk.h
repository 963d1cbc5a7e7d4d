// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/adoption.h"
#include "schema/migrationrun.h"
#include "ui/schema/schemaplace.h"
#include "ui/shell/windowparts.h"

#include <QObject>
#include <QPointer>

namespace Gui {

class ProfileSecrets;
class SchemaPage;
class Workspace;

/// What one window does with the schema of its database: the page, and applying, rolling back, adopting,
/// locks and users. Whatever changes something goes past the unsaved changes, the lock and the typed name
/// first, and what takes long is a job of the window.
class SchemaDesk final : public QObject
{
    Q_OBJECT

public:
    /// `secrets` must outlive it: it knows the password of the profile's user for migrations.
    SchemaDesk(const WindowParts &parts, ProfileSecrets &secrets);
    Q_DISABLE_COPY_MOVE(SchemaDesk)

    [[nodiscard]] SchemaPage *page() const { return m_page; }
    /// nullptr: no database is open.
    void setWorkspace(Workspace *workspace);
    /// The schema of the opened database is being changed.
    [[nodiscard]] bool isChanging() const { return m_running > 0; }

Q_SIGNALS:
    /// The tables of the opened database may be others now.
    void schemaChanged();
    /// How many migrations can be applied; 0: none, or not known.
    void pendingCounted(int count);
    /// A backup is to be brought back.
    void restoreRequested(const QString &file);

private:
    void connectPage();
    /// Gives the way in of whoever migrates. `mayAsk`: for a password that nothing knows; else, the way in of
    /// everyday work then, which is enough for looking.
    void withPlace(bool mayAsk, std::function<void(const SchemaPlace &)> go);
    [[nodiscard]] SchemaPlace placeOf(const std::optional<QString> &migrationPassword) const;
    /// Goes on where the database may be changed: after the lock, and the question where there is one.
    void permit(const Core::Question &question, std::function<void()> go);
    [[nodiscard]] QString backupFolder() const;

    void read();
    void noteStaging(const Schema::MigrationStatus &status);
    void plan(Schema::Direction direction, const QString &to, bool onlyDryRun);
    void confirm(const SchemaPlace &place, const Schema::RunRequest &request);
    void start(const SchemaPlace &place, Schema::RunRequest request);
    void ended(const SchemaPlace &place, const Schema::RunRequest &request,
               const Core::Result<Schema::RunOutcome> &outcome);
    void tellDone(const SchemaPlace &place, const Schema::RunRequest &request,
                  const Schema::RunOutcome &outcome);
    void alert(const SchemaPlace &place, const Schema::RunOutcome &outcome, bool isDryRun);
    void openAlert(const SchemaPlace &place, const Schema::RunOutcome &outcome, bool isDryRun);
    void present(const Core::Error &error);
    void tellStopped(const Schema::MigrationStatus &status);
    void adopt();
    void startAdoption(const SchemaPlace &place);
    void saveScript();
    void showLocks();
    void showRoles();
    /// A change of the opened database begins or ends; one of a database that was closed meanwhile does not
    /// count.
    void begin();
    void end(const QPointer<Workspace> &workspace);

    WindowParts m_parts;
    ProfileSecrets &m_secrets;
    QPointer<Workspace> m_workspace;
    SchemaPage *m_page;
    int m_running = 0;
    bool m_wasStopped = false; ///< what is so then is told once it was read
};

} // namespace Gui
