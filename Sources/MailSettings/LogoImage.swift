// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A provider's logo: a PNG, or an SVG that runs nothing and loads nothing. Its reader is in
/// `Trees`.
public struct LogoImage: Hashable, Sendable {
  /// How a logo is written.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Scalable Vector Graphics.
    case svg
    /// Portable Network Graphics.
    case png

    /// As HTTP and `data:` name it.
    public var mediaType: String { self == .svg ? "image/svg+xml" : "image/png" }
  }

  /// How it is written.
  public let kind: Kind
  /// The picture, without what does not draw it.
  public let bytes: [UInt8]

  /// A logo that a reader has found to be one.
  package init(known kind: Kind, _ bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }
}
