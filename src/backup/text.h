// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QCoreApplication>

#include <chrono>

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

/// Long work has no limit of its own but this one, which ends what everybody has forgotten.
inline constexpr std::chrono::hours statementLimit{12};

} // namespace Backup
