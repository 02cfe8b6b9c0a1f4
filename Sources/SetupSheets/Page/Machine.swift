// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// What somebody holds in the hand, as far as a browser tells; `computer` has Windows.
package enum Machine: String, Sendable, Hashable, CaseIterable {
  case iphone, mac, android, computer, linux

  /// The machine that a `User-Agent` field names; a computer where there is nothing to go by.
  ///
  /// An iPad calls itself a Mac since iPadOS 13: only a script can tell.
  package init(userAgent: String?) {
    let agent = userAgent ?? ""
    if ["iPhone", "iPad", "iPod"].contains(where: agent.holds) {
      self = .iphone
    } else if agent.holds("Macintosh") {
      self = .mac
    } else {
      let isLinux =
        !agent.holds("Windows") && ["Linux", "X11", "CrOS"].contains(where: agent.holds)
      self = agent.holds("Android") ? .android : isLinux ? .linux : .computer
    }
  }

  /// True for browsers of iPhones that do not hand profiles over to the system: Firefox, Focus,
  /// DuckDuckGo, and views inside other apps, which do not name Safari.
  package static func cannotInstall(userAgent: String?) -> Bool {
    guard let agent = userAgent, Machine(userAgent: agent) == .iphone else { return false }
    return !agent.holds("Safari/")
      || ["FxiOS", "Focus/", "DuckDuckGo", "Ddg/", "FBAN", "FBAV", "Instagram", "Line/", "GSA/"]
        .contains(where: agent.holds)
  }

  /// True for what stands on a desk: a phone beside it can read a code from its screen.
  var hasLargeScreen: Bool { self != .iphone && self != .android }

  /// What runs on it.
  var platform: Platform {
    switch self {
    case .iphone: .ios
    case .mac: .macos
    case .android: .android
    case .computer: .windows
    case .linux: .linux
    }
  }
}
