// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import FoundationEssentials
import MailSettings
import Renderers
import SettingsFile
import Templates

/// Documents a second on one core, with the derivation of each account.
enum Rendering {
  static func measure(_ report: Report) {
    guard let provider = SettingsTemplates.providers.first,
      let loaded = try? SettingsLoader.read(provider.settings, name: "\(provider.name).yaml"),
      let address = try? MailAddress("anna@example.ch")
    else { return print("the built-in provider cannot be read") }
    report.plain(
      "derive an account",
      runsPerSecond { loaded.catalog.account(for: address)?.incoming.count ?? 0 }, "/s")
    let goals = ["autoconfig": 100_000.0, "mobileconfig": 50_000]
    var mobileconfig = 0.0
    for format in Formats.all where format.name != "sheet-pdf" {
      var chosen = RenderOptions()
      if let place = format.options.first(where: { $0.name == "credential-url" }) {
        try? chosen.choose(place, "https://mdm.example.ch/{login}.json")
      }
      let options = chosen
      let rate = runsPerSecond {
        guard let account = loaded.catalog.account(for: address),
          let document = try? format.render(account, options)
        else { return 1 }
        return document.bytes.count
      }
      if format.name == "mobileconfig" { mobileconfig = rate }
      if let goal = goals[format.name] {
        report.rate("render \(format.name)", rate, "docs/s", goal: goal)
      } else {
        report.plain("render \(format.name)", rate, "docs/s")
      }
    }
    compareWithFoundation(report, mobileconfig)
  }

  /// The same property list through `PropertyListEncoder`, without deriving anything.
  private static func compareWithFoundation(_ report: Report, _ ours: Double) {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .xml
    let payload = Dictionary(uniqueKeysWithValues: (0..<22).map { ("Key\($0)", "value \($0)") })
    let profile = [payload]
    let rate = runsPerSecond { (try? encoder.encode(profile).count) ?? 0 }
    report.plain("  the like through PropertyListEncoder", rate, "docs/s")
    report.plain("  ours is faster by a factor of", ours / rate, "")
  }
}
