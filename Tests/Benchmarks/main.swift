// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

// Speed as ratios, side by side in one run:
// `./dev bench [rendering|starting|loading|rosters|adopting|signing|checking|sheets|directory|serving [--peers]]`.
let arguments = CommandLine.arguments.dropFirst()
// A small process that measures another one: see `Program`.
if arguments.first == Program.measuring { Program.measure(Array(arguments.dropFirst())) }
let groups: [(name: String, measure: (Report) -> Void)] = [
  ("rendering", Rendering.measure), ("starting", Starting.measure), ("loading", Loading.measure),
  ("rosters", Rosters.measure), ("adopting", Adopting.measure),
  ("signing", Signatures.measure), ("checking", Checking.measure),
  ("sheets", { Sheets.measure($0, withPeers: arguments.contains("--peers")) }),
  ("directory", { Directories.measure($0, withPeers: arguments.contains("--peers")) }),
  ("serving", { Serving.measure($0, withPeers: arguments.contains("--peers")) }),
]
let wanted = arguments.filter { $0 != "--peers" }
let report = Report()
for group in groups where wanted.isEmpty || wanted.contains(group.name) { group.measure(report) }
report.finish()
