// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/examination.h"
#include "doctor/watchedsession.h"

namespace Doctor {

/// Looks at an SQLite database, opened read-only: whether it is there, whole, free, writable and of the right
/// schema.
class FileChecks final
{
public:
    explicit FileChecks(Examination &examination);
    Q_DISABLE_COPY_MOVE(FileChecks)

    /// Gives the reason why the steps that are missing afterwards have no result.
    [[nodiscard]] QString run();

private:
    [[nodiscard]] bool checkFile();
    [[nodiscard]] bool checkDatabase();
    void checkVersion();
    void checkOtherPrograms();
    void checkPermissions();
    void checkTable();
    void checkMigrations();

    Examination &m_examination;
    QString m_file;
    bool m_wantsWriting;
    WatchedSession m_session;
    QString m_version;
    QString m_journalMode;
    bool m_hasCustomerTable = false;
};

} // namespace Doctor
