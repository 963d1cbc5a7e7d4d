// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "acceptance/soakbackups.h"

#include "backup/partfile.h"
#include "schema/migrator.h"
#include "tables/tablesfixture.h"

#include <QCoreApplication>
#include <QDir>
#include <QTimer>

#include <sys/resource.h>

#include <csignal>

namespace Soak {

using Backup::Kind;

namespace {

constexpr int verificationFailed = 4; // gsc-admin's exit code
constexpr int refused = 5;

QString kindOf(const QString &engine, Kind kind)
{
    return QStringLiteral("%1 of %2").arg(Backup::keyOf(kind), engine);
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

QProcessEnvironment homeIn(const QTemporaryDir &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), folder.path());
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
        environment.insert(QLatin1String(name), folder.filePath(QLatin1String(name)));
    return environment;
}

Core::Result<Db::RowSet> change(Db::Session &session, const QList<Db::Statement> &statements)
{
    return session.write<Db::RowSet>([&](Db::Transaction &transaction) -> Core::Result<Db::RowSet> {
        auto sets = transaction.run(statements);
        if (!sets)
            return sets.error();
        return sets->last();
    });
}

/// The same question on both engines: customers, customers with a history, and those who are as it says.
Db::Statement historyQuestion()
{
    return {
        QStringLiteral(
            "select (select count(*) from \"Customer\"), (select count(distinct id) from history), "
            "(select count(*) from \"Customer\" c join history h on h.id = c.\"Id\" join (select id, max(n) "
            "as n from history group by id) l on l.n = h.n "
            "where h.now = c.\"Notes\" and h.now_deleted = c.\"IsDeleted\")"),
        {}};
}

} // namespace

QString Backups::Round::text() const
{
    return kindOf(isFromSqlite ? QStringLiteral("SQLite") : QStringLiteral("PostgreSQL"), kind);
}

Backups::Backups(Tests::PostgresServer &server, const QStringList &ways, quint32 seed)
    : m_server(server)
    , m_ways(ways)
    , m_random(seed)
{
    const QString file = m_places.filePath(QStringLiteral("shop.db"));
    if (auto made = Db::createDatabaseFile(file); !made)
        qFatal("no database: %s", qPrintable(Core::toText(made.error())));
    m_shop = std::make_unique<Db::Session>(Tests::specOf(file));
    auto done = Schema::createSchema(*m_shop);
    auto prepared = done
                        ? change(*m_shop, {{QStringLiteral("create table history (n integer primary key "
                                                           "autoincrement, id integer not null, now text not "
                                                           "null, now_deleted bool not null)"),
                                            {}}})
                        : Core::Result<Db::RowSet>(done.error());
    if (!prepared)
        qFatal("no schema: %s", qPrintable(Core::toText(prepared.error())));
}

void Backups::actAsWebApplication()
{
    const QString notes = QStringLiteral("web-%1").arg(++m_edits);
    const bool isNew = m_edits < 20 || m_random.bounded(3) == 0;
    const QString now = QStringLiteral("strftime('%Y-%m-%d %H:%M:%f', 'now')");
    const Db::Statement edit =
        isNew
            ? Db::Statement{QStringLiteral("insert into \"Customer\" (\"Name\", \"Email\", \"Phone\", "
                                           "\"Address\", \"Notes\", \"CreatedAt\", \"UpdatedAt\", "
                                           "\"IsDeleted\") values ('Ada', 'a@example.com', '1', 'x', $1, ") +
                                now + QStringLiteral(", ") + now + QStringLiteral(", 0)"),
                            {notes}}
            : Db::Statement{QStringLiteral("update \"Customer\" set \"Notes\" = $1, \"IsDeleted\" = not "
                                           "\"IsDeleted\" where \"Id\" = $2"),
                            {notes, qint64(m_random.bounded(1, 20))}};
    const Db::Statement note = {
        QStringLiteral(
            "insert into history (id, now, now_deleted) select \"Id\", \"Notes\", \"IsDeleted\" from "
            "\"Customer\" where \"Notes\" = $1"),
        {notes}};
    if (auto done = change(*m_shop, {edit, note}); !done)
        found(QStringLiteral("SQLite kept a writer from writing while a backup was made: ") +
              Core::toText(done.error()));
}

QString Backups::figures() const
{
    QStringList kinds;
    int made = 0;
    for (auto it = m_made.cbegin(); it != m_made.cend(); ++it) {
        kinds.append(QStringLiteral("%1 %2").arg(it.key()).arg(it.value()));
        made += it.value();
    }
    return QStringLiteral(
               "%1 backups begun, %2 made (%3), %4 killed, %5 cancelled, %6 failed; %7 restored and "
               "equal, %8 restores broken off; %9 edits in SQLite meanwhile; %10 breaks")
        .arg(m_rounds)
        .arg(made)
        .arg(kinds.join(QStringLiteral(", ")))
        .arg(m_killed)
        .arg(m_cancelled)
        .arg(m_failed)
        .arg(m_restored)
        .arg(m_brokenOff)
        .arg(m_edits)
        .arg(m_breaks.size());
}

void Backups::found(const QString &what)
{
    m_breaks.append(what);
    qWarning("break: %s", qPrintable(what));
}

QStringList Backups::filesOf(const Round &round) const
{
    QStringList names = namesIn(m_folder.path());
    names.removeIf([&](const QString &name) { return !name.startsWith(QFileInfo(round.file).fileName()); });
    return names;
}

void Backups::stop()
{
    m_isStopping = true;
    for (const Kind kind : {Kind::Portable, Kind::Dump, Kind::Script})
        m_last.append({kind, false, {}, {}});
    for (const Kind kind : {Kind::SqliteSnapshot, Kind::Portable})
        m_last.append({kind, true, {}, {}});
    if (m_isPausing)
        next();
}

void Backups::pause()
{
    if (m_isStopping)
        return next();
    m_isPausing = true;
    QTimer::singleShot(m_random.bounded(200, 1000), this, [this] {
        if (m_isPausing)
            next();
    });
}

void Backups::next()
{
    m_isPausing = false;
    if (!m_waiting.isEmpty() && (m_isStopping || m_random.bounded(2) == 0))
        return restore(m_waiting.takeFirst(), m_isStopping ? Fate::None : anyFate());
    if (m_isStopping)
        return m_last.isEmpty() ? finish() : backUp(m_last.takeFirst(), Fate::None);
    constexpr std::array fromPostgres = {Kind::Portable, Kind::Dump, Kind::Script};
    constexpr std::array fromSqlite = {Kind::SqliteSnapshot, Kind::Portable};
    Round round;
    round.isFromSqlite = m_random.bounded(3) == 0;
    round.kind = round.isFromSqlite ? fromSqlite[size_t(m_random.bounded(int(fromSqlite.size())))]
                                    : fromPostgres[size_t(m_random.bounded(int(fromPostgres.size())))];
    backUp(round, anyFate());
}

bool Backups::isOurKill() const
{
    // Being asked to end before it listens to such things is as good as being killed.
    const int signal = m_process->exitCode();
    return (m_fate == Fate::Kill && signal == SIGKILL) || (m_fate == Fate::Cancel && signal == SIGTERM);
}

Backups::Fate Backups::anyFate()
{
    switch (m_random.bounded(8)) {
    case 0:
    case 1:
        return Fate::Kill;
    case 2:
        return Fate::Cancel;
    case 3:
        return Fate::SmallDisk;
    default:
        return Fate::None;
    }
}

void Backups::run(const QStringList &arguments, Fate fate, std::function<void()> ended)
{
    m_fate = fate;
    m_mustWork = m_isStopping; // what began earlier may still meet a fault
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(homeIn(m_home));
    QProcess *process = m_process.get();
    if (fate == Fate::SmallDisk) {
        const rlim_t bytes = rlim_t(m_random.bounded(1, 200)) * 1024;
        process->setChildProcessModifier([bytes] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit = {bytes, bytes};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
    }
    connect(process, &QProcess::finished, this, std::move(ended), Qt::QueuedConnection);
    connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            qFatal("gsc-admin does not start: %s", qPrintable(m_process->errorString()));
    });
    process->start(QCoreApplication::applicationDirPath() + QStringLiteral("/gsc-admin"), arguments);
    const int moment = m_random.bounded(20, 900);
    if (fate == Fate::Kill)
        QTimer::singleShot(moment, process, [process] { process->kill(); });
    else if (fate == Fate::Cancel)
        QTimer::singleShot(moment, process, [process] { process->terminate(); });
}

bool Backups::isGood() const
{
    return m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
}

void Backups::backUp(const Round &round, Fate fate)
{
    m_round = round;
    m_round.file = m_folder.filePath(QStringLiteral("backup-%1.x").arg(++m_rounds));
    QStringList arguments = {QStringLiteral("backup"),
                             round.isFromSqlite ? m_shop->spec().file
                                                : m_ways.at(m_random.bounded(int(m_ways.size()))),
                             QStringLiteral("--kind"),
                             Backup::keyOf(round.kind),
                             QStringLiteral("--out"),
                             m_round.file,
                             QStringLiteral("--json")};
    if (m_random.bounded(4) == 0)
        arguments.append(QStringLiteral("--compress"));
    run(arguments, fate, [this] { tookBackUp(); });
}

void Backups::tookBackUp()
{
    const bool isKilled = m_process->exitStatus() == QProcess::CrashExit;
    const QString said = QString::fromUtf8(m_process->readAllStandardError()).simplified();
    const QStringList left = filesOf(m_round);
    // A kill may come in the middle of the last step, or behind it: what has its name by then has to be
    // whole.
    if (isGood() || (isKilled && QFile::exists(m_round.file))) {
        auto manifest = Backup::readManifest(m_round.file);
        if (!manifest || !QFile::exists(m_round.file)) {
            found(QStringLiteral("%1 was made, and there is only %2")
                      .arg(m_round.text(), left.join(QStringLiteral(", "))));
            return pause();
        }
        ++m_made[m_round.text()];
        m_round.manifest = *manifest;
        return restore(m_round, m_isStopping ? Fate::None : anyFate());
    }
    if (isKilled) {
        ++m_killed;
        if (!isOurKill())
            found(QStringLiteral("%1 crashed by signal %2: %3")
                      .arg(m_round.text(), QString::number(m_process->exitCode()), said));
        return pause();
    }
    ++(m_fate == Fate::Cancel ? m_cancelled : m_failed);
    if (!left.isEmpty())
        found(QStringLiteral("%1 failed and left %2: %3")
                  .arg(m_round.text(), left.join(QStringLiteral(", ")), said));
    if (m_mustWork || m_process->exitCode() == verificationFailed || m_process->exitCode() == refused)
        found(QStringLiteral("%1 was not made: %2").arg(m_round.text(), said));
    pause();
}

void Backups::makeScratch()
{
    m_isScratchFile = m_random.bounded(2) == 0;
    if (!m_isScratchFile) {
        m_scratch = m_server.createDatabase();
        return;
    }
    m_scratch = m_places.filePath(QStringLiteral("scratch.db"));
    if (auto made = Db::createDatabaseFile(m_scratch); !made)
        qFatal("no scratch file: %s", qPrintable(Core::toText(made.error())));
}

void Backups::dropScratch()
{
    if (m_isScratchFile)
        Db::removeDatabaseFile(m_scratch);
    else
        m_server.dropDatabase(m_scratch);
}

void Backups::restore(const Round &round, Fate fate)
{
    m_round = round;
    makeScratch();
    run({QStringLiteral("restore"), m_round.file, QStringLiteral("--to"),
         m_isScratchFile ? m_scratch : m_server.connectionString(m_scratch), QStringLiteral("--yes"),
         QStringLiteral("--json"), QStringLiteral("--safety-folder"), m_places.path()},
        fate, [this] { tookRestore(); });
}

bool Backups::isOneMoment() const
{
    Db::Session session(Tests::specOf(m_isScratchFile ? m_scratch : m_server.connectionString(m_scratch)));
    const auto set = session.select(historyQuestion());
    if (!set)
        return false;
    const Db::Row &row = set->rows.first();
    return row.integer(0) == row.integer(1) && row.integer(0) == row.integer(2);
}

void Backups::tookRestore()
{
    const QString said = QString::fromUtf8(m_process->readAllStandardError()).simplified();
    const QString where = m_isScratchFile ? QStringLiteral("SQLite") : QStringLiteral("PostgreSQL");
    const auto summary =
        Tests::summaryOf(Tests::specOf(m_isScratchFile ? m_scratch : m_server.connectionString(m_scratch)));
    const QStringList there = summary ? Tests::lines(*summary) : QStringList{Core::toText(summary.error())};
    const QStringList promised = Tests::lines(m_round.manifest->tables);
    const bool isWhole = there == promised;
    if (isGood()) {
        if (!isWhole)
            found(QStringLiteral("%1 into %2: %3 instead of %4")
                      .arg(m_round.text(), where, there.join(QStringLiteral("; ")),
                           promised.join(QStringLiteral("; "))));
        if (!isOneMoment())
            found(QStringLiteral("%1 into %2: customers and history are of two moments")
                      .arg(m_round.text(), where));
        ++m_restored;
        QFile::remove(m_round.file);
        QFile::remove(Backup::manifestFile(m_round.file));
    } else {
        ++m_brokenOff;
        if (m_process->exitStatus() == QProcess::CrashExit && !isOurKill())
            found(QStringLiteral("the restore of %1 crashed by signal %2: %3")
                      .arg(m_round.text(), QString::number(m_process->exitCode()), said));
        if (!isWhole && !there.isEmpty())
            found(QStringLiteral("%1 into %2 was not restored, and there is %3 now: %4")
                      .arg(m_round.text(), where, there.join(QStringLiteral("; ")), said));
        const int code = m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : 0;
        if (m_mustWork || code == verificationFailed || code == refused)
            found(QStringLiteral("%1 into %2 was not restored: %3").arg(m_round.text(), where, said));
        else
            m_waiting.append(m_round);
    }
    dropScratch();
    pause();
}

void Backups::finish()
{
    // What killed programs left is what the next start of the window cleans up.
    Backup::removeLeftovers(m_folder.path());
    if (const QStringList left = namesIn(m_folder.path()); !left.isEmpty())
        found(QStringLiteral("left among the backups: ") + left.join(QStringLiteral(", ")));
    if (const QStringList left = namesIn(m_home.filePath(QStringLiteral("XDG_STATE_HOME/gsc-admin/work")));
        left != QStringList{QStringLiteral(".lock")})
        found(QStringLiteral("left in the work folder: ") + left.join(QStringLiteral(", ")));
    m_hasStopped = true;
}

} // namespace Soak
