// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Gui {

/// How a page with a table beside its details looks, as the settings keep it.
struct PageLayout
{
    QByteArray columns;  ///< what the table saved
    QByteArray splitter; ///< QSplitter::saveState()

    [[nodiscard]] QByteArray toBytes() const;
    /// Bytes that are none give an empty layout, which restores nothing.
    [[nodiscard]] static PageLayout fromBytes(const QByteArray &bytes);
};

} // namespace Gui
