// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profiletlsfields.h"

#include "ui/base/theme.h"
#include "ui/base/tonelabel.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace Gui {

using Db::ConnectionSpec;
using Db::TlsMode;
using Profiles::Profile;

namespace {

constexpr int automatic = -1;

} // namespace

ProfileTlsFields::ProfileTlsFields(ProfileForm *form)
    : ProfileFields(form)
{
    build();
    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] {
        m_trusts = false;
        update();
        Q_EMIT changed();
    });
    connect(m_authority, &QLineEdit::textChanged, this, &ProfileTlsFields::changed);
    connect(m_verify, &QPushButton::clicked, this, &ProfileTlsFields::strengthen);
}

void ProfileTlsFields::build()
{
    QWidget *page = form()->parentWidget();
    m_heading = addHeading(tr("Encryption"), QStringLiteral("profileTlsHeading"));
    m_mode = new QComboBox(page);
    m_mode->addItem(tr("Automatic (recommended)"), automatic);
    m_mode->addItem(tr("Always, and the server must prove its name"), int(TlsMode::VerifyFull));
    m_mode->addItem(tr("Always; the server's name is not checked"), int(TlsMode::VerifyCa));
    m_mode->addItem(tr("Always, but the server is not verified"), int(TlsMode::Require));
    m_mode->addItem(tr("When the server offers it"), int(TlsMode::Prefer));
    m_mode->addItem(tr("Only when the server insists"), int(TlsMode::Allow));
    m_mode->addItem(tr("None"), int(TlsMode::Disable));
    addField(tr("Encr&yption:"), m_mode, QStringLiteral("profileTls"));

    m_risk = new ToneLabel(QStringLiteral("profileTlsRisk"), page);
    form()->addRow(nullptr, m_risk);
    m_verify = new QPushButton(Theme::icon(QStringLiteral("object-locked")), tr("&Verify the Server"), page);
    m_verify->setObjectName(QStringLiteral("profileVerify"));
    m_verify->setAccessibleName(tr("Verify the server"));
    m_verify->setToolTip(tr("Connect only to a server that proves its name by a valid certificate"));
    m_verify->setAutoDefault(false);
    auto *holder = new QWidget(page);
    auto *line = new QHBoxLayout(holder);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_verify);
    line->addStretch(1);
    form()->addRow(nullptr, holder);

    m_authority = new QLineEdit(page);
    m_authority->setPlaceholderText(tr("the system's certificate authorities"));
    auto *browse = new QPushButton(tr("Browse…"), page);
    browse->setObjectName(QStringLiteral("profileAuthorityBrowse"));
    browse->setAccessibleName(tr("Choose the file of certificate authorities"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this] {
        auto *chooser =
            new QFileDialog(form()->parentWidget()->window(), tr("Choose the Certificate Authorities"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        chooser->setFileMode(QFileDialog::ExistingFile);
        chooser->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
        connect(chooser, &QFileDialog::fileSelected, m_authority, &QLineEdit::setText);
        chooser->open();
    });
    auto *authorityLine = new QHBoxLayout;
    authorityLine->addWidget(m_authority, 1);
    authorityLine->addWidget(browse);
    addField(tr("Authority file:"), authorityLine, m_authority, QStringLiteral("profileAuthority"));
}

void ProfileTlsFields::show(const Profile &profile)
{
    const QSignalBlocker blocker(this);
    const ConnectionSpec &spec = profile.connection;
    // Trusting any certificate is what "not verified" means, whatever else the string asks for.
    const int mode = spec.trustServerCertificate ? int(Db::effectiveTls(spec))
                     : spec.tls                  ? int(*spec.tls)
                                                 : automatic;
    m_mode->setCurrentIndex(m_mode->findData(mode));
    m_trusts = spec.trustServerCertificate;
    m_authority->setText(spec.rootCertificate);
    follow(profile);
}

void ProfileTlsFields::store(Profile &profile) const
{
    ConnectionSpec &spec = profile.connection;
    if (spec.engine == Db::Engine::SQLite)
        return;
    if (!m_trusts) {
        const int mode = m_mode->currentData().toInt();
        spec.tls = mode == automatic ? std::optional<TlsMode>() : TlsMode(mode);
        spec.trustServerCertificate = false;
    }
    spec.rootCertificate = m_authority->text().trimmed();
}

void ProfileTlsFields::follow(const Profile &profile)
{
    m_followed = profile.connection;
    update();
}

void ProfileTlsFields::update()
{
    const bool server = m_followed.engine == Db::Engine::PostgreSQL;
    Profile shown;
    shown.connection = m_followed;
    store(shown);
    const QString risk = server ? Db::tlsRisk(shown.connection) : QString();
    setRowShown(m_heading, server);
    setRowShown(m_mode, server);
    setRowShown(m_authority, server);
    m_risk->setMessage(Tone::Problem, risk);
    setRowShown(m_risk, !risk.isEmpty());
    setRowShown(m_verify, !risk.isEmpty());
}

void ProfileTlsFields::strengthen()
{
    m_mode->setCurrentIndex(m_mode->findData(int(TlsMode::VerifyFull)));
    m_mode->setFocus(); // the button goes away
}

} // namespace Gui
