// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/integritycheck.h"

#include "db/sqlitefile.h"

namespace Backup {

namespace {

Core::Result<void> check(const QString &name, Core::JobContext &context)
{
    auto file = Db::SqliteFile::open(name, Db::SqliteFile::Use::Read);
    if (!file)
        return file.error();
    const Core::JobContext::Stopper stopper(context, [&file] { (*file)->interrupt(); });
    return (*file)->checkIntegrity();
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

Core::Result<void> IntegrityCheck::result()
{
    if (m_thread.joinable())
        m_thread.join();
    return m_result;
}

} // namespace Backup
