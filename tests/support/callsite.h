// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Tests {

/// Where a helper was called, as its last parameter: `CallSite where = CallSite::here()`.
/// std::source_location would do, but clang 14 does not know GCC 12's.
struct CallSite
{
    const char *file;
    int line;

    [[nodiscard]] static constexpr CallSite here(const char *file = __builtin_FILE(),
                                                 int line = __builtin_LINE())
    {
        return {file, line};
    }
};

} // namespace Tests
