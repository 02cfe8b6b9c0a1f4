// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A configuration profile for iPhone, iPad, Mac and Vision: one download that sets up mail,
/// calendars, address books and more. Keys are those of Apple's device-management schemas
/// (iOS 26.4, macOS 26). It holds a password only where it is made with one.
public struct MobileConfig: SeveralAccountsRenderer {
  private let password: AppPassword?

  /// The format. A password that was made for one profile spares its person typing; Apple's
  /// systems keep it as if it had been typed.
  public init(password: AppPassword? = nil) { self.password = password }

  /// What `--format` takes.
  public let name = "mobileconfig"
  /// One sentence of help.
  public let summary = "Configuration profile for iPhone, iPad, Mac and Apple Vision."
  /// As servers send it.
  public let mediaType = "application/x-apple-aspen-config"
  /// Without the dot in front.
  public let fileExtension = "mobileconfig"
  /// Profiles are signed where the settings say how.
  public let isSigned = true
  /// What can be chosen.
  public let options = [
    Self.partsOption, Self.deviceOption, Self.removalOption, ManagementSystem.option,
  ]

  /// What the profile sets up; leaving a part out later removes only that account.
  public static let partsOption = FormatOption(
    "parts", values: ProfilePart.allCases.map(\.rawValue), isList: true,
    onlyWhenAsked: [ProfilePart.activesync.rawValue],
    summary: "What the profile sets up, separated by commas; activesync only when it is named, or"
      + " where there is no other mail.")

  /// Which devices the profile is for (`TargetDeviceType`).
  public static let deviceOption = FormatOption(
    "device", values: ProfileDevice.allCases.map(\.rawValue),
    summary: "The device that the document is for.")

  /// When the profile goes by itself (`RemovalDate`).
  public static let removalOption = FormatOption(
    date: "remove-on",
    summary: "The day on which the profile and its accounts go by themselves, such as 2027-01-31.")

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    try profile([account], options).document
  }

  /// Several accounts in one profile; refused where the first has no mail.
  public func render(
    together accounts: [AccountSettings], _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    try profile(accounts, options).document
  }

  /// The profile of accounts before it is written down. The first account gives it its identity
  /// and its texts.
  public func profile(
    _ accounts: [AccountSettings], _ options: RenderOptions
  ) throws(RenderFailure) -> Profile {
    let device = ProfileDevice(rawValue: options.value(Self.deviceOption)) ?? .universal
    var gaps = Gaps()
    var payloads = PayloadList()
    var contexts: [PayloadContext] = []
    for account in accounts {
      let parts = ProfilePart.chosen(by: options, for: account)
      gaps.add(account, about: parts.flatMap(\.settings))
      let context = PayloadContext(
        account, device, parts, after: contexts, password,
        placeholders: ManagementSystem.chosen(options, for: account, &gaps))
      contexts.append(context)
      if accounts.count > 1, account.address == nil {
        gaps.refuse(
          "", "\(account.domain) is a domain: a profile for several holds addresses alone",
          fix: "name the addresses")
      }
      for part in parts { payloads.add(part.payloads(context, &gaps), &gaps) }
      ProfilePart.noteTheRest(context, &gaps)
    }
    try gaps.check()
    guard let first = contexts.first, !payloads.all.isEmpty else {
      gaps.refuse(
        "", "the profile would be empty: there is nothing of \(options[Self.partsOption])",
        fix: "choose other --parts or --device, or add the service to the settings")
      throw RenderFailure(gaps.findings)
    }
    let frame = ProfileFrame(first, subjects: accounts.map(\.subject))
    frame.note(&gaps)
    let date = options[Self.removalOption].first.flatMap { try? CalendarDate($0) }
    return Profile(
      content: frame.content(payloads.all, removalDate: date), findings: gaps.findings)
  }
}

/// A profile as a tree of values, with what it had to leave out.
public struct Profile: Sendable, Hashable {
  /// The property list.
  public let content: PropertyList
  /// What is missing or might be misread; no errors.
  public let findings: [Finding]

  /// The profile written down.
  public var document: Document { Document(content.encoded(), findings: findings) }
}
