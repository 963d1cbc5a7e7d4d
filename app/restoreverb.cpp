// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/restoreverb.h"

#include "app/backupfile.h"
#include "app/backuptext.h"
#include "app/jobrun.h"
#include "app/target.h"
#include "app/writeconsent.h"
#include "backup/restore.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace App {

namespace {

using Core::Result;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::RestoreVerb)
};

/// A database file that is made for a restore and goes again where nothing came into it.
class NewFile final
{
public:
    NewFile() = default;
    ~NewFile()
    {
        if (!m_name.isEmpty() && QFileInfo(m_name).size() == 0)
            QFile::remove(m_name);
    }
    Q_DISABLE_COPY_MOVE(NewFile)

    /// Leaves a file alone that is there already.
    [[nodiscard]] Result<void> create(const QString &name)
    {
        if (QFileInfo::exists(name))
            return {};
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
            return Core::Error{
                Core::ErrorKind::Io, Text::tr("“%1” could not be made.").arg(name), file.errorString(), {}};
        m_name = name;
        return {};
    }

private:
    QString m_name;
};

QJsonObject previewJson(const Backup::Preview &preview)
{
    return {{QStringLiteral("verified"), preview.isVerified},
            {QStringLiteral("emptyTarget"), preview.isEmptyTarget},
            {QStringLiteral("tables"), changesJson(preview.tables)},
            {QStringLiteral("newestInBackup"), preview.newestInBackup},
            {QStringLiteral("newestInDatabase"), preview.newestInDatabase},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(preview.warnings)}};
}

void report(const Backup::Restored &restored, const QString &target, bool isJson)
{
    const bool isRehearsed = restored.rehearsal && restored.rehearsal->isGood;
    if (isJson) {
        printJson({{QStringLiteral("tables"), changesJson(restored.tables)},
                   {QStringLiteral("unremovable"), QJsonArray::fromStringList(restored.unremovable)},
                   {QStringLiteral("safetyBackup"), restored.safetyBackup},
                   {QStringLiteral("rehearsed"), isRehearsed}});
        return;
    }
    print(Text::tr("Restored and compared:"));
    print(changesText(restored.tables));
    for (const QString &row : restored.unremovable)
        print(Text::tr("  still there, because other rows refer to it: %1").arg(row));
    if (!restored.safetyBackup.isEmpty()) {
        print(Text::tr("The state before is in %1").arg(restored.safetyBackup));
        print(Text::tr("To go back: gsc-admin restore '%1' --to '%2' --mode replace")
                  .arg(restored.safetyBackup, target));
    }
}

} // namespace

ExitCode restoreVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption to(QStringLiteral("to"), {}, QStringLiteral("target"));
    const QCommandLineOption mode(QStringLiteral("mode"), {}, QStringLiteral("mode"));
    const QCommandLineOption table(QStringLiteral("table"), {}, QStringLiteral("name"));
    const QCommandLineOption create(QStringLiteral("create"));
    const QCommandLineOption safety(QStringLiteral("safety-folder"), {}, QStringLiteral("folder"));
    const QCommandLineOption passphraseFile(QStringLiteral("passphrase-file"), {}, QStringLiteral("file"));
    const QCommandLineOption dryRun(QStringLiteral("dry-run"));
    const QCommandLineOption yes(QStringLiteral("yes"));
    const QCommandLineOption confirm(QStringLiteral("confirm"), {}, QStringLiteral("word"));
    const QCommandLineOption json(QStringLiteral("json"));
    parser.addOptions({to, mode, table, create, safety, passphraseFile, dryRun, yes, confirm, json});
    if (!parser.parse(QStringList{QStringLiteral("restore")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1 || !parser.isSet(to))
        return usageError(Text::tr("restore takes a backup file and --to TARGET. See gsc-admin --help."));
    const QString modeKey = parser.isSet(mode) ? parser.value(mode) : QStringLiteral("replace");
    if (modeKey != QLatin1String("replace") && modeKey != QLatin1String("merge"))
        return usageError(Text::tr("--mode is replace or merge."));
    const QString target = parser.value(to);
    const Result<Profiles::Profile> profile = targetOf(target);
    if (!profile)
        return usageError(profile.error().summary);

    Backup::RestoreRequest request;
    request.file = QFileInfo(words.first()).absoluteFilePath();
    Result<QString> passphrase = passphraseOf(request.file, parser.value(passphraseFile));
    if (!passphrase)
        return failure(passphrase.error());
    request.passphrase = *std::move(passphrase);
    request.target = Profiles::directConnection(*profile);
    request.options = sessionOptionsFor(*profile);
    request.targetOrigin = originOf(*profile);
    request.mode =
        modeKey == QLatin1String("merge") ? Backup::RestoreMode::Merge : Backup::RestoreMode::Replace;
    request.tables = parser.values(table);
    request.safetyFolder = parser.value(safety);

    NewFile newFile;
    if (parser.isSet(create)) {
        if (request.target.engine != Db::Engine::SQLite)
            return usageError(
                Text::tr("--create makes a SQLite file; a database on a server is made there."));
        if (const Result<void> made = newFile.create(request.target.file); !made)
            return failure(made.error());
    }
    const Result<Backup::Preview> preview = runJob<Backup::Preview>(
        [&](Core::JobContext &context) { return Backup::previewRestore(request, context); });
    if (!preview)
        return failure(preview.error());
    const bool isJson = parser.isSet(json);
    if (parser.isSet(dryRun)) {
        if (isJson)
            printJson(previewJson(*preview));
        else
            print(previewText(*preview));
        return ExitCode::Success;
    }
    if (!isJson) {
        print(Text::tr("In “%1”:").arg(Db::displayName(request.target)));
        print(previewText(*preview));
    }
    if (const Result<void> allowed =
            mayChange(*profile, {parser.isSet(yes), parser.value(confirm).trimmed()});
        !allowed)
        return failure(allowed.error());
    const Result<Backup::Restored> restored = runJob<Backup::Restored>(
        [&](Core::JobContext &context) { return Backup::restore(request, context); });
    if (!restored)
        return failure(restored.error());
    report(*restored, target, isJson);
    return ExitCode::Success;
}

} // namespace App
