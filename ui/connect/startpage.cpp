// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/startpage.h"

#include "ui/base/environmentlook.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/connect/choicebutton.h"

#include <QApplication>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace Gui {

namespace {

// In average character widths: a card is readable from the first on, and no wider than the second.
constexpr int narrowestCard = 30;
constexpr int widestColumn = 96;

} // namespace

StartPage::StartPage(QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("startPage"));
    setAccessibleName(tr("Start"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto *page = new QWidget;
    m_column = new QWidget(page);
    m_column->setMaximumWidth(fontMetrics().averageCharWidth() * widestColumn);
    auto *across = new QHBoxLayout(page);
    across->setContentsMargins(Spacing::huge, Spacing::huge, Spacing::huge, Spacing::huge);
    across->addStretch(1);
    across->addWidget(m_column, 1000);
    across->addStretch(1);

    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::small);
    column->addStretch(2);
    buildHeading(column);
    column->addSpacing(Spacing::small);
    m_profilesLayout = buildList(column, m_profiles, QStringLiteral("startProfiles"), tr("Profiles"));
    column->addSpacing(Spacing::medium);
    buildChoices(column);
    m_recentLayout = buildList(column, m_recent, QStringLiteral("startRecent"), tr("Recently used"));
    m_recent->hide();
    setProfiles({});
    column->addStretch(3);

    setWidget(page);
    // Both show the window's colour, not that of a list.
    viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    arrangeChoices();
    applyColors();
    setFocusProxy(m_choices.first());
}

void StartPage::buildHeading(QVBoxLayout *column)
{
    auto *title = new QLabel(tr("Welcome to GSC Tracking Admin"), m_column);
    title->setObjectName(QStringLiteral("startTitle"));
    title->setWordWrap(true);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.9);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    column->addWidget(title);

    m_sentence =
        new QLabel(tr("Look after the customers of your repair shop: on this computer, or in the database "
                      "your web application uses."),
                   m_column);
    m_sentence->setObjectName(QStringLiteral("startSentence"));
    m_sentence->setWordWrap(true);
    column->addWidget(m_sentence);
}

void StartPage::buildChoices(QVBoxLayout *column)
{
    const auto add = [this](const QString &name, const QString &icon, const QString &title,
                            const QString &description) {
        auto *button = new ChoiceButton(icon, title, description, m_column);
        button->setObjectName(name);
        m_choices.append(button);
        return button;
    };
    connect(add(QStringLiteral("startSample"), QStringLiteral("user-others"),
                tr("Try it with &sample customers"),
                tr("A few hundred made-up customers to look around and play with.")),
            &QPushButton::clicked, this, &StartPage::sampleRequested);
    connect(add(QStringLiteral("startEmpty"), QStringLiteral("document-new"),
                tr("Start with an &empty database"),
                tr("A new database on this computer, ready for your first customer.")),
            &QPushButton::clicked, this, &StartPage::emptyRequested);
    connect(add(QStringLiteral("startFile"), QStringLiteral("document-open"), tr("Open a database &file…"),
                tr("An SQLite file that exists, such as gsctracking.db.")),
            &QPushButton::clicked, this, &StartPage::fileRequested);
    connect(add(QStringLiteral("startConnect"), QStringLiteral("network-connect"),
                tr("Connect to PostgreS&QL…"),
                tr("Paste the connection string of Neon, Azure, Supabase or your own server.")),
            &QPushButton::clicked, this, &StartPage::connectRequested);

    m_grid = new QGridLayout;
    m_grid->setSpacing(Spacing::medium);
    column->addLayout(m_grid);
}

QVBoxLayout *StartPage::buildList(QVBoxLayout *column, QWidget *&box, const QString &name,
                                  const QString &heading)
{
    box = new QWidget(m_column);
    box->setObjectName(name);
    box->setAccessibleName(heading);
    auto *outer = new QVBoxLayout(box);
    outer->setContentsMargins(0, Spacing::large, 0, 0);
    outer->setSpacing(Spacing::tiny);
    auto *label = new QLabel(heading, box);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    outer->addWidget(label);
    auto *list = new QVBoxLayout;
    list->setSpacing(0);
    outer->addLayout(list);
    column->addWidget(box);
    return list;
}

void StartPage::clear(QVBoxLayout *list)
{
    while (const QLayoutItem *item = list->takeAt(0)) {
        item->widget()->hide(); // it may be the one whose click led here
        item->widget()->deleteLater();
        delete item;
    }
}

void StartPage::setProfiles(const QList<Profiles::Profile> &profiles)
{
    clear(m_profilesLayout);
    const auto add = [this](const QString &icon, QString title, const QString &description) {
        auto *button =
            new ChoiceButton(icon, title.replace(u'&', QStringLiteral("&&")), description, m_profiles);
        button->setCompact(true);
        m_profilesLayout->addWidget(button);
        return button;
    };
    for (const Profiles::Profile &profile : profiles) {
        //: A profile on the start page: environment and place
        const QString description =
            tr("%1 · %2").arg(Profiles::wordOf(profile.environment), Db::displayName(profile.connection));
        ChoiceButton *button = add(iconNameOf(profile.environment), profile.name, description);
        button->setObjectName(QStringLiteral("startProfile"));
        button->setAccessibleName(profile.name);
        connect(button, &QPushButton::clicked, this, [this, profile] { Q_EMIT profileRequested(profile); });
    }
    ChoiceButton *manage =
        add(QStringLiteral("configure"), tr("Manage profiles…"), tr("Add, change, test and order them."));
    manage->setObjectName(QStringLiteral("startManage"));
    manage->setAccessibleName(tr("Manage profiles"));
    connect(manage, &QPushButton::clicked, this, &StartPage::managingRequested);
    m_profiles->setVisible(!profiles.isEmpty());
}

void StartPage::setRecent(const QList<RecentDatabase> &recent)
{
    clear(m_recentLayout);
    for (const RecentDatabase &database : recent) {
        QString title = database.name;
        title.replace(u'&', QStringLiteral("&&"));
        auto *button =
            new ChoiceButton(database.engine == Db::Engine::SQLite ? QStringLiteral("computer")
                                                                   : QStringLiteral("network-server"),
                             title, database.place, m_recent);
        button->setCompact(true);
        button->setObjectName(QStringLiteral("startRecentDatabase"));
        button->setAccessibleName(database.name);
        button->setToolTip(database.place);
        connect(button, &QPushButton::clicked, this,
                [this, text = database.text] { Q_EMIT recentRequested(text); });
        m_recentLayout->addWidget(button);
    }
    m_recent->setVisible(!recent.isEmpty());
}

void StartPage::arrangeChoices()
{
    const int roomy = 2 * fontMetrics().averageCharWidth() * narrowestCard + 4 * Spacing::huge;
    const int columns = viewport()->width() >= roomy ? 2 : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (ChoiceButton *button : std::as_const(m_choices))
        m_grid->removeWidget(button);
    for (int i = 0; i < m_choices.size(); ++i)
        m_grid->addWidget(m_choices.at(i), i / columns, i % columns);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, columns == 2 ? 1 : 0);
}

void StartPage::applyColors()
{
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, Theme::secondaryText(QApplication::palette()));
    m_sentence->setPalette(quiet);
}

void StartPage::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrangeChoices();
}

void StartPage::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        applyColors();
}

} // namespace Gui
