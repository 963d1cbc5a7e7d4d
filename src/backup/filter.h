// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArrayView>

#include <functional>

namespace Backup {

/// Where bytes go, piece by piece; each is valid during the call only.
using Sink = std::function<Core::Result<void>(QByteArrayView)>;

/// Bytes go in, other bytes come out at its sink. After an Error it is used no more.
class Filter
{
public:
    Filter() = default;
    virtual ~Filter() = default;
    Q_DISABLE_COPY_MOVE(Filter)

    [[nodiscard]] virtual Core::Result<void> write(QByteArrayView bytes) = 0;
    /// After the last byte; what is still inside comes out. Without it nothing that came out counts.
    [[nodiscard]] virtual Core::Result<void> finish() = 0;
};

} // namespace Backup
