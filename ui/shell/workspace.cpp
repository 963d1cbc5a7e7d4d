// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workspace.h"

#include "customers/samplecustomers.h"
#include "db/databasefile.h"
#include "schema/migrator.h"

#include <QDateTime>

namespace Gui {

using Core::Result;

namespace {

Db::ConnectionSpec specOf(const Profiles::Profile &profile, const std::optional<QString> &password)
{
    Db::ConnectionSpec spec = profile.connection;
    if (password)
        spec.password = password;
    return spec;
}

} // namespace

Workspace::Workspace(const Profiles::Profile &profile, const std::optional<QString> &password,
                     const std::shared_ptr<Db::QueryLog> &log, const QString &draftFolder, QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_log(log)
    , m_guard(profile)
    , m_interactive(specOf(profile, password), optionsFor(log, tr("window")))
    , m_background(specOf(profile, password), optionsFor(log, tr("background")))
    , m_journal(Db::identity(profile.connection), draftFolder)
{
    for (Db::Connection *connection : {&m_interactive, &m_background})
        connect(connection, &Db::Connection::retrying, this, &Workspace::retrying);
    connect(&m_interactive, &Db::Connection::lineOpened, this, [this](const Db::LineInfo &line) {
        m_line = line;
        if (line.readOnly)
            m_guard.setServerReadOnly();
        Q_EMIT lineChanged();
    });
}

Db::SessionOptions Workspace::optionsFor(const std::shared_ptr<Db::QueryLog> &log,
                                         const QString &purpose) const
{
    return {m_guard.gate(), log, QStringLiteral("%1 · %2").arg(m_profile.name, purpose),
            m_profile.environment.kind == Profiles::Environment::Kind::Local};
}

OpenedDatabase Workspace::forJobs() const
{
    OpenedDatabase database;
    database.profile = m_profile;
    database.direct = Profiles::directConnection(m_profile);
    database.direct.password = spec().password;
    database.options = optionsFor(m_log, tr("job"));
    database.serverVersion = m_line.serverVersion;
    database.isReadOnly = m_guard.state() == WriteGuard::State::ReadOnly;
    database.tables = {QStringLiteral("Customer")};
    if (m_repository)
        for (const Db::Reference &reference : m_repository->catalogue().references)
            if (!database.tables.contains(reference.table))
                database.tables.append(reference.table);
    return database;
}

Workspace::~Workspace()
{
    cancel();
}

void Workspace::cancel()
{
    m_openTask.cancel();
    m_catalogueTask.cancel();
}

void Workspace::open()
{
    m_openTask = m_interactive.open();
    m_openTask.then(this, [this](const Result<Db::LineInfo> &line) {
        if (!line)
            return void(Q_EMIT failed(line.error()));
        m_line = *line;
        readCatalogue();
    });
}

void Workspace::readCatalogue()
{
    m_catalogueTask = m_interactive.run<Db::Catalogue>(Db::readCatalogue);
    m_catalogueTask.then(this, [this](const Result<Db::Catalogue> &catalogue) {
        if (!catalogue)
            return void(Q_EMIT failed(catalogue.error()));
        if (!catalogue->hasCustomerTable)
            return void(Q_EMIT customerTableMissing());
        m_repository =
            std::make_unique<Customers::CustomerRepository>(m_interactive, m_background, *catalogue);
        Q_EMIT opened();
    });
}

void Workspace::reloadCatalogue()
{
    if (!m_repository)
        return readCatalogue();
    m_catalogueTask = m_interactive.run<Db::Catalogue>(Db::readCatalogue);
    m_catalogueTask.then(this, [this](const Result<Db::Catalogue> &catalogue) {
        if (!catalogue)
            return void(Q_EMIT catalogueFailed(catalogue.error()));
        if (!catalogue->hasCustomerTable)
            return void(Q_EMIT customerTableMissing());
        m_repository->setCatalogue(*catalogue);
        Q_EMIT catalogueChanged();
    });
}

void Workspace::openAfter(Core::Task<int> creation)
{
    creation.then(this, [this](const Result<int> &created) {
        if (created)
            open();
        else
            Q_EMIT failed(created.error());
    });
}

void Workspace::createSchema()
{
    openAfter(m_interactive.run<int>([](Db::Session &session) -> Result<int> {
        if (auto created = Schema::createSchema(session); !created)
            return created.error();
        return 0;
    }));
}

void Workspace::createDatabase(int sampleCount)
{
    openAfter(m_interactive.run<int>([file = spec().file, sampleCount](Db::Session &session) -> Result<int> {
        if (auto made = Db::createDatabaseFile(file); !made)
            return made.error();
        const auto fill = [&]() -> Result<int> {
            // As EF Core creates its databases: readers and a writer do not wait for each other.
            if (auto wal = session.select(Db::Statement{QStringLiteral("pragma journal_mode=wal"), {}}); !wal)
                return wal.error();
            if (auto created = Schema::createSchema(session); !created)
                return created.error();
            if (sampleCount == 0)
                return 0;
            return Customers::insertCustomers(
                session, Customers::sampleCustomers(QDateTime::currentDateTimeUtc(), sampleCount));
        };
        auto filled = fill();
        if (!filled) {
            // Half a database would look like one tomorrow.
            session.close();
            Db::removeDatabaseFile(file);
        }
        return filled;
    }));
}

} // namespace Gui
