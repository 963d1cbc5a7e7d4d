// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilesecretfields.h"

#include "ui/base/spacing.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace Gui {

using Profiles::Profile;
using Profiles::SecretPlace;

namespace {

const QDate notKnown(2000, 1, 1); // QDateEdit has no empty value; its earliest one stands for it

} // namespace

QString wordOf(SecretPlace place)
{
    switch (place) {
    case SecretPlace::Session:
        return ProfileSecretFields::tr("This session only");
    case SecretPlace::Keyring:
        return ProfileSecretFields::tr("Keyring");
    case SecretPlace::Vault:
        return ProfileSecretFields::tr("Vault (encrypted file)");
    case SecretPlace::PasswordFile:
        return ProfileSecretFields::tr("My password file (.pgpass)");
    }
    Q_UNREACHABLE();
}

ProfileSecretFields::ProfileSecretFields(ProfileForm *form)
    : ProfileFields(form)
{
    build();
    m_status[SecretPlace::Session] = {Tone::Information,
                                      tr("Kept in memory only: asked once each time the program runs.")};
    m_status[SecretPlace::Keyring] = {Tone::Information, tr("Kept by your desktop's keyring.")};
    m_status[SecretPlace::Vault] = {
        Tone::Information,
        tr("Kept in a file encrypted with your passphrase, which is asked once a session.")};
    m_status[SecretPlace::PasswordFile] = {
        Tone::Information, tr("Looked up in your own ~/.pgpass, which must be readable by you alone.")};
    const auto edited = [this] {
        update();
        Q_EMIT changed();
    };
    connect(m_password, &QLineEdit::textChanged, this, edited);
    connect(m_place, &QComboBox::currentIndexChanged, this, edited);
    connect(m_changed, &QDateEdit::dateChanged, this, edited);
    connect(m_showPassword, &QCheckBox::toggled, this,
            [this](bool shown) { m_password->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password); });
    connect(m_test, &QPushButton::clicked, this, &ProfileSecretFields::keyringTestRequested);
    connect(m_change, &QPushButton::clicked, this, &ProfileSecretFields::passwordChangeRequested);
}

void ProfileSecretFields::build()
{
    QWidget *page = form()->parentWidget();
    m_heading = addHeading(tr("Password"), QStringLiteral("profilePasswordHeading"));

    m_password = new QLineEdit(page);
    m_password->setEchoMode(QLineEdit::Password);
    m_showPassword = new QCheckBox(tr("Show"), page);
    m_showPassword->setObjectName(QStringLiteral("profileShowPassword"));
    m_showPassword->setAccessibleName(tr("Show the password"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_password, 1);
    line->addWidget(m_showPassword);
    addField(tr("Passwor&d:"), line, m_password, QStringLiteral("profilePassword"));

    m_place = new QComboBox(page);
    for (const SecretPlace place :
         {SecretPlace::Keyring, SecretPlace::Vault, SecretPlace::Session, SecretPlace::PasswordFile})
        m_place->addItem(wordOf(place), int(place));
    m_test = new QPushButton(tr("Test the Keyring"), page);
    m_test->setObjectName(QStringLiteral("profileTestKeyring"));
    m_test->setAccessibleName(tr("Test the keyring"));
    m_test->setAutoDefault(false);
    auto *placeLine = new QHBoxLayout;
    placeLine->addWidget(m_place);
    placeLine->addWidget(m_test);
    placeLine->addStretch(1);
    addField(tr("&Kept in:"), placeLine, m_place, QStringLiteral("profileSecretPlace"));
    m_statusLine = new ToneLabel(QStringLiteral("profileSecretStatus"), page);
    form()->addRow(nullptr, m_statusLine);

    m_changed = new QDateEdit(page);
    m_changed->setMinimumDate(notKnown);
    m_changed->setSpecialValueText(tr("not known"));
    m_changed->setCalendarPopup(true);
    m_changed->setMinimumWidth(m_changed->sizeHint().width() + Spacing::huge); // the hint forgets the arrow
    m_change = new QPushButton(tr("&Change Password…"), page);
    m_change->setObjectName(QStringLiteral("profileChangePassword"));
    m_change->setAccessibleName(tr("Change the password"));
    m_change->setAutoDefault(false);
    auto *ageLine = new QHBoxLayout;
    ageLine->addWidget(m_changed);
    ageLine->addWidget(m_change);
    ageLine->addStretch(1);
    addField(tr("Last changed:"), ageLine, m_changed, QStringLiteral("profilePasswordChanged"));
    m_age = new ToneLabel(QStringLiteral("profilePasswordAge"), page);
    form()->addRow(nullptr, m_age);
}

void ProfileSecretFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    m_password->clear();
    m_showPassword->setChecked(false);
    m_place->setCurrentIndex(m_place->findData(int(profile.secret)));
    m_changed->setDate(profile.passwordChanged.isValid() ? profile.passwordChanged : notKnown);
    follow(profile);
}

void ProfileSecretFields::store(Profile &profile) const
{
    profile.secret = place();
    profile.passwordChanged = m_changed->date() == notKnown ? QDate() : m_changed->date();
}

void ProfileSecretFields::follow(const Profile &profile)
{
    m_isServer = profile.connection.engine == Db::Engine::PostgreSQL;
    update();
}

QString ProfileSecretFields::password() const
{
    return m_isServer && place() != SecretPlace::PasswordFile ? m_password->text() : QString();
}

void ProfileSecretFields::setPassword(const QString &password)
{
    m_password->setText(password);
}

void ProfileSecretFields::setStatus(SecretPlace place, Tone tone, const QString &text)
{
    m_status[place] = {tone, text};
    update();
}

void ProfileSecretFields::setChangeable(bool on)
{
    m_change->setEnabled(on);
    m_change->setToolTip(on ? tr("Set a strong password, made here, on the server")
                            : tr("Save the profile first"));
}

SecretPlace ProfileSecretFields::place() const
{
    return SecretPlace(m_place->currentData().toInt());
}

void ProfileSecretFields::update()
{
    for (QWidget *field : {static_cast<QWidget *>(m_heading), static_cast<QWidget *>(m_password),
                           static_cast<QWidget *>(m_place), static_cast<QWidget *>(m_changed)})
        setRowShown(field, m_isServer);
    const bool takesPassword = place() != SecretPlace::PasswordFile;
    m_password->setEnabled(takesPassword);
    m_showPassword->setEnabled(takesPassword);
    m_password->setPlaceholderText(takesPassword ? tr("leave empty to keep what is stored") : QString());
    m_test->setVisible(place() == SecretPlace::Keyring);

    const Status status = m_status.value(place());
    m_statusLine->setMessage(status.tone, m_isServer ? status.text : QString());
    setRowShown(m_statusLine, m_isServer && !status.text.isEmpty());

    Profile shown;
    shown.connection.engine = m_isServer ? Db::Engine::PostgreSQL : Db::Engine::SQLite;
    store(shown);
    const auto age = Profiles::passwordAge(shown, QDate::currentDate());
    const bool old = age && *age > Profiles::passwordAgeLimit;
    m_age->setMessage(
        Tone::Warning,
        old ? tr("The password is %n days old. Change it at least every 90 days.", nullptr, *age)
            : QString());
    setRowShown(m_age, old);
}

} // namespace Gui
