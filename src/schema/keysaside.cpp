// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/keysaside.h"

#include "schema/statementmeaning.h"

namespace Schema {

namespace {

bool rebuilds(const SqlScript &script)
{
    QStringList dropped;
    for (const ScriptStatement &statement : script.statements)
        for (const StatementMeaning &meaning : meaningsOf(statement.sql, Db::Engine::SQLite)) {
            if (meaning.act == StatementMeaning::Act::DropTable)
                dropped.append(meaning.table);
            if (meaning.act == StatementMeaning::Act::RenameTable && dropped.contains(meaning.name))
                return true;
        }
    return false;
}

} // namespace

KeysAside::KeysAside(Db::Session &session, const SqlScript &script)
    : m_session(session)
    , m_isAside(session.isSqlite() && rebuilds(script))
{
    set("off");
}

KeysAside::~KeysAside()
{
    set("on");
}

void KeysAside::set(const char *how)
{
    if (m_isAside)
        (void)m_session.select(Db::Statement{QLatin1String("pragma foreign_keys=") + QLatin1String(how), {}});
}

} // namespace Schema
