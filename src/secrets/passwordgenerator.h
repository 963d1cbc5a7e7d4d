// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Secrets {

/// The shortest password that is made: 24 characters out of 62 are 142 bits.
inline constexpr int minimalPasswordLength = 24;

/// A random password of letters and digits of ASCII: it needs no quotes or percent signs in a URI, a keyword
/// string, SQL, a shell, `.env` or JSON, and SASLprep leaves it alone. At least one small letter, one capital
/// letter and one digit, which policies ask for and which costs less than a tenth of a bit. 5.95 bits a
/// character. A `length` below minimalPasswordLength counts as that.
[[nodiscard]] QString strongPassword(int length = minimalPasswordLength);

} // namespace Secrets
