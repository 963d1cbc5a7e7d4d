// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/restore.h"
#include "bench/phases.h"
#include "bench/program.h"
#include "bench/scenarios.h"
#include "support/postgresserver.h"

#include <QFile>
#include <QTemporaryDir>

namespace Bench::Scenarios {

using Backup::Kind;

namespace {

/// What was measured of one thing, several times.
struct Series
{
    QList<double> ms;
    double peak = 0; ///< the worst, MB

    void add(double once) { ms.append(once); }
    void add(const Program::Run &run)
    {
        ms.append(run.ms);
        peak = std::max(peak, run.peak);
    }
};

/// Files that are thrown away, and databases that are.
class Place final
{
public:
    [[nodiscard]] QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    /// The name is free afterwards.
    [[nodiscard]] QString freeFile(const char *name) const
    {
        const QString result = file(name);
        QFile::remove(result);
        QFile::remove(Backup::manifestFile(result));
        return result;
    }

private:
    QTemporaryDir m_folder;
};

class Database final
{
public:
    Database()
        : m_name(Tests::PostgresServer::instance().createDatabase())
    {}
    ~Database() { Tests::PostgresServer::instance().dropDatabase(m_name); }
    Q_DISABLE_COPY_MOVE(Database)

    [[nodiscard]] Target target() const
    {
        return targetOf(Tests::PostgresServer::instance().connectionString(m_name), 0);
    }
    [[nodiscard]] Tests::Rows execute(const QString &sql) const
    {
        return Tests::PostgresServer::instance().execute(m_name, sql);
    }

private:
    QString m_name;
};

template <typename T>
T valueOf(Core::Result<T> result)
{
    if (!result)
        throw Failure(Core::toText(result.error()));
    return std::move(*result);
}

Backup::Made backUp(const Target &target, Kind kind, const QString &file, Phases &phases)
{
    Backup::Request request;
    request.kind = kind;
    request.source = target.spec;
    request.file = file;
    return valueOf(Backup::makeBackup(request, phases.context()));
}

/// Into an empty database. The rehearsal would be the same work twice.
void restore(const QString &file, const Database &database, Phases &phases)
{
    Backup::RestoreRequest request;
    request.file = file;
    request.target = database.target().spec;
    request.withRehearsal = false;
    (void)valueOf(Backup::restore(request, phases.context()));
}

/// The rows, keys and indexes are there, and nothing is checked yet.
double writingOf(const Phases &phases)
{
    return phases.beginOf(u"Checking “") - phases.beginOf(u"Writing the rows");
}

Program::Run restoreByProgram(const QString &file, const Database &database)
{
    return Program::run(Program::ours(), {QStringLiteral("restore"), file, QStringLiteral("--to"),
                                          database.target().connection, QStringLiteral("--yes")});
}

Program::Run backUpByProgram(const Target &target, Kind kind, const QString &file)
{
    return Program::run(Program::ours(),
                        {QStringLiteral("backup"), target.connection, QStringLiteral("--kind"),
                         Backup::keyOf(kind), QStringLiteral("--out"), file});
}

/// Adds the figures of one target, with the same peer beside each.
class Figures final
{
public:
    Figures(const char *id, const Target &target, Report &report, const QString &peer, const QString &program,
            const Series &theirs)
        : m_report(report)
        , m_isLarge(target.rows > 1'000'000)
    {
        m_figure.id = QLatin1String(id);
        m_figure.engine = target.engine();
        m_figure.peer = program.isEmpty() ? peer + QStringLiteral(" (not installed)") : peer;
        if (!theirs.ms.isEmpty())
            m_figure.theirs = median(theirs.ms);
    }

    void time(const QString &what, const Series &ours, std::optional<double> maxRatio = {}) const
    {
        Figure figure = m_figure;
        figure.what = what;
        figure.unit = QStringLiteral("ms");
        figure.ours = median(ours.ms);
        figure.maxRatio = maxRatio;
        m_report.add(figure);
    }
    void memory(const QString &what, const Series &ours) const
    {
        Figure figure = m_figure;
        figure.what = what;
        figure.unit = QStringLiteral("MB");
        figure.ours = ours.peak;
        figure.peer.clear();
        figure.theirs.reset();
        if (!m_isLarge)
            figure.maxOurs = 100;
        m_report.add(figure);
    }

private:
    Report &m_report;
    bool m_isLarge;
    Figure m_figure;
};

/// Of the portable snapshot that lies in the place.
void restores(const Target &target, const Place &place, Report &report)
{
    const QString psql = Program::find(QStringLiteral("psql"));
    const auto copy = [&](const Target &database, const char *words) {
        return Program::run(psql, {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-v"),
                                   QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-c"),
                                   QStringLiteral("\\copy \"Customer\" %1 '%2'")
                                       .arg(QLatin1String(words), place.file("theirs.copy")),
                                   database.connection});
    };
    if (!psql.isEmpty())
        (void)copy(target, "to");
    Series theirs;
    Series written;
    Series whole;
    for (int i = 0; i < target.runs; ++i) {
        if (!psql.isEmpty()) {
            const Database database;
            createSchema(database.target());
            theirs.add(copy(database.target(), "from"));
        }
        const Database database;
        Phases phases;
        restore(place.file("ours.db"), database, phases);
        written.add(writingOf(phases));
    }
    // Once: nothing was promised, and the memory is the same each time.
    const Database database;
    whole.add(restoreByProgram(place.file("ours.db"), database));
    const Figures figures("P7", target, report, QStringLiteral("\\copy in"), psql, theirs);
    figures.time(QStringLiteral("restore of it, writing"), written, 1.25);
    figures.time(QStringLiteral("restore of it, all: verified, previewed, rehearsed, written, checked"),
                 whole);
    figures.memory(QStringLiteral("restore of it, resident at most"), whole);
}

} // namespace

void snapshots(const Target &target, Report &report)
{
    if (!target.isSqlite())
        return;
    const Place place;
    const QString sqlite = Program::find(QStringLiteral("sqlite3"));
    Series theirs;
    Series copied;
    Series whole;
    for (int i = 0; i < target.runs; ++i) {
        if (!sqlite.isEmpty())
            theirs.add(Program::run(
                sqlite, {target.spec.file, QStringLiteral(".backup '%1'").arg(place.freeFile("theirs.db"))}));
        Phases phases;
        (void)backUp(target, Kind::SqliteSnapshot, place.freeFile("ours.db"), phases);
        copied.add(phases.beginOf(u"Counting the rows") - phases.beginOf(u"Copying the database"));
        whole.add(backUpByProgram(target, Kind::SqliteSnapshot, place.freeFile("ours.db")));
    }
    const Figures figures("P6", target, report, QStringLiteral("sqlite3 .backup"), sqlite, theirs);
    figures.time(QStringLiteral("snapshot, copying"), copied, 1.25);
    figures.time(QStringLiteral("snapshot, all: copied, counted, read back, compared"), whole, 4);
    figures.memory(QStringLiteral("snapshot, resident at most"), whole);
}

void portableSnapshots(const Target &target, Report &report)
{
    if (target.isSqlite())
        return;
    const Place place;
    const QString dump = Program::find(QStringLiteral("pg_dump"));
    Series theirs;
    Series written;
    Series whole;
    for (int i = 0; i < target.runs; ++i) {
        if (!dump.isEmpty())
            theirs.add(Program::run(dump, {QStringLiteral("-Fc"), QStringLiteral("-f"),
                                           place.freeFile("theirs.dump"), target.connection}));
        Phases phases;
        (void)backUp(target, Kind::Portable, place.freeFile("ours.db"), phases);
        written.add(phases.beginOf(u"Reading the backup again"));
    }
    whole.add(backUpByProgram(target, Kind::Portable, place.freeFile("ours.db")));
    const Figures figures("P7", target, report, QStringLiteral("pg_dump -Fc"), dump, theirs);
    figures.time(QStringLiteral("portable snapshot, writing"), written, 0.8);
    figures.time(QStringLiteral("portable snapshot, all: written, read back, compared"), whole);
    figures.memory(QStringLiteral("portable snapshot, resident at most"), whole);

    Series dumped;
    dumped.add(backUpByProgram(target, Kind::Dump, place.freeFile("ours.dump")));
    figures.time(QStringLiteral("dump, all: counted, dumped, read back, compared"), dumped);
    figures.memory(QStringLiteral("dump, resident at most"), dumped);

    restores(target, place, report);
}

void transfers(const Target &target, Report &report)
{
    if (!target.isSqlite())
        return;
    const Place place;
    const QString pgloader = Program::find(QStringLiteral("pgloader"));
    // What the columns have to be; SQLite knows no greatest length of a text.
    const QString shape = QStringLiteral(
        "select string_agg(concat_ws(' ', column_name, replace(data_type, 'character varying', 'text'), "
        "is_nullable, is_identity), ', ' order by ordinal_position) from information_schema.columns "
        "where table_name = 'Customer'");
    const Database expected;
    createSchema(expected.target());

    Series theirs;
    Series written;
    Series whole;
    Series program;
    for (int i = 0; i < target.runs; ++i) {
        if (!pgloader.isEmpty()) {
            const Database database;
            theirs.add(Program::run(pgloader, {target.spec.file, database.target().connection}));
        }
        const Database database;
        QElapsedTimer timer;
        timer.start();
        Phases saving;
        (void)backUp(target, Kind::Portable, place.freeFile("ours.db"), saving);
        Phases restoring;
        restore(place.file("ours.db"), database, restoring);
        whole.add(milliseconds(timer));
        written.add(writingOf(restoring));
        const Tests::Rows next = database.execute(
            QStringLiteral("insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", \"Address\", "
                           "\"CreatedAt\", \"UpdatedAt\", \"IsDeleted\") "
                           "values ('a', 'a', '1', 'a', now(), now(), false) returning \"Id\""));
        if (next.first().first().toLongLong() != target.rows + 1)
            throw Failure(QStringLiteral("The next customer got number ") + next.first().first());
        if (const QString found = database.execute(shape).first().first();
            found != expected.execute(shape).first().first())
            throw Failure(QStringLiteral("The columns became others: ") + found);
    }
    const Database again;
    program.add(restoreByProgram(place.file("ours.db"), again));
    const Figures figures("P8", target, report, QStringLiteral("pgloader"), pgloader, theirs);
    figures.time(QStringLiteral("into PostgreSQL, writing"), written, 0.5);
    figures.time(QStringLiteral("into PostgreSQL, with the snapshot, all read back and checked"), whole);
    figures.memory(QStringLiteral("into PostgreSQL, resident at most"), program);
}

} // namespace Bench::Scenarios
