// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// How much a text may hold before it is refused, so that none can exhaust the program. Every
/// reader holds its text against the same limits.
public struct TreeLimits: Sendable {
  /// Bytes of one document; real ones have at most a few hundred thousand.
  public var bytes = 8 * 1_024 * 1_024
  /// Values, elements of XML among them, everything that is referred to written out.
  public var values = 200_000
  /// Bytes of all texts and data together, counted again wherever something refers to them. A
  /// document whose references are written out may not be larger than one without.
  public var content = 8 * 1_024 * 1_024
  /// Values that aliases of YAML repeat, together.
  public var repeated = 1_000_000
  /// Attributes of an XML document; libxml2 before 2.12 compares those of one element with one
  /// another, each with each.
  public var attributes = 10_000
  /// Lists, mappings and dictionaries inside one another; elements of XML have libxml2's 256.
  public var depth = 64

  /// The limits of a document that sets one account up.
  public init() {}

  /// The limits of settings, which may hold the domains of a large hoster.
  public static var settings: TreeLimits {
    var limits = TreeLimits()
    limits.bytes = 32 * 1_024 * 1_024
    limits.values = 4_000_000
    limits.content = 64 * 1_024 * 1_024
    return limits
  }
}

/// Why a document cannot be read: findings of which at least one is an error.
public struct UnreadableDocument: Error, Sendable {
  /// What was found.
  public let findings: [Finding]

  /// A refusal with its reason.
  public init(_ message: String, fix: String? = nil, place: Place? = nil) {
    findings = [Finding(.error, at: "", message, fix: fix, place: place)]
  }

  /// The same refusal with a place for what has none.
  func placed(at place: Place) -> UnreadableDocument {
    UnreadableDocument(
      findings.map { finding in
        var finding = finding
        finding.place = finding.place ?? place
        return finding
      })
  }

  /// A refusal with everything found.
  public init(_ findings: [Finding]) { self.findings = findings }
}
