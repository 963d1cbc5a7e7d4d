// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/lineinfo.h"
#include "profiles/profile.h"
#include "ui/base/tone.h"
#include "ui/shell/writeguard.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace Gui {

class ElidedLabel;
class EnvironmentBadge;

/// Says at all times which database this is: a coloured band, the environment's badge, and one line with
/// engine, place, user, encryption, whether changes are allowed, and where the choice came from.
class IdentityBand final : public QWidget
{
    Q_OBJECT

public:
    explicit IdentityBand(QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(IdentityBand)

    /// `source`: which source won, for example "from DATABASE_URL"; may be empty.
    void setLine(const Profiles::Profile &profile, const Db::LineInfo &line, const QString &source);
    void setNotConnected();
    /// `left`: until it locks again, and `reason`: what for, when it is unlocked.
    void setAccess(WriteGuard::State state, std::chrono::seconds left, const QString &reason = {});

Q_SIGNALS:
    void unlockRequested();
    void lockRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// How safe the line is, in words.
    struct Protection
    {
        QString text;
        QString detail; ///< protocol and cipher
        QString icon;
        QString risk; ///< what can happen on this line; empty: nothing that TLS is for
    };
    [[nodiscard]] static Protection protectionOf(const Profiles::Profile &profile, const Db::LineInfo &line);
    [[nodiscard]] static QString placeOf(const Db::LineInfo &line);
    [[nodiscard]] static QString hostOf(const Db::LineInfo &line);

    void present(const QString &engine, const QString &version, const QString &place,
                 const Protection &protection, const QString &source);
    void describe();
    void updateLooks();
    [[nodiscard]] int bandHeight() const;

    std::optional<Profiles::Environment> m_environment; ///< nullopt: not connected
    Protection m_protection;
    WriteGuard::State m_access = WriteGuard::State::Open;
    QStringList m_facts; ///< for screen readers and the tool tip
    QLabel *m_state = nullptr;
    EnvironmentBadge *m_badge = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_engine = nullptr;
    ElidedLabel *m_place = nullptr;
    QLabel *m_protectionIcon = nullptr;
    QLabel *m_protectionText = nullptr;
    QLabel *m_accessIcon = nullptr;
    QLabel *m_accessText = nullptr;
    QPushButton *m_accessButton = nullptr;
    QLabel *m_source = nullptr;
};

} // namespace Gui
