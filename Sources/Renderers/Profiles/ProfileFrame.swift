// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a profile says beside its payloads.
struct ProfileFrame {
  private let context: PayloadContext
  private let subject: String

  /// The frame of the profile of an account, for some addresses or for a domain.
  init(_ context: PayloadContext, subjects: [String]) {
    self.context = context
    subject = subjects.count == 1 ? subjects[0] : subjects.joined(separator: ", ")
  }

  private var apple: AppleOptions { context.account.provider.apple }

  /// The whole property list.
  func content(_ payloads: [Payload], removalDate: CalendarDate?) -> PropertyList {
    let name = context.account.provider.name
    let apple = apple
    let identity = context.identity
    var entries: PropertyList.Entries = [
      "PayloadContent": .array(payloads.map { .dictionary($0.entries) }),
      "PayloadDescription": .string(context.words.setsUp(subject, name.text)),
      "PayloadDisplayName": .string("\(name) (\(subject))"),
      "PayloadIdentifier": .string(identity.identifier),
      "PayloadOrganization": .string((apple.organization ?? name).text),
      "PayloadType": .string("Configuration"),
      "PayloadUUID": .string(identity.uuid),
      "PayloadVersion": .integer(1),
      "ConsentText": apple.consentText.map { consent($0) },
    ]
    if apple.removalDisallowed { entries.append("PayloadRemovalDisallowed", .boolean(true)) }
    entries.append("RemovalDate", (removalDate ?? apple.removalDate).map { .date($0.midnight) })
    entries.append("DurationUntilRemoval", apple.removeAfterDays.map { .real($0 * 86_400) })
    entries.append("TargetDeviceType", context.device.targetDeviceType.map { .integer($0) })
    return .dictionary(entries)
  }

  /// What a device will not do as the settings may seem to say.
  func note(_ gaps: inout Gaps) {
    if apple.removalDisallowed, context.device.includesMobile {
      gaps.note(
        "apple.removalDisallowed", "counts on supervised iPhones and iPads; others can remove it")
    }
    if apple.preventMove, context.device != .iphone {
      gaps.note("apple.preventMove", "counts on iPhone and iPad: Macs know nothing of it")
    }
  }

  /// A flat dictionary of languages with `default` for all others.
  private func consent(_ text: LocalizedText) -> PropertyList {
    var entries: PropertyList.Entries = [
      "default": .string(text.text(for: context.account.languages).text)
    ]
    for entry in text.entries { entries.append(entry.language.tag, .string(entry.text.text)) }
    return .dictionary(entries)
  }
}

extension AccountSettings {
  /// Whom a document is for, as people see it.
  var subject: String { address?.description ?? domain.ascii }
}
