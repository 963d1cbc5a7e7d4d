// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectdialog.h"

#include "core/task.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"
#include "ui/connect/connectionedit.h"
#include "ui/connect/connectionsummary.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QThreadPool>
#include <QVBoxLayout>

namespace Gui {

ConnectDialog::ConnectDialog(FileReader readFile, QWidget *parent)
    : QDialog(parent)
    , m_readFile(std::move(readFile))
{
    setObjectName(QStringLiteral("connectDialog"));
    setWindowTitle(tr("Connect to a Database"));
    setWindowModality(Qt::WindowModal);
    buildFields();
    arrange();
    connect(m_edit, &QPlainTextEdit::textChanged, this, &ConnectDialog::takeText);
    connect(m_edit, &ConnectionEdit::settled, this, &ConnectDialog::hidePassword);
    connect(m_edit, &ConnectionEdit::submitted, this, &ConnectDialog::submit);
    connect(m_password, &QLineEdit::textEdited, this, &ConnectDialog::takePassword);
    connect(m_summary, &ConnectionSummary::directHostRequested, this, &ConnectDialog::useDirectHost);
    connect(m_file, &QPushButton::clicked, this, &ConnectDialog::chooseFile);
    updateMeaning();
    m_edit->setFocus();
}

void ConnectDialog::buildFields()
{
    m_edit = new ConnectionEdit(this);
    m_edit->setObjectName(QStringLiteral("connectText"));
    m_edit->setAccessibleName(tr("Connection string"));
    m_edit->setPlaceholderText(tr("postgresql://user:password@host/database"));

    m_password = new QLineEdit(this);
    m_password->setObjectName(QStringLiteral("connectPassword"));
    m_password->setAccessibleName(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("none given"));
    m_showPassword = new QCheckBox(tr("&Show"), this);
    m_showPassword->setObjectName(QStringLiteral("connectShowPassword"));
    m_showPassword->setAccessibleName(tr("Show the password"));
    connect(m_showPassword, &QCheckBox::toggled, this,
            [this](bool shown) { m_password->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password); });

    m_summary = new ConnectionSummary(this);
}

void ConnectDialog::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Spacing::large, Spacing::large, Spacing::large, Spacing::large);
    layout->setSpacing(Spacing::small);

    auto *label =
        new QLabel(tr("&Connection string, as your provider or your settings file gives it:"), this);
    label->setWordWrap(true);
    label->setBuddy(m_edit);
    layout->addWidget(label);
    layout->addWidget(m_edit);

    auto *passwordLine = new QHBoxLayout;
    passwordLine->setSpacing(Spacing::small);
    m_passwordLabel = new QLabel(tr("&Password:"), this);
    m_passwordLabel->setBuddy(m_password);
    passwordLine->addWidget(m_passwordLabel);
    passwordLine->addWidget(m_password, 1);
    passwordLine->addWidget(m_showPassword);
    layout->addLayout(passwordLine);
    layout->addSpacing(Spacing::small);

    // Warnings may be many and the screen small: the facts scroll, the buttons stay.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_summary);
    scroll->setAccessibleName(tr("What the connection string means"));
    m_summary->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setMinimumHeight(fontMetrics().lineSpacing() * 4);
    layout->addWidget(scroll, 1);

    auto *buttons = new QDialogButtonBox(this);
    m_file = new QPushButton(tr("&Read from File…"), this);
    m_file->setObjectName(QStringLiteral("connectFile"));
    m_file->setAccessibleName(tr("Read from file"));
    m_file->setToolTip(tr("Finds the string in an appsettings.json or .env file"));
    m_connect = buttons->addButton(tr("C&onnect"), QDialogButtonBox::AcceptRole);
    m_connect->setObjectName(QStringLiteral("connectAccept"));
    m_connect->setAccessibleName(tr("Connect"));
    m_connect->setDefault(true);
    m_cancel = buttons->addButton(QDialogButtonBox::Cancel);
    m_cancel->setObjectName(QStringLiteral("connectCancel"));
    m_cancel->setAccessibleName(tr("Cancel"));
    m_file->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addSpacing(Spacing::small);
    auto *lowest = new QHBoxLayout;
    lowest->addWidget(m_file);
    lowest->addStretch(1);
    lowest->addWidget(buttons);
    layout->addLayout(lowest);

    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().lineSpacing() * 29);
}

void ConnectDialog::setPurpose(const QString &title, const QString &accept)
{
    setWindowTitle(title);
    m_connect->setText(accept);
    m_connect->setAccessibleName(QString(accept).remove(u'&'));
}

void ConnectDialog::setText(const QString &text)
{
    m_input.setPassword({});
    m_input.setText(text.trimmed());
    m_input.hidePassword();
    writeBack();
    // The string is complete; what can be missing is the password.
    if (isValid() && m_input.password().isEmpty() && m_password->isEnabled())
        m_password->setFocus();
}

Db::ConnectionSpec ConnectDialog::spec() const
{
    const auto spec = m_input.spec();
    return spec ? *spec : Db::ConnectionSpec();
}

bool ConnectDialog::isValid() const
{
    return !m_input.isEmpty() && m_input.spec().has_value();
}

void ConnectDialog::takeText()
{
    m_input.setText(m_edit->toPlainText());
    updateMeaning();
}

void ConnectDialog::takePassword(const QString &password)
{
    m_input.setPassword(password);
}

void ConnectDialog::hidePassword()
{
    if (!m_input.showsPassword())
        return;
    m_input.hidePassword();
    writeBack();
}

void ConnectDialog::useDirectHost()
{
    m_input.useDirectHost();
    writeBack();
    m_connect->setFocus();
}

/// Also forgets the editor's undo steps, which would bring the password back.
void ConnectDialog::writeBack()
{
    {
        const QSignalBlocker blocker(m_edit);
        m_edit->setPlainText(m_input.text());
        m_edit->moveCursor(QTextCursor::End);
    }
    updateMeaning();
}

void ConnectDialog::updateMeaning()
{
    const auto spec = m_input.spec();
    const bool valid = isValid();
    if (m_reading)
        m_summary->showMessage(Tone::Information, tr("Reading the file…"));
    else if (m_input.isEmpty())
        m_summary->showMessage(Tone::Information,
                               tr("Every usual form is understood: postgresql://…, Host=…;Database=…, host=… "
                                  "dbname=…, Data Source=…, "
                                  "or the path of an SQLite file. Nothing is connected before you say so."));
    else if (valid)
        m_summary->showSpec(*spec, m_input.hasDirectHost());
    else
        m_summary->showMessage(Tone::Problem, spec.error().summary);

    const bool takesPassword = !valid || spec->engine == Db::Engine::PostgreSQL;
    for (QWidget *widget : {static_cast<QWidget *>(m_passwordLabel), static_cast<QWidget *>(m_password),
                            static_cast<QWidget *>(m_showPassword)})
        widget->setEnabled(takesPassword);
    if (m_password->text() != m_input.password())
        m_password->setText(m_input.password());
    m_connect->setEnabled(valid && !m_reading);
    m_file->setEnabled(!m_reading);
}

void ConnectDialog::chooseFile()
{
    auto *chooser = new QFileDialog(this, tr("Read the Connection String from a File"));
    chooser->setObjectName(QStringLiteral("connectFileDialog"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setFilter(QDir::AllDirs | QDir::Files | QDir::Hidden); // .env is a hidden file
    chooser->setNameFilters(
        {tr("Settings files (appsettings*.json .env .env.* *.env)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, this, &ConnectDialog::readFile);
    chooser->open();
}

void ConnectDialog::readFile(const QString &file)
{
    setReading(true);
    auto state = std::make_shared<Core::TaskState<QString>>();
    QThreadPool::globalInstance()->start([state, file, read = m_readFile] { state->answer(read(file)); });
    Core::Task<QString>(state).then(this, [this](const Core::Result<QString> &text) {
        setReading(false);
        if (text)
            setText(*text);
        else
            m_summary->showMessage(Tone::Problem, text.error().summary);
    });
}

void ConnectDialog::setReading(bool reading)
{
    m_reading = reading;
    updateMeaning();
}

void ConnectDialog::submit()
{
    hidePassword();
    if (isValid() && !m_reading)
        accept();
}

} // namespace Gui
