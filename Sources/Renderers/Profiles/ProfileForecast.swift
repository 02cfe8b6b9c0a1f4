// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What a device will show, ask and look for when it installs a profile: read from the profile
/// itself, payload by payload.
public struct ProfileForecast: Sendable {
  /// Something that the profile sets up.
  public struct Item: Sendable, Hashable {
    /// What it is, in English, such as `mail` or `calendars`.
    public let kind: String
    /// `PayloadDisplayName`, which the device lists.
    public let title: String
    /// What the account is called in the device's settings and apps.
    public let label: String
    /// Servers and the like, one in each text.
    public let facts: [String]
  }

  /// Something that a person has to type.
  public struct Question: Sendable, Hashable {
    /// What is asked for.
    public enum Answer: String, Sendable, Hashable, CaseIterable {
      /// The full name that recipients see.
      case name
      /// The mail address.
      case address
      /// The user name.
      case username
      /// The password.
      case password
      /// The passphrase of a certificate file.
      case passphrase
    }

    /// What is asked for.
    public let answer: Answer
    /// What it is for, in English, such as `mail`.
    public let purpose: String
    /// What the account is called, or the file of the certificate.
    public let label: String
  }

  /// `PayloadDisplayName` of the whole.
  public let name: String
  /// `PayloadDescription` of the whole.
  public let description: String
  /// `PayloadOrganization`.
  public let organization: String
  /// `ConsentText`, `default` first.
  public let consent: [(language: String, text: String)]
  /// `RemovalDate`.
  public let removalDate: String?
  /// `DurationUntilRemoval`, in seconds.
  public let secondsUntilRemoval: Int?
  /// `PayloadRemovalDisallowed`.
  public let isRemovalDisallowed: Bool
  /// `TargetDeviceType`: 1 for iPhone and iPad, 5 for Mac; nil for all.
  public let targetDeviceType: Int?
  /// What is set up, in the order of the payloads.
  public let items: [Item]
  /// What is asked for, in the order of the payloads.
  public let questions: [Question]
  /// The URLs that devices ask for their calendars and contacts (RFC 6764 section 5): each has
  /// to redirect to the service.
  public let redirects: [String]

  /// Reads a profile.
  public init(_ profile: PropertyList) {
    let payloads = profile["PayloadContent"]?.array ?? []
    let readers = payloads.compactMap(PayloadReader.init)
    name = profile["PayloadDisplayName"]?.text ?? ""
    description = profile["PayloadDescription"]?.text ?? ""
    organization = profile["PayloadOrganization"]?.text ?? ""
    consent = (profile["ConsentText"]?.dictionary?.pairs ?? []).map {
      (language: $0.key, text: $0.value.text ?? "")
    }
    removalDate = profile["RemovalDate"]?.text
    secondsUntilRemoval = profile["DurationUntilRemoval"]?.number
    isRemovalDisallowed = profile["PayloadRemovalDisallowed"]?.isTrue ?? false
    targetDeviceType = profile["TargetDeviceType"]?.number
    items = readers.map(\.item)
    questions = readers.flatMap(\.questions)
    redirects = readers.compactMap(\.redirect)
  }

  /// True where a root certificate may be among what is set up.
  public var hasCertificates: Bool { items.contains { $0.kind == PayloadType.pem.noun } }
}
