// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/callsite.h"
#include "support/rows.h"

#include <QMetaType>
#include <QTemporaryDir>

namespace Tests {

/// Runs statements on an SQLite file by the C API and gives the rows of the last one. Makes the file where
/// there is none. A failure fails the running test function at the line that called.
Rows sqliteExecute(const QString &file, const QString &sql, CallSite where = CallSite::here());

/// An empty database of one of the three kinds that every database test runs on:
///
///     void reads_data() { Tests::TempDatabase::addKinds(); }
///     void reads()
///     {
///         QFETCH(Tests::TempDatabase::Kind, kind);
///         Tests::TempDatabase database(kind);
///
/// Removed with the object, open connections or not.
class TempDatabase final
{
public:
    enum class Kind { Sqlite, PostgresDirect, PostgresPooled };

    /// Column "kind" and the rows "sqlite", "postgresql" and "pgbouncer".
    static void addKinds();
    /// The rows "sqlite" and "postgresql" only: jobs go past a pooler.
    static void addDirectKinds();
    /// The rows "postgresql" and "pgbouncer" only.
    static void addPostgresKinds();
    /// The three names with their kinds, for tests that cross them with rows of their own.
    [[nodiscard]] static QList<std::pair<const char *, Kind>> kinds();

    explicit TempDatabase(Kind kind);
    ~TempDatabase();
    Q_DISABLE_COPY_MOVE(TempDatabase)

    /// What a user would type: the file's path or a URI. The SQLite file does not exist yet.
    [[nodiscard]] QString connectionString() const;
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isPostgres() const { return m_kind != Kind::Sqlite; }
    /// The file's path or the database's name.
    [[nodiscard]] QString name() const { return m_name; }

    /// Set-up and checking SQL, past the code under test: the SQLite C API, or libpq as superuser directly.
    Rows execute(const QString &sql, CallSite where = CallSite::here()) const;

private:
    static void addKindsBut(Kind other);

    Kind m_kind;
    QTemporaryDir m_directory;
    QString m_name;
};

} // namespace Tests

Q_DECLARE_METATYPE(Tests::TempDatabase::Kind)
