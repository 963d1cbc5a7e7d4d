// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace Core {
class UserPrompt;
}

namespace Gui {

class CustomersPage;

/// Goes on with `next` once nothing of `page` (nullptr: none) is left unsaved, or the user keeps it for
/// later.
void settleChanges(CustomersPage *page, Core::UserPrompt &prompt, std::function<void()> next);

} // namespace Gui
