// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The key that keeps people from moving messages out of an account, which mail and Exchange
/// ActiveSync payloads share (iOS 5 and later; Macs know nothing of it).
enum PreventMove {
  /// The key, where the settings have it and the device knows it.
  static func entries(_ context: PayloadContext) -> PropertyList.Entries {
    guard context.account.provider.apple.preventMove, context.device.includesMobile else {
      return [:]
    }
    return ["PreventMove": .boolean(true)]
  }
}
