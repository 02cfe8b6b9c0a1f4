// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// How much a document may hold before it is refused, so that none can exhaust the program.
public struct DocumentLimits: Sendable {
  /// Bytes of one document; real ones have at most a few hundred thousand.
  public var bytes = 8 * 1_024 * 1_024
  /// Elements of an XML document, or values of a property list.
  public var values = 200_000
  /// Attributes of an XML document; libxml2 before 2.12 compares those of one element with one
  /// another, each with each.
  public var attributes = 10_000
  /// Dictionaries and arrays of a property list inside one another; XML has libxml2's 256.
  public var depth = 64

  /// The limits that hold unless others are chosen.
  public init() {}
}

/// Why a document cannot be read: findings of which at least one is an error.
public struct UnreadableDocument: Error, Sendable {
  /// What was found.
  public let findings: [Finding]

  /// A refusal with its reason.
  public init(_ message: String, fix: String? = nil, place: Place? = nil) {
    findings = [Finding(.error, at: "", message, fix: fix, place: place)]
  }

  /// A refusal with everything found.
  public init(_ findings: [Finding]) { self.findings = findings }
}
