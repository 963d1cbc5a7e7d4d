// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profileconnectionfields.h"

#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace Gui {

using Db::ConnectionSpec;
using Db::Engine;
using Db::HostPort;
using Profiles::Profile;

namespace {

constexpr int longestHost = 1024; // several names, by commas

QString providerText(const ConnectionSpec &spec)
{
    switch (Db::provider(spec)) {
    case Db::Provider::Neon:
        return Db::isPooled(spec) ? ProfileConnectionFields::tr("Neon, through its pooler")
                                  : ProfileConnectionFields::tr("Neon");
    case Db::Provider::Azure:
        return ProfileConnectionFields::tr("Azure");
    case Db::Provider::Supabase:
        return ProfileConnectionFields::tr("Supabase");
    case Db::Provider::Local:
        return ProfileConnectionFields::tr("this computer");
    case Db::Provider::Other:
        return ProfileConnectionFields::tr("a server of your own, or another provider");
    }
    Q_UNREACHABLE();
}

} // namespace

ProfileConnectionFields::ProfileConnectionFields(ProfileForm *form)
    : ProfileFields(form)
{
    build();
    const auto edited = [this] {
        update();
        Q_EMIT changed();
    };
    for (QLineEdit *edit : {m_file, m_host, m_port, m_database, m_user})
        connect(edit, &QLineEdit::textChanged, this, edited);
    connect(m_engine, &QComboBox::currentIndexChanged, this, edited);
}

void ProfileConnectionFields::build()
{
    QWidget *page = form()->parentWidget();
    addHeading(tr("Connection"), QStringLiteral("profileConnectionHeading"));

    auto *sources = new QHBoxLayout;
    sources->setSpacing(Spacing::small);
    auto *paste =
        new QPushButton(Theme::icon(QStringLiteral("edit-paste")), tr("From a Connection String…"), page);
    paste->setToolTip(tr("Paste any connection string: it fills the fields below"));
    auto *read =
        new QPushButton(Theme::icon(QStringLiteral("document-open")), tr("From a Settings File…"), page);
    read->setObjectName(QStringLiteral("profileReadFile"));
    read->setAccessibleName(tr("Fill in from a settings file"));
    read->setToolTip(tr("Finds the connection string in an appsettings.json or .env file"));
    for (QPushButton *button : {paste, read})
        button->setAutoDefault(false);
    sources->addWidget(paste);
    sources->addWidget(read);
    sources->addStretch(1);
    addField(tr("Fill in:"), sources, paste, QStringLiteral("profilePaste"));
    connect(paste, &QPushButton::clicked, this, &ProfileConnectionFields::pasteRequested);
    connect(read, &QPushButton::clicked, this, &ProfileConnectionFields::fileReadRequested);

    m_engine = new QComboBox(page);
    m_engine->addItem(Theme::icon(QStringLiteral("network-server-database")), tr("PostgreSQL server"),
                      int(Engine::PostgreSQL));
    m_engine->addItem(Theme::icon(QStringLiteral("computer")), tr("SQLite file"), int(Engine::SQLite));
    auto *line = new QHBoxLayout;
    line->addWidget(m_engine);
    m_provider = new QLabel(page);
    m_provider->setObjectName(QStringLiteral("profileProvider"));
    m_provider->setWordWrap(true); // a long name must not make the form wider than the window
    line->addWidget(m_provider, 1);
    addField(tr("Database engine:"), line, m_engine, QStringLiteral("profileEngine"));

    m_file = new QLineEdit(page);
    auto *browse = new QPushButton(tr("Browse…"), page);
    browse->setObjectName(QStringLiteral("profileBrowse"));
    browse->setAccessibleName(tr("Choose the database file"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &ProfileConnectionFields::chooseFile);
    auto *fileLine = new QHBoxLayout;
    fileLine->addWidget(m_file, 1);
    fileLine->addWidget(browse);
    addField(tr("&File:"), fileLine, m_file, QStringLiteral("profileFile"));
    buildServerFields(page);
}

void ProfileConnectionFields::buildServerFields(QWidget *page)
{
    m_host = new QLineEdit(page);
    m_host->setMaxLength(longestHost);
    m_host->setPlaceholderText(tr("db.example.com"));
    m_port = new QLineEdit(page);
    m_port->setObjectName(QStringLiteral("profilePort"));
    m_port->setAccessibleName(tr("Port"));
    m_port->setPlaceholderText(QStringLiteral("5432"));
    m_port->setMaximumWidth(page->fontMetrics().averageCharWidth() * 14);
    auto *port = new QLabel(tr("Port:"), page);
    port->setBuddy(m_port);
    auto *line = new QHBoxLayout;
    line->addWidget(m_host, 1);
    line->addWidget(port);
    line->addWidget(m_port);
    addField(tr("&Host:"), line, m_host, QStringLiteral("profileHost"));

    m_database = new QLineEdit(page);
    m_database->setPlaceholderText(tr("named like the user"));
    addField(tr("Data&base:"), m_database, QStringLiteral("profileDatabase"));
    m_user = new QLineEdit(page);
    m_user->setPlaceholderText(tr("your name on this computer"));
    addField(tr("&User:"), m_user, QStringLiteral("profileUser"));
}

void ProfileConnectionFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    m_shown = profile.connection;
    m_engine->setCurrentIndex(m_engine->findData(int(m_shown.engine)));
    m_file->setText(QDir::toNativeSeparators(m_shown.file));
    QStringList hosts;
    QStringList ports;
    for (const HostPort &host : std::as_const(m_shown.hosts)) {
        hosts.append(host.host);
        ports.append(QString::number(host.port));
    }
    if (ports.count(ports.value(0)) == ports.size())
        ports = ports.mid(0, 1);
    m_host->setText(hosts.join(u','));
    m_port->setText(ports.join(u',') == QLatin1String("5432") ? QString() : ports.join(u','));
    m_database->setText(m_shown.database);
    m_user->setText(m_shown.user);
    update();
}

Engine ProfileConnectionFields::engine() const
{
    return Engine(m_engine->currentData().toInt());
}

/// Several hosts have one port together, or one each. nullopt: the ports cannot be read.
std::optional<QList<HostPort>> ProfileConnectionFields::hosts() const
{
    const QStringList names = m_host->text().split(u',');
    const QStringList ports =
        m_port->text().isEmpty() ? QStringList{QStringLiteral("5432")} : m_port->text().split(u',');
    if (ports.size() != 1 && ports.size() != names.size())
        return std::nullopt;
    QList<HostPort> result;
    for (qsizetype i = 0; i < names.size(); ++i) {
        bool ok = false;
        const ushort port = ports.at(ports.size() == 1 ? 0 : i).trimmed().toUShort(&ok);
        if (!ok || port == 0)
            return std::nullopt;
        result.append({names.at(i).trimmed(), port});
    }
    // "no host" is the default socket, and may stay written as no entry at all
    if (m_shown.hosts.isEmpty() && result == QList<HostPort>{{QString(), 5432}})
        return QList<HostPort>();
    return result;
}

void ProfileConnectionFields::store(Profile &profile) const
{
    ConnectionSpec &spec = profile.connection;
    spec.engine = engine();
    if (spec.engine == Engine::SQLite) {
        ConnectionSpec file;
        file.file = QDir::fromNativeSeparators(m_file->text().trimmed());
        file.openMode = profile.isReadOnly ? Db::SqliteOpenMode::ReadOnly : Db::SqliteOpenMode::ReadWrite;
        file.parameters = m_shown.engine == Engine::SQLite ? m_shown.parameters : file.parameters;
        spec = file;
        return;
    }
    spec.file.clear();
    spec.hosts = hosts().value_or(QList<HostPort>());
    spec.database = m_database->text();
    spec.user = m_user->text().trimmed();
    spec.password = std::nullopt;
    // What was told at the paste is no part of what is kept.
    spec.warnings.clear();
    spec.dropped.clear();
}

ProfileFields::Problem ProfileConnectionFields::problem() const
{
    if (engine() == Engine::SQLite)
        return m_file->text().trimmed().isEmpty() ? Problem{m_file, tr("Choose the database file.")}
                                                  : Problem{};
    if (!hosts())
        return {m_port, tr("A port is a number from 1 to 65535; several hosts have one port, or one each.")};
    return {};
}

void ProfileConnectionFields::update()
{
    const bool file = engine() == Engine::SQLite;
    setRowShown(m_file, file);
    for (QWidget *field : {m_host, m_database, m_user})
        setRowShown(field, !file);
    ConnectionSpec spec;
    spec.engine = engine();
    spec.hosts = hosts().value_or(QList<HostPort>());
    const bool isKnown = file || !m_host->text().trimmed().isEmpty();
    m_provider->setText(isKnown ? providerText(spec) : QString());
}

void ProfileConnectionFields::chooseFile()
{
    auto *chooser =
        new QFileDialog(form()->parentWidget()->window(), tr("Choose the Database File"), m_file->text());
    chooser->setObjectName(QStringLiteral("profileFileDialog"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setNameFilters({tr("SQLite databases (*.db *.sqlite *.sqlite3 *.db3)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, this,
            [this](const QString &file) { m_file->setText(QDir::toNativeSeparators(file)); });
    chooser->open();
}

} // namespace Gui
