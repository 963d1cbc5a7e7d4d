// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/filechecks.h"

#include "db/databasefile.h"
#include "doctor/commonchecks.h"
#include "doctor/filelocks.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

namespace Doctor {

using Core::ErrorKind;
using std::chrono::seconds;

namespace {

constexpr seconds answerLimit{15}; // SQLite itself waits 5 s for a lock
constexpr seconds quickCheckLimit{10};

Db::ConnectionSpec readOnly(Db::ConnectionSpec connection)
{
    connection.openMode = Db::SqliteOpenMode::ReadOnly;
    return connection;
}

QString holderNames(const QList<LockHolder> &holders, bool writersOnly)
{
    QStringList names;
    for (const LockHolder &holder : holders)
        if (holder.isWriting || !writersOnly)
            names.append(holder.program.isEmpty()
                             ? Text::tr("process %1").arg(holder.processId)
                             : Text::tr("%1 (process %2)").arg(holder.program).arg(holder.processId));
    return names.join(QLatin1String(", "));
}

bool mayWrite(const QString &path)
{
    return ::access(QFile::encodeName(path).constData(), W_OK) == 0;
}

} // namespace

FileChecks::FileChecks(Examination &examination)
    : m_examination(examination)
    , m_file(examination.connection().file)
    , m_wantsWriting(examination.connection().openMode == Db::SqliteOpenMode::ReadWrite)
    , m_session(readOnly(examination.connection()), examination.stopFlag())
{}

QString FileChecks::run()
{
    m_examination.begin(Step::String);
    m_examination.end(checkString(m_examination.connection()));
    if (!checkFile())
        return Text::tr("Not tried: the file cannot be read.");
    if (!checkDatabase())
        return m_examination.isStopped() ? Text::tr("Stopped.")
                                         : Text::tr("Not tried: the database cannot be opened.");
    for (const auto check :
         {&FileChecks::checkVersion, &FileChecks::checkOtherPrograms, &FileChecks::checkPermissions,
          &FileChecks::checkTable, &FileChecks::checkMigrations}) {
        if (m_examination.isStopped())
            break;
        (this->*check)();
    }
    return Text::tr("Stopped.");
}

bool FileChecks::checkFile()
{
    m_examination.begin(Step::Authentication);
    const auto usable = Db::checkDatabaseFile(m_file);
    const QFileInfo info(m_file);
    if (usable) {
        m_examination.end(
            {Step::Authentication,
             Verdict::Passed,
             Text::tr("It is there and may be read (%1).").arg(QLocale().formattedDataSize(info.size())),
             {},
             QDir::toNativeSeparators(info.absoluteFilePath()),
             {}});
        return true;
    }
    QString fix;
    if (usable.error().kind == ErrorKind::Permission) {
        fix = Text::tr("Ask “%1”, who owns it, for access: file mode %2.")
                  .arg(info.owner(), QString::number(int(info.permissions()) & 0x777, 16));
        if (info.owner().isEmpty())
            fix = Text::tr("Check the access rights of the folders above it.");
    } else if (usable.error().kind == ErrorKind::NotFound) {
        fix =
            info.dir().exists()
                ? Text::tr("Check the name, or create a new database on the start page.")
                : Text::tr("Its folder is not there either: check the path, and whether a drive is missing.");
    } else {
        fix = Text::tr("Choose the database file itself, for example gsctracking.db.");
    }
    m_examination.end(
        {Step::Authentication, Verdict::Failed, usable.error().summary, fix, usable.error().detail, {}});
    return false;
}

bool FileChecks::checkDatabase()
{
    m_examination.begin(Step::Database);
    const auto line = m_session.open(answerLimit);
    if (m_examination.isStopped())
        return false;
    if (!line) {
        const Core::Error &error = line.error();
        QString fix;
        switch (error.kind) {
        case ErrorKind::Busy: {
            const QString names = holderNames(lockHolders(m_file), false);
            fix = names.isEmpty() ? Text::tr("Close the program that uses it, then try again.")
                                  : Text::tr("It is used by: %1. Close it there, then try again.").arg(names);
            break;
        }
        case ErrorKind::Corrupt:
            fix = Text::tr(
                "Open another file, or a backup. Keep this one as it is: something may be saved from it.");
            break;
        case ErrorKind::ReadOnly:
            fix = Text::tr("A program was cut off while it wrote. Opening the file for writing repairs it.");
            break;
        default:
            fix = Text::tr("Check the access rights of the file, of its folder, and of the files ending in "
                           "-wal and -shm "
                           "beside it.");
            break;
        }
        m_examination.end({Step::Database, Verdict::Failed, error.summary, fix, error.detail, {}});
        return false;
    }
    m_version = line->serverVersion;
    Remarks remarks;
    if (const auto mode = m_session.select({{QStringLiteral("pragma journal_mode"), {}}}, answerLimit))
        m_journalMode = mode->first().rows.first().text(0);
    remarks.addDetail(Text::tr("Journal mode: %1.").arg(m_journalMode));
    const auto check = m_session.select({{QStringLiteral("pragma quick_check(5)"), {}}}, quickCheckLimit);
    if (m_examination.isStopped())
        return false;
    if (!check && check.error().kind == ErrorKind::Timeout) {
        remarks.add(Verdict::Passed,
                    Text::tr("An SQLite database; it is too large for a quick check of its pages."));
    } else if (!check || check->first().rows.isEmpty() ||
               check->first().rows.first().text(0) != QLatin1String("ok")) {
        remarks.add(Verdict::Failed, Text::tr("The database file is damaged."),
                    Text::tr("Do not change anything in it. Keep a copy, and go back to a backup."));
        if (!check)
            remarks.addDetail(check.error().detail);
        else
            for (const Db::Row &row : check->first().rows)
                remarks.addDetail(row.text(0));
    } else {
        remarks.add(Verdict::Passed, Text::tr("An SQLite database; its pages are whole."));
    }
    const Finding finding = remarks.finding(Step::Database);
    m_examination.end(finding);
    return finding.verdict != Verdict::Failed;
}

void FileChecks::checkVersion()
{
    m_examination.begin(Step::Version);
    m_examination.end({Step::Version,
                       Verdict::Passed,
                       QStringLiteral("SQLite ") + m_version + QLatin1Char('.'),
                       {},
                       {},
                       {}});
}

void FileChecks::checkOtherPrograms()
{
    m_examination.begin(Step::Connections);
    const QList<LockHolder> holders = lockHolders(m_file);
    const QString writers = holderNames(holders, true);
    if (!writers.isEmpty())
        return m_examination.end(
            {Step::Connections,
             Verdict::Warning,
             Text::tr("It is being written by: %1.").arg(writers),
             Text::tr("Saving waits until that is done. If it takes long, close the other program."),
             {},
             {}});
    m_examination.end({Step::Connections,
                       Verdict::Passed,
                       holders.isEmpty()
                           ? Text::tr("No other program uses it right now.")
                           : Text::tr("It is also open in: %1.").arg(holderNames(holders, false)),
                       {},
                       {},
                       {}});
}

void FileChecks::checkPermissions()
{
    m_examination.begin(Step::Privileges);
    const QFileInfo info(m_file);
    Remarks remarks;
    if (!m_wantsWriting) {
        remarks.add(Verdict::Passed, Text::tr("It is to be opened for reading only."));
        return m_examination.end(remarks.finding(Step::Privileges));
    }
    if (!mayWrite(m_file))
        remarks.add(
            Verdict::Warning, Text::tr("You may read the file, but not change it."),
            Text::tr("To change customers, let “%1”, who owns it, give you write access.").arg(info.owner()));
    if (!mayWrite(info.absolutePath()))
        remarks.add(Verdict::Warning,
                    Text::tr("You may not create files in its folder, which SQLite needs to save safely."),
                    Text::tr("Get write access to “%1”, or move the database to a folder of your own.")
                        .arg(QDir::toNativeSeparators(info.absolutePath())));
    for (const char *suffix : {"-wal", "-shm", "-journal"}) {
        const QString beside = m_file + QLatin1String(suffix);
        if (QFileInfo::exists(beside) && !mayWrite(beside))
            remarks.add(
                Verdict::Warning,
                Text::tr("You may not change “%1”, which belongs to it.").arg(QFileInfo(beside).fileName()),
                Text::tr(
                    "It probably belongs to another user of the same database: both need write access."));
    }
    if (remarks.isEmpty())
        remarks.add(Verdict::Passed, Text::tr("You may read and change it."));
    m_examination.end(remarks.finding(Step::Privileges));
}

void FileChecks::checkTable()
{
    m_examination.begin(Step::CustomerTable);
    const auto catalogue = m_session.readCatalogue(answerLimit);
    m_hasCustomerTable = catalogue && catalogue->hasCustomerTable;
    QStringList others;
    if (const auto names =
            m_session.select({{QStringLiteral("select name from sqlite_schema where type in ('table', "
                                              "'view') and lower(name) = 'customers'"),
                               {}}},
                             answerLimit))
        for (const Db::Row &row : names->first().rows)
            others.append(row.text(0));
    m_examination.end(checkCustomerTable(catalogue, others, Db::Engine::SQLite));
}

void FileChecks::checkMigrations()
{
    m_examination.begin(Step::Migrations);
    History history;
    history.hasCustomerTable = m_hasCustomerTable;
    const auto tables =
        m_session.select({{QStringLiteral("select name from sqlite_schema where type = 'table' and name in "
                                          "('__EFMigrationsHistory', '__EFMigrationsLock')"),
                           {}}},
                         answerLimit);
    bool hasLockTable = false;
    if (tables)
        for (const Db::Row &row : tables->first().rows) {
            history.exists = history.exists || row.text(0) == QLatin1String("__EFMigrationsHistory");
            hasLockTable = hasLockTable || row.text(0) == QLatin1String("__EFMigrationsLock");
        }
    if (hasLockTable)
        if (const auto locks = m_session.select(
                {{QStringLiteral("select count(*) from \"__EFMigrationsLock\""), {}}}, answerLimit))
            history.hasMigrationLock = locks->first().rows.first().integer(0) > 0;
    if (history.exists)
        if (const auto rows = m_session.select(
                {{QStringLiteral(
                      R"sql(select "MigrationId", "ProductVersion" from "__EFMigrationsHistory" order by 1)sql"),
                  {}}},
                answerLimit))
            for (const Db::Row &row : rows->first().rows) {
                history.ids.append(row.text(0));
                history.productVersion = row.text(1);
            }
    m_examination.end(checkHistory(history));
}

} // namespace Doctor
