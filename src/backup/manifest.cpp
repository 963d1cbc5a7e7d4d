// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/manifest.h"

#include "core/jsonreader.h"
#include "core/jsonrest.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QRegularExpression>

#include <array>
#include <limits>

namespace Backup {

namespace {

using Core::Error;
using Core::ErrorKind;
using Core::JsonReader;
using Shape = JsonReader::Shape;

// In the order of the enumerations.
constexpr std::array kindKeys{"sqlite", "portable", "dump", "script"};
constexpr std::array scopeKeys{"everything", "oneTable", "dataOnly", "schemaOnly"};
constexpr std::array engineKeys{"sqlite", "postgresql"};

constexpr qsizetype maxName = 1000;
constexpr qsizetype maxWord = 40;
constexpr qsizetype maxPath = 5000;
constexpr qsizetype maxProblem = 20'000;
constexpr qsizetype maxMigrations = 10'000;
constexpr qsizetype maxTables = 10'000;

// A manifest begins with the SHA-256 of everything behind it.
constexpr QByteArrayView beginning("{\n    \"checksum\": \"");
constexpr QByteArrayView afterChecksum("\",\n");
constexpr qsizetype checksumSize = 64; // hex digits

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Manifest)
};

Error damaged(const QString &detail)
{
    return {ErrorKind::Corrupt,
            Text::tr("The backup's manifest is damaged. The backup itself may be in order, but what is known "
                     "about it cannot be trusted."),
            detail,
            {}};
}

Error tooNew(const QString &detail)
{
    return {
        ErrorKind::Unsupported,
        Text::tr("A newer version of this program wrote the backup's manifest. Nothing was changed. Update "
                 "this program."),
        detail,
        {}};
}

QByteArray checksumOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result().toHex();
}

QJsonObject originJson(const Origin &origin)
{
    return {{QStringLiteral("profile"), origin.profile},
            {QStringLiteral("environment"), origin.environment},
            {QStringLiteral("color"), origin.color},
            {QStringLiteral("engine"), QLatin1String(engineKeys.at(std::size_t(origin.engine)))},
            {QStringLiteral("serverVersion"), origin.serverVersion},
            {QStringLiteral("database"), origin.database},
            {QStringLiteral("identity"), origin.identity}};
}

QJsonObject tableJson(const Tables::TableSummary &table)
{
    return {{QStringLiteral("name"), table.name},
            {QStringLiteral("rows"), table.rows},
            {QStringLiteral("hash"), table.hash}};
}

/// Every field but the unknown ones, every key of them.
QJsonObject known(const Manifest &manifest)
{
    QJsonArray tables;
    for (const Tables::TableSummary &table : manifest.tables)
        tables.append(tableJson(table));
    return {{QStringLiteral("format"), Manifest::currentFormat},
            {QStringLiteral("kind"), keyOf(manifest.kind)},
            {QStringLiteral("scope"), QLatin1String(scopeKeys.at(std::size_t(manifest.scope)))},
            {QStringLiteral("origin"), originJson(manifest.origin)},
            {QStringLiteral("toolVersion"), manifest.toolVersion},
            {QStringLiteral("dumpToolVersion"), manifest.dumpToolVersion},
            {QStringLiteral("migrations"), QJsonArray::fromStringList(manifest.migrations)},
            {QStringLiteral("tables"), tables},
            {QStringLiteral("newestUpdate"), manifest.newestUpdate},
            {QStringLiteral("schema"), manifest.schema},
            {QStringLiteral("sha256"), QString::fromLatin1(manifest.sha256.toHex())},
            {QStringLiteral("size"), manifest.size},
            {QStringLiteral("compressed"), manifest.isCompressed},
            {QStringLiteral("encrypted"), manifest.isEncrypted},
            {QStringLiteral("started"), Core::momentText(manifest.started)},
            {QStringLiteral("finished"), Core::momentText(manifest.finished)},
            {QStringLiteral("verified"), Core::momentText(manifest.verified)},
            {QStringLiteral("rehearsed"), Core::momentText(manifest.rehearsed)},
            {QStringLiteral("problem"), manifest.problem},
            {QStringLiteral("pinned"), manifest.isPinned},
            {QStringLiteral("safetyCopy"), manifest.isSafetyCopy}};
}

/// Reads one manifest; the first problem stays in `m_problem`.
class ManifestReader final
{
public:
    Core::Result<Manifest> read(const QJsonObject &json);

private:
    /// `keys`: an object that has every key there has to be.
    void requireKeys(JsonReader &reader, const QJsonObject &json, const QJsonObject &keys);
    QString hexText(JsonReader &reader, const char *key);
    Origin origin(const QJsonObject &json);
    QStringList migrations(JsonReader &reader);
    QList<Tables::TableSummary> tables(JsonReader &reader);
    [[nodiscard]] Error error() const;

    std::optional<Core::JsonProblem> m_problem;
};

void ManifestReader::requireKeys(JsonReader &reader, const QJsonObject &json, const QJsonObject &keys)
{
    for (auto it = keys.begin(); it != keys.end(); ++it)
        if (json.value(it.key()).isUndefined() || json.value(it.key()).isNull())
            reader.fail(it.key());
}

/// 64 lower-case hex digits or nothing.
QString ManifestReader::hexText(JsonReader &reader, const char *key)
{
    static const QRegularExpression hex(QStringLiteral(R"(\A([0-9a-f]{64})?\z)"));
    const QString result = reader.text(key, checksumSize);
    if (!hex.match(result).hasMatch())
        reader.fail(QLatin1String(key));
    return result;
}

Origin ManifestReader::origin(const QJsonObject &json)
{
    static const QRegularExpression color(QStringLiteral(R"(\A(#[0-9A-Fa-f]{6})?\z)"));
    JsonReader reader(json, QStringLiteral("origin"), m_problem);
    requireKeys(reader, json, originJson({}));
    Origin result;
    result.profile = reader.text("profile", maxName);
    result.environment = reader.text("environment", maxWord);
    result.color = reader.text("color", 7);
    if (!color.match(result.color).hasMatch())
        reader.fail(QStringLiteral("color"));
    result.engine = Db::Engine(reader.word("engine", engineKeys));
    result.serverVersion = reader.text("serverVersion", maxName, Shape::Any);
    result.database = reader.text("database", maxName, Shape::Any);
    result.identity = reader.text("identity", maxPath, Shape::Any);
    return result;
}

QStringList ManifestReader::migrations(JsonReader &reader)
{
    QStringList result;
    const QJsonArray list = reader.array("migrations", maxMigrations);
    for (const QJsonValue &item : list) {
        const QString id = item.toString();
        if (!item.isString() || id.size() > maxName || Core::hasForbiddenCharacters(id, Shape::Any))
            reader.fail(QStringLiteral("migrations[%1]").arg(result.size()));
        result.append(id);
    }
    return result;
}

QList<Tables::TableSummary> ManifestReader::tables(JsonReader &reader)
{
    QList<Tables::TableSummary> result;
    const QJsonObject keys = tableJson({});
    const QJsonArray list = reader.array("tables", maxTables);
    for (const QJsonValue &item : list) {
        const QString place = QStringLiteral("tables[%1]").arg(result.size());
        if (!item.isObject())
            reader.fail(place);
        JsonReader table(item.toObject(), place, m_problem);
        requireKeys(table, item.toObject(), keys);
        result.append({table.text("name", maxName, Shape::Any), table.count("rows"), hexText(table, "hash")});
    }
    return result;
}

Error ManifestReader::error() const
{
    const QString place = Text::tr("at “%1”").arg(m_problem->place);
    return m_problem->kind == ErrorKind::Unsupported ? tooNew(place) : damaged(place);
}

Core::Result<Manifest> ManifestReader::read(const QJsonObject &json)
{
    JsonReader reader(json, {}, m_problem);
    const int format = reader.number("format", 1, std::numeric_limits<int>::max(), 0);
    if (format > Manifest::currentFormat)
        return tooNew(Text::tr("Format %1.").arg(format));
    Manifest result;
    const QJsonObject keys = known(result);
    requireKeys(reader, json, keys);
    result.kind = Kind(reader.word("kind", kindKeys));
    result.scope = Scope(reader.word("scope", scopeKeys));
    result.origin = origin(reader.object("origin"));
    result.toolVersion = reader.text("toolVersion", maxName, Shape::Any);
    result.dumpToolVersion = reader.text("dumpToolVersion", maxName, Shape::Any);
    result.migrations = migrations(reader);
    result.tables = tables(reader);
    result.newestUpdate = reader.text("newestUpdate", maxName, Shape::Any);
    result.schema = reader.object("schema");
    result.sha256 = QByteArray::fromHex(hexText(reader, "sha256").toLatin1());
    result.size = reader.count("size");
    result.isCompressed = reader.flag("compressed");
    result.isEncrypted = reader.flag("encrypted");
    result.started = reader.moment("started");
    result.finished = reader.moment("finished");
    result.verified = reader.moment("verified");
    result.rehearsed = reader.moment("rehearsed");
    result.problem = reader.text("problem", maxProblem, Shape::Any);
    result.isPinned = reader.flag("pinned");
    result.isSafetyCopy = reader.flag("safetyCopy");
    if (result.sha256.isEmpty())
        reader.fail(QStringLiteral("sha256"));
    if (!result.finished.isValid())
        reader.fail(QStringLiteral("finished"));
    if (m_problem)
        return error();
    result.unknown = Core::JsonRest::of(json, known(result));
    return result;
}

} // namespace

QString keyOf(Kind kind)
{
    return QLatin1String(kindKeys.at(std::size_t(kind)));
}

std::optional<Kind> kindFromKey(QStringView key)
{
    for (std::size_t i = 0; i < kindKeys.size(); ++i)
        if (key == QLatin1String(kindKeys.at(i)))
            return Kind(i);
    return std::nullopt;
}

QString wordOf(Kind kind)
{
    switch (kind) {
    case Kind::SqliteSnapshot:
        return Text::tr("SQLite snapshot");
    case Kind::Portable:
        return Text::tr("Portable snapshot");
    case Kind::Dump:
        return Text::tr("PostgreSQL dump");
    case Kind::Script:
        break;
    }
    return Text::tr("SQL script");
}

QString manifestFile(const QString &backupFile)
{
    return backupFile + QLatin1String(".manifest.json");
}

QByteArray toJson(const Manifest &manifest)
{
    QJsonObject object = Core::JsonRest::merged(known(manifest), manifest.unknown);
    object.remove(QLatin1String("checksum"));
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Indented);
    const QByteArray checked = afterChecksum.toByteArray() + json.mid(2); // without "{\n"
    return beginning.toByteArray() + checksumOf(checked) + checked;
}

Core::Result<Manifest> manifestFromJson(const QByteArray &json)
{
    if (json.size() > Manifest::maximalSize)
        return Error{ErrorKind::Unsupported,
                     Text::tr("The backup's manifest is larger than any that this program writes. It was not "
                              "read."),
                     {},
                     {}};
    if (!json.startsWith(beginning))
        return damaged(Text::tr("It does not begin as it should."));
    const QByteArray checksum = json.mid(beginning.size(), checksumSize);
    if (checksum !=
        checksumOf(QByteArrayView(json).sliced(std::min(json.size(), beginning.size() + checksumSize))))
        return damaged(Text::tr("It does not match its checksum."));
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return damaged(Text::tr("It is no JSON object."));
    QJsonObject object = document.object();
    object.remove(QLatin1String("checksum"));
    return ManifestReader().read(object);
}

} // namespace Backup
