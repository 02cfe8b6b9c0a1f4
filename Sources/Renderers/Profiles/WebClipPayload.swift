// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The icon that opens webmail: `com.apple.webClip.managed`.
enum WebClipPayload {
  static func make(_ context: PayloadContext, _ gaps: inout Gaps) -> Payload? {
    let account = context.account
    guard let clip = account.provider.apple.webClip else { return nil }
    guard let webmail = account.webmail else {
      if account.provider.webmail != nil {
        gaps.note("apple.webClip", "is left out: its page depends on the address")
      }
      return nil
    }
    if clip.icon == nil {
      gaps.note("apple.webClip", "devices show a white square, since there is no icon")
    }
    gaps.noteOneLanguage("apple.webClip.label", clip.label)
    let label = clip.label?.text(for: account.languages).text ?? context.words.webmail
    var keys: PropertyList.Entries = [
      "Icon": clip.icon.map { .data($0.bytes) },
      "Label": .string(label),
      "URL": .string(webmail.description),
    ]
    if context.device.includesMobile {
      keys.append("IsRemovable", .boolean(true))
      if clip.fullScreen { keys.append("FullScreen", .boolean(true)) }
    } else if clip.fullScreen {
      gaps.note("apple.webClip.fullScreen", "is left out: Macs open the page in the browser")
    }
    return Payload(.webClip, "apple.webClip", context, index: "0", name: label, keys)
  }
}
