// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/environmentlook.h"

#include "ui/base/theme.h"

#include <cmath>

namespace Gui {

using Profiles::Environment;

namespace {

/// https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QString iconNameOf(const Environment &environment)
{
    switch (environment.kind) {
    case Environment::Kind::Local:
        return QStringLiteral("computer");
    case Environment::Kind::Staging:
        return QStringLiteral("tools");
    case Environment::Kind::Production:
        return QStringLiteral("object-locked");
    case Environment::Kind::Own:
        return environment.icon.isEmpty() ? QStringLiteral("network-server") : environment.icon;
    }
    Q_UNREACHABLE();
}

QColor groundOf(const Environment &environment, const QPalette &palette)
{
    const bool dark = Theme::isDark(palette);
    switch (environment.kind) {
    case Environment::Kind::Local:
        return dark ? QColor(0x7d, 0x95, 0xae) : QColor(0x5b, 0x73, 0x8c);
    case Environment::Kind::Staging:
        return dark ? QColor(0xe0, 0x9b, 0x1f) : QColor(0xc7, 0x7c, 0x02);
    case Environment::Kind::Production:
        return dark ? QColor(0xe2, 0x4f, 0x4f) : QColor(0xb4, 0x1c, 0x1c);
    case Environment::Kind::Own: {
        QColor own(environment.color);
        own.setAlpha(255); // "#80ff0000" would let what is behind decide how readable it is
        return own.isValid() ? own : palette.color(QPalette::Mid);
    }
    }
    Q_UNREACHABLE();
}

QColor textOn(const QColor &ground)
{
    // The luminance at which black and white contrast equally: sqrt(1.05 * 0.05) - 0.05.
    constexpr double even = 0.179;
    return luminance(ground) > even ? QColor(Qt::black) : QColor(Qt::white);
}

} // namespace Gui
