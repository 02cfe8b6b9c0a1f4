// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

// Speed as ratios, side by side in one run: `./dev bench [rendering|starting|loading|rosters|serving]`.
let groups: [(name: String, measure: (Report) -> Void)] = [
  ("rendering", Rendering.measure), ("starting", Starting.measure), ("loading", Loading.measure),
  ("rosters", Rosters.measure), ("serving", Serving.measure),
]
let wanted = CommandLine.arguments.dropFirst()
let report = Report()
for group in groups where wanted.isEmpty || wanted.contains(group.name) { group.measure(report) }
report.finish()
