// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilefurtherfields.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>

namespace Gui {

using Profiles::Profile;

namespace {

QString hostsOf(const Db::ConnectionSpec &spec)
{
    QStringList names;
    for (const Db::HostPort &host : spec.hosts)
        names.append(host.host);
    return names.join(u',');
}

} // namespace

ProfileFurtherFields::ProfileFurtherFields(ProfileForm *form)
    : ProfileFields(form)
{
    build();
    for (QLineEdit *edit : {m_pooled, m_direct, m_replica, m_migrationsFolder, m_migrationUser})
        connect(edit, &QLineEdit::textChanged, this, &ProfileFurtherFields::changed);
    connect(m_service, &QComboBox::currentTextChanged, this, &ProfileFurtherFields::changed);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &ProfileFurtherFields::changed);
}

void ProfileFurtherFields::build()
{
    QWidget *page = form()->parentWidget();
    addHeading(tr("Further"), QStringLiteral("profileFurtherHeading"));
    m_pooled = new QLineEdit(page);
    m_pooled->setToolTip(tr("The host of the connection pooler, for everyday work"));
    addField(tr("Pooled host:"), m_pooled, QStringLiteral("profilePooledHost"));
    m_direct = new QLineEdit(page);
    m_direct->setToolTip(tr("The server's own host, for what a pooler cannot carry"));
    addField(tr("Direct host:"), m_direct, QStringLiteral("profileDirectHost"));
    m_replica = new QLineEdit(page);
    m_replica->setPlaceholderText(tr("none"));
    addField(tr("Read replica:"), m_replica, QStringLiteral("profileReplica"));
    m_service = new QComboBox(page);
    m_service->setEditable(true);
    m_service->addItem(QString());
    m_service->lineEdit()->setPlaceholderText(tr("none"));
    m_service->setToolTip(tr("A section of pg_service.conf, which fills in what is left empty above"));
    addField(tr("pg_service entry:"), m_service, QStringLiteral("profileService"));
    m_migrationsFolder = new QLineEdit(page);
    m_migrationsFolder->setPlaceholderText(tr("none"));
    m_migrationsFolder->setToolTip(tr("SQL files of the team's own, beside the migrations of this program"));
    addField(tr("Migrations folder:"), m_migrationsFolder, QStringLiteral("profileMigrationsFolder"));
    m_migrationUser = new QLineEdit(page);
    m_migrationUser->setPlaceholderText(tr("the same user"));
    m_migrationUser->setToolTip(
        tr("The database user who may change the schema; its password is asked for when "
           "it is needed"));
    addField(tr("User for migrations:"), m_migrationUser, QStringLiteral("profileMigrationUser"));
    m_notes = new QPlainTextEdit(page);
    m_notes->setTabChangesFocus(true);
    m_notes->setPlaceholderText(tr("for whoever works with this database; never a password"));
    m_notes->setFixedHeight(page->fontMetrics().lineSpacing() * 4);
    addField(tr("Notes:"), m_notes, QStringLiteral("profileNotes"));
}

void ProfileFurtherFields::setServices(const QStringList &services)
{
    const QSignalBlocker blocker(m_service);
    const QString shown = m_service->currentText();
    m_service->clear();
    m_service->addItem(QString());
    m_service->addItems(services);
    m_service->setCurrentText(shown);
}

void ProfileFurtherFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    m_pooled->setText(profile.pooledHost);
    m_direct->setText(profile.directHost);
    m_replica->setText(profile.readReplica);
    m_service->setCurrentText(profile.service);
    m_migrationsFolder->setText(QDir::toNativeSeparators(profile.migrationsFolder));
    m_migrationUser->setText(profile.migrationUser);
    m_notes->setPlainText(profile.notes);
    follow(profile);
}

void ProfileFurtherFields::store(Profile &profile) const
{
    profile.notes = m_notes->toPlainText();
    profile.migrationsFolder = QDir::fromNativeSeparators(m_migrationsFolder->text().trimmed());
    if (profile.connection.engine == Db::Engine::SQLite) {
        profile.pooledHost.clear();
        profile.directHost.clear();
        profile.readReplica.clear();
        profile.service.clear();
        profile.migrationUser.clear();
        return;
    }
    profile.pooledHost = m_pooled->text().trimmed();
    profile.directHost = m_direct->text().trimmed();
    profile.readReplica = m_replica->text().trimmed();
    profile.service = m_service->currentText().trimmed();
    profile.migrationUser = m_migrationUser->text().trimmed();
}

void ProfileFurtherFields::follow(const Profile &profile)
{
    const bool server = profile.connection.engine == Db::Engine::PostgreSQL;
    for (QWidget *field : {static_cast<QWidget *>(m_pooled), static_cast<QWidget *>(m_direct),
                           static_cast<QWidget *>(m_replica), static_cast<QWidget *>(m_service),
                           static_cast<QWidget *>(m_migrationUser)})
        setRowShown(field, server);
    Profile derived = profile;
    derived.pooledHost.clear();
    derived.directHost.clear();
    const auto placeholder = [&profile](const Db::ConnectionSpec &spec) {
        const QString host = hostsOf(spec);
        return host.isEmpty() || host == hostsOf(profile.connection) ? tr("the same host") : host;
    };
    m_pooled->setPlaceholderText(placeholder(Profiles::pooledConnection(derived)));
    m_direct->setPlaceholderText(placeholder(Profiles::directConnection(derived)));
}

} // namespace Gui
