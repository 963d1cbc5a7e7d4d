// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/theme.h"

namespace Gui::Theme {

namespace {

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    const auto channel = [share](float x, float y) { return float(x * (1 - share) + y * share); };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

const QColor amber(0xe0, 0x9b, 0x00);
const QColor red(0xd0, 0x2b, 0x2b);
const QColor yellow(0xff, 0xd6, 0x33);

} // namespace

QIcon icon(const QString &name)
{
    return QIcon::fromTheme(name);
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightnessF() < 0.5;
}

QColor secondaryText(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.32);
}

QColor changedBackground(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), amber, isDark(palette) ? 0.25 : 0.22);
}

QColor problemBackground(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), red, isDark(palette) ? 0.30 : 0.16);
}

QColor changedText(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xff, 0xc4, 0x4d) : QColor(0x7a, 0x52, 0x00);
}

QColor problemText(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xff, 0x8a, 0x80) : QColor(0xa8, 0x1c, 0x1c);
}

QColor indicatorFill(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), isDark(palette) ? 0.30 : 0.0);
}

QColor hitBackground(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), yellow, isDark(palette) ? 0.40 : 0.65);
}

} // namespace Gui::Theme
