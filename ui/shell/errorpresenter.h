// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <functional>

namespace Gui {

class NoticeBar;

/// The only place of the window that shows a Core::Error.
class ErrorPresenter final
{
public:
    /// `bar` must outlive the presenter.
    explicit ErrorPresenter(NoticeBar &bar)
        : m_bar(bar)
    {}
    Q_DISABLE_COPY_MOVE(ErrorPresenter)

    /// Shows `error` with an optional way to try again. The same error again replaces the older notice, as
    /// does another one of the same `key`.
    void present(const Core::Error &error, const QString &retryLabel = {}, std::function<void()> retry = {},
                 const QString &key = {});

private:
    NoticeBar &m_bar;
};

} // namespace Gui
