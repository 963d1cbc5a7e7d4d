// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verifyverb.h"

#include "app/backupfile.h"
#include "app/backuptext.h"
#include "app/jobrun.h"
#include "app/target.h"
#include "backup/restore.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>

namespace App {

namespace {

using Core::Result;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::VerifyVerb)
};

/// What both verbs take.
struct Arguments
{
    QString file;
    QString passphrase;
    QString on; ///< rehearse only
    bool isJson = false;
};

/// nullopt: wrong usage or no passphrase, and it was said.
std::optional<Arguments> read(const QString &verb, const QStringList &arguments, bool takesTarget,
                              ExitCode &code)
{
    QCommandLineParser parser;
    const QCommandLineOption passphraseFile(QStringLiteral("passphrase-file"), {}, QStringLiteral("file"));
    const QCommandLineOption json(QStringLiteral("json"));
    const QCommandLineOption on(QStringLiteral("on"), {}, QStringLiteral("target"));
    parser.addOptions({passphraseFile, json});
    if (takesTarget)
        parser.addOption(on);
    if (!parser.parse(QStringList{verb} + arguments)) {
        code = usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
        return std::nullopt;
    }
    if (parser.positionalArguments().size() != 1) {
        code = usageError(Text::tr("%1 takes one backup file. See gsc-admin --help.").arg(verb));
        return std::nullopt;
    }
    Arguments result;
    result.file = QFileInfo(parser.positionalArguments().constFirst()).absoluteFilePath();
    result.isJson = parser.isSet(json);
    result.on = takesTarget ? parser.value(on) : QString();
    Result<QString> passphrase = passphraseOf(result.file, parser.value(passphraseFile));
    if (!passphrase) {
        code = failure(passphrase.error());
        return std::nullopt;
    }
    result.passphrase = *std::move(passphrase);
    return result;
}

} // namespace

ExitCode verifyVerb(const QStringList &arguments)
{
    ExitCode code = ExitCode::Usage;
    const std::optional<Arguments> given = read(QStringLiteral("verify"), arguments, false, code);
    if (!given)
        return code;
    const Result<Backup::Verification> found = runJob<Backup::Verification>([&](Core::JobContext &context) {
        return Backup::verifyBackup(given->file, given->passphrase, context);
    });
    if (!found)
        return failure(found.error());
    if (given->isJson) {
        QJsonObject json = manifestJson(given->file, found->manifest);
        json.insert(QStringLiteral("good"), found->isGood);
        json.insert(QStringLiteral("hasManifest"), found->hasManifest);
        json.insert(QStringLiteral("problem"), found->problem);
        json.insert(QStringLiteral("found"), summariesJson(found->found));
        printJson(json);
    } else if (!found->isGood) {
        printError(found->problem);
    } else if (!found->hasManifest) {
        print(Text::tr("%1 can be read, but has no manifest: whether it holds what it should cannot be told.")
                  .arg(given->file));
    } else {
        print(Text::tr("%1 is good: every byte, row and count is as it was made.").arg(given->file));
    }
    return found->isGood ? ExitCode::Success : ExitCode::VerificationFailed;
}

ExitCode rehearseVerb(const QStringList &arguments)
{
    ExitCode code = ExitCode::Usage;
    const std::optional<Arguments> given = read(QStringLiteral("rehearse"), arguments, true, code);
    if (!given)
        return code;
    std::optional<Db::ConnectionSpec> scratch;
    if (!given->on.isEmpty()) {
        const Result<Profiles::Profile> profile = targetOf(given->on);
        if (!profile)
            return usageError(profile.error().summary);
        scratch = Profiles::directConnection(*profile);
    }
    const Result<Backup::Rehearsal> done = runJob<Backup::Rehearsal>([&](Core::JobContext &context) {
        return Backup::rehearse(given->file, given->passphrase, scratch, context);
    });
    if (!done)
        return failure(done.error());
    if (given->isJson) {
        printJson({{QStringLiteral("file"), given->file},
                   {QStringLiteral("good"), done->isGood},
                   {QStringLiteral("where"), done->where},
                   {QStringLiteral("problem"), done->problem},
                   {QStringLiteral("tables"), summariesJson(done->tables)},
                   {QStringLiteral("milliseconds"), done->milliseconds}});
    } else if (done->isGood) {
        print(Text::tr("%1 can be restored: tried in %2 in %3 s, all rows as they were.")
                  .arg(given->file, done->where,
                       QLocale().toString(double(done->milliseconds) / 1000, 'f', 1)));
    } else {
        printError(done->problem);
    }
    return done->isGood ? ExitCode::Success : ExitCode::VerificationFailed;
}

} // namespace App
