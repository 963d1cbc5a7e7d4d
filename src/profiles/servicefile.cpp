// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/servicefile.h"

#include "core/durablefile.h"
#include "core/jsonreader.h"
#include "db/libpqspec.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <sys/stat.h>

#include <array>
#include <functional>

namespace Profiles {

namespace {

constexpr qint64 maxServiceFile = 1 << 20;

/// Debian's libpq, then others'.
constexpr std::array systemFiles{"/etc/postgresql-common/pg_service.conf",
                                 "/etc/sysconfig/pgsql/pg_service.conf", "/etc/pg_service.conf"};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Profiles::ServiceFile)
};

using Core::Error;
using Values = QMap<QString, QString>;

/// Calls `section` with each section's name, and `line` with number and text of each line below it; both
/// answer whether to go on.
void forEachLine(const QByteArray &content, const std::function<bool(const QString &)> &section,
                 const std::function<bool(int, const QString &)> &line)
{
    int number = 0;
    for (const QByteArray &raw : content.split('\n')) {
        ++number;
        const QString text = QString::fromUtf8(raw).trimmed();
        if (text.isEmpty() || text.startsWith(u'#'))
            continue;
        if (text.startsWith(u'[') && text.endsWith(u']')) {
            if (!section(text.mid(1, text.size() - 2)))
                return;
        } else if (!line(number, text)) {
            return;
        }
    }
}

Error badLine(const QString &file, int number)
{
    return {Core::ErrorKind::Syntax,
            Text::tr("Line %1 of “%2” is not a setting that can be used. Nothing was opened. Correct the "
                     "line, or give "
                     "the values in the profile.")
                .arg(QString::number(number), file),
            {},
            {}};
}

/// nullopt: the file has no such service.
Core::Result<std::optional<Values>> valuesOf(const QString &service, const QString &file)
{
    const Core::Result<QByteArray> content = Core::readLimited(file, maxServiceFile);
    if (!content) {
        if (content.error().kind == Core::ErrorKind::NotFound)
            return std::optional<Values>();
        return content.error();
    }
    std::optional<Values> values;
    std::optional<Core::Error> error;
    forEachLine(
        *content,
        [&](const QString &name) {
            if (values) // like libpq, the first section of that name alone
                return false;
            if (name == service)
                values.emplace();
            return true;
        },
        [&](int number, const QString &text) {
            if (!values || text.startsWith(QLatin1String("ldap"), Qt::CaseInsensitive))
                return true;
            const qsizetype equals = text.indexOf(u'=');
            if (equals <= 0 || Core::hasForbiddenCharacters(text, Core::JsonReader::Shape::Line)) {
                error = badLine(file, number);
                return false;
            }
            // Like libpq, the first value of a keyword counts.
            if (const QString key = text.left(equals); !values->contains(key))
                values->insert(key, text.mid(equals + 1));
            return true;
        });
    if (error)
        return *error;
    return values;
}

bool namesHost(const Db::ConnectionSpec &spec)
{
    return spec.hosts.size() > 1 || (spec.hosts.size() == 1 && !spec.hosts.first().host.isEmpty());
}

/// Lays what the profile says over what the service says.
void overlay(Values &values, const Db::ConnectionSpec &spec)
{
    const auto set = [&](const char *key, const QString &value) {
        if (!value.isEmpty())
            values.insert(QLatin1String(key), value);
    };
    if (namesHost(spec)) {
        QStringList hosts;
        QStringList ports;
        for (const Db::HostPort &host : spec.hosts) {
            hosts.append(host.host);
            ports.append(QString::number(host.port));
        }
        values.remove(QStringLiteral("hostaddr")); // would lead elsewhere
        set("host", hosts.join(u','));
        set("port", ports.join(u','));
    }
    set("dbname", spec.database);
    set("user", spec.user);
    set("password", spec.password.value_or(QString()));
    set("sslmode", spec.tls ? Db::tlsModeName(*spec.tls) : QString());
    set("sslrootcert", spec.rootCertificate);
    for (auto it = spec.parameters.cbegin(); it != spec.parameters.cend(); ++it)
        values.insert(it.key(), it.value());
}

} // namespace

QStringList serviceFiles()
{
    QStringList files{QDir::homePath() + QStringLiteral("/.pg_service.conf")};
    for (const char *file : systemFiles)
        files.append(QString::fromLatin1(file));
    return files;
}

QStringList serviceNames(const QStringList &files)
{
    QStringList names;
    for (const QString &file : files) {
        const Core::Result<QByteArray> content = Core::readLimited(file, maxServiceFile);
        if (!content)
            continue;
        forEachLine(
            *content,
            [&](const QString &name) {
                if (!name.isEmpty() && !Core::hasForbiddenCharacters(name, Core::JsonReader::Shape::Line))
                    names.append(name);
                return true;
            },
            [](int, const QString &) { return true; });
    }
    names.removeDuplicates();
    return names;
}

Core::Result<Db::ConnectionSpec> resolved(const Profile &profile, const QStringList &files)
{
    if (profile.service.isEmpty() || profile.connection.engine == Db::Engine::SQLite)
        return profile.connection;
    for (const QString &file : files) {
        const Core::Result<std::optional<Values>> found = valuesOf(profile.service, file);
        if (!found)
            return found.error();
        if (!*found)
            continue;
        Db::LibpqValues input;
        input.values = **found;
        input.trustServerCertificate = profile.connection.trustServerCertificate;
        overlay(input.values, profile.connection);
        return Db::specFromLibpq(input);
    }
    return Core::Error{
        Core::ErrorKind::NotFound,
        Text::tr("There is no service “%1” in ~/.pg_service.conf or the system's pg_service.conf. Nothing "
                 "was opened. Add it there, or give the values in the profile.")
            .arg(profile.service),
        {},
        {}};
}

QString passwordFile(const Profile &profile)
{
    const QString own = profile.connection.parameters.value(QStringLiteral("passfile"));
    return own.isEmpty() ? QDir::homePath() + QStringLiteral("/.pgpass") : own;
}

PasswordFileState passwordFileState(const QString &file)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(file).constData(), &status) != 0)
        return PasswordFileState::Missing;
    if (!S_ISREG(status.st_mode))
        return PasswordFileState::NotAFile;
    return (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 ? PasswordFileState::TooOpen
                                                       : PasswordFileState::Usable;
}

} // namespace Profiles
