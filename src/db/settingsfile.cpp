// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/settingsfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QStringDecoder>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace Db {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Db::SettingsFile)
};

constexpr qint64 sizeLimit = 1'048'576; // 1 MiB

Core::Error ioError(const QString &summary, const QString &detail = {})
{
    return {Core::ErrorKind::Io, summary, detail, {}};
}

Core::Result<QByteArray> contents(const QString &file)
{
    // Non-blocking, so that opening a FIFO does not wait for somebody to write to it.
    const int descriptor =
        ::open(QFile::encodeName(file).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR)
            return Core::Error{
                Core::ErrorKind::NotFound, Text::tr("The file %1 does not exist.").arg(file), {}, {}};
        return ioError(Text::tr("The file %1 cannot be opened.").arg(file), qt_error_string(reason));
    }
    struct stat status = {};
    const bool regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    QFile opened;
    if (!regular || !opened.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return ioError(Text::tr("%1 is not a regular file.").arg(file));
    }
    // One byte more than allowed: the file may grow while it is read.
    const QByteArray bytes = opened.read(sizeLimit + 1);
    if (opened.error() != QFileDevice::NoError)
        return ioError(Text::tr("The file %1 cannot be read.").arg(file), opened.errorString());
    if (bytes.size() > sizeLimit)
        return ioError(Text::tr("The file %1 is larger than 1 MiB, too large for settings.").arg(file));
    return bytes;
}

/// JSON as .NET writes and reads it, made into plain JSON: comments and trailing commas become blanks, so
/// that positions stay. Text in quotes is left alone.
QByteArray plainJson(const QByteArray &json)
{
    QByteArray plain = json;
    qsizetype comma = -1; // the last one, as long as only blanks and comments followed it
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const char c = plain.at(i);
        const char next = i + 1 < plain.size() ? plain.at(i + 1) : '\0';
        if (c == '/' && (next == '/' || next == '*')) {
            const bool block = next == '*';
            const qsizetype found = plain.indexOf(block ? "*/" : "\n", i + 2);
            const qsizetype end = found < 0 ? plain.size() : found + (block ? 2 : 0);
            for (; i < end; ++i) {
                if (plain.at(i) != '\n')
                    plain[i] = ' ';
            }
            --i;
        } else if (c == '"') {
            comma = -1;
            for (++i; i < plain.size() && plain.at(i) != '"'; ++i) {
                if (plain.at(i) == '\\')
                    ++i;
            }
        } else if (c == ',') {
            comma = i;
        } else if (c == '}' || c == ']') {
            if (comma >= 0)
                plain[comma] = ' ';
            comma = -1;
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            comma = -1;
        }
    }
    return plain;
}

/// .NET's configuration keys are not case-sensitive.
QJsonValue member(const QJsonObject &object, const QString &key)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key().compare(key, Qt::CaseInsensitive) == 0)
            return it.value();
    }
    return QJsonValue(QJsonValue::Undefined);
}

Core::Result<QString> fromJson(const QByteArray &bytes)
{
    QJsonParseError error;
    const QByteArray plain = plainJson(bytes);
    const QJsonDocument document = QJsonDocument::fromJson(plain, &error);
    if (!document.isObject()) {
        const qsizetype line = plain.left(error.offset).count('\n') + 1;
        return Core::Error{Core::ErrorKind::Syntax,
                           error.error == QJsonParseError::NoError
                               ? Text::tr("The settings file is JSON, but not an object.")
                               : Text::tr("The settings file is not valid JSON, at line %1.").arg(line),
                           error.error == QJsonParseError::NoError ? QString() : error.errorString(),
                           {}};
    }
    const QJsonObject root = document.object();
    const QJsonObject strings = member(root, QStringLiteral("ConnectionStrings")).toObject();
    QStringList candidates{member(strings, QStringLiteral("DefaultConnection")).toString(),
                           member(root, QStringLiteral("ConnectionStrings:DefaultConnection")).toString()};
    if (strings.size() == 1)
        candidates.append(strings.begin().value().toString());
    candidates.append(member(root, QStringLiteral("DATABASE_URL")).toString());
    for (const QString &candidate : candidates) {
        if (!candidate.trimmed().isEmpty())
            return candidate.trimmed();
    }
    return QString();
}

/// Reads KEY=VALUE lines as shells and dotenv libraries do; nothing is expanded.
class EnvironmentReader
{
public:
    explicit EnvironmentReader(const QString &text)
        : m_text(text)
    {}

    Core::Result<QMap<QString, QString>> read();

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] QChar current() const { return atEnd() ? QChar(u'\n') : m_text.at(m_at); }
    QString takeLine();
    bool takeQuoted(QString &value);

    const QString &m_text;
    qsizetype m_at = 0;
};

QString EnvironmentReader::takeLine()
{
    const qsizetype start = m_at;
    while (current() != u'\n')
        ++m_at;
    return m_text.mid(start, m_at - start);
}

bool EnvironmentReader::takeQuoted(QString &value)
{
    const QChar quote = current();
    for (++m_at; !atEnd() && current() != quote; ++m_at) {
        if (quote == u'"' && current() == u'\\' && m_at + 1 < m_text.size()) {
            const QChar escaped = m_text.at(++m_at);
            if (escaped == u'n')
                value += u'\n';
            else if (escaped == u'"' || escaped == u'\\' || escaped == u'$' || escaped == u'`')
                value += escaped;
            else
                value += QString(u'\\') + escaped;
            continue;
        }
        value += current();
    }
    if (atEnd())
        return false;
    ++m_at;
    return true;
}

Core::Result<QMap<QString, QString>> EnvironmentReader::read()
{
    QMap<QString, QString> values;
    while (!atEnd()) {
        const qsizetype lineNumber = m_text.left(m_at).count(u'\n') + 1;
        const qsizetype start = m_at;
        while (current() != u'\n' && current() != u'=')
            ++m_at;
        QString key = m_text.mid(start, m_at - start).trimmed();
        if (key.isEmpty() || key.startsWith(u'#') || current() != u'=') {
            // Blank lines, comments, and lines that set nothing.
            takeLine();
            ++m_at;
            continue;
        }
        if (key.startsWith(QLatin1String("export ")))
            key = key.mid(7).trimmed();
        ++m_at;
        while (current() == u' ' || current() == u'\t')
            ++m_at;
        QString value;
        if (current() == u'"' || current() == u'\'') {
            if (!takeQuoted(value))
                return Core::Error{
                    Core::ErrorKind::Syntax,
                    Text::tr("The settings file has a quote that is not closed, in the value that begins "
                             "at line %1.")
                        .arg(lineNumber),
                    {},
                    {}};
            takeLine();
        } else {
            value = takeLine();
            // A number sign begins a comment only after a blank: it may be part of a password.
            for (qsizetype i = 1; i < value.size(); ++i) {
                if (value.at(i) == u'#' && value.at(i - 1).isSpace())
                    value.truncate(i);
            }
        }
        ++m_at;
        values.insert(key, value.trimmed());
    }
    return values;
}

Core::Result<QString> fromEnvironmentFile(const QString &text)
{
    const Core::Result<QMap<QString, QString>> values = EnvironmentReader(text).read();
    if (!values)
        return values.error();
    const QString url = values->value(QStringLiteral("DATABASE_URL"));
    return url.isEmpty() ? values->value(QStringLiteral("ConnectionStrings__DefaultConnection")) : url;
}

} // namespace

Core::Result<QString> connectionStringFromFile(const QString &file)
{
    const Core::Result<QByteArray> bytes = contents(file);
    if (!bytes)
        return bytes.error();
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(*bytes);
    if (decoder.hasError())
        return Core::Error{Core::ErrorKind::Syntax, Text::tr("The settings file is not UTF-8 text."), {}, {}};
    const QString start = text.trimmed().left(2);
    const bool json = file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) || start.startsWith(u'{') ||
                      start == QLatin1String("//") || start == QLatin1String("/*");
    // Once decoded, a byte order mark is gone.
    Core::Result<QString> found = json ? fromJson(text.toUtf8()) : fromEnvironmentFile(text);
    if (found && found->isEmpty())
        return Core::Error{
            Core::ErrorKind::NotFound,
            Text::tr("%1 has no connection string: neither DefaultConnection nor DATABASE_URL.").arg(file),
            {},
            {}};
    return found;
}

} // namespace Db
