// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/scriptfilter.h"

#include <QBuffer>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

using Backup::CopyRows;
using Backup::ScriptFilter;
using Backup::ScriptLines;
using Backup::ScriptParser;
using Backup::ScriptStep;
using Backup::SqlScanner;
using Backup::SqlStatement;
using Backup::SqlToken;
using Core::ErrorKind;

void require(bool condition, const char *promise, const QByteArray &text)
{
    if (condition)
        return;
    std::fprintf(stderr, "broken promise: %s\ninput: %s\n", promise,
                 text.toPercentEncoding(" :/?@=&'\\;\n").constData());
    std::abort();
}

void requireTidy(const Core::Error &error, const QByteArray &text)
{
    require(error.kind == ErrorKind::Syntax || error.kind == ErrorKind::Unsupported ||
                error.kind == ErrorKind::Corrupt,
            "an error is about the script", text);
    require(!error.summary.isEmpty() && !error.summary.contains(u'\n'), "one line of error", text);
}

/// What is run are the tokens that were looked at: read again, they are the same.
void requireSameTokens(const SqlStatement &statement, const QByteArray &text)
{
    QByteArray plain = Backup::plainText(statement) + ";\n";
    SqlScanner scanner;
    SqlStatement again;
    for (qsizetype begin = 0; begin < plain.size();) {
        const qsizetype end = plain.indexOf('\n', begin) + 1;
        const QByteArray line = plain.mid(begin, end - begin);
        begin = end;
        qsizetype at = 0;
        const auto stop = scanner.scan(line, 1, at);
        require(stop.has_value() && *stop != SqlScanner::Stop::Backslash, "plain text can be read", text);
        if (*stop != SqlScanner::Stop::Statement)
            continue;
        require(begin == plain.size(), "plain text is one statement", text);
        again = scanner.take();
    }
    require(again.tokens.size() == statement.tokens.size(), "plain text has as many tokens", text);
    for (qsizetype i = 0; i < again.tokens.size(); ++i) {
        const SqlToken &a = again.tokens.at(i);
        const SqlToken &b = statement.tokens.at(i);
        require(a.kind == b.kind && again.textOf(a) == statement.textOf(b), "plain text has the same tokens",
                text);
    }
}

/// A row is what it says: written again as COPY writes it, it is the same.
void requireSameRow(const Db::RawRow &row, const QByteArray &text)
{
    QByteArray line;
    for (const auto &value : row) {
        QByteArray field = value ? value->toByteArray() : QByteArray("\\N");
        if (value) {
            field.replace('\\', "\\\\");
            for (const auto &[plain, escaped] :
                 {std::pair('\t', "\\t"), std::pair('\n', "\\n"), std::pair('\r', "\\r")})
                field.replace(plain, escaped);
        }
        line += '\t' + field;
    }
    line = line.sliced(1) + "\n\\.\n";
    QBuffer device(&line);
    device.open(QIODevice::ReadOnly);
    ScriptLines lines(device);
    CopyRows rows(lines, row.size());
    Db::RawRow again;
    const auto more = rows.next(again);
    require(more.has_value() && (*more || (row.size() == 1 && row.first() == "\\.")),
            "a row can be read again", text);
    require(!*more || again == row, "a row is the same again", text);
}

void requireHarmless(const ScriptStep &step, const QByteArray &text)
{
    if (step.kind != ScriptStep::Kind::Run)
        return;
    const QString start = step.sql.first(qMin<qsizetype>(step.sql.size(), 30)).toLower().simplified();
    bool isKnown = false;
    for (const char *known : {"create table ", "create unlogged ", "create sequence ", "create index ",
                              "create unique index ", "create extension ", "alter table ", "alter sequence "})
        isKnown = isKnown || start.startsWith(QLatin1String(known));
    require(isKnown, "only tables, sequences and indexes are made", text);
}

/// Reads the whole script; whether it may be loaded.
bool read(const QByteArray &script, bool withPromises)
{
    QByteArray copy = script;
    QBuffer device(&copy);
    device.open(QIODevice::ReadOnly);
    ScriptParser parser(device);
    ScriptFilter filter(QStringLiteral("scratch"));
    bool isLoadable = true;
    for (;;) {
        const auto more = parser.next();
        if (!more) {
            requireTidy(more.error(), script);
            return false;
        }
        if (!*more)
            return true;
        if (!withPromises)
            continue;
        requireSameTokens(parser.statement(), script);
        if (parser.copy()) {
            const auto fits = filter.copy(*parser.copy());
            isLoadable = isLoadable && fits;
            Db::RawRow row;
            for (;;) {
                const auto next = parser.nextRow(row);
                if (!next) {
                    requireTidy(next.error(), script);
                    return false;
                }
                if (!*next)
                    break;
                requireSameRow(row, script);
            }
        } else if (isLoadable) {
            const auto step = filter.step(parser.statement());
            if (step)
                requireHarmless(*step, script);
            else
                requireTidy(step.error(), script);
            isLoadable = step.has_value();
        }
    }
}

} // namespace

/// Any bytes as a script: nothing crashes, what is run is what was looked at, and a cut script is noticed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray script(reinterpret_cast<const char *>(data),
                            qsizetype(size)); // NOLINT: libFuzzer's bytes
    if (!read(script, true))
        return 0;
    qsizetype end = script.size();
    while (end > 0 && (script.at(end - 1) == '\n' || script.at(end - 1) == ' ' || script.at(end - 1) == '\t'))
        --end;
    for (qsizetype cut = 1; cut <= 5 && cut <= end; ++cut)
        require(!read(script.first(end - cut), false), "a cut script is noticed", script);
    return 0;
}
