// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Where mail clients look for a domain's documents, as paths below a web root.
enum WebRoot {
  /// The paths of each format.
  static let paths: [(format: String, paths: [String])] = {
    var paths: [(format: String, paths: [String])] = []
    for path in LookupPath.allCases {
      guard let format = path.format else { continue }
      let files = path.spellings.map { String($0.dropFirst()) }
      if let index = paths.firstIndex(where: { $0.format == format }) {
        paths[index].paths += files
      } else {
        paths.append((format, files))
      }
    }
    return paths
  }()

  /// The folder of the set-up page.
  static let page = String(LookupPath.setup.rawValue.dropFirst())

  /// Formats that no client depends on yet: a domain without such a document is well served.
  static let experimental: Set<String> = ["pacc"]
}
