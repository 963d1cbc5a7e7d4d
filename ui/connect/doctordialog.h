// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "doctor/connectiondoctor.h"

#include <QDialog>
#include <QMap>

#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace Gui {

class DoctorRow;

/// Walks from a connection to the customers and shows each step as it is done: what is so, how long it took,
/// what to do. Starts with its first showing; closing it stops the walk. Use it by open().
class DoctorDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Blocking, called in a thread of its own; Doctor::examine, or a script in tests.
    using Examiner = std::function<QList<Doctor::Finding>(
        const Db::ConnectionSpec &, const std::function<void(Doctor::Step)> &started,
        const std::function<void(const Doctor::Finding &)> &found, const std::atomic_bool &stop,
        const Doctor::Waiting &waiting)>;

    explicit DoctorDialog(const Db::ConnectionSpec &connection, QWidget *parent = nullptr);
    DoctorDialog(const Db::ConnectionSpec &connection, Examiner examine, QWidget *parent = nullptr);
    ~DoctorDialog() override;
    Q_DISABLE_COPY_MOVE(DoctorDialog)

    [[nodiscard]] bool isRunning() const { return m_run != nullptr; }

public Q_SLOTS:
    /// Walks again, from the beginning.
    void run();
    void done(int result) override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Run;
    void arrange();
    void stop();
    /// Calls `tell` in the window's thread while `run` is the present one.
    [[nodiscard]] std::function<void(std::function<void()>)> relay(const std::shared_ptr<Run> &run);
    void begin(Doctor::Step step);
    void wait(Doctor::Step step, const QString &sentence);
    void addFinding(const Doctor::Finding &finding);
    void finish();
    void setHeadline(const QString &iconName, const QString &text);
    void copyReport();

    Db::ConnectionSpec m_connection;
    Examiner m_examine;
    std::shared_ptr<Run> m_run; ///< the present one; null: none
    bool m_wasShown = false;
    QList<Doctor::Finding> m_findings;
    QMap<Doctor::Step, DoctorRow *> m_rows;

    QLabel *m_icon = nullptr;
    QLabel *m_headline = nullptr;
    QProgressBar *m_progress = nullptr;
    QScrollArea *m_scroll = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace Gui
