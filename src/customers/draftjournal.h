// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "customers/changeset.h"

#include <QLockFile>
#include <QObject>
#include <QThreadPool>

#include <memory>

namespace Customers {

/// Keeps the staged changes of one database on disk, so that neither a crash nor closing the window loses
/// one. All file work happens in a thread of its own; of several quick changes only the last state is
/// written. Two windows on the same database keep two journals: a lock file tells which one is taken.
class DraftJournal final : public QObject
{
    Q_OBJECT

public:
    /// `identity` as Db::identity() gives it; `folder` is created when needed.
    DraftJournal(const QString &identity, const QString &folder, QObject *parent = nullptr);
    /// Waits until the last state is on disk.
    ~DraftJournal() override;
    Q_DISABLE_COPY_MOVE(DraftJournal)

    /// Takes a journal nobody uses, preferably one with drafts in it, and answers these.
    /// Error: Io or Corrupt (a journal that cannot be read is set aside under another name).
    [[nodiscard]] Core::Task<QList<RowChange>> load();
    /// Call after load(). Failures come by failed().
    void store(const QList<RowChange> &changes);

    [[nodiscard]] static QByteArray toJson(const QString &identity, const QList<RowChange> &changes);
    [[nodiscard]] static Core::Result<QList<RowChange>> fromJson(const QByteArray &json);

Q_SIGNALS:
    void failed(const Core::Error &error);

private:
    [[nodiscard]] Core::Result<QList<RowChange>> claim();
    void writePending();

    const QString m_identity;
    const QString m_base; ///< folder and name without number
    QThreadPool m_pool;   ///< one thread: the file's order of events

    QMutex m_mutex;
    std::optional<QList<RowChange>> m_pending;

    std::unique_ptr<QLockFile> m_lock; ///< pool thread only
    QString m_file;                    ///< pool thread only; empty: no journal could be had
};

} // namespace Customers
