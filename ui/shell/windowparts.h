// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/userprompt.h"
#include "db/querylog.h"

#include <functional>
#include <memory>

class QWidget;

namespace Gui {

class AccessDesk;
class ErrorPresenter;
class JobDesk;
class NoticeBar;
class UiSettings;

/// What the desks of one window share: where they tell, ask and work. All outlive the desks.
struct WindowParts
{
    QWidget *window = nullptr;
    NoticeBar &notices;
    ErrorPresenter &errors;
    Core::UserPrompt &prompt;
    JobDesk &jobs;
    AccessDesk &access;
    UiSettings &settings;
    std::shared_ptr<Db::QueryLog> log;
    /// Goes on with what it is given once nothing is left unsaved, or the user keeps it for later.
    std::function<void(std::function<void()>)> settleChanges;
};

} // namespace Gui
