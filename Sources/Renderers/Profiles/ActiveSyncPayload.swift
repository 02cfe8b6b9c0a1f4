// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Exchange ActiveSync, one account for mail, calendars and contacts: `com.apple.eas.account`,
/// which Macs do not have.
enum ActiveSyncPayload {
  static func make(_ context: PayloadContext, _ gaps: inout Gaps) -> Payload? {
    let account = context.account
    guard let host = account.activeSync else { return nil }
    guard context.device.includesMobile else {
      gaps.note("activeSync", "is left out: Macs know no ActiveSync")
      return nil
    }
    let parts = context.parts
    let hasMail = parts.contains(.mail)
    let hasCalendars =
      parts.contains(.calendar) && account.calendars.contains { $0.kind == .caldav }
    let hasContacts = parts.contains(.contacts) && !account.contacts.isEmpty
    if hasMail, hasCalendars, hasContacts {
      gaps.warn(
        "activeSync", "is left out: the profile sets up mail, calendars and contacts without it",
        fix: "name the parts that it shall set up alone: --parts activesync")
      return nil
    }
    if context.device == .universal {
      gaps.note("activeSync", "is for iPhone and iPad: Macs ignore it")
    }
    var keys: PropertyList.Entries = [
      "EmailAddress": .optional(context.address),
      "Host": .string(host.ascii),
      "Password": .optional(context.password?.text(for: .activesync)),
      "SSL": .boolean(true),
      "UserName": .optional(account.activeSyncLogin.flatMap(context.login)),
    ]
    // What another account of the profile has would be there twice (iOS 13 and later).
    if hasMail { keys.append("EnableMail", .boolean(false)) }
    if hasCalendars {
      keys.append("EnableCalendars", .boolean(false))
      keys.append("EnableReminders", .boolean(false))
    }
    if hasContacts { keys.append("EnableContacts", .boolean(false)) }
    return Payload(
      .eas, "activeSync", context, index: "0",
      name: "\(context.words.exchange) (\(context.label()))", keys,
      SMIMEKeys.entries(context, for: .eas), PreventMove.entries(context))
  }
}
