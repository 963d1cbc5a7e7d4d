// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job.h"
#include "db/connectionspec.h"
#include "db/sessionoptions.h"

namespace Tables {

/// A place for trying something out that the real tables must not feel: a database of its own on the same
/// server; where the role may not create one, a schema of its own in the same database; for SQLite a file of
/// its own. Removed with the object. What a killed process left behind is found by its name
/// ("gsc_scratch_<utc time>_<random>") and removed by the next one, once it is older than a day.
class Scratch final
{
public:
    enum class Kind { Database, Schema, File };

    /// `beside`: the database on whose server, or beside whose file, the place is made; the direct way in.
    /// Error: Permission (the role may create neither, with a summary that says so), Connection, Io, ReadOnly
    /// (the server refuses to write). The gate of `options` does not matter: nothing of the database changes.
    [[nodiscard]] static Core::Result<std::unique_ptr<Scratch>>
    create(const Db::ConnectionSpec &beside, const Db::SessionOptions &options, Core::JobContext &context);
    ~Scratch();
    Q_DISABLE_COPY_MOVE(Scratch)

    [[nodiscard]] Kind kind() const;
    /// How to open it. For Kind::Schema the database itself: unqualified names must be led to schemaName().
    [[nodiscard]] const Db::ConnectionSpec &spec() const;
    [[nodiscard]] QString schemaName() const; ///< PostgreSQL: "public" or the scratch schema
    /// For people, translated: "a scratch database on db.example.com".
    [[nodiscard]] QString where() const;

private:
    Scratch();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Tables
