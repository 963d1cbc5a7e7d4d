// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobrun.h"

#include <QLocale>

#include <unistd.h>

#include <cstdio>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

QString amount(const Core::JobProgress &progress)
{
    using Unit = Core::JobProgress::Unit;
    const QLocale locale;
    if (progress.total > 0)
        return Text::tr("%1 %").arg(100 * qMin(progress.done, progress.total) / progress.total);
    switch (progress.unit) {
    case Unit::Rows:
        return Text::tr("%1 rows").arg(locale.toString(progress.done));
    case Unit::Bytes:
        return locale.formattedDataSize(progress.done);
    case Unit::Pages:
        return Text::tr("%1 pages").arg(locale.toString(progress.done));
    case Unit::None:
        return {};
    }
    return {};
}

} // namespace

ProgressLine::ProgressLine()
    : m_isTerminal(::isatty(STDERR_FILENO) == 1)
{}

ProgressLine::~ProgressLine()
{
    if (m_isShown)
        std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(const Core::JobProgress &progress)
{
    if (!m_isTerminal)
        return;
    m_isShown = true;
    std::fprintf(stderr, "\r\033[K%s %s", qUtf8Printable(progress.phase), qUtf8Printable(amount(progress)));
    std::fflush(stderr);
}

} // namespace App
