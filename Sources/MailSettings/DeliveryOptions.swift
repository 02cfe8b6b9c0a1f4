// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How profiles for one person are handed out.
public struct DeliveryOptions: Hashable, Sendable {
  /// The file with the key that links are sealed with, as a path; `$CREDENTIALS_DIRECTORY/` may
  /// begin it.
  public var linkKey: String?
  /// A program and its arguments that makes an app password: what it is for as JSON on standard
  /// input, the password as one line on standard output.
  public var passwordCommand: [String] = []
  /// Seconds that the program is given.
  public var passwordTimeout = 10

  /// True for links that end once a profile was made with them, whatever they say themselves.
  public var singleUse: Bool?
  /// True where links end once a profile was made with them: unless it is said, where a program
  /// makes passwords.
  public var isSingleUse: Bool { singleUse ?? !passwordCommand.isEmpty }
  /// The folder where servers note which links were used, as a path; nil for one beside the key.
  public var usedLinks: String?

  /// The seconds that the program may be given.
  public static let timeouts = 1...60

  /// Nothing yet.
  public init() {}
}
