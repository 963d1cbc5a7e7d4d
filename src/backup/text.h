// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QCoreApplication>

namespace Backup {

/// The context under which the folder's texts are translated.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Backup)
};

[[nodiscard]] inline Core::Error failure(Core::ErrorKind kind, const QString &summary,
                                         const QString &detail = {})
{
    return {kind, summary, detail, {}};
}

} // namespace Backup
