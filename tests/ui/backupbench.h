// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/makebackup.h"
#include "backup/shelf.h"
#include "support/tempdatabase.h"
#include "ui/backup/backupwords.h"
#include "ui/backup/backupwork.h"
#include "ui/backup/openeddatabase.h"
#include "windowbench.h"

#include <QTemporaryDir>
#include <QTest>

namespace Tests {

/// A shop's database with customers, and real backups of it in a folder of its own.
class BackupBench final
{
public:
    explicit BackupBench(const QStringList &names = {QStringLiteral("Ada"), QStringLiteral("Bob"),
                                                     QStringLiteral("Cyd")},
                         Profiles::Environment::Kind environment = Profiles::Environment::Kind::Staging,
                         TempDatabase::Kind kind = TempDatabase::Kind::Sqlite)
        : m_database(kind)
    {
        if (!makeSchema(m_database.connectionString()))
            qFatal("no schema");
        m_database.execute(insertStatement(names));
        m_profile = makeProfile(QStringLiteral("Shop"), m_database.connectionString(), environment);
    }

    Rows execute(const QString &sql) const { return m_database.execute(sql); }
    [[nodiscard]] int countNamed(const QString &name) const
    {
        return int(
            execute(QStringLiteral(R"(select 1 from "Customer" where "Name" = '%1')").arg(name)).size());
    }
    [[nodiscard]] const Profiles::Profile &profile() const { return m_profile; }
    [[nodiscard]] Gui::OpenedDatabase database() const
    {
        Gui::OpenedDatabase database;
        database.profile = m_profile;
        database.direct = m_profile.connection;
        database.options.gate = std::make_shared<Db::AccessGate>(true);
        database.tables = {QStringLiteral("Customer")};
        return database;
    }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    /// Makes a backup as the window does, and gives its entry. Fails the test where that fails.
    [[nodiscard]] Backup::Entry backUp(const QString &name, const Backup::Wrapping &wrapping = {},
                                       Backup::Kind kind = Backup::Kind::Portable) const
    {
        Backup::Request request;
        request.kind = kind;
        request.source = m_profile.connection;
        request.origin = Gui::originOf(m_profile);
        request.file = path(name);
        request.wrapping = wrapping;
        Core::JobContext context;
        const auto made = Gui::BackupWork::make(request, context);
        if (!made)
            QTest::qFail(qPrintable(Core::toText(made.error())), __FILE__, __LINE__);
        return made ? entry(made->file) : Backup::Entry();
    }
    [[nodiscard]] static Backup::Entry entry(const QString &file)
    {
        const auto entry = Gui::BackupWork::entryOf(file);
        if (!entry)
            QTest::qFail(qPrintable(Core::toText(entry.error())), __FILE__, __LINE__);
        return entry ? *entry : Backup::Entry();
    }

private:
    TempDatabase m_database;
    QTemporaryDir m_folder;
    Profiles::Profile m_profile;
};

/// A cheap passphrase wrapping: the real limits take a second each.
[[nodiscard]] inline Backup::Wrapping encrypted(const QString &passphrase)
{
    Backup::Wrapping wrapping;
    wrapping.compress = true;
    wrapping.passphrase = passphrase;
    wrapping.limits = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
    return wrapping;
}

/// Changes one byte in the middle of a file.
inline bool damage(const QString &file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadWrite))
        return false;
    const qint64 place = opened.size() / 2;
    opened.seek(place);
    char byte = 0;
    if (opened.read(&byte, 1) != 1)
        return false;
    opened.seek(place);
    const char other = char(byte ^ 0x10);
    return opened.write(&other, 1) == 1;
}

} // namespace Tests
