// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exportverb.h"

#include "app/jobrun.h"
#include "app/target.h"
#include "export/exportrows.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QLocale>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

void report(const Export::Exported &exported, bool asJson)
{
    if (exported.mendedValues > 0)
        printError(Text::tr("warning: %Ln value(s) held characters that this format cannot hold; “\ufffd” "
                            "stands in their place.",
                            nullptr, int(exported.mendedValues)));
    if (asJson)
        printJson({{QStringLiteral("file"), exported.file},
                   {QStringLiteral("rows"), exported.rows},
                   {QStringLiteral("bytes"), exported.bytes},
                   {QStringLiteral("format"), Export::keyOf(exported.format)}});
    else
        print(Text::tr("%Ln row(s) were exported to “%1” (%2).", nullptr, int(exported.rows))
                  .arg(exported.file, QLocale().formattedDataSize(exported.bytes)));
}

} // namespace

ExitCode exportVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption format(QStringLiteral("format"), {}, QStringLiteral("word"));
    const QCommandLineOption out(QStringLiteral("out"), {}, QStringLiteral("file"));
    const QCommandLineOption table(QStringLiteral("table"), {}, QStringLiteral("name"));
    const QCommandLineOption raw(QStringLiteral("raw"));
    const QCommandLineOption yes(QStringLiteral("yes"));
    const QCommandLineOption json(QStringLiteral("json"));
    parser.addOptions({format, out, table, raw, yes, json});
    if (!parser.parse(QStringList{QStringLiteral("export")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1)
        return usageError(
            Text::tr("export takes one connection string or the name of a profile. See gsc-admin --help."));
    if (parser.value(out).isEmpty())
        return usageError(Text::tr("--out FILE is missing: where to write. See gsc-admin --help."));
    const auto wanted = Export::formatFromKey(
        parser.isSet(format) ? parser.value(format) : QFileInfo(parser.value(out)).suffix().toLower());
    if (!wanted)
        return usageError(Text::tr("--format takes csv, xlsx, json or sql. See gsc-admin --help."));
    if (parser.isSet(raw) && *wanted != Export::Format::Csv)
        return usageError(Text::tr("--raw is for CSV: no other format changes any text."));
    const auto connection = connectionOf(words.first());
    if (!connection)
        return usageError(connection.error().summary);

    Export::ExportRequest request;
    request.spec = *connection;
    request.session.name = QStringLiteral("export");
    if (parser.isSet(table))
        request.table = parser.value(table);
    request.file = parser.value(out);
    request.options = {*wanted, parser.isSet(raw), parser.isSet(yes)};
    auto exported = runJob<Export::Exported>(
        [request](Core::JobContext &context) { return Export::exportRows(request, context); });
    if (exported) {
        report(*exported, parser.isSet(json));
        return ExitCode::Success;
    }
    Core::Error error = exported.error();
    if (error.kind == Core::ErrorKind::Conflict)
        error.summary += QLatin1Char(' ') + Text::tr("--yes replaces it.");
    return failure(error);
}

} // namespace App
