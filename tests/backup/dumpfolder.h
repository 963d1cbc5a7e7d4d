// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dumpfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <memory>

namespace Tests {

/// A folder for the dumps of one test function, and dumps into its file. No warning goes unnoticed.
class DumpFolder
{
protected:
    void renew()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::make_unique<QTemporaryDir>();
        m_output = m_folder->filePath(QStringLiteral("backup.part"));
        writeFile(m_output, {});
    }
    [[nodiscard]] Backup::DumpRun runOf(const Db::ConnectionSpec &spec,
                                        Backup::Kind kind = Backup::Kind::Script) const
    {
        Backup::DumpRun run;
        run.tool = serversTool();
        run.source = spec;
        run.kind = kind;
        run.output = m_output;
        return run;
    }
    /// A whole archive beside the output; its file.
    [[nodiscard]] Core::Result<QString> makeArchive(const Db::ConnectionSpec &spec) const
    {
        Backup::DumpRun run = runOf(spec, Backup::Kind::Dump);
        run.output = m_folder->filePath(QStringLiteral("backup.dump"));
        writeFile(run.output, {});
        Core::JobContext context;
        if (auto dumped = Backup::runDump(run, context); !dumped)
            return dumped.error();
        return run.output;
    }
    /// Runs a shell script in the place of pg_dump.
    [[nodiscard]] Core::Result<void> runFake(const QByteArray &script, Db::ConnectionSpec spec = {}) const
    {
        spec.engine = Db::Engine::PostgreSQL;
        Backup::DumpRun run = runOf(spec);
        run.tool.path = fakeProgram(m_folder->filePath(QStringLiteral("pg_dump")), script);
        Core::JobContext context;
        return Backup::runDump(run, context);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_output;
};

} // namespace Tests
