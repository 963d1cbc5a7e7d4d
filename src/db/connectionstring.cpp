// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/connectionstring.h"

#include "db/adonetstring.h"
#include "db/connectionerror.h"
#include "db/conninfo.h"
#include "db/conninfokeywords.h"
#include "db/libpqspec.h"
#include "db/npgsqlkeywords.h"
#include "db/npgsqlspec.h"
#include "db/sqlitespec.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace Db::ConnectionString {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::ConnectionString)
};

/// U+0000 would end the text for libpq and SQLite, half a surrogate pair has no UTF-8.
std::optional<Core::Error> checkCharacters(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isNull())
            return syntaxError(i, Text::tr("the character U+0000 is not allowed"));
        if (!c.isSurrogate())
            continue;
        if (!c.isHighSurrogate() || i + 1 >= text.size() || !text.at(i + 1).isLowSurrogate())
            return syntaxError(i, Text::tr("half a character is not allowed"));
        ++i;
    }
    return std::nullopt;
}

/// A second, unescaped @ before the query of a URI: libpq would take the rest of a password for a host or a
/// database and send it to a name server. Nothing legitimate needs it, since a name with an @ is written with
/// %40.
std::optional<Core::Error> checkCredentials(const QString &uri)
{
    const qsizetype start = uri.indexOf(QLatin1String("://")) + 3;
    // Up to the first slash an @ belongs to the credentials; a question mark may be part of a password.
    const qsizetype slash = uri.indexOf(u'/', start);
    const qsizetype first = uri.indexOf(u'@', start);
    const bool hasCredentials = first >= 0 && (slash < 0 || first < slash);
    const qsizetype rest = hasCredentials ? first + 1 : start;
    const qsizetype question = uri.indexOf(u'?', rest);
    const qsizetype stray = uri.indexOf(u'@', rest);
    if (stray < 0 || (question >= 0 && stray > question))
        return std::nullopt;
    return syntaxError(
        stray, Text::tr("there is an “@” that does not stand between password and host; inside a user "
                        "name, password or database write %40 for “@” and %2F for “/”"));
}

/// Neither a URI nor keywords: the name of a file, unless it rather looks like a server's address, which may
/// carry a password and must not be shown as a file.
Core::Result<ConnectionSpec> parsePath(const QString &text)
{
    static const QRegularExpression scheme(QStringLiteral(R"(\A[A-Za-z][A-Za-z0-9+.-]+:)"));
    const QString path = text.trimmed();
    if (!QFileInfo::exists(path)) {
        if (path.startsWith(QLatin1String("jdbc:"), Qt::CaseInsensitive))
            return syntaxError(
                0, Text::tr("JDBC addresses are not supported; write postgresql://user@host/database"));
        if (Conninfo::isUri(path.toUtf8()))
            return syntaxError(0, Text::tr("there is white space before postgresql://; remove it"));
        if (scheme.match(path).hasMatch())
            return syntaxError(
                0, Text::tr("this kind of address is not known; a server's begins with postgresql:// in "
                            "lower case, a file's with ./ or a folder"));
    }
    return Sqlite::specFromPath(path);
}

bool isAdoNetKeyword(const QString &name)
{
    return Npgsql::isKeyword(name) || Sqlite::isKeyword(name);
}

/// The word before the first equals sign; empty where there is none.
QString firstKeyword(const QString &text)
{
    // .NET skips empty parts.
    static const QRegularExpression word(QStringLiteral(R"(\A[\s;]*([^=]*?)\s*=)"));
    return word.match(text).captured(1);
}

/// libpq separates by blanks and .NET by semicolons, yet "host=a;port=5" is valid, if senseless, for libpq. A
/// string is .NET's where a semicolon in its first value is followed by another of .NET's keywords, or by
/// nothing.
bool looksLikeAdoNet(const QString &text)
{
    static const QRegularExpression second(
        QStringLiteral(R"(\A\s*[^\s=;'"]+\s*=\s*[^\s;'"]*\s*;\s*(?:([^=;]*)=|\z))"));
    const QRegularExpressionMatch match = second.match(text);
    if (!match.hasMatch())
        return false;
    return match.capturedLength(1) <= 0 || isAdoNetKeyword(AdoNet::normalized(match.captured(1)));
}

Core::Result<ConnectionSpec> parseAdoNet(const QString &text)
{
    const Core::Result<QList<AdoNet::Pair>> pairs = AdoNet::pairs(text);
    if (!pairs)
        return pairs.error();
    const AdoNet::Pair *file = nullptr;
    const AdoNet::Pair *server = nullptr;
    for (const AdoNet::Pair &pair : *pairs) {
        if (Sqlite::isFileKeyword(pair.name))
            file = &pair;
        else if (Npgsql::isServerKeyword(pair.name) && !Sqlite::isKeyword(pair.name))
            server = &pair;
    }
    if (!file)
        return Npgsql::specFromPairs(*pairs);
    // "Data Source=server;User ID=…" is how SQL Server is written; a file has none of this.
    if (server)
        return syntaxError(server->position,
                           Text::tr("“%1” belongs to a server, but “%2” names a SQLite file; a "
                                    "PostgreSQL server is named by “Host”")
                               .arg(server->keyword, file->keyword));
    return Sqlite::specFromPairs(*pairs);
}

/// What to say about a parameter that libpq does not have.
QString foreignWarning(const QString &keyword)
{
    if (keyword == QLatin1String("pooler") || keyword == QLatin1String("pgbouncer"))
        return Text::
            tr("“%1” was ignored: it is not a parameter. The host name decides whether a pooler is used (at "
               "Neon, “-pooler” in it).")
                .arg(keyword);
    if (keyword == QLatin1String("search_path") || keyword == QLatin1String("schema"))
        return Text::tr("“%1” was ignored: to set a search path, write options=-csearch_path%3Dname.")
            .arg(keyword);
    return Text::tr("“%1” was ignored: the installed libpq does not know it.").arg(keyword);
}

Core::Result<ConnectionSpec> parseLibpq(const QString &text)
{
    const Core::Result<Conninfo::Values> raw = Conninfo::parse(text.toUtf8());
    if (!raw)
        return raw.error();
    LibpqValues input;
    for (auto it = raw->known.cbegin(); it != raw->known.cend(); ++it) {
        const QString keyword = QString::fromUtf8(it.key());
        const QString value = QString::fromUtf8(it.value());
        if (value.toUtf8() != it.value())
            return valueError(keyword, Text::tr("the percent-encoded text is not UTF-8"));
        input.values.insert(keyword, value);
    }
    for (auto it = raw->foreign.cbegin(); it != raw->foreign.cend(); ++it) {
        const QString keyword = QString::fromUtf8(it.key());
        // The one foreign parameter with a meaning here: toText() needs a place for it in a URI.
        if (keyword == QLatin1String("trustServerCertificate")) {
            input.trustServerCertificate = it.value().toLower() == "true";
            continue;
        }
        input.dropped.append(keyword);
        input.warnings.append(foreignWarning(keyword));
    }
    return specFromLibpq(input);
}

} // namespace

Core::Result<ConnectionSpec> parse(const QString &text)
{
    if (text.trimmed().isEmpty())
        return syntaxError(0, Text::tr("it is empty"));
    if (auto error = checkCharacters(text))
        return *error;

    if (Conninfo::isUri(text.toUtf8())) {
        if (auto error = checkCredentials(text))
            return *error;
        return parseLibpq(text);
    }
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(QLatin1String("file:"), Qt::CaseInsensitive) ||
        trimmed.startsWith(QLatin1String("sqlite:"), Qt::CaseInsensitive))
        return Sqlite::specFromUri(trimmed);

    const QString keyword = firstKeyword(text);
    if (!text.contains(u'=') || keyword.startsWith(u'/') || keyword.startsWith(u'.') ||
        keyword.startsWith(u'~'))
        return parsePath(text);
    const bool libpqWord = Conninfo::isKeyword(keyword.toUtf8()) || Conninfo::isForeign(keyword.toUtf8()) ||
                           keyword == QLatin1String("requiressl");
    if (libpqWord && !looksLikeAdoNet(text))
        return parseLibpq(text);
    if (isAdoNetKeyword(AdoNet::normalized(keyword)) || looksLikeAdoNet(text))
        return parseAdoNet(text);
    // An equals sign may be part of a file's name, but then the file should be there.
    if (QFileInfo::exists(trimmed))
        return Sqlite::specFromPath(trimmed);
    if (keyword.contains(QLatin1String("://")))
        return parsePath(text);
    return syntaxError(
        0, Text::tr("the first keyword is not known; a file whose name has an equals sign is written with "
                    "./ or its folder"));
}

} // namespace Db::ConnectionString
