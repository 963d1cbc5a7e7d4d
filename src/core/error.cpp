// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

namespace Core {

QString toText(const Error &error)
{
    if (error.detail.isEmpty())
        return error.summary;
    return error.summary + QStringLiteral(" (") + error.detail.simplified() + QLatin1Char(')');
}

} // namespace Core
