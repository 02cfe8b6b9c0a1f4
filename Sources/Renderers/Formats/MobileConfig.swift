// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A configuration profile for iPhone, iPad, Mac and Vision: one download that sets up mail,
/// calendars, address books and directories. Keys are those of Apple's device-management
/// schemas (iOS 26.4, macOS 26); it never holds a password.
public struct MobileConfig: Renderer {
  /// The format.
  public init() {}

  public let name = "mobileconfig"
  public let summary = "Configuration profile for iPhone, iPad, Mac and Apple Vision."
  public let mediaType = "application/x-apple-aspen-config"
  public let fileExtension = "mobileconfig"
  public let options = [Self.partsOption]

  /// Which accounts the profile holds; leaving one out later removes only that account.
  public static let partsOption = FormatOption(
    "parts", values: Part.allCases.map(\.rawValue), isList: true,
    summary: "What the profile sets up, separated by commas.")

  /// What a person may leave out.
  enum Part: String, CaseIterable {
    case mail, calendar, contacts, directory

    /// The parts of the settings that it comes from.
    var settings: [String] {
      switch self {
      case .mail: ["incoming", "outgoing"]
      case .calendar: ["calendars"]
      case .contacts: ["contacts"]
      case .directory: ["directories"]
      }
    }
  }

  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let parts = Part.allCases.filter { options[Self.partsOption].contains($0.rawValue) }
    var gaps = Gaps(account, about: parts.flatMap(\.settings))
    let identity = ProfileIdentity(account)
    var payloads: [PropertyList] = []
    for part in parts {
      switch part {
      case .mail: payloads += [MailPayload(account, &gaps)?.encoded(identity)].compactMap { $0 }
      case .calendar: payloads += CalendarPayloads.encoded(account, identity, &gaps)
      case .contacts: payloads += ContactPayloads.encoded(account, identity, &gaps)
      case .directory: payloads += DirectoryPayloads.encoded(account, identity, &gaps)
      }
    }
    Self.noteTheRest(account, &gaps)
    try gaps.check()
    guard !payloads.isEmpty else {
      gaps.refuse(
        "", "the profile would be empty: there is nothing of \(options[Self.partsOption])",
        fix: "choose other --parts, or add the service to the settings")
      throw RenderFailure(gaps.findings)
    }
    return try gaps.document(Self.profile(account, identity, payloads).encoded())
  }

  private static func profile(
    _ account: AccountSettings, _ identity: ProfileIdentity, _ payloads: [PropertyList]
  ) -> PropertyList {
    let provider = account.provider
    let subject = account.address?.description ?? account.domain.ascii
    var entries: PropertyList.Entries = [
      "PayloadContent": .array(payloads),
      "PayloadDescription": .string("Sets up \(subject) at \(provider.name)."),
      "PayloadDisplayName": .string("\(provider.name) (\(subject))"),
      "PayloadIdentifier": .string(identity.identifier),
      "PayloadOrganization": .string((provider.apple.organization ?? provider.name).text),
      "PayloadType": .string("Configuration"),
      "PayloadUUID": .string(identity.uuid),
      "PayloadVersion": .integer(1),
      "ConsentText": provider.apple.consentText.map { consent($0, account.languages) },
    ]
    if provider.apple.removalDisallowed {
      entries.append("PayloadRemovalDisallowed", .boolean(true))
    }
    return .dictionary(entries)
  }

  /// A flat dictionary of languages with `default` for all others.
  private static func consent(_ text: LocalizedText, _ languages: [Language]) -> PropertyList {
    var entries: PropertyList.Entries = ["default": .string(text.text(for: languages).text)]
    for entry in text.entries { entries.append(entry.language.tag, .string(entry.text.text)) }
    return .dictionary(entries)
  }

  private static func noteTheRest(_ account: AccountSettings, _ gaps: inout Gaps) {
    if !account.provider.apple.certificates.isEmpty {
      gaps.warn(
        "apple.certificates", "is left out: this version writes no certificates into profiles",
        fix: "install them separately")
    }
    if account.provider.apple.webClip {
      gaps.warn(
        "apple.webClip", "is left out: this version writes no web clips into profiles",
        fix: "tell people the address of the webmail")
    }
    if account.activeSync != nil {
      gaps.note("activeSync", "is left out: the profile sets up IMAP or POP3")
    }
    for file in account.files { gaps.note(file.path, "is left out: profiles know no WebDAV") }
  }
}

/// The identifiers of a profile and its payloads.
///
/// Apple's systems replace a profile with the same identifier, and keep an account whose payload
/// has the same identifier and UUID in both. So they derive from the provider's id, the address,
/// the kind and the position, and from nothing that changes: no host, port, alias or name.
struct ProfileIdentity {
  let identifier: String
  let uuid: String
  private let account: [String]

  init(_ account: AccountSettings) {
    let provider = account.provider.id
    let subject = account.address?.description.lowercased() ?? account.domain.ascii
    self.account = [provider.ascii, subject]
    uuid = NameUUID(self.account).description
    let reversed = provider.labels.reversed().joined(separator: ".")
    identifier = "\(reversed).profile.\(uuid.lowercased())"
  }

  /// What every payload begins with.
  func common(type: String, kind: String, index: Int, name: String) -> PropertyList.Entries {
    [
      "PayloadDisplayName": .string(name),
      "PayloadIdentifier": .string("\(identifier).\(kind).\(index)"),
      "PayloadType": .string(type),
      "PayloadUUID": .string(NameUUID(account + [kind, String(index)]).description),
      "PayloadVersion": .integer(1),
    ]
  }
}
