// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profileenvironmentfields.h"

#include "ui/base/environmentbadge.h"
#include "ui/base/environmentlook.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>

namespace Gui {

using Profiles::Environment;
using Profiles::Profile;
using Kind = Environment::Kind;

namespace {

constexpr int longestName = 80;
constexpr int longestWord = 20;
const QString firstColor = QStringLiteral("#6b4fa0"); // like none of the built-in ones

struct IconChoice
{
    const char *icon;
    const char *word;
};

constexpr IconChoice icons[] = {
    {"network-server", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Server")},
    {"view-presentation", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Training")},
    {"draw-freehand", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Draft")},
    {"flag", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Flag")},
    {"folder-cloud", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Cloud")},
    {"view-history", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Archive")},
    {"favorite", QT_TRANSLATE_NOOP("Gui::ProfileEnvironmentFields", "Star")},
};

QIcon swatch(const QColor &color, int side)
{
    QPixmap pixmap(side, side);
    pixmap.fill(color);
    return QIcon(pixmap);
}

} // namespace

ProfileEnvironmentFields::ProfileEnvironmentFields(ProfileForm *form)
    : ProfileFields(form)
{
    build();
    const auto edited = [this] {
        update();
        Q_EMIT changed();
    };
    for (QLineEdit *edit : {m_name, m_word})
        connect(edit, &QLineEdit::textChanged, this, edited);
    for (QComboBox *combo : {m_kind, m_icon})
        connect(combo, &QComboBox::currentIndexChanged, this, edited);
    for (QCheckBox *box : {m_guarded, m_readOnly})
        connect(box, &QCheckBox::toggled, this, edited);
    connect(m_colorButton, &QPushButton::clicked, this, &ProfileEnvironmentFields::chooseColor);
}

void ProfileEnvironmentFields::build()
{
    QWidget *page = form()->parentWidget();
    m_name = new QLineEdit(page);
    m_name->setMaxLength(longestName);
    m_name->setPlaceholderText(tr("what you call this database"));
    addField(tr("N&ame:"), m_name, QStringLiteral("profileName"));

    m_kind = new QComboBox(page);
    for (const Kind kind : {Kind::Local, Kind::Staging, Kind::Production, Kind::Own}) {
        Environment environment;
        environment.kind = kind;
        m_kind->addItem(Theme::icon(iconNameOf(environment)),
                        kind == Kind::Own ? tr("My own…") : Profiles::wordOf(environment), int(kind));
    }
    m_badge = new EnvironmentBadge(page);
    auto *line = new QHBoxLayout;
    line->addWidget(m_kind);
    line->addWidget(m_badge);
    line->addStretch(1);
    addField(tr("&Environment:"), line, m_kind, QStringLiteral("profileEnvironment"));

    m_word = new QLineEdit(page);
    m_word->setMaxLength(longestWord);
    m_word->setPlaceholderText(tr("one word, such as Training"));
    addField(tr("Word:"), m_word, QStringLiteral("profileWord"));

    m_colorButton = new QPushButton(tr("Choose…"), page);
    m_colorButton->setAutoDefault(false);
    auto *colorLine = new QHBoxLayout;
    colorLine->addWidget(m_colorButton);
    colorLine->addStretch(1);
    addField(tr("Color:"), colorLine, m_colorButton, QStringLiteral("profileColor"));

    m_icon = new QComboBox(page);
    for (const IconChoice &choice : icons)
        m_icon->addItem(Theme::icon(QString::fromLatin1(choice.icon)), tr(choice.word),
                        QString::fromLatin1(choice.icon));
    auto *iconLine = new QHBoxLayout;
    iconLine->addWidget(m_icon);
    iconLine->addStretch(1);
    addField(tr("Icon:"), iconLine, m_icon, QStringLiteral("profileIcon"));

    m_guarded = new QCheckBox(tr("Treat with Production's care"), page);
    m_guarded->setObjectName(QStringLiteral("profileGuarded"));
    m_guarded->setAccessibleName(m_guarded->text());
    form()->addRow(nullptr, m_guarded);

    m_effect = new ToneLabel(QStringLiteral("profileEffect"), page);
    form()->addRow(nullptr, m_effect);

    m_readOnly = new QCheckBox(tr("Read-only: never chan&ge anything through this profile"), page);
    m_readOnly->setObjectName(QStringLiteral("profileReadOnly"));
    m_readOnly->setAccessibleName(withoutMnemonic(m_readOnly->text()));
    form()->addRow(nullptr, m_readOnly);
}

void ProfileEnvironmentFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    const Environment &environment = profile.environment;
    m_name->setText(profile.name);
    m_kind->setCurrentIndex(m_kind->findData(int(environment.kind)));
    m_word->setText(environment.word);
    m_color = environment.color.isEmpty() ? firstColor : environment.color;
    const QString icon = iconNameOf({Kind::Own, {}, {}, environment.icon, false});
    if (m_icon->findData(icon) < 0)
        m_icon->addItem(Theme::icon(icon), icon, icon); // from another version, or by hand
    m_icon->setCurrentIndex(m_icon->findData(icon));
    m_guarded->setChecked(environment.isGuarded);
    m_readOnly->setChecked(profile.isReadOnly);
    update();
}

Environment ProfileEnvironmentFields::environment() const
{
    Environment environment;
    environment.kind = Kind(m_kind->currentData().toInt());
    if (environment.kind != Kind::Own)
        return environment;
    environment.word = m_word->text().simplified();
    environment.color = m_color;
    environment.icon = m_icon->currentData().toString();
    environment.isGuarded = m_guarded->isChecked();
    return environment;
}

void ProfileEnvironmentFields::store(Profile &profile) const
{
    profile.name = m_name->text().simplified();
    profile.environment = environment();
    profile.isReadOnly = m_readOnly->isChecked();
}

ProfileFields::Problem ProfileEnvironmentFields::problem() const
{
    const QString name = m_name->text().simplified();
    if (name.isEmpty())
        return {m_name, tr("Give the profile a name.")};
    if (m_taken.contains(name, Qt::CaseInsensitive))
        return {m_name, tr("Another profile is called “%1”. Choose a name of its own.").arg(name)};
    const Environment shown = environment();
    if (shown.kind == Kind::Own && shown.word.isEmpty())
        return {m_word, tr("Give your environment a word: color alone tells too little.")};
    return {};
}

QWidget *ProfileEnvironmentFields::nameField() const
{
    return m_name;
}

void ProfileEnvironmentFields::update()
{
    const Environment shown = environment();
    const bool own = shown.kind == Kind::Own;
    for (QWidget *field : {static_cast<QWidget *>(m_word), static_cast<QWidget *>(m_colorButton),
                           static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_guarded)})
        setRowShown(field, own);
    m_badge->setEnvironment(shown);
    m_badge->setVisible(!Profiles::wordOf(shown).isEmpty());
    m_colorButton->setIcon(swatch(groundOf(shown, m_badge->palette()), m_colorButton->iconSize().height()));
    m_effect->setMessage(Tone::Information,
                         m_readOnly->isChecked() ? tr("Opens read-only, and stays so.")
                         : shown.needsGuard()
                             ? tr("Opens locked. Changes need “Unlock for 15 minutes” and a reason; what "
                                  "cannot be undone asks for the environment's name.")
                             : tr("Opens ready for changes."));
}

void ProfileEnvironmentFields::chooseColor()
{
    auto *dialog = new QColorDialog(QColor(m_color), form()->parentWidget()->window());
    dialog->setObjectName(QStringLiteral("profileColorDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Color of the Environment"));
    connect(dialog, &QColorDialog::colorSelected, this, [this](const QColor &color) {
        m_color = color.name();
        update();
        Q_EMIT changed();
    });
    dialog->open();
}

} // namespace Gui
