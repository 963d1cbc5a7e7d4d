// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profile.h"

#include <QWidget>

namespace Gui {

/// An environment at a glance: icon and word on the environment's own ground. In lists it is painted, in
/// confirmations and beside jobs it is a widget; it looks the same everywhere.
class EnvironmentBadge final : public QWidget
{
    Q_OBJECT

public:
    explicit EnvironmentBadge(QWidget *parent = nullptr);
    explicit EnvironmentBadge(const Profiles::Environment &environment, QWidget *parent = nullptr);
    Q_DISABLE_COPY_MOVE(EnvironmentBadge)

    void setEnvironment(const Profiles::Environment &environment);
    [[nodiscard]] const Profiles::Environment &environment() const { return m_environment; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// What a badge needs in that font; a long word of the user's own is cut off at about 20 characters.
    [[nodiscard]] static QSize sizeFor(const Profiles::Environment &environment, const QFont &font);
    /// Paints a badge into `area`, which is sizeFor() or less.
    static void paint(QPainter *painter, const QRect &area, const Profiles::Environment &environment,
                      const QFont &font, const QPalette &palette, Qt::LayoutDirection direction);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Profiles::Environment m_environment;
};

} // namespace Gui
