// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// The records of one service (RFC 2782), as clients follow them.
struct ServiceChoice: Hashable {
  /// `host:port` of those that are tried together, the preferred ones first.
  let order: [Set<String>]

  /// From `PRIORITY WEIGHT PORT HOST.`; a host `.` says that the service is not offered.
  init(_ data: [String]) {
    var groups: [Int: Set<String>] = [:]
    for text in data {
      let words = text.lowercased().split(separator: " ")
      guard words.count == 4, let priority = Int(words[0]), words[3] != "." else { continue }
      groups[priority, default: []].insert("\(words[3]):\(words[2])")
    }
    order = groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Every place.
  var places: Set<String> { order.reduce(into: []) { $0.formUnion($1) } }
}
