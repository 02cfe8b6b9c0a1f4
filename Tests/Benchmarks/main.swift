// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

// Speed as ratios, side by side in one run: `./dev bench`. A ratio below 1 meets its goal.
let report = Report()
Rendering.measure(report)
Starting.measure(report)
Loading.measure(report)
Rosters.measure(report)
report.finish()
