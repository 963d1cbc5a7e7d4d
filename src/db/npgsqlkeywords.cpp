// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/npgsqlkeywords.h"

#include <algorithm>
#include <array>

namespace Db::Npgsql {

namespace {

/// Npgsql's keywords and synonyms, from its documentation ("Connection String Parameters") for versions 4
/// to 9.
constexpr std::array rules{
    Rule{"host", Meaning::Host, "host"},
    Rule{"server", Meaning::Host, "host"},
    Rule{"port", Meaning::Same, "port"},
    Rule{"database", Meaning::Same, "dbname"},
    Rule{"db", Meaning::Same, "dbname"},
    Rule{"username", Meaning::Same, "user"},
    Rule{"userid", Meaning::Same, "user"},
    Rule{"uid", Meaning::Same, "user"},
    Rule{"user", Meaning::Same, "user"},
    Rule{"password", Meaning::Same, "password", false},
    Rule{"psw", Meaning::Same, "password"},
    Rule{"pwd", Meaning::Same, "password", false},
    Rule{"passfile", Meaning::Same, "passfile"},
    Rule{"applicationname", Meaning::Same, "application_name"},
    Rule{"options", Meaning::Same, "options"},
    Rule{"searchpath", Meaning::SearchPath, "options"},
    Rule{"clientencoding", Meaning::Same, "client_encoding"},
    Rule{"encoding", Meaning::Same, "client_encoding"},
    Rule{"timeout", Meaning::Same, "connect_timeout"},
    Rule{"targetsessionattributes", Meaning::Word, "target_session_attrs"},
    Rule{"loadbalancehosts", Meaning::LoadBalance, "load_balance_hosts"},
    // Security
    Rule{"sslmode", Meaning::Word, "sslmode"},
    Rule{"trustservercertificate", Meaning::Trust},
    Rule{"rootcertificate", Meaning::Same, "sslrootcert"},
    Rule{"sslcertificate", Meaning::Same, "sslcert"},
    Rule{"clientcertificate", Meaning::Same, "sslcert"},
    Rule{"sslkey", Meaning::Same, "sslkey"},
    Rule{"clientcertificatekey", Meaning::Same, "sslkey"},
    Rule{"sslpassword", Meaning::Same, "sslpassword"},
    Rule{"sslnegotiation", Meaning::Word, "sslnegotiation"},
    Rule{"channelbinding", Meaning::Word, "channel_binding"},
    Rule{"requireauth", Meaning::Same, "require_auth"},
    Rule{"kerberosservicename", Meaning::Same, "krbsrvname"},
    Rule{"krbsrvname", Meaning::Same, "krbsrvname"},
    Rule{"gssencryptionmode", Meaning::Word, "gssencmode"},
    Rule{"checkcertificaterevocation", Meaning::WarnIfTrue},
    Rule{"integratedsecurity", Meaning::WarnIfTrue},
    Rule{"includerealm", Meaning::Ignored},
    Rule{"persistsecurityinfo", Meaning::Ignored},
    Rule{"usesslstream", Meaning::Ignored},
    // Keeping the line alive
    Rule{"keepalive", Meaning::Positive, "keepalives_idle"},
    Rule{"tcpkeepalive", Meaning::Flag, "keepalives"},
    Rule{"tcpkeepalivetime", Meaning::Milliseconds, "keepalives_idle"},
    Rule{"tcpkeepaliveinterval", Meaning::Milliseconds, "keepalives_interval"},
    // The pool, buffers and compatibility of a client library: this program has no such thing.
    Rule{"pooling", Meaning::Ignored, "", false},
    Rule{"minimumpoolsize", Meaning::Ignored},
    Rule{"minpoolsize", Meaning::Ignored},
    Rule{"maximumpoolsize", Meaning::Ignored},
    Rule{"maxpoolsize", Meaning::Ignored},
    Rule{"connectionidlelifetime", Meaning::Ignored},
    Rule{"connectionpruninginterval", Meaning::Ignored},
    Rule{"connectionlifetime", Meaning::Ignored},
    Rule{"loadbalancetimeout", Meaning::Ignored},
    Rule{"commandtimeout", Meaning::Ignored, "", false},
    Rule{"internalcommandtimeout", Meaning::Ignored},
    Rule{"cancellationtimeout", Meaning::Ignored},
    Rule{"hostrecheckseconds", Meaning::Ignored},
    Rule{"enlist", Meaning::Ignored},
    Rule{"timezone", Meaning::Ignored},
    Rule{"eftemplatedatabase", Meaning::Ignored},
    Rule{"entitytemplatedatabase", Meaning::Ignored},
    Rule{"efadmindatabase", Meaning::Ignored},
    Rule{"entityadmindatabase", Meaning::Ignored},
    Rule{"buffersize", Meaning::Ignored},
    Rule{"readbuffersize", Meaning::Ignored},
    Rule{"writebuffersize", Meaning::Ignored},
    Rule{"socketreceivebuffersize", Meaning::Ignored},
    Rule{"socketsendbuffersize", Meaning::Ignored},
    Rule{"maxautoprepare", Meaning::Ignored},
    Rule{"autoprepareminusages", Meaning::Ignored},
    Rule{"persistprepared", Meaning::Ignored},
    Rule{"usepersistprepared", Meaning::Ignored},
    Rule{"noresetonclose", Meaning::Ignored},
    Rule{"multiplexing", Meaning::Ignored},
    Rule{"writecoalescingbufferthresholdbytes", Meaning::Ignored},
    Rule{"loadtablecomposites", Meaning::Ignored},
    Rule{"arraynullabilitymode", Meaning::Ignored},
    Rule{"replicationmode", Meaning::Ignored},
    Rule{"servercompatibilitymode", Meaning::Ignored},
    Rule{"convertinfinitydatetime", Meaning::Ignored},
    Rule{"includeerrordetail", Meaning::Ignored},
    Rule{"includeerrordetails", Meaning::Ignored},
    Rule{"includefailedbatchedcommand", Meaning::Ignored},
    Rule{"logparameters", Meaning::Ignored},
    Rule{"useperfcounters", Meaning::Ignored},
    Rule{"continuousprocessing", Meaning::Ignored},
    Rule{"backendtimeouts", Meaning::Ignored},
    Rule{"preloadreader", Meaning::Ignored},
    Rule{"useextendedtypes", Meaning::Ignored},
    Rule{"protocol", Meaning::Ignored},
    Rule{"syncnotification", Meaning::Ignored},
};

} // namespace

const Rule *ruleOf(const QString &name)
{
    const auto *found = std::find_if(rules.begin(), rules.end(),
                                     [&](const Rule &rule) { return name == QLatin1String(rule.name); });
    return found == rules.end() ? nullptr : found;
}

bool isKeyword(const QString &name)
{
    return ruleOf(name) != nullptr;
}

bool isServerKeyword(const QString &name)
{
    const Rule *rule = ruleOf(name);
    return rule && rule->server;
}

} // namespace Db::Npgsql
