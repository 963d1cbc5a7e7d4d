// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/dataset.h"
#include "bench/report.h"

#include <optional>

namespace Bench {

/// What is measured, by the numbers of the targets.
namespace Scenarios {

void firstRows(const Target &target, Report &report);                                  // P1
void stalls(const Target &target, Report &report);                                     // P2
void jumps(const Target &target, Report &report);                                      // P3
void search(const Target &target, Report &report);                                     // P4
void memory(const Target &target, const std::optional<Target> &large, Report &report); // P5
void snapshots(const Target &target, Report &report);                                  // P6
void portableSnapshots(const Target &target, Report &report);                          // P7
void transfers(const Target &target, Report &report);                                  // P8
void exports(const Target &target, Report &report);    // P6 or P7, by the engine's own tool beside it
void roundTrips(const Target &target, Report &report); // P9
void growth(const Target &target, const Target &large, Report &report); // P10
void start(const Target &target, Report &report);                       // P11

} // namespace Scenarios

} // namespace Bench
