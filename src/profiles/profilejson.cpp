// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilejson.h"

#include "core/jsonreader.h"
#include "core/jsonrest.h"
#include "db/libpqspec.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QUuid>

#include <array>

namespace Profiles {

using Core::hasForbiddenCharacters;
using Core::JsonReader;
namespace JsonRest = Core::JsonRest;

namespace {

using Core::Error;

constexpr int version = 1;
constexpr qsizetype maxText = 1024;
constexpr qsizetype maxPath = 4096;
constexpr qsizetype maxNotes = 10'000;
constexpr qsizetype maxWord = 40;
constexpr qsizetype maxHosts = 16;
constexpr qsizetype maxParameters = 64;

// In the order of the enumerations.
constexpr std::array kinds{"local", "staging", "production", "own"};
constexpr std::array places{"session", "keyring", "vault", "passwordFile"};
constexpr std::array engines{"sqlite", "postgresql"};
constexpr std::array openModes{"readWrite", "readOnly"};
constexpr std::array tlsModes{"", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Profiles::ProfileStore)
};

Error errorOf(const Core::JsonProblem &problem)
{
    const QString summary =
        problem.kind == Core::ErrorKind::Unsupported
            ? Text::tr("The profiles use something that this version of the program does not know.")
            : Text::tr("The profiles cannot be read.");
    return {problem.kind, summary, Text::tr("at “%1”").arg(problem.place), {}};
}

template <typename Enum, std::size_t N>
QString nameOf(Enum value, const std::array<const char *, N> &names)
{
    return QString::fromLatin1(names.at(std::size_t(value)));
}

QJsonObject toJson(const Environment &environment)
{
    return {{QStringLiteral("kind"), nameOf(environment.kind, kinds)},
            {QStringLiteral("word"), environment.word},
            {QStringLiteral("color"), environment.color},
            {QStringLiteral("icon"), environment.icon},
            {QStringLiteral("guarded"), environment.isGuarded}};
}

QJsonObject toJson(const Db::ConnectionSpec &spec)
{
    if (spec.engine == Db::Engine::SQLite)
        return {{QStringLiteral("engine"), nameOf(spec.engine, engines)},
                {QStringLiteral("file"), spec.file},
                {QStringLiteral("openMode"), nameOf(spec.openMode, openModes)}};
    QJsonArray hosts;
    for (const Db::HostPort &host : spec.hosts)
        hosts.append(QJsonObject{{QStringLiteral("host"), host.host}, {QStringLiteral("port"), host.port}});
    QJsonObject parameters;
    for (auto it = spec.parameters.cbegin(); it != spec.parameters.cend(); ++it)
        parameters.insert(it.key(), it.value());
    return {{QStringLiteral("engine"), nameOf(spec.engine, engines)},
            {QStringLiteral("hosts"), hosts},
            {QStringLiteral("database"), spec.database},
            // A user with a colon is most likely "user:password", percent-encoded as a whole.
            {QStringLiteral("user"), Db::shownUser(spec)},
            {QStringLiteral("tls"), spec.tls ? Db::tlsModeName(*spec.tls) : QString()},
            {QStringLiteral("trustServerCertificate"), spec.trustServerCertificate},
            {QStringLiteral("rootCertificate"), spec.rootCertificate},
            {QStringLiteral("parameters"), parameters}};
}

/// The fields of a profile alone, every key of them.
QJsonObject known(const Profile &profile)
{
    return {{QStringLiteral("id"), profile.id},
            {QStringLiteral("name"), profile.name},
            {QStringLiteral("environment"), toJson(profile.environment)},
            {QStringLiteral("connection"), toJson(profile.connection)},
            {QStringLiteral("service"), profile.service},
            {QStringLiteral("pooledHost"), profile.pooledHost},
            {QStringLiteral("directHost"), profile.directHost},
            {QStringLiteral("readReplica"), profile.readReplica},
            {QStringLiteral("readOnly"), profile.isReadOnly},
            {QStringLiteral("secret"), nameOf(profile.secret, places)},
            {QStringLiteral("passwordChanged"), profile.passwordChanged.toString(Qt::ISODate)},
            {QStringLiteral("migrationsFolder"), profile.migrationsFolder},
            {QStringLiteral("migrationUser"), profile.migrationUser},
            {QStringLiteral("notes"), profile.notes}};
}

/// Reads one profile; the first problem stays in `m_problem`.
class ProfileReader final
{
public:
    Core::Result<Profile> read(const QJsonObject &json, const QString &place);

private:
    Environment environment(JsonReader reader);
    Db::ConnectionSpec connection(JsonReader reader);
    Db::ConnectionSpec server(JsonReader reader);

    std::optional<Core::JsonProblem> m_problem;
};

Environment ProfileReader::environment(JsonReader reader)
{
    static const QRegularExpression color(QStringLiteral(R"(\A(#[0-9A-Fa-f]{6})?\z)"));
    static const QRegularExpression icon(QStringLiteral(R"(\A[A-Za-z0-9_-]*\z)"));
    Environment result;
    result.kind = Environment::Kind(reader.word("kind", kinds));
    result.word = reader.text("word", maxWord);
    result.color = reader.text("color", 7);
    result.icon = reader.text("icon", maxText);
    result.isGuarded = reader.flag("guarded");
    if (!color.match(result.color).hasMatch())
        reader.fail(QStringLiteral("color"));
    if (!icon.match(result.icon).hasMatch()) // a name of the icon theme, never a path
        reader.fail(QStringLiteral("icon"));
    if (result.kind == Environment::Kind::Own && result.word.trimmed().isEmpty())
        reader.fail(QStringLiteral("word"));
    return result;
}

Db::ConnectionSpec ProfileReader::connection(JsonReader reader)
{
    if (Db::Engine(reader.word("engine", engines)) == Db::Engine::PostgreSQL)
        return server(std::move(reader));
    Db::ConnectionSpec result;
    result.file = reader.text("file", maxPath);
    result.openMode = Db::SqliteOpenMode(reader.word("openMode", openModes));
    if (result.file.isEmpty())
        reader.fail(QStringLiteral("file"));
    return result;
}

/// Through the rules that a connection string passes: what reaches libpq has been checked once, in one place.
Db::ConnectionSpec ProfileReader::server(JsonReader reader)
{
    QList<Db::HostPort> hosts;
    QStringList names;
    const QJsonArray list = reader.array("hosts", maxHosts);
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString place = QStringLiteral("hosts[%1]").arg(i);
        if (!list.at(i).isObject())
            reader.fail(place);
        JsonReader host(list.at(i).toObject(), reader.placeOf(place), m_problem);
        hosts.append({host.text("host", maxText), quint16(host.number("port", 1, 65535, 5432))});
        // A list of hosts in one name would put the ports out of step.
        if (hosts.last().host.contains(u','))
            host.fail(QStringLiteral("host"));
        names.append(hosts.last().host);
    }

    Db::LibpqValues input;
    input.trustServerCertificate = reader.flag("trustServerCertificate");
    const auto tls = reader.word("tls", tlsModes);
    const QJsonObject parameters = reader.object("parameters");
    if (parameters.size() > maxParameters)
        reader.fail(QStringLiteral("parameters"));
    JsonReader values(parameters, reader.placeOf(QStringLiteral("parameters")), m_problem);
    for (const QString &key : parameters.keys())
        input.values.insert(key, values.text(key.toLatin1().constData(), maxPath));
    for (const char *field : {"hostaddr", "password"})
        input.values.remove(QLatin1String(field));
    input.values.insert(QStringLiteral("host"), names.join(u','));
    input.values.insert(QStringLiteral("port"),
                        hosts.size() == 1 ? QString::number(hosts.first().port) : QString());
    input.values.insert(QStringLiteral("dbname"), reader.text("database", maxText));
    input.values.insert(QStringLiteral("user"), reader.text("user", maxText));
    input.values.insert(QStringLiteral("sslmode"), QString::fromLatin1(tlsModes.at(tls)));
    input.values.insert(QStringLiteral("sslrootcert"), reader.text("rootCertificate", maxPath));
    Core::Result<Db::ConnectionSpec> spec = Db::specFromLibpq(input);
    if (!spec) {
        reader.fail(QStringLiteral("parameters"), Core::ErrorKind::Unsupported);
        return {};
    }
    spec->hosts = hosts;
    spec->dropped.clear(); // kept as unknown keys
    return *spec;
}

Core::Result<Profile> ProfileReader::read(const QJsonObject &json, const QString &place)
{
    JsonReader reader(json, place, m_problem);
    const auto below = [&](const char *key) {
        return JsonReader(reader.object(key), reader.placeOf(QLatin1String(key)), m_problem);
    };
    Profile result;
    result.id = reader.text("id", 36);
    result.name = reader.text("name", maxNameLength);
    result.environment = environment(below("environment"));
    result.connection = connection(below("connection"));
    result.service = reader.text("service", maxText);
    result.pooledHost = reader.text("pooledHost", maxText);
    result.directHost = reader.text("directHost", maxText);
    result.readReplica = reader.text("readReplica", maxText);
    result.isReadOnly = reader.flag("readOnly");
    result.secret = SecretPlace(reader.word("secret", places));
    result.passwordChanged = reader.date("passwordChanged");
    result.migrationsFolder = reader.text("migrationsFolder", maxPath);
    result.migrationUser = reader.text("migrationUser", maxText);
    result.notes = reader.text("notes", maxNotes, JsonReader::Shape::Paragraphs);
    if (QUuid::fromString(result.id).toString(QUuid::WithoutBraces) != result.id)
        reader.fail(QStringLiteral("id"));
    if (!isUsableName(result.name))
        reader.fail(QStringLiteral("name"));
    if (m_problem)
        return errorOf(*m_problem);
    result.unknown = JsonRest::of(json, known(result));
    return result;
}

} // namespace

bool isUsableName(const QString &name)
{
    // A pasted connection string would be stored with its password.
    return !name.trimmed().isEmpty() && name == name.trimmed() && name.size() <= maxNameLength &&
           !hasForbiddenCharacters(name, JsonReader::Shape::Line) && !name.contains(QLatin1String("://")) &&
           !name.contains(u'=');
}

QJsonObject toJson(const Profile &profile)
{
    return JsonRest::merged(known(profile), profile.unknown);
}

QByteArray toJson(const ProfileSet &set)
{
    QJsonArray profiles;
    for (const Profile &profile : set.profiles)
        profiles.append(toJson(profile));
    const QJsonObject object{{QStringLiteral("version"), version}, {QStringLiteral("profiles"), profiles}};
    return QJsonDocument(JsonRest::merged(object, set.unknown)).toJson(QJsonDocument::Indented);
}

Core::Result<Profile> profileFromJson(const QJsonObject &json, const QString &place)
{
    return ProfileReader().read(json, place);
}

Core::Result<ProfileSet> setFromJson(const QByteArray &json)
{
    std::optional<Core::JsonProblem> problem;
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(json, &syntax);
    const QJsonObject object = document.object();
    JsonReader reader(object, {}, problem);
    if (!document.isObject())
        reader.fail(QStringLiteral("character %1").arg(syntax.offset));
    const int found = reader.number("version", 1, std::numeric_limits<int>::max(), 0);
    if (found == 0)
        reader.fail(QStringLiteral("version"));
    if (!problem && found > version)
        return Core::Error{
            Core::ErrorKind::Unsupported,
            Text::tr("The profiles were written by a newer version of this program. They were left as "
                     "they are. Use the newer version."),
            {},
            {}};
    if (!object.contains(QLatin1String("profiles")))
        reader.fail(QStringLiteral("profiles"));
    const QJsonArray list = reader.array("profiles", maxProfiles);
    if (problem)
        return errorOf(*problem);

    ProfileSet result;
    QSet<QString> taken;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString place = QStringLiteral("profiles[%1]").arg(i);
        if (!list.at(i).isObject())
            reader.fail(place);
        Core::Result<Profile> profile = profileFromJson(list.at(i).toObject(), place);
        if (problem)
            return errorOf(*problem);
        if (!profile)
            return profile.error();
        for (const QString &key : {profile->id, profile->name.toCaseFolded()}) {
            if (taken.contains(key))
                reader.fail(place);
            taken.insert(key);
        }
        result.profiles.append(*std::move(profile));
    }
    if (problem)
        return errorOf(*problem);
    result.unknown = JsonRest::of(object, {{QStringLiteral("version"), 0}, {QStringLiteral("profiles"), 0}});
    return result;
}

} // namespace Profiles
