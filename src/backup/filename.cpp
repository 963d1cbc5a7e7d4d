// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/filename.h"

#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>
#include <QStandardPaths>

namespace Backup {

namespace {

/// A file system takes 255 bytes. The longest that is put behind a name is
/// ".zst.enc.manifest.json.gsc-admin.part", and SQLite's "-journal" behind a .part.
constexpr qsizetype maxNameBytes = 200;
/// So that date and time are not what is cut off.
constexpr qsizetype maxValueBytes = 60;

/// The longest beginning of whole characters that takes at most `limit` bytes.
QString cut(const QString &text, qsizetype limit)
{
    QString result = text;
    while (result.toUtf8().size() > limit) {
        const bool isPair = result.size() > 1 && result.back().isLowSurrogate();
        result.chop(isPair ? 2 : 1);
    }
    return result;
}

/// Windows' rules for names are those of most USB sticks.
bool isUsable(char32_t c)
{
    static const QString refused = QStringLiteral("/\\:*?\"<>|");
    if (c < 0x20 || c == QChar::ReplacementCharacter || (c < 0x80 && refused.contains(QChar(char16_t(c)))))
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // turns the direction of writing, or cannot be seen
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

QString usable(const QString &text)
{
    QString result;
    for (const char32_t c : text.toUcs4())
        result += isUsable(c) ? QString::fromUcs4(&c, 1) : QStringLiteral("_");
    return result;
}

QString value(const QString &text)
{
    return cut(usable(text.normalized(QString::NormalizationForm_C)), maxValueBytes);
}

QString word(const QString &text)
{
    return value(text.simplified().toLower()).replace(u' ', u'_');
}

/// Db::displayName() of a server is "database @ host"; the host says little in a name.
QString databaseWord(const QString &displayName)
{
    return value(displayName.section(QStringLiteral(" @ "), 0, 0)).replace(u' ', u'_');
}

QString scopeWord(Scope scope, const QString &table)
{
    switch (scope) {
    case Scope::Everything:
        return {};
    case Scope::OneTable:
        return word(table.isEmpty() ? QStringLiteral("table") : table) + u'_';
    case Scope::DataOnly:
        return QStringLiteral("data_");
    case Scope::SchemaOnly:
        break;
    }
    return QStringLiteral("schema_");
}

/// In one pass: a value that looks like a placeholder is not one.
QString filled(const QString &nameTemplate, const QHash<QString, QString> &values)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{([a-z]+)\\}"));
    QString result;
    qsizetype at = 0;
    for (auto match = placeholder.globalMatch(nameTemplate); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        result += nameTemplate.mid(at, found.capturedStart() - at);
        result += values.value(found.captured(1), found.captured());
        at = found.capturedEnd();
    }
    return result + nameTemplate.mid(at);
}

} // namespace

QString fileName(const QString &nameTemplate, const Origin &origin, Kind kind, Scope scope,
                 const QDateTime &localTime, const QString &table)
{
    QString database = databaseWord(origin.database);
    if (database.isEmpty())
        database = QStringLiteral("database");
    const QString profile = word(origin.profile);
    const QString filledIn =
        filled(nameTemplate, {{QStringLiteral("profile"), profile.isEmpty() ? database : profile},
                              {QStringLiteral("database"), database},
                              {QStringLiteral("environment"), word(origin.environment)},
                              {QStringLiteral("kind"), keyOf(kind)},
                              {QStringLiteral("scope"), scopeWord(scope, table)},
                              {QStringLiteral("date"), localTime.toString(QStringLiteral("yyyyMMdd"))},
                              {QStringLiteral("time"), localTime.toString(QStringLiteral("HHmmss"))}});
    QString result = usable(filledIn).trimmed();
    while (result.endsWith(u'.') || result.endsWith(u' '))
        result.chop(1);
    if (result.isEmpty())
        result = QStringLiteral("backup");
    if (result.startsWith(u'.') || result.startsWith(u'-'))
        result.replace(0, 1, u'_');

    const QString last = ending(kind, false, false);
    const bool isSqlite = kind == Kind::SqliteSnapshot || kind == Kind::Portable;
    const std::optional<Kind> told = kindFromName(result);
    const bool tellsKind = told && (*told == kind || (isSqlite && *told == Kind::SqliteSnapshot));
    if (tellsKind && result.toUtf8().size() <= maxNameBytes)
        return result;
    return cut(result, maxNameBytes - last.size()) + last;
}

QString defaultTemplate(Db::Engine engine, Kind kind)
{
    if (engine == Db::Engine::SQLite && kind == Kind::SqliteSnapshot)
        return QStringLiteral("{database}.{date}_{time}");
    return QStringLiteral("{profile}_{scope}backup_{date}_{time}") + ending(kind, false, false);
}

QString ending(Kind kind, bool isCompressed, bool isEncrypted)
{
    QString result = QStringLiteral(".db");
    if (kind == Kind::Dump)
        result = QStringLiteral(".dump");
    else if (kind == Kind::Script)
        result = QStringLiteral(".sql");
    return result + wrappingEnding(isCompressed, isEncrypted);
}

QString wrappingEnding(bool isCompressed, bool isEncrypted)
{
    return QLatin1String(isCompressed ? ".zst" : "") + QLatin1String(isEncrypted ? ".enc" : "");
}

std::optional<Kind> kindFromName(const QString &file)
{
    QString name = QFileInfo(file).fileName().toLower();
    for (const char *wrapping : {".enc", ".zst"})
        if (name.endsWith(QLatin1String(wrapping)))
            name.chop(4);
    if (name.endsWith(QLatin1String(".dump")))
        return Kind::Dump;
    if (name.endsWith(QLatin1String(".sql")))
        return Kind::Script;
    // The guide puts the time behind the ending.
    static const QRegularExpression sqlite(QStringLiteral(R"(\.(db|sqlite3?)(\.[^.]*)?\z)"));
    if (sqlite.match(name).hasMatch())
        return Kind::SqliteSnapshot;
    return std::nullopt;
}

QString defaultFolder()
{
    // The same in every language: a timer's run may have another than the window.
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
           QStringLiteral("/GSC Tracking backups");
}

} // namespace Backup
