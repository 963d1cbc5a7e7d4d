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
    Authentication,
    Database,
    Version,
    Connections,
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
    QString summary; ///< one sentence: what is so
    QString fix;     ///< what to do about it; empty where nothing need be done
    QString detail;  ///< the server's or system's own words, redacted
    std::chrono::milliseconds duration{0};
};

[[nodiscard]] QString titleOf(Step step);

/// Walks the whole way and reports each step as it is done; after a failure the steps that need it are Skipped.
/// Blocking, up to about 60 s: worker threads and headless verbs only. Changes nothing in the database.
/// `started` is told before a step, `found` after it, both in the calling thread. `stop` ends it early.
[[nodiscard]] QList<Finding> examine(const Db::ConnectionSpec &connection, const std::function<void(Step)> &started,
                                     const std::function<void(const Finding &)> &found,
                                     const std::atomic_bool &stop);

} // namespace Doctor
