// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/environmentbadge.h"

#include "ui/base/environmentlook.h"
#include "ui/base/spacing.h"
#include "ui/base/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace Gui {

using Profiles::Environment;

namespace {

constexpr int longestWord = 20; // in average character widths

QFont badgeFont(const QFont &font)
{
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    return strong;
}

/// The icon in one colour: a theme's own colours would not be readable on every ground.
QPixmap tinted(const QIcon &icon, int side, qreal scale, const QColor &color)
{
    QPixmap pixmap = icon.pixmap(QSize(side, side), scale);
    if (pixmap.isNull())
        return pixmap;
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    return pixmap;
}

} // namespace

EnvironmentBadge::EnvironmentBadge(QWidget *parent)
    : EnvironmentBadge(Environment(), parent)
{}

EnvironmentBadge::EnvironmentBadge(const Environment &environment, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("environmentBadge"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setEnvironment(environment);
}

void EnvironmentBadge::setEnvironment(const Environment &environment)
{
    m_environment = environment;
    setAccessibleName(Profiles::wordOf(environment));
    updateGeometry();
    update();
}

QSize EnvironmentBadge::sizeFor(const Environment &environment, const QFont &font)
{
    const QFontMetrics metrics(badgeFont(font));
    const int text = qMin(metrics.horizontalAdvance(Profiles::wordOf(environment)) + 1,
                          metrics.averageCharWidth() * longestWord);
    return {Spacing::small + metrics.ascent() + Spacing::tiny + text + Spacing::small,
            metrics.height() + Spacing::tiny};
}

void EnvironmentBadge::paint(QPainter *painter, const QRect &area, const Environment &environment,
                             const QFont &font, const QPalette &palette, Qt::LayoutDirection direction)
{
    const QColor ground = groundOf(environment, palette);
    const QColor ink = textOn(ground);
    const QFont strong = badgeFont(font);
    const QFontMetrics metrics(strong);
    const int side = metrics.ascent();

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    painter->drawRoundedRect(area, Spacing::tiny, Spacing::tiny);

    const QRect icon(area.left() + Spacing::small, area.center().y() - side / 2, side, side);
    const QRect text = area.adjusted(Spacing::small + side + Spacing::tiny, 0, -Spacing::small, 0);
    const qreal scale = painter->device()->devicePixelRatioF();
    painter->drawPixmap(QStyle::visualRect(direction, area, icon),
                        tinted(Theme::icon(iconNameOf(environment)), side, scale, ink));
    painter->setFont(strong);
    painter->setPen(ink);
    painter->drawText(QStyle::visualRect(direction, area, text),
                      int(QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter)) |
                          Qt::TextSingleLine,
                      metrics.elidedText(Profiles::wordOf(environment), Qt::ElideRight, text.width()));
    painter->restore();
}

QSize EnvironmentBadge::sizeHint() const
{
    return sizeFor(m_environment, font());
}

QSize EnvironmentBadge::minimumSizeHint() const
{
    return sizeHint();
}

void EnvironmentBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(&painter, rect(), m_environment, font(), QApplication::palette(), layoutDirection());
}

} // namespace Gui
