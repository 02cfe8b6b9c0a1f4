// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How profiles for one person are handed out.
public struct DeliveryOptions: Hashable, Sendable {
  /// The file with the key that links are sealed with, as a path.
  public var linkKey: String?
  /// A program and its arguments that makes an app password: what it is for as JSON on standard
  /// input, the password as one line on standard output.
  public var passwordCommand: [String] = []
  /// Seconds that the program is given.
  public var passwordTimeout = 10

  /// The seconds that the program may be given.
  public static let timeouts = 1...60

  /// Nothing yet.
  public init() {}
}
