// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Which of Apple's devices a profile is for.
enum ProfileDevice: String, CaseIterable {
  /// All of them: the profile does not say.
  case universal
  /// iPhone and iPad.
  case iphone
  /// Mac.
  case mac

  /// `TargetDeviceType` (iOS 12.2, macOS 10.15): an iPhone does not ask whether the profile is
  /// for a paired watch.
  var targetDeviceType: Int? {
    switch self {
    case .universal: nil
    case .iphone: 1
    case .mac: 5
    }
  }

  /// False where payloads and keys that only iPhone and iPad know would be for nobody.
  var includesMobile: Bool { self != .mac }
}
