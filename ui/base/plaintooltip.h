// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Gui {

/// A tooltip that shows `text` as it is. Qt guesses whether a tooltip is rich text: a customer called "<b>"
/// would be read as markup, and escaping alone shows "&amp;" where the guess is "plain".
[[nodiscard]] inline QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    return QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(text.toHtmlEscaped());
}

} // namespace Gui
