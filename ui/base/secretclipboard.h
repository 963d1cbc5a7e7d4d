// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace Gui {

/// Lends a secret to the clipboard: marked so that clipboard managers do not keep it, and taken back after a
/// while and when the program ends, unless somebody has copied something else meanwhile.
class SecretClipboard final : public QObject
{
    Q_OBJECT

public:
    explicit SecretClipboard(std::chrono::milliseconds limit = std::chrono::seconds(30),
                             QObject *parent = nullptr);
    ~SecretClipboard() override;
    Q_DISABLE_COPY_MOVE(SecretClipboard)

    /// Puts `secret` on the clipboard; the time begins again.
    void copy(const QString &secret);
    /// Takes it back, where it is still there.
    void clear();
    /// The secret is on the clipboard.
    [[nodiscard]] bool holdsSecret() const;

Q_SIGNALS:
    /// The secret is no longer on the clipboard: it was taken back, or something else was copied.
    void released();

private:
    void noteChange();

    // QClipboard owns it and deletes it with the next copy, here or in another program.
    QPointer<QMimeData> m_lent;
    QTimer m_timer;
};

} // namespace Gui
