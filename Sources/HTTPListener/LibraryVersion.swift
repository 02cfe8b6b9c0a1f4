// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD

/// The libmicrohttpd that runs: it checks more by itself since 1.0.
enum LibraryVersion {
  /// True for 0.9.75 to 0.9.77, with which Debian 12 is.
  static let isBefore10 = MHD_get_version().map { String(cString: $0).hasPrefix("0.") } ?? true
}
