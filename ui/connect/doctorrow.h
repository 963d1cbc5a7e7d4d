// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/connectiondoctor.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace Gui {

/// One step of the connection doctor: mark, title, what is so, what to do about it, and the time it took. The
/// server's own words are behind a click.
class DoctorRow final : public QWidget
{
    Q_OBJECT

public:
    /// `titleWidth` in pixels: titles of all rows stand in one column.
    DoctorRow(const QString &title, int titleWidth, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(DoctorRow)

    void setPending();
    void setRunning(const QString &sentence);
    void setFinding(const Doctor::Finding &finding);

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class State { Pending, Running, Found };
    void show(State state, const Doctor::Finding &finding);
    void colorLabels();

    State m_state = State::Pending;
    Doctor::Finding m_finding;
    QLabel *m_mark;
    QLabel *m_title;
    QLabel *m_summary;
    QLabel *m_fix;
    QToolButton *m_more;
    QLabel *m_detail;
    QLabel *m_time;
};

} // namespace Gui
