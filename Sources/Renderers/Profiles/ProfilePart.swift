// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A part of a profile that can be left out.
enum ProfilePart: String, CaseIterable {
  case mail, calendar, contacts, directory, activesync, webmail, certificates, identity

  /// The parts of the settings that it comes from.
  var settings: [String] {
    switch self {
    case .mail: ["incoming", "outgoing"]
    case .calendar: ["calendars"]
    case .contacts: ["contacts"]
    case .directory: ["directories"]
    case .activesync: ["activeSync"]
    case .webmail: ["webmail"]
    case .certificates, .identity: []
    }
  }

  /// The parts of one account's profile, in the order of their payloads: certificates come
  /// before the accounts that need them.
  ///
  /// ActiveSync would show the mailbox of IMAP a second time, so it takes the place of mail
  /// only where the provider has no other; a person can ask for it.
  static func chosen(by options: RenderOptions, for account: AccountSettings) -> [ProfilePart] {
    if !options.has(MobileConfig.partsOption) {
      let provider = account.provider
      let isExchangeOnly =
        provider.activeSync != nil && provider.incoming.isEmpty && provider.outgoing.isEmpty
      return isExchangeOnly ? exchangeDefault : usualDefault
    }
    let chosen = options[MobileConfig.partsOption]
    return inOrder.filter { chosen.contains($0.rawValue) }
  }

  private static let inOrder: [ProfilePart] =
    [.certificates, .identity] + allCases.filter { $0 != .certificates && $0 != .identity }
  private static let usualDefault = inOrder.filter { $0 != .activesync }
  private static let exchangeDefault = inOrder.filter { $0 != .mail }

  /// Its payloads for an account.
  func payloads(_ context: PayloadContext, _ gaps: inout Gaps) -> [Payload] {
    switch self {
    case .mail: [MailPayload(context, &gaps)?.payload].compactMap { $0 }
    case .calendar: CalendarPayloads.all(context, &gaps)
    case .contacts: ContactPayloads.all(context, &gaps)
    case .directory: DirectoryPayloads.all(context, &gaps)
    case .activesync: [ActiveSyncPayload.make(context, &gaps)].compactMap { $0 }
    case .webmail: [WebClipPayload.make(context, &gaps)].compactMap { $0 }
    case .certificates: CertificatePayloads.trusted(context)
    case .identity: [CertificatePayloads.personal(context, &gaps)].compactMap { $0 }
    }
  }

  /// What no part says anything about.
  static func noteTheRest(_ context: PayloadContext, _ gaps: inout Gaps) {
    // What is there for some addresses only is missing for all others, too.
    let account = context.account
    let provider = account.provider
    if provider.activeSync != nil, !context.parts.contains(.activesync),
      context.parts.contains(.mail)
    {
      gaps.note(
        "activeSync", "is left out: the mailbox is set up with IMAP or POP3; --parts can name it")
    }
    if provider.ews != nil {
      gaps.note("ews", "is left out: the mailbox is set up with IMAP, POP3 or ActiveSync")
    }
    if provider.jmap != nil { gaps.note("jmap", "is left out: profiles know no JMAP") }
    if provider.manageSieve != nil {
      gaps.note("manageSieve", "is left out: profiles know no mail filters")
    }
    for index in provider.files.indices {
      gaps.note("files[\(index)]", "is left out: profiles know no WebDAV")
    }
  }
}
