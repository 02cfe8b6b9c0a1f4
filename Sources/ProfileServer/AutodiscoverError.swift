// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// The error document of autodiscover, sent with status 200 (MS-OXDSCLI section 2.2.4.1.1.3).
enum AutodiscoverError: Int {
  /// No XML, or no address in it.
  case invalidRequest = 600
  /// A response schema that is not offered.
  case providerNotAvailable = 601

  /// The time of day that the document names.
  struct TimeOfDay {
    var hours: Int
    var minutes: Int
    var seconds: Int
    var microseconds: Int
  }

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

extension AutodiscoverError.TimeOfDay {
  /// `HH:MM:SS.fffffff`, in units of 100 nanoseconds as Windows counts.
  fileprivate var text: String {
    "\(hours.padded(2)):\(minutes.padded(2)):\(seconds.padded(2)).\(microseconds.padded(6))0"
  }
}

extension Int {
  fileprivate func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
