// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/session.h"
#include "schema/sqlscript.h"

namespace Schema {

/// SQLite changes most of a table by putting it together anew, and dropping the old one would be taken for
/// removing what others refer to: while such a script runs, references are not looked at row by row. Whoever
/// runs it checks all of them before the COMMIT. See https://www.sqlite.org/lang_altertable.html 7.
class KeysAside final
{
public:
    /// Outside of a transaction. Does nothing for other scripts, and on PostgreSQL.
    KeysAside(Db::Session &session, const SqlScript &script);
    ~KeysAside();
    Q_DISABLE_COPY_MOVE(KeysAside)

private:
    void set(const char *how);

    Db::Session &m_session;
    const bool m_isAside;
};

} // namespace Schema
