// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectioninput.h"

#include "core/log.h"
#include "db/connectionstring.h"

#include <QCoreApplication>

namespace Gui {

namespace {

using Db::ConnectionSpec;

Core::Result<ConnectionSpec> parsed(const QString &text)
{
    if (text.size() > ConnectionInput::longest)
        return Core::Error{Core::ErrorKind::Syntax,
                           QCoreApplication::translate("Gui::ConnectDialog",
                                                       "This text is too long to be a connection string."),
                           {},
                           {}};
    return Db::ConnectionString::parse(text);
}

/// Whether both strings mean the same, passwords and wording of warnings apart.
bool areAlike(ConnectionSpec a, ConnectionSpec b)
{
    a.password = b.password;
    a.warnings = b.warnings;
    return a == b;
}

ConnectionSpec withDirectHosts(ConnectionSpec spec)
{
    const QStringList hosts = Db::directHost(spec).split(u',');
    if (hosts.size() == spec.hosts.size())
        for (qsizetype i = 0; i < hosts.size(); ++i)
            spec.hosts[i].host = hosts.at(i);
    return spec;
}

} // namespace

const QString ConnectionInput::placeholder = QString(8, QChar(0x2022));

void ConnectionInput::setText(const QString &text)
{
    m_text = text;
    m_parsed = isEmpty() ? Core::Result<ConnectionSpec>(Core::Error{}) : parsed(text);
    if (showsPassword()) {
        m_password = *m_parsed->password;
    } else if (isEmpty() || (m_parsed && m_parsed->hosts != m_hosts && m_parsed->password != placeholder)) {
        // Another server's string: it must not get the password meant for the one before.
        m_password.clear();
    }
    if (m_parsed)
        m_hosts = m_parsed->hosts;
}

bool ConnectionInput::showsPassword() const
{
    return m_parsed && m_parsed->password && !m_parsed->password->isEmpty() &&
           *m_parsed->password != placeholder;
}

Core::Result<ConnectionSpec> ConnectionInput::spec() const
{
    if (!m_parsed)
        return m_parsed;
    ConnectionSpec spec = *m_parsed;
    if (spec.engine == Db::Engine::PostgreSQL)
        spec.password = m_password.isEmpty() ? std::optional<QString>() : m_password;
    return spec;
}

void ConnectionInput::hidePassword()
{
    if (!showsPassword())
        return;
    const ConnectionSpec before = *m_parsed;
    const QString secret = *before.password;
    // The log's redaction knows where passwords stand in every format. Where its answer does not mean the
    // same database, the canonical form without a password does.
    QString masked = Core::redacted(m_text);
    masked.replace(QStringLiteral("***"), placeholder);
    const auto after = parsed(masked);
    const bool usable = after && after->password == placeholder && areAlike(*after, before);
    setText(usable ? masked : Db::ConnectionString::toText(before, Db::ConnectionString::Secrets::Hide));
    m_password = secret;
}

bool ConnectionInput::hasDirectHost() const
{
    return m_parsed && Db::isPooled(*m_parsed) && !areAlike(withDirectHosts(*m_parsed), *m_parsed);
}

void ConnectionInput::useDirectHost()
{
    if (!hasDirectHost())
        return;
    hidePassword();
    const ConnectionSpec wanted = withDirectHosts(*m_parsed);
    QString text = m_text;
    for (qsizetype i = 0; i < wanted.hosts.size(); ++i)
        text.replace(m_parsed->hosts.at(i).host, wanted.hosts.at(i).host, Qt::CaseInsensitive);
    const auto after = parsed(text);
    const bool usable = after && areAlike(*after, wanted);
    const QString secret = m_password;
    setText(usable ? text : Db::ConnectionString::toText(wanted, Db::ConnectionString::Secrets::Hide));
    m_password = secret;
}

} // namespace Gui
