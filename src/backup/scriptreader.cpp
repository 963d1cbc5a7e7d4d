// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/script.h"
#include "backup/scripterrors.h"
#include "backup/scriptfile.h"
#include "backup/scriptparser.h"

#include <QCoreApplication>

namespace Backup {

using Core::Result;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup::Script)
};

} // namespace

Result<void> readScript(const QString &file, const ScriptReader &reader, Core::JobContext &context)
{
    const auto script = ScriptFile::open(file);
    if (!script)
        return script.error();
    context.enter(Text::tr("Reading the script"), Core::JobProgress::Unit::Bytes, (*script)->size());
    ScriptParser parser((*script)->device());
    Db::RawRow row;
    for (;;) {
        const Result<bool> more = parser.next();
        if (!more)
            return more.error();
        if (!*more)
            break;
        if (auto going = context.proceed(); !going)
            return going;
        ScriptPiece piece;
        piece.sql = parser.statement().written();
        piece.line = parser.statement().line;
        if (parser.copy()) {
            piece.kind = ScriptPiece::Kind::Copy;
            piece.table = parser.copy()->table.name;
            piece.columns = parser.copy()->columns;
        }
        if (reader.statement) {
            if (auto done = reader.statement(piece); !done)
                return done;
        }
        for (bool inRows = parser.copy().has_value(); inRows;) {
            if (auto going = context.proceed(); !going)
                return going;
            const Result<bool> next = parser.nextRow(row);
            if (!next)
                return next.error();
            inRows = *next;
            if (inRows && reader.row) {
                if (auto done = reader.row(piece, row); !done)
                    return done;
            }
            context.advance(parser.offset());
        }
    }
    if (!(*script)->isUnchanged())
        return ScriptErrors::changed();
    return {};
}

} // namespace Backup
