// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Reports as Prometheus text.
package enum Metrics {
  /// The text for some domains at a moment, in seconds since 1970.
  package static func text(_ reports: [CheckReport], now: Int) -> String {
    var items: [String] = []
    var reached: [String] = []
    var times: [String] = []
    var ends: [String] = []
    let certificate = "mkprofile_check_certificate_remaining_seconds"
    for report in reports {
      let domain = "domain=\"\(report.domain.ascii)\""
      for area in Area.allCases {
        let own = report.items.filter { $0.area == area }
        guard !own.isEmpty else { continue }
        for grade in Grade.allCases {
          items.append(
            "mkprofile_check_items{\(domain),part=\"\(area.rawValue)\",grade=\"\(grade.rawValue)\"}"
              + " \(own.count { $0.grade == grade })")
        }
      }
      reached.append(
        "mkprofile_check_reached_resolver{\(domain)} \(report.reachedResolver ? 1 : 0)")
      times.append("mkprofile_check_timestamp_seconds{\(domain)} \(now)")
      var places: Set<String> = []
      for item in report.items {
        guard let left = item.daysLeft, places.insert(item.place).inserted else { continue }
        let seconds = left.multipliedReportingOverflow(by: 86_400).partialValue
        ends.append(
          "\(certificate){\(domain),place=\"\(label(item.place))\"} \(seconds)")
      }
    }
    return family("mkprofile_check_items", "What a check found, by part and grade.", items)
      + family("mkprofile_check_reached_resolver", "1 where a resolver answered.", reached)
      + family(
        "mkprofile_check_timestamp_seconds", "When the check ended, in seconds since 1970.", times)
      + family(certificate, "Time that a certificate has left, in whole days.", ends)
  }

  private static func family(_ name: String, _ help: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    return (["# HELP \(name) \(help)", "# TYPE \(name) gauge"] + lines).map { "\($0)\n" }.joined()
  }

  private static func label(_ text: String) -> String {
    SafeText.line(text).map { "\\\"".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
