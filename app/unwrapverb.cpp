// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/unwrapverb.h"

#include "app/backupfile.h"
#include "app/jobrun.h"
#include "backup/wrapping.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::UnwrapVerb)
};

} // namespace

ExitCode unwrapVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption out(QStringLiteral("out"), {}, QStringLiteral("file"));
    const QCommandLineOption passphraseFile(QStringLiteral("passphrase-file"), {}, QStringLiteral("file"));
    const QCommandLineOption json(QStringLiteral("json"));
    parser.addOptions({out, passphraseFile, json});
    if (!parser.parse(QStringList{QStringLiteral("unwrap")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    if (parser.positionalArguments().size() != 1 || !parser.isSet(out))
        return usageError(Text::tr("unwrap takes a backup file and --out FILE. See gsc-admin --help."));
    const QString file = QFileInfo(parser.positionalArguments().constFirst()).absoluteFilePath();
    const QString target = QFileInfo(parser.value(out)).absoluteFilePath();
    const Core::Result<QString> passphrase = passphraseOf(file, parser.value(passphraseFile));
    if (!passphrase)
        return failure(passphrase.error());
    const Core::Result<int> done = runJob<int>([&](Core::JobContext &context) -> Core::Result<int> {
        const Core::Result<void> unwrapped = Backup::unwrap(file, target, *passphrase, context);
        return unwrapped ? Core::Result<int>(0) : Core::Result<int>(unwrapped.error());
    });
    if (!done)
        return failure(done.error());
    if (parser.isSet(json))
        printJson({{QStringLiteral("file"), target}});
    else
        print(Text::tr("Written: %1").arg(target));
    return ExitCode::Success;
}

} // namespace App
