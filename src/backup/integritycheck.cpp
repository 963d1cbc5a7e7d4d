// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/integritycheck.h"

#include "backup/partfile.h"
#include "db/sqlitefile.h"

namespace Backup {

namespace {

Core::Result<QByteArray> check(const QString &name, Core::JobContext &context)
{
    // The progress is that of the rows.
    Core::JobContext quiet;
    const Core::JobContext::Stopper quietStopper(context, [&quiet] { quiet.requestStop(); });
    auto sha256 = hashOfFile(name, quiet);
    if (!sha256)
        return sha256;
    auto file = Db::SqliteFile::open(name, Db::SqliteFile::Use::Read);
    if (!file)
        return file.error();
    const Core::JobContext::Stopper stopper(context, [&file] { (*file)->interrupt(); });
    if (auto sound = (*file)->checkIntegrity(); !sound)
        return sound.error();
    return sha256;
}

} // namespace

IntegrityCheck::~IntegrityCheck()
{
    if (m_thread.joinable())
        m_thread.join();
}

void IntegrityCheck::start(const QString &file)
{
    Q_ASSERT(!m_isStarted);
    m_isStarted = true;
    m_thread = std::thread([this, file] { m_result = check(file, m_context); });
}

Core::Result<QByteArray> IntegrityCheck::result()
{
    if (m_thread.joinable())
        m_thread.join();
    return m_result;
}

} // namespace Backup
