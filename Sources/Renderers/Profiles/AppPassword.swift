// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A password that was made for one profile. It reaches nothing but the profile, and sealed the
/// address that the profile is fetched from: whatever prints it shows dots.
public struct AppPassword: Sendable, CustomStringConvertible, CustomReflectable {
  /// The password, to be sealed or written into a profile and for nothing else.
  package let text: String

  /// Characters that a password may have at most.
  public static let longest = 256

  /// A password of one line; nil for an empty one, a longer one, and for what XML cannot hold.
  public init?(_ text: String) {
    guard let checked = try? DisplayText(text, limit: Self.longest), checked.text == text else {
      return nil
    }
    self.text = text
  }

  /// Never the password.
  public var description: String { "\u{2022}\u{2022}\u{2022}" }
  /// Never the password.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
