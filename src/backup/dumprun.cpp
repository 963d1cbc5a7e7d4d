// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/childprogram.h"
#include "backup/dumptool.h"
#include "backup/outputfile.h"
#include "backup/passwordfile.h"
#include "core/log.h"
#include "db/connectionstring.h"
#include "db/postgreserrors.h"
#include "db/statement.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace Backup {

using Core::Error;
using Core::ErrorKind;
using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::DumpTool)
};

constexpr std::chrono::seconds lockLimit{30};
/// pg_restore reads untrusted archives; 2 GB is a multiple of what a row may need.
constexpr qint64 restoreMemory = qint64(2) * 1024 * 1024 * 1024;

/// libpq's variables: unlike arguments, nobody else on this computer can read them.
constexpr std::array<std::pair<const char *, const char *>, 29> variables{{
    {"application_name", "PGAPPNAME"},
    {"channel_binding", "PGCHANNELBINDING"},
    {"client_encoding", "PGCLIENTENCODING"},
    {"connect_timeout", "PGCONNECT_TIMEOUT"},
    {"dbname", "PGDATABASE"},
    {"gssencmode", "PGGSSENCMODE"},
    {"host", "PGHOST"},
    {"krbsrvname", "PGKRBSRVNAME"},
    {"load_balance_hosts", "PGLOADBALANCEHOSTS"},
    {"max_protocol_version", "PGMAXPROTOCOLVERSION"},
    {"min_protocol_version", "PGMINPROTOCOLVERSION"},
    {"options", "PGOPTIONS"},
    {"passfile", "PGPASSFILE"},
    {"port", "PGPORT"},
    {"require_auth", "PGREQUIREAUTH"},
    {"requirepeer", "PGREQUIREPEER"},
    {"ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"},
    {"ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"},
    {"sslcert", "PGSSLCERT"},
    {"sslcertmode", "PGSSLCERTMODE"},
    {"sslcrl", "PGSSLCRL"},
    {"sslcrldir", "PGSSLCRLDIR"},
    {"sslkey", "PGSSLKEY"},
    {"sslmode", "PGSSLMODE"},
    {"sslnegotiation", "PGSSLNEGOTIATION"},
    {"sslrootcert", "PGSSLROOTCERT"},
    {"sslsni", "PGSSLSNI"},
    {"target_session_attrs", "PGTARGETSESSIONATTRS"},
    {"user", "PGUSER"},
}};

QString variableOf(const QString &keyword)
{
    const auto *found = std::find_if(variables.begin(), variables.end(), [&](const auto &entry) {
        return keyword == QLatin1String(entry.first);
    });
    return found == variables.end() ? QString() : QString::fromLatin1(found->second);
}

/// Where the child connects to: in variables, and what has none (limits of the line) as keywords.
struct Address
{
    QProcessEnvironment environment = plainEnvironment();
    QStringList keywords;
};

Address addressOf(const DumpRun &run)
{
    Address address;
    QMap<QString, QString> parameters =
        Db::ConnectionString::toLibpqParameters(run.source, run.tool.major * 10000);
    parameters.remove(QStringLiteral("password"));
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it) {
        if (const QString variable = variableOf(it.key()); !variable.isEmpty())
            address.environment.insert(variable, it.value());
        else
            address.keywords.append(it.key() + u'=' + it.value()); // numbers
    }
    // Times in a backup do not depend on where the server stands.
    address.environment.insert(QStringLiteral("PGTZ"), QStringLiteral("UTC"));
    // What this program's own connections find there, too: password file, client certificate, tickets.
    for (const char *name : {"HOME", "KRB5CCNAME", "SSL_CERT_FILE", "SSL_CERT_DIR"}) {
        if (qEnvironmentVariableIsSet(name))
            address.environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    }
    return address;
}

QStringList argumentsOf(const DumpRun &run, const QStringList &keywords)
{
    QStringList arguments{
        run.kind == Kind::Dump ? QStringLiteral("--format=custom") : QStringLiteral("--format=plain"),
        QStringLiteral("--encoding=UTF8"),
        QStringLiteral("--no-owner"),
        QStringLiteral("--no-privileges"),
        QStringLiteral("--no-password"),
        QStringLiteral("--lock-wait-timeout=%1").arg(std::chrono::milliseconds(lockLimit).count()),
    };
    if (!run.snapshot.isEmpty())
        arguments.append(QStringLiteral("--snapshot=") + run.snapshot);
    switch (run.scope) {
    case Scope::Everything:
        break;
    case Scope::OneTable: // a pattern, in which quotes keep case and every character
        arguments.append(QStringLiteral("--table=\"public\".") + Db::quoted(run.table));
        break;
    case Scope::DataOnly:
        arguments.append(QStringLiteral("--data-only"));
        break;
    case Scope::SchemaOnly:
        arguments.append(QStringLiteral("--schema-only"));
        break;
    }
    if (!keywords.isEmpty())
        arguments.append(QStringLiteral("--dbname=") + keywords.join(u' '));
    return arguments;
}

/// What the child writes goes into `file`, and is told.
std::function<Result<void>(const QByteArray &)> into(OutputFile &file, Core::JobContext &context)
{
    return [&file, &context](const QByteArray &piece) {
        Result<void> written = file.write(piece);
        context.advance(file.written());
        return written;
    };
}

struct Complaint
{
    const char *words;
    ErrorKind kind;
    const char *summary;
};

/// What pg_dump and pg_restore say in English, and what it means. The first that fits counts.
constexpr std::array complaints{
    Complaint{"server version mismatch", ErrorKind::Unsupported,
              QT_TRANSLATE_NOOP("Backup::DumpTool",
                                "The server is newer than pg_dump, so no backup was made. Make a portable "
                                "snapshot instead: it needs no other program.")},
    Complaint{
        "permission denied for", ErrorKind::Permission,
        QT_TRANSLATE_NOOP("Backup::DumpTool",
                          "Your database user may not read everything that belongs to the database, so no "
                          "backup was made. Ask the person who looks after it, or back up by a portable "
                          "snapshot, which needs the application's tables alone.")},
    Complaint{
        "lock timeout", ErrorKind::Busy,
        QT_TRANSLATE_NOOP("Backup::DumpTool",
                          "A table is locked by somebody else, so no backup was made. Try again later.")},
    Complaint{"no matching", ErrorKind::NotFound,
              QT_TRANSLATE_NOOP("Backup::DumpTool",
                                "The database has no table of this name, so no backup was made.")},
    Complaint{"invalid snapshot identifier", ErrorKind::Internal,
              QT_TRANSLATE_NOOP("Backup::DumpTool",
                                "The moment of the backup has passed. No backup was made; "
                                "try again.")},
    Complaint{"server closed the connection", ErrorKind::Connection,
              QT_TRANSLATE_NOOP("Backup::DumpTool",
                                "The connection to the database broke, so no backup was made. Try again.")},
    Complaint{"terminating connection", ErrorKind::Connection,
              QT_TRANSLATE_NOOP("Backup::DumpTool",
                                "The connection to the database broke, so no backup was made. Try again.")},
};

Error dumpError(const ChildEnd &end, const Db::ConnectionSpec &source)
{
    const QString words = QString::fromUtf8(end.errors);
    const QString detail = Core::redacted(words).trimmed();
    if (words.contains(QLatin1String("connection to server")) && words.contains(QLatin1String("failed:"))) {
        const QString host = source.hosts.isEmpty() ? QString() : source.hosts.first().host;
        return Db::postgresConnectError(words, host.isEmpty() ? Text::tr("this computer") : host);
    }
    for (const Complaint &complaint : complaints) {
        if (words.contains(QLatin1String(complaint.words)))
            return {complaint.kind, Text::tr(complaint.summary), detail, {}};
    }
    return {ErrorKind::Io,
            end.isCrashed ? Text::tr("pg_dump was ended by the system (signal %1), so no backup was made.")
                                .arg(end.exitCode)
                          : Text::tr("pg_dump could not make the backup; nothing was changed."),
            detail, QString::number(end.exitCode)};
}

Error restoreError(const ChildEnd &end)
{
    const QString words = QString::fromUtf8(end.errors);
    const QString detail = Core::redacted(words).trimmed();
    if (words.contains(QLatin1String("unsupported version")) ||
        words.contains(QLatin1String("newer version")))
        return {
            ErrorKind::Unsupported,
            Text::tr("The backup was made by a newer pg_dump than the pg_restore of this computer can read. "
                     "Install newer client programs of PostgreSQL. Nothing was changed."),
            detail,
            {}};
    return {
        ErrorKind::Corrupt,
        Text::tr("The backup is damaged: pg_restore cannot read it. Nothing was changed. Use another one."),
        detail,
        {}};
}

} // namespace

Result<void> runDump(const DumpRun &run, Core::JobContext &context)
{
    if (run.source.engine != Db::Engine::PostgreSQL || (run.kind != Kind::Dump && run.kind != Kind::Script))
        return Error{
            ErrorKind::Unsupported,
            Text::tr("pg_dump makes dumps and scripts of PostgreSQL databases only. Nothing was done."),
            {},
            {}};
    if (Db::isPooled(run.source))
        return Error{
            ErrorKind::Unsupported,
            Text::tr("pg_dump cannot work through a connection pooler. Nothing was done. Use the direct "
                     "address of the server, or make a portable snapshot instead."),
            {},
            {}};
    OutputFile output;
    if (auto opened = output.open(run.output); !opened)
        return opened;

    Address address = addressOf(run);
    std::unique_ptr<PasswordFile> passwordFile;
    if (run.source.password) {
        auto created = PasswordFile::create(*run.source.password);
        if (!created)
            return created.error();
        passwordFile = std::move(*created);
        address.environment.insert(QStringLiteral("PGPASSFILE"), passwordFile->path());
    }
    ChildProgram program;
    program.path = run.tool.path;
    program.arguments = argumentsOf(run, address.keywords);
    program.environment = address.environment;
    program.descriptor = passwordFile ? passwordFile->descriptor() : -1;
    program.output = into(output, context);
    context.enter(Text::tr("pg_dump reads the database"), Core::JobProgress::Unit::Bytes);
    const Result<ChildEnd> end = runToEnd(program, context);
    if (!end)
        return end.error();
    if (end->isCrashed || end->exitCode != 0)
        return dumpError(*end, run.source);
    return {};
}

Result<void> scriptOfDump(const QString &dump, const QString &output, Core::JobContext &context)
{
    QFile file(dump);
    const QFileInfo info(dump);
    if (!info.isFile() || info.isSymLink() || !file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::NotFound, Text::tr("“%1” is not a file that can be read.").arg(dump), {}, {}};
    if (file.read(5) != "PGDMP")
        return Error{
            ErrorKind::Corrupt,
            Text::tr("“%1” is no dump of PostgreSQL, or its beginning is damaged. Nothing was changed.")
                .arg(dump),
            {},
            {}};
    OutputFile script;
    if (auto opened = script.open(output); !opened)
        return opened;
    // The newest reads every older one's archives.
    const QList<DumpTool> tools = dumpTools(QStringLiteral("pg_restore"));
    if (tools.isEmpty())
        return Error{ErrorKind::Unsupported,
                     Text::tr("There is no pg_restore on this computer, so the dump cannot be read. Install "
                              "PostgreSQL's client programs. Nothing was changed."),
                     {},
                     {}};
    const int newest = tools.last().major;
    const DumpTool tool = *std::find_if(tools.begin(), tools.end(),
                                        [=](const DumpTool &candidate) { return candidate.major == newest; });
    ChildProgram program;
    program.path = tool.path;
    program.arguments = QStringList{QStringLiteral("--no-owner"), QStringLiteral("--no-privileges"),
                                    QStringLiteral("--file=-"), info.absoluteFilePath()};
    program.environment = plainEnvironment();
    program.memoryLimit = restoreMemory;
    program.output = into(script, context);
    context.enter(Text::tr("pg_restore unpacks the dump"), Core::JobProgress::Unit::Bytes);
    const Result<ChildEnd> end = runToEnd(program, context);
    if (!end)
        return end.error();
    if (end->isCrashed || end->exitCode != 0)
        return restoreError(*end);
    return {};
}

} // namespace Backup
