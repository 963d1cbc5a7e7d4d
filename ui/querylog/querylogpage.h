// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "ui/querylog/querylogfiltermodel.h"
#include "ui/querylog/querylogmodel.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace Gui {

class QueryLogView;
class StatePane;

/// What the program sent to databases: a list that grows while one looks, all of the chosen statement, and
/// figures of what is shown. Hidden or paused, it does nothing at all.
class QueryLogPage final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryLogPage(std::shared_ptr<const Db::QueryLog> log, QWidget *parent = nullptr);
    ~QueryLogPage() override;
    Q_DISABLE_COPY_MOVE(QueryLogPage)

    /// Writes the shown records in the shown order, elsewhere: CSV where `file` ends so, else plain text.
    /// messageReported() or errorReported() follows.
    void save(const QString &file);

    /// Columns and how the room is divided.
    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &bytes);

Q_SIGNALS:
    /// Something good or neutral to tell.
    void messageReported(const QString &text);
    void errorReported(const Core::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QToolButton *addButton(const char *name, const char *icon, const QString &text);
    [[nodiscard]] QCheckBox *addToggle(const char *name, const QString &text, const QString &toolTip);
    [[nodiscard]] QWidget *createDetails();
    void buildFilter();
    void placeParts();
    void connectParts();
    void togglePause();
    void chooseFile();
    void copySelected();
    void showAll();
    void updateState();
    void updateDetails();
    [[nodiscard]] QList<Db::QueryRecord> records(const QList<int> &rows) const;

    QueryLogModel m_model;
    QueryLogFilterModel m_shown;
    QTimer
        m_settling; ///< a change of the filter is many changes of rows: what follows from them is done once
    Core::Task<void> m_saving;

    QLineEdit *m_filter;
    QCheckBox *m_problemsOnly;
    QCheckBox *m_slowOnly;
    QCheckBox *m_framing;
    QToolButton *m_pause;
    QToolButton *m_clear;
    QToolButton *m_copy;
    QToolButton *m_save;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    QueryLogView *m_table;
    StatePane *m_state;
    QLabel *m_mark;
    QLabel *m_facts;
    QPlainTextEdit *m_details;
    QLabel *m_summary;
};

} // namespace Gui
