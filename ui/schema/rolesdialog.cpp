// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/rolesdialog.h"

#include "core/durablefile.h"
#include "schema/rolepasswords.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/progresspane.h"
#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/base/tonelabel.h"
#include "ui/schema/schemawords.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Gui {

using Core::Result;
using Schema::NewRole;
using Schema::RoleFit;
using Schema::RoleReport;

namespace {

constexpr int sqlLines = 9;

Tone toneOf(const RoleFit &fit)
{
    if (!fit.isEnough())
        return Tone::Information; // most users lack something, and should
    return fit.isExact() ? Tone::Success : Tone::Warning;
}

} // namespace

RolesDialog::RolesDialog(const SchemaPlace &place, Permission allow, std::function<QString()> makePassword,
                         QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_allow(std::move(allow))
    , m_makePassword(std::move(makePassword))
    , m_stack(new QStackedWidget(this))
    , m_progress(new ProgressPane(tr("Progress of the look"), this))
    , m_state(new StatePane(this))
{
    setObjectName(QStringLiteral("rolesDialog"));
    setWindowTitle(tr("Database Users"));
    setWindowModality(Qt::WindowModal);
    arrange();
    DialogParts::resize(this, 104, 42);
    examine();
}

void RolesDialog::arrange()
{
    m_stack->addWidget(m_progress);
    m_stack->addWidget(m_state);
    m_stack->addWidget(DialogParts::scrolled(createContent(), this));
    connect(m_state, &StatePane::actionRequested, this, &RolesDialog::examine);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("rolesTitle"),
                                           tr("Who may do what in “%1”").arg(m_place.profile.name),
                                           m_place.profile.environment, this));
    layout->addWidget(m_stack, 1);
    m_message = new ToneLabel(QStringLiteral("rolesMessage"), this);
    layout->addWidget(m_message);
    layout->addLayout(createButtons());
}

QWidget *RolesDialog::createContent()
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::small);
    for (size_t i = 0; i < m_rows.size(); ++i) {
        m_rows.at(i).kind = Schema::roleKinds.at(i);
        m_rows.at(i).fit =
            new ToneLabel(QStringLiteral("fit_") + Schema::keyOf(Schema::roleKinds.at(i)), content);
        column->addWidget(m_rows.at(i).fit);
    }
    m_warnings = new ToneLabel(QStringLiteral("rolesWarnings"), content);
    column->addWidget(m_warnings);
    column->addSpacing(Spacing::small);
    column->addWidget(DialogParts::text(
        QStringLiteral("rolesWords"),
        tr("Three users, each of whom may do what it needs and nothing else. The SQL makes those that are "
           "missing and gives all three their rights, also to tables that are made later."),
        content));
    addRows(column);
    addPasswords(column);
    m_sql = new QPlainTextEdit(content);
    m_sql->setObjectName(QStringLiteral("rolesSql"));
    m_sql->setAccessibleName(tr("SQL"));
    m_sql->setReadOnly(true);
    m_sql->setTabChangesFocus(true);
    m_sql->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sql->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_sql->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_sql->setMinimumHeight(m_sql->fontMetrics().lineSpacing() * sqlLines);
    column->addWidget(m_sql, 1);
    return content;
}

void RolesDialog::addRows(QVBoxLayout *column)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Spacing::medium);
    grid->setVerticalSpacing(Spacing::small);
    grid->setColumnStretch(1, 1);
    for (size_t i = 0; i < m_rows.size(); ++i) {
        Row &row = m_rows.at(i);
        QWidget *parent = column->parentWidget();
        row.name = new QLineEdit(parent);
        row.name->setObjectName(QStringLiteral("name_") + Schema::keyOf(row.kind));
        row.name->setAccessibleName(Schema::wordOf(row.kind));
        auto *label = new QLabel(tr("%1:").arg(Schema::wordOf(row.kind)), parent);
        label->setBuddy(row.name);
        row.state = DialogParts::text(QStringLiteral("state_") + Schema::keyOf(row.kind), {}, parent, true);
        row.state->setWordWrap(false);
        grid->addWidget(label, int(i), 0);
        grid->addWidget(row.name, int(i), 1);
        grid->addWidget(row.state, int(i), 2);
        connect(row.name, &QLineEdit::textChanged, this, &RolesDialog::updateState);
    }
    column->addLayout(grid);
}

void RolesDialog::addPasswords(QVBoxLayout *column)
{
    QWidget *parent = column->parentWidget();
    m_withPasswords =
        new QCheckBox(tr("&Give new users strong passwords, and keep them in this file:"), parent);
    DialogParts::describe(m_withPasswords, "rolesWithPasswords");
    m_file = new QLineEdit(parent);
    m_file->setObjectName(QStringLiteral("rolesFile"));
    m_file->setAccessibleName(tr("Password file"));
    m_choose = new QPushButton(tr("C&hoose…"), parent);
    DialogParts::describe(m_choose, "rolesChoose");
    m_choose->setAutoDefault(false);
    auto *across = new QHBoxLayout;
    across->setSpacing(Spacing::small);
    across->addSpacing(Spacing::huge);
    across->addWidget(m_file, 1);
    across->addWidget(m_choose);
    column->addWidget(m_withPasswords);
    column->addLayout(across);
    connect(m_withPasswords, &QCheckBox::toggled, this, &RolesDialog::updateState);
    connect(m_file, &QLineEdit::textChanged, this, &RolesDialog::updateState);
    connect(m_choose, &QPushButton::clicked, this, &RolesDialog::chooseFile);
}

QLayout *RolesDialog::createButtons()
{
    auto *lowest = new QHBoxLayout;
    lowest->setSpacing(Spacing::small);
    const auto add = [&](const char *name, const char *icon, const QString &text) {
        QPushButton *button = DialogParts::button(name, icon, text, this);
        lowest->addWidget(button);
        return button;
    };
    m_copy = add("rolesCopy", "edit-copy", tr("Cop&y SQL"));
    m_save = add("rolesSave", "document-save-as", tr("&Save SQL…"));
    lowest->addStretch(1);
    m_create = add("rolesCreate", "list-add-user", tr("&Make the users…"));
    QPushButton *close = add("rolesClose", "", tr("&Close"));
    close->setDefault(true);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_sql->toPlainText());
        m_message->setMessage(Tone::Success, tr("The SQL is on the clipboard. It sets no passwords."));
    });
    connect(m_save, &QPushButton::clicked, this, &RolesDialog::saveSql);
    connect(m_create, &QPushButton::clicked, this, &RolesDialog::ask);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return lowest;
}

void RolesDialog::examine()
{
    if (m_job)
        return;
    if (!m_report) {
        m_progress->begin(tr("Looking what your database user may do…"));
        m_stack->setCurrentWidget(m_progress);
    }
    m_job = runAside<RoleReport>(
        this,
        [target = m_place.target](Core::JobContext &context) {
            return Schema::examineRoles(target, context);
        },
        [this](const Result<RoleReport> &report) { examined(report); });
    updateState();
}

void RolesDialog::examined(const Result<RoleReport> &report)
{
    m_job.clear();
    if (!report) {
        m_report.reset();
        const bool isFinal = report.error().kind == Core::ErrorKind::Unsupported;
        m_state->setState(isFinal ? QStringLiteral("system-users") : QStringLiteral("dialog-error"),
                          tr("Database users"), report.error().summary,
                          isFinal ? QString() : tr("Try again"));
        m_stack->setCurrentWidget(m_state);
        return updateState();
    }
    const bool isFirst = !m_report;
    m_report = *report;
    const QList<NewRole> usual = Schema::defaultRoles(report->database);
    for (Row &row : m_rows) {
        const RoleFit &fit = report->fit(row.kind);
        row.fit->setMessage(toneOf(fit), fit.sentence);
        if (isFirst)
            row.name->setText(usual.at(qsizetype(row.kind)).name);
    }
    if (isFirst)
        m_file->setText(
            QDir::toNativeSeparators(QDir::home().filePath(report->database + QLatin1String(".pgpass"))));
    m_warnings->setMessage(Tone::Warning, SchemaWords::listed(report->warnings));
    m_stack->setCurrentIndex(2);
    updateState();
}

QList<NewRole> RolesDialog::roles() const
{
    QList<NewRole> roles;
    for (const Row &row : m_rows)
        roles.append({row.kind, row.name->text().trimmed(), {}});
    return roles;
}

void RolesDialog::updateState()
{
    if (!m_create)
        return;
    const bool isReady = m_report && !m_job;
    bool isComplete = isReady;
    for (const Row &row : m_rows) {
        const bool isThere = m_report && m_report->roles.contains(row.name->text().trimmed());
        row.state->setText(isThere ? tr("is there") : tr("will be made"));
    }
    if (m_report) {
        const Result<QString> sql = Schema::roleScript(*m_report, roles());
        m_sql->setPlainText(sql ? *sql : QString());
        m_sql->setPlaceholderText(sql ? QString() : sql.error().summary);
        isComplete = isComplete && sql;
    }
    const bool wants = m_withPasswords->isChecked();
    m_file->setEnabled(wants);
    m_choose->setEnabled(wants);
    m_copy->setEnabled(isComplete);
    m_save->setEnabled(isComplete);
    m_create->setEnabled(isComplete && !(wants && m_file->text().trimmed().isEmpty()));
}

void RolesDialog::chooseFile()
{
    auto *chooser = new QFileDialog(this, tr("Choose a New Password File"), m_file->text());
    chooser->setObjectName(QStringLiteral("rolesFileChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setOption(QFileDialog::DontConfirmOverwrite); // one that is there is refused
    connect(chooser, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    chooser->open();
}

void RolesDialog::saveSql()
{
    auto *chooser = new QFileDialog(this, tr("Save the SQL"));
    chooser->setObjectName(QStringLiteral("rolesSqlChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setNameFilters({tr("SQL files (*.sql)"), tr("All files (*)")});
    chooser->setDefaultSuffix(QStringLiteral("sql"));
    chooser->selectFile(m_report->database + QLatin1String("_roles.sql"));
    connect(
        chooser, &QFileDialog::fileSelected, this, [this, sql = m_sql->toPlainText()](const QString &file) {
            runAside<void>(
                this, [file, sql](Core::JobContext &) { return Core::writeDurably(file, sql.toUtf8()); },
                [this, file](const Result<void> &written) {
                    if (written)
                        m_message->setMessage(
                            Tone::Success,
                            tr("Saved as “%1”. It sets no passwords.").arg(QDir::toNativeSeparators(file)));
                    else
                        m_message->setMessage(Tone::Problem, written.error().summary);
                });
        });
    chooser->open();
}

void RolesDialog::ask()
{
    QStringList names;
    for (const NewRole &role : roles())
        //: What a database user is for, its name
        names.append(tr("%1: %2").arg(Schema::wordOf(role.kind), role.name));
    Core::Question question;
    question.title = tr("Make the users?");
    question.text = tr("Those that are missing are made on the server, and all three get their rights.");
    question.detail = names.join(u'\n');
    question.accept = tr("Make the users");
    question.destructive = true;
    question.irreversible = true;
    question.undo = tr("A user can be dropped again with DROP ROLE; what it owns must be given away first.");
    m_allow(question, [this, dialog = QPointer<RolesDialog>(this)] {
        if (dialog && m_report && !m_job)
            create();
    });
}

void RolesDialog::create()
{
    QList<NewRole> wanted = roles();
    bool hasPasswords = false;
    for (NewRole &role : wanted)
        if (m_withPasswords->isChecked() && !m_report->roles.contains(role.name)) {
            role.password = m_makePassword();
            hasPasswords = true;
        }
    const QString file = hasPasswords ? QDir::fromNativeSeparators(m_file->text().trimmed()) : QString();
    m_job = runAside<QStringList>(
        this,
        [target = m_place.target, database = m_report->database, wanted,
         file](Core::JobContext &context) -> Result<QStringList> {
            // First the file: of a user that is there nobody could read the password any more.
            if (!file.isEmpty())
                if (auto kept = Schema::keepPasswords(file, target.connection, database, wanted); !kept)
                    return kept.error();
            auto made = Schema::createRoles(target, wanted, context);
            if (!made && made.error().kind != Core::ErrorKind::OutcomeUnknown && !file.isEmpty())
                QFile::remove(file); // of users that do not exist
            return made;
        },
        [this, hasPasswords](const Result<QStringList> &names) { created(names, hasPasswords); });
    m_message->setMessage(Tone::Information, tr("Making the users…"));
    updateState();
}

void RolesDialog::created(const Result<QStringList> &names, bool hasPasswords)
{
    m_job.clear();
    if (!names)
        m_message->setMessage(Tone::Problem, names.error().summary);
    else if (names->isEmpty())
        m_message->setMessage(Tone::Success,
                              tr("All three were there already; their rights are complete now."));
    else if (hasPasswords)
        m_message->setMessage(Tone::Success,
                              tr("Made: %1. Their passwords are in “%2”, a password file for libpq.")
                                  .arg(names->join(QLatin1String(", ")), m_file->text().trimmed()));
    else
        m_message->setMessage(Tone::Success, tr("Made: %1. They have no passwords yet, so nobody can log in "
                                                "as them: in psql, \\password sets one.")
                                                 .arg(names->join(QLatin1String(", "))));
    examine();
}

void RolesDialog::done(int result)
{
    if (m_job)
        m_job->cancel();
    QDialog::done(result);
}

} // namespace Gui
