// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include <QRegularExpression>

#include <cstdio>

namespace Core {

QString redacted(const QString &text)
{
    // Up to the last @ and, without quotes, up to the semicolon or the next keyword: people paste passwords
    // that should have been encoded or quoted. Hiding too much is the harmless mistake.
    static const QRegularExpression userInfo(QStringLiteral(R"(([a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@]*):\S*@)"));
    static const QRegularExpression keyword(
        QStringLiteral(R"((?i)\b(password|pwd|passwd|pgpassword|sslpassword)(\s*=\s*))"
                       R"(('(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"|(?:\\.|[^\s;]|[ \t]+(?!\w+\s*=)[^\s;])+))"));
    static const QRegularExpression bearer(QStringLiteral(R"((?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]+)"));
    static const QRegularExpression detail(QStringLiteral(R"((?m)^(\s*DETAIL:\s*).*$)"));
    QString clean = text;
    clean.replace(userInfo, QStringLiteral("\\1:***@"));
    clean.replace(keyword, QStringLiteral("\\1\\2***"));
    clean.replace(bearer, QStringLiteral("\\1***"));
    clean.replace(detail, QStringLiteral("\\1***"));
    return clean;
}

namespace {

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QString line = redacted(qFormatLogMessage(type, context, message));
    std::fprintf(stderr, "%s\n", qUtf8Printable(line));
}

} // namespace

void installLogSink()
{
    qInstallMessageHandler(writeMessage);
}

} // namespace Core
