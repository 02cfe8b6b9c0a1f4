// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A format: spells the settings of an account as a document.
///
/// A renderer is pure: no clock, no randomness, no input or output. The same account gives the
/// same bytes. It works nothing out; `AccountSettings` has done that. What the format cannot
/// say, or a client would misread, becomes a finding of the document.
public protocol Renderer: Sendable {
  /// The name people type, such as `autoconfig`.
  var name: String { get }
  /// One sentence about it, with a full stop.
  var summary: String { get }
  /// The media type, as HTTP sends it.
  var mediaType: String { get }
  /// What follows the address in a file's name, such as `autoconfig.xml`.
  var fileExtension: String { get }
  /// What a person can choose; empty by default.
  var options: [FormatOption] { get }
  /// True where the document is signed when the settings say how; false by default.
  var isSigned: Bool { get }
  /// True where its documents show the provider's logo.
  var showsLogo: Bool { get }

  /// The document for an account, or every reason why there is none.
  func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document
}

extension Renderer {
  /// No choices.
  public var options: [FormatOption] { [] }
  /// Signed by nobody.
  public var isSigned: Bool { false }
  /// Most documents show no logo.
  public var showsLogo: Bool { false }
}

/// A format whose document can set up several accounts at once.
public protocol SeveralAccountsRenderer: Renderer {
  /// One document for several accounts, the first of which gives it its name and identity.
  func render(
    together accounts: [AccountSettings], _ options: RenderOptions
  ) throws(RenderFailure) -> Document
}

/// A rendered document with what it had to leave out.
public struct Document: Sendable, Hashable {
  /// The bytes, exactly as they are written or sent.
  public let bytes: [UInt8]
  /// What is missing from it or might be misread; no errors.
  public let findings: [Finding]

  /// A document and its findings.
  public init(_ bytes: [UInt8], findings: [Finding]) {
    self.bytes = bytes
    self.findings = findings
  }

  /// The bytes as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Why a format has no document for an account: at least one finding that is an error.
public struct RenderFailure: Error, Hashable, Sendable {
  /// Everything found, the errors among it.
  public let findings: [Finding]

  /// A failure with its findings.
  public init(_ findings: [Finding]) { self.findings = findings }
}
