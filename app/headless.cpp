// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

/// Names of databases and servers come from elsewhere, and a terminal obeys control characters.
QString plain(const QString &text)
{
    QString result;
    for (const QChar c : text)
        if (c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control)
            result += c;
    return result;
}

} // namespace

void print(const QString &text)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(plain(text)));
}

void printJson(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented)).trimmed());
}

void printError(const QString &text)
{
    std::fprintf(stderr, "gsc-admin: %s\n", qUtf8Printable(plain(text)));
}

ExitCode failure(const Core::Error &error)
{
    using Core::ErrorKind;
    printError(Core::toText(error));
    switch (error.kind) {
    case ErrorKind::Connection:
    case ErrorKind::Authentication:
        return ExitCode::NoConnection;
    case ErrorKind::Corrupt:
        return ExitCode::VerificationFailed;
    case ErrorKind::ReadOnly:
    case ErrorKind::Permission:
    case ErrorKind::Unsupported:
    case ErrorKind::Conflict:
        return ExitCode::Refused;
    case ErrorKind::Cancelled:
        return ExitCode::Cancelled;
    default:
        return ExitCode::Failed;
    }
}

ExitCode usageError(const QString &text)
{
    printError(text);
    return ExitCode::Usage;
}

Core::Result<QByteArray> readStandardInput(qint64 limit)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Core::Error{
            Core::ErrorKind::Io, Text::tr("Standard input cannot be read."), input.errorString(), {}};
    QByteArray result;
    while (result.size() <= limit) {
        const QByteArray part = input.read(limit + 1 - result.size());
        if (part.isEmpty())
            return result;
        result += part;
    }
    return Core::Error{Core::ErrorKind::Unsupported, Text::tr("Standard input is too large."), {}, {}};
}

} // namespace App
