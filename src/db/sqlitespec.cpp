// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sqlitespec.h"

#include "db/connectionerror.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cctype>

namespace Db::Sqlite {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

constexpr std::array fileKeywords{"datasource", "filename"};

/// Keywords of Microsoft.Data.Sqlite, then those of System.Data.SQLite. This program sets its own options on
/// every file, so most of them say nothing it needs.
constexpr std::array knownKeywords{
    "mode",
    "cache",
    "password",
    "foreignkeys",
    "recursivetriggers",
    "defaulttimeout",
    "commandtimeout",
    "pooling",
    "vfs",
    "version",
    "new",
    "failifmissing",
    "readonly",
    "journalmode",
    "synchronous",
    "pagesize",
    "cachesize",
    "maxpagecount",
    "useutf16encoding",
    "utf8encoding",
    "legacyformat",
    "binaryguid",
    "datetimeformat",
    "datetimekind",
    "datetimeformatstring",
    "baseschemaname",
    "enlist",
    "flags",
    "busytimeout",
    "waittimeout",
    "defaultisolationlevel",
    "setdefaults",
    "tofullpath",
    "hexpassword",
    "textpassword",
};

template <std::size_t N>
bool contains(const std::array<const char *, N> &words, const QString &name)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const char *word) { return name == QLatin1String(word); });
}

std::optional<Core::Error> unsupportedMemory()
{
    return Core::Error{Core::ErrorKind::Unsupported,
                       Text::tr("A SQLite database in memory is not supported. Name a file instead."),
                       {},
                       {}};
}

QString ownChoiceWarning(const QString &what)
{
    return Text::tr("“%1” was ignored: this program decides that itself.").arg(what);
}

/// Sets the file after the checks that hold for every way to name it.
std::optional<Core::Error> setFile(ConnectionSpec &spec, const QString &name, qsizetype position)
{
    if (name.isEmpty())
        return syntaxError(position, Text::tr("the file name is missing"));
    if (name == QLatin1String(":memory:"))
        return unsupportedMemory();
    if (name.contains(QLatin1String("|DataDirectory|"), Qt::CaseInsensitive))
        return syntaxError(position,
                           Text::tr("|DataDirectory| means nothing outside of .NET; write the folder"));
    // "user:password@host", for which nobody meant a file: it would be shown as its name.
    static const QRegularExpression credentials(QStringLiteral(":[^@]*@"));
    if (credentials.match(name).hasMatch() && !QFileInfo::exists(name))
        return syntaxError(position,
                           Text::tr("this is no file but looks like a server's address, which begins with "
                                    "postgresql://"));
    spec.file = name;
    if (name == QLatin1String("~"))
        spec.file = QDir::homePath();
    else if (name.startsWith(QLatin1String("~/")))
        spec.file = QDir::homePath() + name.mid(1);
    return std::nullopt;
}

/// SQLite's decoding: a percent sign without two hexadecimal digits stands for itself.
Core::Result<QString> decoded(const QString &part, qsizetype position)
{
    QByteArray bytes;
    const QByteArray source = part.toUtf8();
    for (qsizetype i = 0; i < source.size(); ++i) {
        bool isHex = false;
        const int code = source.at(i) == '%' ? source.mid(i + 1, 2).toInt(&isHex, 16) : 0;
        // toInt() takes signs and blanks, too.
        isHex = isHex && i + 2 < source.size() && std::isxdigit(uchar(source.at(i + 1))) != 0;
        if (isHex && code == 0)
            return syntaxError(position + QString::fromUtf8(source.left(i)).size(),
                               Text::tr("%00 is not allowed"));
        bytes += isHex ? char(code) : source.at(i);
        i += isHex ? 2 : 0;
    }
    const QString text = QString::fromUtf8(bytes);
    if (text.toUtf8() != bytes)
        return syntaxError(position, Text::tr("the percent-encoded text is not UTF-8"));
    return text;
}

std::optional<Core::Error> applyMode(ConnectionSpec &spec, const QString &mode, const QString &keyword)
{
    const QString word = mode.toLower();
    if (word == QLatin1String("memory"))
        return unsupportedMemory();
    if (word == QLatin1String("ro") || word == QLatin1String("readonly"))
        spec.openMode = SqliteOpenMode::ReadOnly;
    else if (word == QLatin1String("rw") || word == QLatin1String("readwrite") || word.isEmpty())
        spec.openMode = SqliteOpenMode::ReadWrite;
    else if (word == QLatin1String("rwc") || word == QLatin1String("readwritecreate"))
        spec.warnings.append(
            Text::tr(
                "Opening never creates a file, whatever “%1” says; creating one is an action of its own.")
                .arg(keyword));
    else
        return valueError(keyword, Text::tr("this mode is not known"));
    return std::nullopt;
}

std::optional<Core::Error> applyUriParameter(ConnectionSpec &spec, const QString &key, const QString &value)
{
    if (key == QLatin1String("mode"))
        return applyMode(spec, value, key);
    static constexpr std::array known{"cache", "immutable", "modeof", "nolock", "psow", "vfs"};
    if (!contains(known, key)) {
        // Unknown names are not shown: nothing says that this text was meant to be one.
        spec.dropped.append(QStringLiteral("***"));
        spec.warnings.append(Text::tr("A parameter of the file's URI is not known and was ignored."));
        return std::nullopt;
    }
    spec.dropped.append(key);
    // A private cache is what every connection of this program has.
    if (key != QLatin1String("psow") && !(key == QLatin1String("cache") && value == QLatin1String("private")))
        spec.warnings.append(ownChoiceWarning(key));
    return std::nullopt;
}

bool isTrue(const QString &text)
{
    const QString word = text.toLower();
    return word == QLatin1String("true") || word == QLatin1String("yes") || word == QLatin1String("1");
}

std::optional<Core::Error> applyPair(ConnectionSpec &spec, const AdoNet::Pair &pair, bool mayBePassword)
{
    if (pair.name == QLatin1String("mode"))
        return applyMode(spec, pair.value, pair.keyword);
    if (pair.name == QLatin1String("readonly")) {
        if (isTrue(pair.value))
            spec.openMode = SqliteOpenMode::ReadOnly;
        return std::nullopt;
    }
    const bool known = isKeyword(pair.name);
    spec.dropped.append(AdoNet::shownKeyword(pair, mayBePassword && !known));
    if (!known)
        spec.warnings.append(
            mayBePassword ? Text::tr("The text at character %1, right after the password, is no known "
                                     "keyword and was ignored.")
                                .arg(pair.position + 1)
                          : Text::tr("“%1” was ignored: it is not a known keyword.").arg(pair.keyword));
    else if (pair.name.endsWith(QLatin1String("password")) && !pair.value.isEmpty())
        spec.warnings.append(Text::tr("The password was ignored: encrypted SQLite files are not supported."));
    else if (pair.name == QLatin1String("foreignkeys") && !pair.value.isEmpty() && !isTrue(pair.value))
        spec.warnings.append(
            Text::tr("“%1” was ignored: foreign keys are always checked.").arg(pair.keyword));
    else if (pair.name == QLatin1String("vfs") && !pair.value.isEmpty())
        spec.warnings.append(ownChoiceWarning(pair.keyword));
    return std::nullopt;
}

} // namespace

bool isFileKeyword(const QString &name)
{
    return contains(fileKeywords, name);
}

bool isKeyword(const QString &name)
{
    return isFileKeyword(name) || contains(knownKeywords, name);
}

Core::Result<ConnectionSpec> specFromPairs(const QList<AdoNet::Pair> &pairs)
{
    ConnectionSpec spec;
    const AdoNet::Pair *file = nullptr;
    for (const AdoNet::Pair &pair : pairs) {
        if (isFileKeyword(pair.name))
            file = &pair;
    }
    if (!file)
        return syntaxError(0, Text::tr("the keyword “Data Source” is missing"));
    // Microsoft.Data.Sqlite hands the name to SQLite, which reads "file:" as a URI.
    if (file->value.startsWith(QLatin1String("file:"))) {
        Core::Result<ConnectionSpec> fromUri = specFromUri(file->value);
        if (!fromUri)
            return fromUri.error();
        spec = *fromUri;
    } else if (const auto error = setFile(spec, file->value, file->position)) {
        return *error;
    }

    bool mayBePassword = false;
    for (const AdoNet::Pair &pair : pairs) {
        if (isFileKeyword(pair.name)) {
            mayBePassword = false;
            continue;
        }
        if (const auto error = applyPair(spec, pair, mayBePassword))
            return *error;
        if (isKeyword(pair.name))
            mayBePassword = !pair.quoted && pair.name.endsWith(QLatin1String("password"));
    }
    return spec;
}

Core::Result<ConnectionSpec> specFromUri(const QString &text)
{
    ConnectionSpec spec;
    const qsizetype schemeEnd = text.indexOf(u':') + 1;
    const bool isFile = text.startsWith(QLatin1String("file:"), Qt::CaseInsensitive);
    const QString whole = text.section(u'#', 0, 0);
    const qsizetype question = whole.indexOf(u'?');
    QString path = whole.mid(schemeEnd, question < 0 ? -1 : question - schemeEnd);
    qsizetype pathStart = schemeEnd;

    if (path.startsWith(QLatin1String("//"))) {
        const qsizetype slash = path.indexOf(u'/', 2);
        const QString authority = path.mid(2, slash < 0 ? -1 : slash - 2);
        if (authority.contains(u'@') || authority.contains(u':'))
            return syntaxError(schemeEnd + 2, Text::tr("a SQLite file has no server, user or password"));
        if (authority.isEmpty() || authority == QLatin1String("localhost")) {
            path = slash < 0 ? QString() : path.mid(slash);
            pathStart += slash < 0 ? 2 : slash;
        } else if (isFile) {
            return syntaxError(schemeEnd + 2,
                               Text::tr("the file must be on this computer: write file:///folder/name"));
        } else {
            // "sqlite://name", which several programs write for a relative path.
            path = path.mid(2);
            pathStart += 2;
        }
        // "sqlite:////x", as SQLAlchemy writes absolute paths.
        while (!isFile && path.startsWith(QLatin1String("//")))
            path.remove(0, 1);
    }
    const Core::Result<QString> file = decoded(path, pathStart);
    if (!file)
        return file.error();
    if (const auto error = setFile(spec, *file, pathStart))
        return *error;

    if (question < 0)
        return spec;
    qsizetype at = question + 1;
    for (const QString &parameter : whole.mid(question + 1).split(u'&')) {
        const Core::Result<QString> key = decoded(parameter.section(u'=', 0, 0), at);
        const Core::Result<QString> value = decoded(parameter.section(u'=', 1), at);
        if (!key)
            return key.error();
        if (!value)
            return value.error();
        at += parameter.size() + 1;
        if (key->isEmpty())
            continue;
        if (const auto error = applyUriParameter(spec, *key, *value))
            return *error;
    }
    return spec;
}

Core::Result<ConnectionSpec> specFromPath(const QString &text)
{
    ConnectionSpec spec;
    if (const auto error = setFile(spec, text, 0))
        return *error;
    return spec;
}

} // namespace Db::Sqlite
