// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/tone.h"

#include "ui/base/theme.h"

#include <QCoreApplication>

namespace Gui {

namespace {

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    const auto channel = [share](float x, float y) { return float(x * (1 - share) + y * share); };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

} // namespace

QString toneWord(Tone tone)
{
    switch (tone) {
    case Tone::Information:
        return QCoreApplication::translate("Gui::Tone", "Information");
    case Tone::Success:
        return QCoreApplication::translate("Gui::Tone", "Done");
    case Tone::Warning:
        return QCoreApplication::translate("Gui::Tone", "Warning");
    case Tone::Problem:
        return QCoreApplication::translate("Gui::Tone", "Problem");
    }
    Q_UNREACHABLE();
}

QIcon toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Information:
        return Theme::icon(QStringLiteral("dialog-information"));
    case Tone::Success:
        return Theme::icon(QStringLiteral("dialog-positive"));
    case Tone::Warning:
        return Theme::icon(QStringLiteral("dialog-warning"));
    case Tone::Problem:
        return Theme::icon(QStringLiteral("dialog-error"));
    }
    Q_UNREACHABLE();
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool dark = Theme::isDark(palette);
    switch (tone) {
    case Tone::Information:
        return dark ? QColor(0x8a, 0xbe, 0xff) : QColor(0x1a, 0x56, 0xa8);
    case Tone::Success:
        return dark ? QColor(0x7f, 0xd9, 0x9b) : QColor(0x18, 0x65, 0x35);
    case Tone::Warning:
        return Theme::changedText(palette);
    case Tone::Problem:
        return Theme::problemText(palette);
    }
    Q_UNREACHABLE();
}

QColor toneBackground(Tone tone, const QPalette &palette)
{
    return mixed(palette.color(QPalette::Window), toneColor(tone, palette), 0.09);
}

} // namespace Gui
