// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/manifest.h"
#include "db/session.h"
#include "support/postgresserver.h"

#include <QObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>

namespace Soak {

/// Makes a backup now and then while everybody works and everything breaks, restores it into a scratch place
/// and compares what is there then with what its manifest says. The program does it: gsc-admin, in processes
/// which are killed, cancelled and given too little room. Beside PostgreSQL there is an SQLite database of
/// its own, in which somebody writes, too.
class Backups final : public QObject
{
public:
    /// `ways`: connection strings of one database with the ledger's history; any of them is taken.
    Backups(Tests::PostgresServer &server, const QStringList &ways, quint32 seed);

    void start() { next(); }
    /// Faults have ended: what was put off is restored now, and each kind of backup is made once more.
    /// Whatever fails from now on is a break.
    void stop();
    [[nodiscard]] bool hasStopped() const { return m_hasStopped; }

    /// Edits the SQLite database.
    void actAsWebApplication();

    /// What is not as it should be, one sentence each.
    [[nodiscard]] QStringList breaks() const { return m_breaks; }
    /// One line for the report.
    [[nodiscard]] QString figures() const;

private:
    enum class Fate { None, Kill, Cancel, SmallDisk };

    /// What is made, and then restored.
    struct Round
    {
        Backup::Kind kind = Backup::Kind::Portable;
        bool isFromSqlite = false;
        QString file;
        std::optional<Backup::Manifest> manifest; ///< once it was made
        [[nodiscard]] QString text() const;
    };

    void next();
    void pause();
    void backUp(const Round &round, Fate fate);
    void tookBackUp();
    void restore(const Round &round, Fate fate);
    void tookRestore();
    void finish();

    void run(const QStringList &arguments, Fate fate, std::function<void()> ended);
    [[nodiscard]] bool isGood() const;    ///< the program ended by itself, and well
    [[nodiscard]] bool isOurKill() const; ///< it ended by the signal that it was sent
    [[nodiscard]] Fate anyFate();
    void found(const QString &what);
    [[nodiscard]] QStringList filesOf(const Round &round) const;
    void makeScratch();
    void dropScratch();
    /// Whether the customers in the scratch place are as their history, in the same place, says.
    [[nodiscard]] bool isOneMoment() const;

    Tests::PostgresServer &m_server;
    QStringList m_ways;
    QRandomGenerator m_random;
    QTemporaryDir m_home;   ///< of the program's processes
    QTemporaryDir m_folder; ///< of the backups, nothing else
    QTemporaryDir m_places; ///< SQLite databases
    std::unique_ptr<Db::Session> m_shop;

    Round m_round;
    Fate m_fate = Fate::None;
    std::unique_ptr<QProcess> m_process;
    QString m_scratch; ///< a file or the name of a database
    bool m_isScratchFile = false;
    QList<Round> m_waiting; ///< made, but not restored yet
    QList<Round> m_last;
    bool m_isStopping = false;
    bool m_mustWork = false; ///< the program that runs: it began when no fault was left to come
    bool m_isPausing = false;
    bool m_hasStopped = false;
    QStringList m_breaks;
    QMap<QString, int> m_made; ///< by kind
    int m_rounds = 0;
    int m_failed = 0;
    int m_killed = 0;
    int m_cancelled = 0;
    int m_restored = 0;
    int m_brokenOff = 0; ///< restores that were killed or failed, and changed nothing
    int m_edits = 0;
};

} // namespace Soak
