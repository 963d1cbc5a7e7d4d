// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Tests {

/// The test's child: reads on standard input where the databases are and what the secrets are, does with a
/// window whatever has to do with passwords, and prints all that the window says. Returns 0 when every step
/// went as it should.
int runCanaryWindow(int argc, char **argv);

} // namespace Tests
