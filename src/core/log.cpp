// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include "core/redactor.h"

#include <cstdio>

namespace Core {

QString redacted(const QString &text)
{
    return Redactor(text).run();
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
