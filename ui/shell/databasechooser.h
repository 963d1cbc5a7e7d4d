// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connectionspec.h"

#include <QObject>

class QMenu;
class QWidget;

namespace Core {
struct Error;
}

namespace Gui {

class UiSettings;

/// The ways to name a database that has no profile: a file, a new file, a connection string, a recent one.
class DatabaseChooser final : public QObject
{
    Q_OBJECT

public:
    /// `settings` and `window` must outlive it.
    DatabaseChooser(UiSettings &settings, QWidget *window);
    Q_DISABLE_COPY_MOVE(DatabaseChooser)

    /// Databases of before, newest first; follows the settings.
    [[nodiscard]] QMenu *recentMenu() const { return m_recentMenu; }

    void chooseFile();
    void chooseNewFile();
    /// `text`: what to fill in, for example a string whose password is not known any more.
    void chooseServer(const QString &text = {});
    void chooseRecent(const QString &text);

Q_SIGNALS:
    /// `source`: how it was chosen, in words.
    void chosen(const Db::ConnectionSpec &connection, const QString &source);
    void newFileChosen(const QString &file);
    void failed(const Core::Error &error);

private:
    void updateRecent();

    UiSettings &m_settings;
    QWidget *m_window;
    QMenu *m_recentMenu;
};

} // namespace Gui
