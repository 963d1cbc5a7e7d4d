// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemawords.h"

#include "ui/base/theme.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Gui::SchemaWords {

using Schema::MigrationState;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Gui::SchemaWords)
};

} // namespace

QString titleOf(MigrationState state)
{
    const QString word = Schema::wordOf(state);
    return QLocale().toUpper(word.left(1)) + word.mid(1);
}

Tone toneOf(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return Tone::Success;
    case MigrationState::Changed:
        return Tone::Problem;
    case MigrationState::Interrupted:
    case MigrationState::Adoptable:
    case MigrationState::Unavailable:
        return Tone::Warning;
    case MigrationState::Pending:
    case MigrationState::Superseded:
    case MigrationState::Elsewhere:
        return Tone::Information;
    }
    Q_UNREACHABLE();
}

QIcon iconOf(MigrationState state)
{
    switch (state) {
    case MigrationState::Pending:
        return Theme::icon(QStringLiteral("chronometer"));
    case MigrationState::Superseded:
        return Theme::icon(QStringLiteral("dialog-cancel"));
    case MigrationState::Elsewhere:
        return Theme::icon(QStringLiteral("globe"));
    case MigrationState::Unavailable:
        return Theme::icon(QStringLiteral("object-locked"));
    case MigrationState::Applied:
    case MigrationState::Changed:
    case MigrationState::Interrupted:
    case MigrationState::Adoptable:
        return toneIcon(toneOf(state));
    }
    Q_UNREACHABLE();
}

QString timeText(const QString &utc)
{
    QDateTime time = QDateTime::fromString(utc, QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    if (!time.isValid())
        return utc;
    time.setTimeSpec(Qt::UTC);
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

QString durationText(qint64 milliseconds)
{
    const QLocale locale;
    if (milliseconds < 1000)
        return Text::tr("%1 ms").arg(locale.toString(milliseconds));
    return Text::tr("%1 s").arg(locale.toString(double(milliseconds) / 1000.0, 'f', 1));
}

std::pair<Tone, QString> summaryOf(const Schema::MigrationStatus &status)
{
    const auto count = [&](MigrationState state) { return int(status.idsIn(state).size()); };
    // First, because what differs is most likely the half that is there of it.
    if (const int interrupted = count(MigrationState::Interrupted))
        return {Tone::Warning,
                Text::tr("%Ln migration(s) were begun and not finished. Applying goes on with them.", nullptr,
                         interrupted)};
    if (!status.differences.isEmpty())
        return {Tone::Problem, Text::tr("%Ln thing(s) in the database are not as expected.", nullptr,
                                        int(status.differences.size()))};
    if (const int changed = count(MigrationState::Changed))
        return {Tone::Problem, Text::tr("%Ln file(s) changed after they were applied.", nullptr, changed)};
    if (count(MigrationState::Adoptable) > 0)
        return {Tone::Warning,
                Text::tr("The tables are there, but the history does not say so: adopt them.")};
    if (const int pending = count(MigrationState::Pending))
        return {Tone::Information, Text::tr("%Ln migration(s) can be applied.", nullptr, pending)};
    return {Tone::Success, Text::tr("Nothing is to be applied, and the tables are as expected.")};
}

QString listed(const QStringList &sentences)
{
    if (sentences.size() < 2)
        return sentences.join(u'\n');
    QStringList lines;
    for (const QString &sentence : sentences)
        //: One of several sentences, each on a line of its own
        lines.append(Text::tr("• %1").arg(sentence));
    return lines.join(u'\n');
}

} // namespace Gui::SchemaWords
