// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/conninfokeywords.h"

#include <QSet>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>

namespace Db::Conninfo {

namespace {

/// What the installed libpq understands. Asked once: keywords and the treatment of blanks differ by release.
struct Dialect
{
    QSet<QByteArray> keywords;
    /// libpq 18 began to trim blanks (not tabs) around a part of a URI and to refuse them inside.
    bool blanksEndUriParts = false;
};

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

const Dialect &dialect()
{
    static const Dialect instance = [] {
        Dialect found;
        const Options options(PQconninfoParse("", nullptr), &PQconninfoFree);
        for (const PQconninfoOption *option = options.get(); option && option->keyword; ++option)
            found.keywords.insert(option->keyword);
        const Options blank(PQconninfoParse("postgresql:///a b", nullptr), &PQconninfoFree);
        found.blanksEndUriParts = !blank;
        return found;
    }();
    return instance;
}

/// Keywords of libpq 13 to 18 that an older libpq refuses, and parameters that other programs put into the
/// same URI: poolers, Npgsql, Prisma, pgx, node-postgres, JDBC, asyncpg and SQLAlchemy.
constexpr std::array foreignKeywords{
    "channel_binding",
    "gssdelegation",
    "load_balance_hosts",
    "max_protocol_version",
    "min_protocol_version",
    "oauth_client_id",
    "oauth_client_secret",
    "oauth_issuer",
    "oauth_scope",
    "require_auth",
    "scram_client_key",
    "scram_server_key",
    "servicefile",
    "sslcertmode",
    "sslcrldir",
    "sslkeylogfile",
    "sslnegotiation",
    "sslsni",
    "application",
    "command_timeout",
    "connection_limit",
    "default_query_exec_mode",
    "endpoint",
    "lock_timeout",
    "pgbouncer",
    "pool_max_conn_idle_time",
    "pool_max_conn_lifetime",
    "pool_max_conns",
    "pool_min_conns",
    "pool_mode",
    "pool_size",
    "pool_timeout",
    "pooler",
    "pooling",
    "preparedStatementCacheQueries",
    "prepareThreshold",
    "prepared_statement_cache_size",
    "schema",
    "search_path",
    "socket_timeout",
    "sslaccept",
    "sslidentity",
    "statement_cache_mode",
    "statement_cache_size",
    "statement_timeout",
    "supa",
    "timezone",
    "trustServerCertificate",
    "uselibpqcompat",
};

} // namespace

bool isKeyword(const QByteArray &keyword)
{
    return dialect().keywords.contains(keyword);
}

bool isForeign(const QByteArray &keyword)
{
    return std::any_of(foreignKeywords.begin(), foreignKeywords.end(),
                       [&](const char *known) { return keyword == known; });
}

bool blanksEndUriParts()
{
    return dialect().blanksEndUriParts;
}

} // namespace Db::Conninfo
