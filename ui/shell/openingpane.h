// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/base/statepane.h"

#include <QElapsedTimer>
#include <QTimer>

namespace Gui {

/// What is shown while a database is being opened: calm, with the time so far, and with the reason where it
/// takes long because the database was asleep.
class OpeningPane final : public QWidget
{
    Q_OBJECT

public:
    explicit OpeningPane(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(OpeningPane)

    /// `name`: of the profile. `mayBeAsleep`: servers may, files do not.
    void begin(const QString &name, bool mayBeAsleep);
    /// The database was asleep and is on its way.
    void setWaking();
    /// Opening is over, or waits for the user.
    void end();

Q_SIGNALS:
    void cancelled();

private:
    void tell();

    StatePane *m_pane;
    QString m_name;
    bool m_mayBeAsleep = false;
    bool m_isWaking = false;
    QElapsedTimer m_since;
    QTimer m_timer;
};

} // namespace Gui
