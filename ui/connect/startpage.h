// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"
#include "ui/base/recentdatabase.h"

#include <QList>
#include <QScrollArea>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace Gui {

class ChoiceButton;

/// What is shown while no database is open: the profiles, four ways to begin, and the databases used before.
class StartPage final : public QScrollArea
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(StartPage)

    /// In the user's order. The list is hidden when there is none.
    void setProfiles(const QList<Profiles::Profile> &profiles);
    /// Newest first. The list is hidden when there is none.
    void setRecent(const QList<RecentDatabase> &recent);

Q_SIGNALS:
    void sampleRequested();
    void emptyRequested();
    void fileRequested();
    void connectRequested();
    void profileRequested(const Profiles::Profile &profile);
    void managingRequested();
    /// `text` is the connection string without its password.
    void recentRequested(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildHeading(QVBoxLayout *column);
    void buildChoices(QVBoxLayout *column);
    /// A heading and a column of compact buttons below it.
    QVBoxLayout *buildList(QVBoxLayout *column, QWidget *&box, const QString &name, const QString &heading);
    static void clear(QVBoxLayout *list);
    void arrangeChoices();
    void applyColors();

    QWidget *m_column = nullptr;
    QLabel *m_sentence = nullptr;
    QGridLayout *m_grid = nullptr;
    QList<ChoiceButton *> m_choices;
    int m_columns = 0;
    QWidget *m_profiles = nullptr;
    QVBoxLayout *m_profilesLayout = nullptr;
    QWidget *m_recent = nullptr;
    QVBoxLayout *m_recentLayout = nullptr;
};

} // namespace Gui
