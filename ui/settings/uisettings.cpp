// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/uisettings.h"

#include "db/connectionstring.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include <chrono>

namespace Gui {

namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString splitterKey = QStringLiteral("window/splitter");
const QString queryLogKey = QStringLiteral("window/queryLog");
const QString schemaKey = QStringLiteral("window/schema");
const QString lastKey = QStringLiteral("databases/last");
const QString profileKey = QStringLiteral("databases/lastProfile");
const QString recentKey = QStringLiteral("databases/recent");
const QString backupFolderKey = QStringLiteral("backups/folder");
const QString exportFolderKey = QStringLiteral("export/folder");
const QString exportFormatKey = QStringLiteral("export/format");
const QString eachRowKey = QStringLiteral("editing/saveEachRow");
const QString schemeKey = QStringLiteral("look/colorScheme");
const QString languageKey = QStringLiteral("look/language");

constexpr std::chrono::milliseconds writeDelay{800};

/// An identity is no key: it has slashes and may be long.
QString columnKey(const QString &identity)
{
    const QByteArray hash = QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("columns/") + QString::fromLatin1(hash.left(32));
}

/// `spec` without anything secret, and with a file that means the same from every working folder.
Db::ConnectionSpec storable(Db::ConnectionSpec spec)
{
    spec.password.reset();
    for (const QString &key : spec.parameters.keys())
        if (key.contains(QStringLiteral("password"), Qt::CaseInsensitive))
            spec.parameters.remove(key);
    if (spec.engine == Db::Engine::SQLite && !spec.file.isEmpty())
        spec.file = QFileInfo(spec.file).absoluteFilePath();
    return spec;
}

QString placeOf(const Db::ConnectionSpec &spec)
{
    if (spec.engine == Db::Engine::SQLite)
        return QDir::toNativeSeparators(QFileInfo(spec.file).absolutePath());
    const QString host = spec.hosts.isEmpty() ? QString() : spec.hosts.first().host;
    return spec.user.isEmpty() ? host : QString(spec.user + u'@' + host);
}

QString schemeName(ColorScheme scheme)
{
    switch (scheme) {
    case ColorScheme::System:
        return QStringLiteral("system");
    case ColorScheme::Light:
        return QStringLiteral("light");
    case ColorScheme::Dark:
        return QStringLiteral("dark");
    }
    Q_UNREACHABLE();
}

} // namespace

UiSettings::UiSettings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file)
{
    const QSettings stored(file, QSettings::IniFormat);
    for (const QString &key : stored.allKeys())
        m_values.insert(key, stored.value(key));
    m_pool.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(writeDelay);
    connect(&m_timer, &QTimer::timeout, this, &UiSettings::write);
}

UiSettings::~UiSettings()
{
    write();
    m_pool.waitForDone();
}

void UiSettings::setValue(const QString &key, const QVariant &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    m_unwritten.insert(key, value);
    m_timer.start();
}

void UiSettings::write()
{
    m_timer.stop();
    if (m_unwritten.isEmpty())
        return;
    m_pool.start([file = m_file, values = m_unwritten] {
        QSettings stored(file, QSettings::IniFormat);
        for (auto it = values.cbegin(); it != values.cend(); ++it)
            stored.setValue(it.key(), it.value());
        stored.sync();
    });
    m_unwritten.clear();
}

QByteArray UiSettings::windowGeometry() const
{
    return value(geometryKey).toByteArray();
}

void UiSettings::setWindowGeometry(const QByteArray &geometry)
{
    setValue(geometryKey, geometry);
}

QByteArray UiSettings::windowState() const
{
    return value(stateKey).toByteArray();
}

void UiSettings::setWindowState(const QByteArray &state)
{
    setValue(stateKey, state);
}

QByteArray UiSettings::splitterState() const
{
    return value(splitterKey).toByteArray();
}

void UiSettings::setSplitterState(const QByteArray &state)
{
    setValue(splitterKey, state);
}

QByteArray UiSettings::queryLogLayout() const
{
    return value(queryLogKey).toByteArray();
}

void UiSettings::setQueryLogLayout(const QByteArray &layout)
{
    setValue(queryLogKey, layout);
}

QByteArray UiSettings::schemaLayout() const
{
    return value(schemaKey).toByteArray();
}

void UiSettings::setSchemaLayout(const QByteArray &layout)
{
    setValue(schemaKey, layout);
}

QByteArray UiSettings::columnState(const QString &identity) const
{
    return value(columnKey(identity)).toByteArray();
}

void UiSettings::setColumnState(const QString &identity, const QByteArray &state)
{
    setValue(columnKey(identity), state);
}

QString UiSettings::lastDatabase() const
{
    return value(lastKey).toString();
}

QString UiSettings::lastProfile() const
{
    return value(profileKey).toString();
}

void UiSettings::rememberProfile(const QString &id)
{
    setValue(profileKey, id);
}

QList<RecentDatabase> UiSettings::recentDatabases() const
{
    QList<RecentDatabase> recent;
    for (const QString &text : value(recentKey).toStringList()) {
        const auto spec = Db::ConnectionString::parse(text); // the file may have been edited by hand
        if (spec && recent.size() < recentLimit)
            recent.append({Db::identity(*spec), text, Db::displayName(*spec), placeOf(*spec), spec->engine});
    }
    return recent;
}

void UiSettings::setRecent(const QList<RecentDatabase> &recent)
{
    QStringList texts;
    for (const RecentDatabase &database : recent.first(qMin<qsizetype>(recent.size(), recentLimit)))
        texts.append(database.text);
    setValue(recentKey, texts);
    Q_EMIT recentChanged();
}

void UiSettings::remember(const Db::ConnectionSpec &spec)
{
    const Db::ConnectionSpec stored = storable(spec);
    const QString text = Db::ConnectionString::toText(stored, Db::ConnectionString::Secrets::Hide);
    const QString identity = Db::identity(stored);
    setValue(lastKey, text);
    setValue(profileKey, QString());
    QList<RecentDatabase> recent = recentDatabases();
    recent.removeIf([&](const RecentDatabase &database) { return database.identity == identity; });
    recent.prepend({identity, text, Db::displayName(stored), placeOf(stored), stored.engine});
    setRecent(recent);
}

void UiSettings::forget(const QString &identity)
{
    QList<RecentDatabase> recent = recentDatabases();
    recent.removeIf([&](const RecentDatabase &database) {
        if (database.identity == identity && database.text == lastDatabase())
            setValue(lastKey, QString());
        return database.identity == identity;
    });
    setRecent(recent);
}

QString UiSettings::backupFolder() const
{
    return value(backupFolderKey).toString();
}

void UiSettings::setBackupFolder(const QString &folder)
{
    setValue(backupFolderKey, folder);
}

QString UiSettings::exportFolder() const
{
    return value(exportFolderKey).toString();
}

QString UiSettings::exportFormat() const
{
    return value(exportFormatKey).toString();
}

void UiSettings::rememberExport(const QString &folder, const QString &format)
{
    setValue(exportFolderKey, folder);
    setValue(exportFormatKey, format);
}

bool UiSettings::savesEachRow() const
{
    return value(eachRowKey).toBool();
}

void UiSettings::setSavesEachRow(bool saves)
{
    if (saves == savesEachRow())
        return;
    setValue(eachRowKey, saves);
    Q_EMIT savesEachRowChanged(saves);
}

ColorScheme UiSettings::colorScheme() const
{
    const QString name = value(schemeKey).toString();
    for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark})
        if (name == schemeName(scheme))
            return scheme;
    return ColorScheme::System;
}

void UiSettings::setColorScheme(ColorScheme scheme)
{
    if (scheme == colorScheme())
        return;
    setValue(schemeKey, schemeName(scheme));
    Q_EMIT colorSchemeChanged(scheme);
}

QString UiSettings::language() const
{
    return value(languageKey).toString();
}

void UiSettings::setLanguage(const QString &language)
{
    setValue(languageKey, language);
}

} // namespace Gui
