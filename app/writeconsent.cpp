// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/writeconsent.h"

#include "app/headless.h"

#include <unistd.h>

#include <cstdio>

namespace App {

using Core::Error;
using Core::ErrorKind;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

/// One line typed on the terminal; nullopt where nobody is there to type.
std::optional<QString> asked(const QString &question)
{
    if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
        return std::nullopt;
    std::fprintf(stderr, "%s ", qUtf8Printable(question));
    std::fflush(stderr);
    std::array<char, 256> line = {};
    if (!std::fgets(line.data(), int(line.size()), stdin))
        return QString();
    return QString::fromLocal8Bit(line.data()).trimmed();
}

} // namespace

Core::Result<void> mayChange(const Profiles::Profile &profile, const Consent &consent)
{
    if (profile.isReadOnly)
        return Error{
            ErrorKind::ReadOnly,
            Text::tr(
                "“%1” is a read-only profile. Nothing was changed. Its setting is in the profile manager.")
                .arg(profile.name),
            {},
            {}};
    if (profile.environment.needsGuard()) {
        const QString word = wordOf(profile.environment);
        const QString typed = consent.environment.isEmpty()
                                  ? asked(Text::tr("Type %1 to go on:").arg(word)).value_or(QString())
                                  : consent.environment;
        if (typed.compare(word, Qt::CaseInsensitive) == 0)
            return {};
        return Error{ErrorKind::Conflict,
                     Text::tr("This is %1. Nothing was changed. Add --confirm %1 to go on.").arg(word),
                     {},
                     {}};
    }
    if (consent.isGiven)
        return {};
    const QString yes = Text::tr("yes");
    if (asked(Text::tr("Go on? Type %1:").arg(yes)).value_or(QString()).compare(yes, Qt::CaseInsensitive) ==
        0)
        return {};
    return Error{
        ErrorKind::Conflict, Text::tr("Not confirmed. Nothing was changed. Add --yes to go on."), {}, {}};
}

} // namespace App
