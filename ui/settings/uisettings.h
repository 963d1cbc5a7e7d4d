// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/recentdatabase.h"
#include "ui/settings/colorscheme.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QVariant>

namespace Gui {

/// What the window remembers between runs. Read once, at construction; changes are written a moment later in
/// a thread of their own. Passwords are never among them.
class UiSettings final : public QObject
{
    Q_OBJECT

public:
    static constexpr int recentLimit = 10;

    /// `file`: settings.ini in Core::Paths::config(). It need not exist.
    explicit UiSettings(const QString &file, QObject *parent = nullptr);
    /// Waits until the last change is on disk.
    ~UiSettings() override;
    Q_DISABLE_COPY_MOVE(UiSettings)

    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    [[nodiscard]] QByteArray windowState() const;
    void setWindowState(const QByteArray &state);
    [[nodiscard]] QByteArray splitterState() const;
    void setSplitterState(const QByteArray &state);
    [[nodiscard]] QByteArray queryLogLayout() const;
    void setQueryLogLayout(const QByteArray &layout);
    [[nodiscard]] QByteArray schemaLayout() const;
    void setSchemaLayout(const QByteArray &layout);
    /// Widths, order and visibility of the grid's columns, by Db::identity().
    [[nodiscard]] QByteArray columnState(const QString &identity) const;
    void setColumnState(const QString &identity, const QByteArray &state);

    /// Connection string of the database used last, without its password; empty: none yet.
    [[nodiscard]] QString lastDatabase() const;
    /// Id of the profile that was open last; empty: a database without one was.
    [[nodiscard]] QString lastProfile() const;
    void rememberProfile(const QString &id);
    /// Newest first.
    [[nodiscard]] QList<RecentDatabase> recentDatabases() const;
    /// Makes `spec` the last database and the first of the recent ones.
    void remember(const Db::ConnectionSpec &spec);
    /// Drops a database that is gone.
    void forget(const QString &identity);

    /// Where the last backup went; empty: nowhere yet.
    [[nodiscard]] QString backupFolder() const;
    void setBackupFolder(const QString &folder);
    /// Where the last export went, and in which format (Export::keyOf()); empty: nowhere yet.
    [[nodiscard]] QString exportFolder() const;
    [[nodiscard]] QString exportFormat() const;
    void rememberExport(const QString &folder, const QString &format);

    [[nodiscard]] bool savesEachRow() const;
    void setSavesEachRow(bool saves);
    [[nodiscard]] ColorScheme colorScheme() const;
    void setColorScheme(ColorScheme scheme);
    /// A locale's name such as "de"; empty: the system's. Takes effect at the next start.
    [[nodiscard]] QString language() const;
    void setLanguage(const QString &language);

Q_SIGNALS:
    void recentChanged();
    void savesEachRowChanged(bool saves);
    void colorSchemeChanged(Gui::ColorScheme scheme);

private:
    [[nodiscard]] QVariant value(const QString &key) const { return m_values.value(key); }
    void setValue(const QString &key, const QVariant &value);
    void setRecent(const QList<RecentDatabase> &recent);
    void write();

    const QString m_file;
    QMap<QString, QVariant> m_values;
    QMap<QString, QVariant> m_unwritten; ///< only these are written: another window may have changed the rest
    QTimer m_timer;
    QThreadPool m_pool; ///< one thread: writes stay in order
};

} // namespace Gui
