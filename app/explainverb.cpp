// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explainverb.h"

#include "db/connectionstring.h"
#include "db/explanation.h"

#include <QCommandLineParser>

namespace App {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(App::CommandLine)
};

} // namespace

ExitCode explainVerb(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption json(QStringLiteral("json"));
    parser.addOption(json);
    if (!parser.parse(QStringList{QStringLiteral("explain")} + arguments))
        return usageError(parser.errorText() + QLatin1Char(' ') + Text::tr("See gsc-admin --help."));
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1)
        return usageError(Text::tr("explain takes one connection string. See gsc-admin --help."));
    const auto spec = Db::ConnectionString::parse(words.first());
    if (!spec)
        return usageError(spec.error().summary);
    if (parser.isSet(json))
        printJson(Db::explanation(*spec));
    else
        print(Db::explanationText(*spec).trimmed());
    return ExitCode::Success;
}

} // namespace App
