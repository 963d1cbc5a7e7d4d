// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "db/connectionspec.h"

#include <QString>

namespace Gui {

/// What the user has written so far: a connection string, and the password apart from it. Knows how to take
/// the password out of the string without changing anything else.
class ConnectionInput final
{
public:
    /// Stands in the string where a password was.
    static const QString placeholder;
    /// Longer texts are no connection strings; parsing them would only take time.
    static constexpr qsizetype longest = 16384;

    ConnectionInput() = default;

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] const QString &password() const { return m_password; }
    /// A password in `text` becomes the password.
    void setText(const QString &text);
    void setPassword(const QString &password) { m_password = password; }

    [[nodiscard]] bool isEmpty() const { return m_text.trimmed().isEmpty(); }
    /// The string with the password put in. Error: Syntax.
    [[nodiscard]] Core::Result<Db::ConnectionSpec> spec() const;

    /// Whether a password can be read in the string.
    [[nodiscard]] bool showsPassword() const;
    /// Replaces the password in the string by the placeholder. No effect where there is none.
    void hidePassword();

    /// Whether the string names a pooler whose direct address is known.
    [[nodiscard]] bool hasDirectHost() const;
    /// Replaces the pooler's host by the server's own.
    void useDirectHost();

private:
    QString m_text;
    QString m_password;
    Core::Result<Db::ConnectionSpec> m_parsed = Core::Error{}; ///< of the text as it stands
    QList<Db::HostPort> m_hosts;                               ///< of the last valid text
};

} // namespace Gui
