// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profileeditor.h"

#include "core/task.h"
#include "db/connectionstring.h"
#include "profiles/profilestore.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/profileconnectionfields.h"
#include "ui/connect/profileenvironmentfields.h"
#include "ui/connect/profilefurtherfields.h"
#include "ui/connect/profilesecretfields.h"
#include "ui/connect/profiletlsfields.h"

#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QThreadPool>

namespace Gui {

using Profiles::Profile;

ProfileEditor::ProfileEditor(FileReader readFile, QWidget *parent)
    : QWidget(parent)
    , m_readFile(std::move(readFile))
{
    setObjectName(QStringLiteral("profileEditor"));
    build();
    const QList<ProfileFields *> sections{m_environment, m_connection, m_secret, m_tls, m_further};
    for (ProfileFields *section : sections)
        connect(section, &ProfileFields::changed, this, [this] {
            m_message->clear();
            update();
            Q_EMIT edited();
        });
    connect(m_connection, &ProfileConnectionFields::pasteRequested, this, &ProfileEditor::paste);
    connect(m_connection, &ProfileConnectionFields::fileReadRequested, this, &ProfileEditor::chooseFile);
    connect(m_secret, &ProfileSecretFields::keyringTestRequested, this, &ProfileEditor::keyringTestRequested);
    connect(m_secret, &ProfileSecretFields::passwordChangeRequested, this,
            &ProfileEditor::passwordChangeRequested);
    connect(m_save, &QPushButton::clicked, this, &ProfileEditor::saveRequested);
    connect(m_revert, &QPushButton::clicked, this, &ProfileEditor::revertRequested);
}

void ProfileEditor::build()
{
    m_page = new QWidget;
    auto *page = new QVBoxLayout(m_page);
    page->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    auto *form = new ProfileForm;
    page->addLayout(form);
    page->addStretch(1); // room to spare goes below the rows, not between them
    m_environment = new ProfileEnvironmentFields(form);
    m_connection = new ProfileConnectionFields(form);
    m_secret = new ProfileSecretFields(form);
    m_tls = new ProfileTlsFields(form);
    m_further = new ProfileFurtherFields(form);

    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("profileScroll"));
    m_scroll->setAccessibleName(tr("Profile"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(m_page);
    m_page->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);

    m_message = new ToneLabel(QStringLiteral("profileMessage"), this);
    m_save = new QPushButton(Theme::icon(QStringLiteral("document-save")), tr("&Save"), this);
    m_save->setObjectName(QStringLiteral("profileSave"));
    m_save->setAccessibleName(tr("Save the profile"));
    m_revert = new QPushButton(tr("&Revert"), this);
    m_revert->setObjectName(QStringLiteral("profileRevert"));
    m_revert->setAccessibleName(tr("Revert to what is saved"));
    for (QPushButton *button : {m_save, m_revert})
        button->setAutoDefault(false);

    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(Spacing::large, Spacing::small, Spacing::large, Spacing::small);
    bottom->setSpacing(Spacing::small);
    bottom->addWidget(m_message, 1);
    bottom->addStretch(0);
    bottom->addWidget(m_revert, 0, Qt::AlignBottom | Qt::AlignRight);
    bottom->addWidget(m_save, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(bottom);
}

void ProfileEditor::edit(const Profile &profile, const QStringList &taken, bool isNew)
{
    m_base = profile;
    m_isNew = isNew;
    m_environment->setTakenNames(taken);
    const std::optional<QString> password = m_base.connection.password;
    m_base.connection.password = std::nullopt;
    const QList<ProfileFields *> sections{m_environment, m_connection, m_secret, m_tls, m_further};
    for (ProfileFields *section : sections)
        section->show(m_base);
    m_secret->setChangeable(!isNew);
    m_saved = this->profile();
    m_message->clear();
    if (password) {
        const QSignalBlocker blocker(m_secret);
        m_secret->setPassword(*password);
    }
    for (QLineEdit *field : m_page->findChildren<QLineEdit *>())
        field->setCursorPosition(0); // a long host shows its beginning
    m_scroll->ensureVisible(0, 0);
    update();
}

Profile ProfileEditor::profile() const
{
    Profile result = m_base;
    m_environment->store(result); // read-only decides how a file is opened
    m_connection->store(result);
    m_secret->store(result);
    m_tls->store(result);
    m_further->store(result);
    return result;
}

QString ProfileEditor::password() const
{
    return m_secret->password();
}

bool ProfileEditor::isModified() const
{
    return m_isNew || !password().isEmpty() || profile() != m_saved;
}

ProfileFields::Problem ProfileEditor::findProblem() const
{
    const QList<const ProfileFields *> sections{m_environment, m_connection, m_secret, m_tls, m_further};
    for (const ProfileFields *section : sections) {
        if (const auto problem = section->problem(); !problem.text.isEmpty())
            return problem;
    }
    const Profile shown = profile();
    if (!Profiles::isUsableName(shown.name))
        return {m_environment->nameField(),
                tr("Choose a shorter, plain name: one line of up to 100 characters that does not look like a "
                   "connection string.")};
    const Db::ConnectionSpec &spec = shown.connection;
    const bool hasHost = !spec.hosts.isEmpty() && !spec.hosts.first().host.isEmpty();
    if (spec.engine == Db::Engine::PostgreSQL && !hasHost && spec.database.isEmpty() &&
        shown.service.isEmpty())
        return {m_page->findChild<QWidget *>(QStringLiteral("profileHost")),
                tr("Name the server's host, or paste a connection string.")};
    return {};
}

QString ProfileEditor::problem() const
{
    return findProblem().text;
}

void ProfileEditor::fill(const Db::ConnectionSpec &spec)
{
    const QStringList warnings = spec.warnings;
    Profile filled = profile();
    // What was derived from or typed for another server does not fit this one.
    if (filled.connection.hosts != spec.hosts || filled.connection.engine != spec.engine) {
        filled.pooledHost.clear();
        filled.directHost.clear();
        filled.readReplica.clear();
    }
    filled.connection = spec;
    filled.connection.password = std::nullopt;
    if (spec.engine == Db::Engine::SQLite && spec.openMode == Db::SqliteOpenMode::ReadOnly)
        filled.isReadOnly = true;
    m_base = filled;
    const QList<ProfileFields *> sections{m_environment, m_connection, m_secret, m_tls, m_further};
    for (ProfileFields *section : sections)
        section->show(m_base);
    {
        const QSignalBlocker blocker(m_secret);
        m_secret->setPassword(spec.password.value_or(QString()));
    }
    m_message->setMessage(Tone::Information, warnings.isEmpty() ? QString() : warnings.join(u'\n'));
    update();
    Q_EMIT edited();
}

void ProfileEditor::paste()
{
    auto *dialog = new ConnectDialog(m_readFile, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setPurpose(tr("Fill In from a Connection String"), tr("&Fill In"));
    connect(dialog, &QDialog::accepted, this, [this, dialog] { fill(dialog->spec()); });
    dialog->open();
}

void ProfileEditor::chooseFile()
{
    auto *chooser = new QFileDialog(window(), tr("Read the Connection String from a File"));
    chooser->setObjectName(QStringLiteral("profileSettingsDialog"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setFilter(QDir::AllDirs | QDir::Files | QDir::Hidden); // .env is a hidden file
    chooser->setNameFilters(
        {tr("Settings files (appsettings*.json .env .env.* *.env)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, this, &ProfileEditor::readFile);
    chooser->open();
}

void ProfileEditor::readFile(const QString &file)
{
    setMessage(Tone::Information, tr("Reading the file…"));
    auto state = std::make_shared<Core::TaskState<Db::ConnectionSpec>>();
    QThreadPool::globalInstance()->start([state, file, read = m_readFile] {
        const auto text = read(file);
        if (text)
            state->answer(Db::ConnectionString::parse(text->trimmed()));
        else
            state->answer(text.error());
    });
    const QString id = m_base.id;
    Core::Task<Db::ConnectionSpec>(state).then(this,
                                               [this, id](const Core::Result<Db::ConnectionSpec> &spec) {
                                                   if (id != m_base.id)
                                                       return; // another profile is shown by now
                                                   if (spec)
                                                       fill(*spec);
                                                   else
                                                       setMessage(Tone::Problem, spec.error().summary);
                                               });
}

void ProfileEditor::setServices(const QStringList &services)
{
    m_further->setServices(services);
}

void ProfileEditor::setSecretStatus(Profiles::SecretPlace place, Tone tone, const QString &text)
{
    m_secret->setStatus(place, tone, text);
}

void ProfileEditor::setMessage(Tone tone, const QString &text)
{
    m_message->setMessage(tone, text);
    if (text.isEmpty())
        update();
}

void ProfileEditor::setBusy(bool busy)
{
    m_isBusy = busy;
    m_page->setEnabled(!busy);
    update();
}

void ProfileEditor::focusName()
{
    m_environment->nameField()->setFocus();
}

void ProfileEditor::update()
{
    const Profile shown = profile();
    m_secret->follow(shown);
    m_tls->follow(shown);
    m_further->follow(shown);
    const auto problem = findProblem();
    const bool modified = isModified();
    markProblem(problem);
    if (!problem.text.isEmpty() && modified)
        m_message->setMessage(m_isNew ? Tone::Information : Tone::Warning, problem.text);
    m_save->setEnabled(!m_isBusy && modified && problem.text.isEmpty());
    m_save->setToolTip(modified ? problem.text : tr("Nothing was changed"));
    m_revert->setEnabled(!m_isBusy && modified);
}

/// The field that keeps the profile from being saved; an empty one of a new profile speaks for itself.
void ProfileEditor::markProblem(const ProfileFields::Problem &problem)
{
    if (m_marked) {
        m_marked->setPalette(QPalette());
        m_marked->setAccessibleDescription({});
    }
    m_marked = problem.field;
    if (!m_marked)
        return;
    m_marked->setAccessibleDescription(problem.text);
    if (m_isNew)
        return;
    QPalette palette;
    palette.setColor(QPalette::Base, Theme::problemBackground(QApplication::palette()));
    m_marked->setPalette(palette);
}

} // namespace Gui
