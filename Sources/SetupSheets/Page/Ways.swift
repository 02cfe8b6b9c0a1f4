// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The ways to set one machine up: the recommended one, then the others, and at the end those that
/// their makers have given up.
struct Ways {
  let clients: [ClientDefinition]

  /// What is recommended, the best first: what is there already, or needs least typing.
  private static let order: [Machine: [String]] = [
    .iphone: ["apple-profile", "apple-mail-ios"],
    .mac: ["apple-profile", "apple-mail-macos", "thunderbird"],
    .android: ["thunderbird-android", davx5, "fairemail", "gmail-app", "samsung-email"],
    .computer: ["outlook-new", "outlook-2016", "thunderbird", "em-client"],
    .linux: ["thunderbird", "evolution", "kmail"],
  ]
  /// What brings calendars and contacts to Android.
  static let davx5 = "davx5"

  init(_ machine: Machine, _ library: SheetLibrary, _ language: Language) {
    let order = Self.order[machine] ?? []
    let others = library.clients.filter { !order.contains($0) && $0 != SheetLibrary.generic }
    let rest = others.compactMap { library.client($0, for: language) }.filter {
      $0.platforms.contains(machine.platform) && $0.kind != .advice
    }
    clients =
      order.compactMap { library.client($0, for: language) }
      + rest.filter { $0.definition.retirement == nil }
      + rest.filter { $0.definition.retirement != nil }
  }

  func has(_ name: String) -> Bool { clients.contains { $0.definition.id == name } }

  /// What is about a mailbox and no program of one machine: the sheet for any program first.
  static func guides(_ library: SheetLibrary, _ language: Language) -> [ClientDefinition] {
    let taken = Set(
      Machine.allCases.flatMap { Ways($0, library, language).clients.map(\.definition.id) })
    return library.clients.filter { !taken.contains($0) }
      .compactMap { library.client($0, for: language) }
  }
}
