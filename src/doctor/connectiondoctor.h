// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <atomic>
#include <chrono>
#include <functional>

namespace Doctor {

/// The way from a connection string to customers, in the order in which it is walked.
enum class Step {
    String,
    Dns,
    Tcp,
    Tls,
    Authentication, ///< of an SQLite file: whether it is there and may be read
    Database,
    Version,
    Connections, ///< of an SQLite file: who else uses it
    Privileges,
    CustomerTable,
    Migrations,
    Pooler,
};

enum class Verdict { Passed, Warning, Failed, Skipped };

/// What one step found.
struct Finding
{
    Step step = Step::String;
    Verdict verdict = Verdict::Skipped;
    QString summary; ///< what is so, in a sentence or two
    QString fix;     ///< what to do about it; empty where nothing need be done
    QString detail;  ///< the server's or system's own words, redacted
    std::chrono::milliseconds duration{0};
};

/// The steps that an engine has: a file needs no network and no pooler.
[[nodiscard]] QList<Step> stepsOf(Db::Engine engine);

[[nodiscard]] QString titleOf(Step step, Db::Engine engine = Db::Engine::PostgreSQL);

/// Told when a step has to wait for something harmless, in a calm sentence: "Waking the database…".
using Waiting = std::function<void(Step, const QString &)>;

/// Walks the whole way and reports each step as it is done; after a failure the steps that need it are
/// Skipped. Every step of stepsOf() is found exactly once, in its order. Blocking, usually below a second, at
/// worst about 60 s: worker threads and headless verbs only. Changes nothing in the database. `started` is
/// told before a step, `found` after it, `waiting` between the two, all in the calling thread. Tls and
/// Authentication run together, because one connection attempt answers both: both are started before either
/// is found. `stop` ends the walk early: what was not done yet is Skipped.
[[nodiscard]] QList<Finding> examine(const Db::ConnectionSpec &connection,
                                     const std::function<void(Step)> &started,
                                     const std::function<void(const Finding &)> &found,
                                     const std::atomic_bool &stop, const Waiting &waiting = {});

} // namespace Doctor
