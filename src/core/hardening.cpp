// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace Core {

bool forbidCoreDumps()
{
    const rlimit none = {0, 0};
    // Both, whatever the first one says: where core dumps go to a program, the limit alone does not count.
    const bool isLimited = ::setrlimit(RLIMIT_CORE, &none) == 0;
    const bool isHidden = ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
    return isLimited && isHidden;
}

} // namespace Core
