// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/notice.h"

#include <QDeadlineTimer>
#include <QFrame>
#include <QList>
#include <QTimer>

#include <chrono>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace Gui {

/// The place in the page where messages appear. One is shown: the most important, among equals the newest;
/// the others wait behind it. Done goes by itself after a while, but not while it is being read.
class NoticeBar final : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(NoticeBar)

    using QFrame::show;
    /// Shows or queues `notice` and tells screen readers.
    void show(const Notice &notice);
    /// Takes back the notice with this key, shown or waiting.
    void dismiss(const QString &key);
    void dismissAll();

    /// The notice on screen, or nullptr.
    [[nodiscard]] const Notice *current() const;
    [[nodiscard]] int count() const { return int(m_notices.size()); }
    /// How long a Done stays; other kinds stay until they are closed.
    void setSuccessDuration(std::chrono::milliseconds duration) { m_successDuration = duration; }

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Entry
    {
        Notice notice;
        quint64 number = 0;
        QDeadlineTimer end; ///< of a Done: from then on it says nothing about now
    };

    void buildChildren();
    void arrange();
    [[nodiscard]] bool isBeingRead() const;
    [[nodiscard]] qsizetype indexOf(quint64 number) const;
    void refresh();
    void present(const Notice &notice);
    void applyColors();
    void closeCurrent();
    void runAction();
    void expire();
    void setDetailVisible(bool visible);
    void copyDetail();

    QList<Entry> m_notices; ///< most important first
    quint64 m_nextNumber = 1;
    quint64 m_shown = 0; ///< number of the entry on screen; 0: none
    QTimer m_timer;
    std::chrono::milliseconds m_successDuration = std::chrono::seconds(6);

    QLabel *m_icon = nullptr;
    QLabel *m_word = nullptr;
    QLabel *m_text = nullptr;
    QLabel *m_waiting = nullptr;
    QPushButton *m_action = nullptr;
    QToolButton *m_detailToggle = nullptr;
    QToolButton *m_close = nullptr;
    QPlainTextEdit *m_detail = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace Gui
