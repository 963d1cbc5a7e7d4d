// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupdialog.h"

#include "ui/backup/backupwords.h"
#include "ui/backup/passphrasefields.h"
#include "ui/backup/placefields.h"
#include "ui/base/aside.h"
#include "ui/base/dialogparts.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

namespace Gui {

using Backup::Kind;
using Backup::Scope;
using Core::Result;

namespace {

constexpr std::chrono::milliseconds sizeDelay{250}; // not for every letter of a folder's name

} // namespace

QList<Kind> BackupDialog::kindsOf(Db::Engine engine)
{
    // The first is what is chosen at first: it always works and is verified row by row.
    return engine == Db::Engine::SQLite ? QList<Kind>{Kind::SqliteSnapshot, Kind::Portable}
                                        : QList<Kind>{Kind::Portable, Kind::Dump, Kind::Script};
}

QString BackupDialog::description(Kind kind)
{
    switch (kind) {
    case Kind::SqliteSnapshot:
        return tr("The database file as it is, page by page, also while others work in it.");
    case Kind::Portable:
        return tr(
            "All tables in one SQLite file that this program, and any SQLite tool, can open. It restores "
            "into PostgreSQL and SQLite, and needs no further program.");
    case Kind::Dump:
        return tr("PostgreSQL's own archive, by pg_dump -Fc: for pg_restore, and for all that is no table.");
    case Kind::Script:
        return tr(
            "SQL text by pg_dump, to read and to keep; also one table, only the rows, or only the schema.");
    }
    Q_UNREACHABLE();
}

BackupDialog::BackupDialog(const OpenedDatabase &database, const QString &folder, QWidget *parent)
    : QDialog(parent)
    , m_database(database)
    , m_origin(originOf(database.profile))
{
    setObjectName(QStringLiteral("backupDialog"));
    setWindowTitle(tr("Back Up"));
    setWindowModality(Qt::WindowModal);

    auto *buttons = new QDialogButtonBox(this);
    m_accept = buttons->addButton(tr("&Back up"), QDialogButtonBox::AcceptRole);
    DialogParts::describe(m_accept, "backupAccept");
    m_accept->setIcon(Theme::icon(QStringLiteral("document-save")));
    m_accept->setDefault(true);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    DialogParts::describe(cancel, "backupCancel");
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::medium);
    layout->addWidget(DialogParts::heading(QStringLiteral("backupTitle"),
                                           tr("Back up “%1”").arg(database.profile.name),
                                           database.profile.environment, this));
    layout->addWidget(DialogParts::scrolled(createContent(), this), 1);
    layout->addWidget(buttons);
    m_place->setFolder(folder.isEmpty() ? Backup::defaultFolder() : folder);
    m_sizeTimer.setSingleShot(true);
    m_sizeTimer.setInterval(sizeDelay);
    connectParts();
    fillScopes();
    updateState();
    if (database.direct.engine == Db::Engine::PostgreSQL)
        findTool({});
    DialogParts::resize(this, 96, database.direct.engine == Db::Engine::PostgreSQL ? 37 : 34);
}

void BackupDialog::addKinds(QVBoxLayout *column)
{
    const QList<Kind> kinds = kindsOf(m_database.direct.engine);
    for (const Kind kind : kinds) {
        auto *button = new QRadioButton(
            kind == kinds.first() ? tr("%1 (recommended)").arg(Backup::wordOf(kind)) : Backup::wordOf(kind),
            this);
        button->setObjectName(QStringLiteral("kind_") + Backup::keyOf(kind));
        button->setAccessibleName(button->text());
        button->setAccessibleDescription(description(kind));
        button->setChecked(kind == kinds.first());
        m_kinds.insert(kind, button);
        QLabel *words =
            DialogParts::text(QStringLiteral("about_") + Backup::keyOf(kind), description(kind), this, true);
        words->setContentsMargins(Spacing::huge, 0, 0, 0);
        column->addWidget(button);
        column->addWidget(words);
        connect(button, &QRadioButton::toggled, this, [this](bool on) {
            if (!on)
                return;
            fillScopes();
            updateState();
        });
    }
}

QWidget *BackupDialog::createContent()
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, Spacing::small, 0);
    column->setSpacing(Spacing::small);
    auto *kinds = new QVBoxLayout;
    kinds->setSpacing(Spacing::tiny);
    addKinds(kinds);
    column->addLayout(kinds);

    m_problem = new ToneLabel(QStringLiteral("backupProblem"), content);
    m_usePortable = new QPushButton(tr("&Use the portable snapshot"), content);
    DialogParts::describe(m_usePortable, "usePortable");
    m_chooseTool = new QPushButton(tr("Choose pg_&dump…"), content);
    DialogParts::describe(m_chooseTool, "chooseDumpTool");
    auto *ways = new QHBoxLayout;
    ways->setSpacing(Spacing::small);
    ways->addSpacing(Spacing::huge);
    for (QPushButton *button : {m_usePortable, m_chooseTool}) {
        button->setAutoDefault(false);
        ways->addWidget(button);
    }
    ways->addStretch(1);
    column->addWidget(m_problem);
    column->addLayout(ways);

    m_scope = new QComboBox(content);
    m_scope->setObjectName(QStringLiteral("backupScope"));
    m_scope->setAccessibleName(tr("What"));
    m_table = new QComboBox(content);
    m_table->setObjectName(QStringLiteral("backupTable"));
    m_table->setAccessibleName(tr("Table"));
    m_table->setEditable(true);
    m_table->addItems(m_database.tables);
    m_tableLabel = new QLabel(tr("&Table:"), content);
    m_tableLabel->setBuddy(m_table);
    auto *scopeLabel = new QLabel(tr("&What:"), content);
    scopeLabel->setBuddy(m_scope);
    auto *what = new QHBoxLayout;
    what->setSpacing(Spacing::medium);
    what->addWidget(scopeLabel);
    what->addWidget(m_scope);
    what->addWidget(m_tableLabel);
    what->addWidget(m_table, 1);
    what->addStretch(1);
    column->addSpacing(Spacing::tiny);
    column->addLayout(what);

    m_place = new PlaceFields(content);
    m_compress = new QCheckBox(tr("C&ompress (zstd)"), content);
    DialogParts::describe(m_compress, "compress");
    m_passphrase = new PassphraseFields(content);
    m_size = new ToneLabel(QStringLiteral("backupSize"), content);
    column->addWidget(m_place);
    column->addWidget(m_compress);
    column->addWidget(m_passphrase);
    column->addWidget(m_size);
    column->addWidget(createCommand());
    column->addStretch(1);
    return content;
}

QWidget *BackupDialog::createCommand()
{
    auto *box = new QWidget(this);
    m_command = new QLineEdit(box);
    m_command->setObjectName(QStringLiteral("backupCommand"));
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The same by hand"));
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *label = new QLabel(tr("The same by &hand:"), box);
    label->setBuddy(m_command);
    auto *copy = new QPushButton(Theme::icon(QStringLiteral("edit-copy")), tr("Cop&y"), box);
    DialogParts::describe(copy, "copyCommand");
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [this, copy] {
        QGuiApplication::clipboard()->setText(m_command->text());
        copy->setText(tr("Copied"));
    });
    auto *across = new QHBoxLayout(box);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(Spacing::small);
    across->addWidget(label);
    across->addWidget(m_command, 1);
    across->addWidget(copy);
    return box;
}

void BackupDialog::connectParts()
{
    connect(m_scope, &QComboBox::currentIndexChanged, this, &BackupDialog::updateState);
    connect(m_table, &QComboBox::currentTextChanged, this, &BackupDialog::updateState);
    connect(m_compress, &QCheckBox::toggled, this, &BackupDialog::updateState);
    connect(m_passphrase, &PassphraseFields::changed, this, &BackupDialog::updateState);
    connect(m_place, &PlaceFields::changed, this, &BackupDialog::updateState);
    connect(m_usePortable, &QPushButton::clicked, this,
            [this] { m_kinds.value(Kind::Portable)->setChecked(true); });
    connect(m_chooseTool, &QPushButton::clicked, this, &BackupDialog::chooseTool);
    connect(&m_sizeTimer, &QTimer::timeout, this, &BackupDialog::askForSize);
}

Kind BackupDialog::kind() const
{
    for (auto it = m_kinds.cbegin(); it != m_kinds.cend(); ++it)
        if (it.value()->isChecked())
            return it.key();
    return m_kinds.firstKey();
}

Scope BackupDialog::scope() const
{
    return Scope(m_scope->currentData().toInt());
}

bool BackupDialog::needsDumpTool() const
{
    return kind() == Kind::Dump || kind() == Kind::Script;
}

void BackupDialog::fillScopes()
{
    const Scope before = scope();
    QList<std::pair<Scope, QString>> scopes = {{Scope::Everything, tr("Everything")}};
    if (kind() == Kind::Script || kind() == Kind::Portable)
        scopes.append({Scope::OneTable, tr("One table")});
    if (kind() == Kind::Script)
        scopes.append({{Scope::DataOnly, tr("Only the rows")}, {Scope::SchemaOnly, tr("Only the schema")}});
    const QSignalBlocker blocker(m_scope);
    m_scope->clear();
    for (const auto &[value, text] : std::as_const(scopes))
        m_scope->addItem(text, int(value));
    m_scope->setCurrentIndex(qMax(0, m_scope->findData(int(before))));
    m_scope->setEnabled(scopes.size() > 1);
}

void BackupDialog::findTool(const QString &userPath)
{
    m_tool.reset();
    const int major = Backup::majorOf(m_database.serverVersion);
    runAside<Backup::DumpTool>(
        this, [major, userPath](Core::JobContext &) { return Backup::findDumpTool(major, userPath); },
        [this](const Result<Backup::DumpTool> &tool) {
            m_tool = tool;
            updateState();
        });
    updateState();
}

void BackupDialog::chooseTool()
{
    auto *chooser = new QFileDialog(this, tr("Choose pg_dump"));
    chooser->setObjectName(QStringLiteral("dumpToolChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    connect(chooser, &QFileDialog::fileSelected, this, &BackupDialog::findTool);
    chooser->open();
}

QString BackupDialog::obstacle(bool &isFinal) const
{
    isFinal = true;
    if (!needsDumpTool())
        return {};
    if (Db::isPooled(m_database.direct))
        return tr(
            "pg_dump does not work through a pooler, and the profile does not know the direct host. Enter it "
            "in the profile manager, or take the portable snapshot.");
    isFinal = m_tool.has_value();
    if (!isFinal)
        return tr("Looking for a pg_dump that is new enough…");
    return *m_tool ? QString() : m_tool->error().summary;
}

void BackupDialog::updateState()
{
    if (!m_accept || !m_place)
        return;
    const bool isOneTable = scope() == Scope::OneTable;
    m_table->setVisible(isOneTable);
    m_tableLabel->setVisible(isOneTable);
    {
        const QSignalBlocker blocker(m_place);
        m_place->setSubject({m_origin, kind(), scope(),
                             isOneTable ? m_table->currentText().trimmed() : QString(),
                             m_compress->isChecked(), m_passphrase->isWanted()});
    }
    bool isFinal = true;
    const QString problem = obstacle(isFinal);
    m_problem->setMessage(isFinal ? Tone::Warning : Tone::Information, problem);
    m_usePortable->setVisible(isFinal && !problem.isEmpty());
    m_chooseTool->setVisible(isFinal && !problem.isEmpty() && m_tool && !*m_tool);
    m_accept->setEnabled(problem.isEmpty() && m_place->isComplete() && m_passphrase->isComplete() &&
                         (!isOneTable || !m_table->currentText().trimmed().isEmpty()));
    m_command->setText(Backup::equivalentCommand(request(), m_database.profile.name));
    m_command->setCursorPosition(0);
    m_sizeTimer.start();
}

void BackupDialog::askForSize()
{
    if (!m_place->isComplete())
        return m_size->clear();
    const quint64 question = ++m_question;
    Backup::Request asked = request();
    asked.wrapping.passphrase.clear(); // does not matter for the size
    runAside<Backup::Estimate>(
        this, [asked](Core::JobContext &) { return Backup::estimate(asked); },
        [this, question](const Result<Backup::Estimate> &estimate) {
            if (question != m_question)
                return;
            if (!estimate)
                return m_size->setMessage(
                    Tone::Information,
                    tr("How large it will be is not known: %1").arg(estimate.error().summary));
            const QString free = sizeText(estimate->freeSpace);
            if (estimate->size > 0 && estimate->freeSpace > 0 && estimate->size > estimate->freeSpace)
                m_size->setMessage(Tone::Warning, tr("It may need %1, but only %2 are free in this folder.")
                                                      .arg(sizeText(estimate->size), free));
            else if (estimate->size > 0)
                m_size->setMessage(
                    Tone::Information,
                    tr("About %1; %2 are free in this folder.").arg(sizeText(estimate->size), free));
            else
                m_size->setMessage(Tone::Information, tr("%1 are free in this folder.").arg(free));
        });
}

Backup::Request BackupDialog::request() const
{
    Backup::Request request;
    request.kind = kind();
    request.scope = scope();
    if (request.scope == Scope::OneTable)
        request.table = m_table->currentText().trimmed();
    request.source = m_database.direct;
    request.options = m_database.options;
    request.origin = m_origin;
    request.file = m_place->file();
    request.wrapping.compress = m_compress->isChecked();
    request.wrapping.passphrase = m_passphrase->passphrase();
    if (needsDumpTool() && m_tool && *m_tool)
        request.dumpTool = (*m_tool)->path;
    return request;
}

QString BackupDialog::folder() const
{
    return m_place->folder();
}

} // namespace Gui
