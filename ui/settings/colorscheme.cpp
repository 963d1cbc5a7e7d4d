// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/colorscheme.h"

#include "ui/base/theme.h"

#include <QApplication>
#include <QIcon>
#include <QStyle>
#include <QStyleFactory>

namespace Gui {

namespace {

struct Tones
{
    QRgb window, base, alternate, button, text, highlight, highlightedText, link, visited, tooltip;
    QRgb light, midlight, mid, dark, shadow;
};

constexpr Tones lightTones = {0xfff4f5f7, 0xffffffff, 0xfff1f3f5, 0xfffafbfc, 0xff1b1f24,
                              0xff2563c9, 0xffffffff, 0xff1c5bb8, 0xff6b3fa0, 0xffffffff,
                              0xffffffff, 0xffeceef1, 0xffc3c8ce, 0xff9aa1a9, 0xff6b7178};
// Fusion draws outlines darker than the window, which nobody sees in the dark: fields are lighter than the
// window.
constexpr Tones darkTones = {0xff1b1e22, 0xff282c32, 0xff2c3137, 0xff363c44, 0xffe6e9ec,
                             0xff2f6bc7, 0xffffffff, 0xff85b7ff, 0xffc5a6f0, 0xff363c44,
                             0xff4b525b, 0xff3c424a, 0xff5a626c, 0xff111316, 0xff0b0d0f};

QColor blended(QRgb front, QRgb back, int percent)
{
    const auto channel = [percent](int f, int b) { return (f * percent + b * (100 - percent)) / 100; };
    return {channel(qRed(front), qRed(back)), channel(qGreen(front), qGreen(back)),
            channel(qBlue(front), qBlue(back))};
}

QPalette paletteOf(const Tones &tones)
{
    QPalette palette;
    palette.setColor(QPalette::Window, tones.window);
    palette.setColor(QPalette::Base, tones.base);
    palette.setColor(QPalette::AlternateBase, tones.alternate);
    palette.setColor(QPalette::Button, tones.button);
    palette.setColor(QPalette::ToolTipBase, tones.tooltip);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                           QPalette::ToolTipText, QPalette::BrightText})
        palette.setColor(role, tones.text);
    palette.setColor(QPalette::PlaceholderText, blended(tones.text, tones.base, 62));
    palette.setColor(QPalette::Highlight, tones.highlight);
    palette.setColor(QPalette::HighlightedText, tones.highlightedText);
    palette.setColor(QPalette::Link, tones.link);
    palette.setColor(QPalette::LinkVisited, tones.visited);
    palette.setColor(QPalette::Light, tones.light);
    palette.setColor(QPalette::Midlight, tones.midlight);
    palette.setColor(QPalette::Mid, tones.mid);
    palette.setColor(QPalette::Dark, tones.dark);
    palette.setColor(QPalette::Shadow, tones.shadow);
    // A selection stays visible in a window that is not active, but quieter.
    palette.setColor(QPalette::Inactive, QPalette::Highlight, blended(tones.highlight, tones.base, 30));
    palette.setColor(QPalette::Inactive, QPalette::HighlightedText, tones.text);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                           QPalette::HighlightedText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, blended(tones.text, tones.window, 45));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tones.mid);
    palette.setColor(QPalette::Disabled, QPalette::Base, tones.window);
    return palette;
}

} // namespace

ColorSchemeSwitch::ColorSchemeSwitch()
    : m_platformStyle(QApplication::style()->name())
    , m_platformIcons(QIcon::themeName())
{}

QPalette ColorSchemeSwitch::palette(ColorScheme scheme)
{
    switch (scheme) {
    case ColorScheme::System:
        return QApplication::palette();
    case ColorScheme::Light:
        return paletteOf(lightTones);
    case ColorScheme::Dark:
        return paletteOf(darkTones);
    }
    Q_UNREACHABLE();
}

void ColorSchemeSwitch::apply(ColorScheme scheme)
{
    const bool system = scheme == ColorScheme::System;
    const QString style = system ? m_platformStyle : QStringLiteral("fusion");
    if (QApplication::style()->name() != style)
        QApplication::setStyle(QStyleFactory::create(style));
    QApplication::setPalette(system ? QPalette() : palette(scheme));

    // Breeze has one set of icons for light surfaces and one for dark ones.
    const QString icons =
        Theme::isDark(QApplication::palette()) ? QStringLiteral("breeze-dark") : QStringLiteral("breeze");
    QIcon::setFallbackThemeName(icons);
    // Without a desktop the platform names no icon theme, or one that has no icons of its own.
    const bool platformHasIcons = !m_platformIcons.isEmpty() && m_platformIcons != QLatin1String("hicolor");
    QIcon::setThemeName(system && platformHasIcons ? m_platformIcons : icons);
    QIcon::setFallbackSearchPaths(QIcon::fallbackSearchPaths()); // makes icons in use look again
}

} // namespace Gui
