// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// The error document of autodiscover, sent with status 200 (MS-OXDSCLI section 2.2.4.1.1.3).
enum AutodiscoverError: Int {
  /// No XML, or no address in it.
  case invalidRequest = 600
  /// A response schema that is not offered.
  case providerNotAvailable = 601

  func document(at time: TimeOfDay) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("Autodiscover", [("xmlns", Autodiscover.outerNamespace)]) { xml in
      xml.element("Response") { xml in
        xml.element("Error", [("Time", time.text), ("Id", "2477272013")]) { xml in
          xml.element("ErrorCode", text: String(rawValue))
          xml.element("Message", text: message)
          xml.emptyElement("DebugData")
        }
      }
    }
    return xml.bytes
  }

  private var message: String {
    switch self {
    case .invalidRequest: "Invalid Request"
    case .providerNotAvailable: "Provider is not available"
    }
  }
}

/// A time of day in UTC.
package struct TimeOfDay: Sendable, Hashable {
  /// Microseconds since midnight.
  package let microseconds: Int

  /// A time; what is not within a day wraps around.
  package init(microseconds: Int) {
    let day = 86_400_000_000
    self.microseconds = ((microseconds % day) + day) % day
  }
}

extension TimeOfDay {
  /// `HH:MM:SS.fffffff`, in units of 100 nanoseconds as Windows counts.
  fileprivate var text: String {
    let seconds = microseconds / 1_000_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0.padded(2) }
    return "\(clock.joined(separator: ":")).\((microseconds % 1_000_000).padded(6))0"
  }
}

extension Int {
  fileprivate func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
