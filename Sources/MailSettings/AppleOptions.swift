// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What is particular to Apple profiles.
public struct AppleOptions: Hashable, Sendable {
  /// `PayloadOrganization`; the provider's name unless given.
  public var organization: DisplayText?
  /// `ConsentText`: what a person must agree to before installing.
  public var consentText: LocalizedText?
  /// `PayloadRemovalDisallowed`: true keeps the user from removing the profile, on supervised
  /// iPhones and iPads; a Mac (10.15 and later) asks for an administrator.
  public var removalDisallowed = false
  /// `RemovalDate`: when the profile and its accounts go by themselves, at midnight UTC as the
  /// day begins.
  public var removalDate: CalendarDate?
  /// `DurationUntilRemoval` in days: how long after it was installed the profile goes by itself.
  public var removeAfterDays: Int?
  /// `PreventMove`: true keeps people from moving messages out of the account, into another one or
  /// to the device (`com.apple.mail.managed`).
  public var preventMove = false
  /// Root and intermediate certificates for devices to trust.
  public var certificates: [TrustedCertificate] = []
  /// An icon that opens webmail; nil for none.
  public var webClip: WebClip?

  /// Nothing particular.
  public init() {}
}

/// An icon on the home screen of an iPhone or iPad, or in the Dock of a Mac
/// (`com.apple.webClip.managed`).
public struct WebClip: Hashable, Sendable {
  /// The word below the icon; "Webmail" unless given.
  public var label: LocalizedText?
  /// The picture; devices show a white square where there is none.
  public var icon: IconImage?
  /// True opens the page without the browser's controls (iOS and iPadOS only).
  public var fullScreen = false

  /// An icon without particulars.
  public init() {}
}
