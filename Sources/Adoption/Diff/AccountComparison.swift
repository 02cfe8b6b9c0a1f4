// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What differs between two accounts of one person.
struct AccountComparison {
  private(set) var changes: [DiffChange] = []

  init(_ old: AccountSettings, _ new: AccountSettings) {
    for type in MailProtocol.allCases {
      compareServers(
        type, (old.incoming + old.outgoing).filter { $0.mailProtocol == type },
        (new.incoming + new.outgoing).filter { $0.mailProtocol == type })
    }
    compareServices("calendar", old.calendars.map(Self.line), new.calendars.map(Self.line))
    compareServices("address book", old.contacts.map(Self.line), new.contacts.map(Self.line))
    compareServices("file share", old.files.map(Self.line), new.files.map(Self.line))
    compareServices(
      "directory", old.directories.map(Self.line), new.directories.map(Self.line))
    compareServices(
      "JMAP", old.jmap.map { [Self.line($0)] } ?? [], new.jmap.map { [Self.line($0)] } ?? [])
    compareServices(
      "EWS", old.ews.map { [Self.line($0) + Self.methods(old.provider)] } ?? [],
      new.ews.map { [Self.line($0) + Self.methods(new.provider)] } ?? [])
    value("ActiveSync host", old.activeSync?.ascii, new.activeSync?.ascii, Self.keepsHost)
    value(
      "ActiveSync user name", old.activeSyncLogin?.value, new.activeSyncLogin?.value,
      Self.keepsUserName)
    value(
      "ManageSieve host", old.manageSieve?.host.ascii, new.manageSieve?.host.ascii, Self.keepsHost)
    compareSieve(old.manageSieve, new.manageSieve)
    value(
      "webmail", old.webmail?.description, new.webmail?.description,
      "bookmarks lead to the old page")
    value(
      "name", old.provider.name.text, new.provider.name.text,
      "devices that are set up show the old name")
  }

  private static let keepsHost =
    "devices that are set up go on asking the old host: keep it answering, or set them up again"
  private static let keepsPort =
    "devices that are set up go on using the old port: keep it open"
  private static let keepsSecurity =
    "devices that are set up go on as before: keep both possible"
  private static let keepsUserName =
    "devices that are set up log in with the old name: the server must take both"

  private mutating func compareSieve(_ old: AccountSieve?, _ new: AccountSieve?) {
    guard let old, let new else { return }
    value(
      "ManageSieve port", old.port.description, new.port.description, Self.keepsPort)
    value(
      "ManageSieve security", old.security.rawValue, new.security.rawValue, Self.keepsSecurity)
    value(
      "ManageSieve user name", old.username.value, new.username.value, Self.keepsUserName)
  }

  private mutating func value(
    _ subject: String, _ old: String?, _ new: String?, _ consequence: String
  ) {
    guard old != new else { return }
    let what =
      if old == nil {
        "devices that are set up do not know of it"
      } else if new == nil {
        "devices that use it keep it until it goes"
      } else {
        consequence
      }
    changes.append(DiffChange(subject, old, new, what))
  }

  /// Devices use the first server of a protocol; the others are only offered.
  private mutating func compareServers(
    _ type: MailProtocol, _ old: [AccountServer], _ new: [AccountServer]
  ) {
    let name = type.rawValue
    guard let before = old.first, let after = new.first else {
      if !old.isEmpty || !new.isEmpty {
        value(
          "\(name) server", old.first.map(Self.line), new.first.map(Self.line),
          "devices that use it keep it until it goes")
      }
      return
    }
    value("\(name) host", before.host.ascii, after.host.ascii, Self.keepsHost)
    value(
      "\(name) port", before.port.description, after.port.description, Self.keepsPort)
    value(
      "\(name) security", before.security.rawValue, after.security.rawValue, Self.keepsSecurity)
    value(
      "\(name) authentication", Self.methods(before), Self.methods(after),
      "devices that are set up log in as before: keep it possible")
    value(
      "\(name) user name", before.username.value, after.username.value, Self.keepsUserName)
    value(
      "\(name) fetched mail", Self.fetched(before), Self.fetched(after),
      "messages stay on the server, or do not; devices that are set up do as before")
    value(
      "\(name) path prefix", before.pathPrefix?.text, after.pathPrefix?.text,
      "folders appear at another place on devices that are set up anew")
    let (others, otherNew) = (old.dropFirst().map(Self.line), new.dropFirst().map(Self.line))
    compareServices("further \(name) server", others, otherNew)
  }

  private mutating func compareServices(_ subject: String, _ old: [String], _ new: [String]) {
    let gone = old.filter { !new.contains($0) }
    let added = new.filter { !old.contains($0) }
    if gone.count == 1, added.count == 1 {
      value(subject, gone[0], added[0], "devices that are set up keep the old one")
      return
    }
    for line in gone { value(subject, line, nil, "devices that use it keep it until it goes") }
    for line in added { value(subject, nil, line, "devices that are set up do not know of it") }
  }

  private static func methods(_ server: AccountServer) -> String {
    server.authentication.map(\.rawValue).joined(separator: ", ")
  }

  private static func methods(_ provider: Provider) -> String {
    " " + (provider.ews?.authentication ?? []).map(\.rawValue).joined(separator: ", ")
  }

  /// What becomes of mail that was fetched.
  private static func fetched(_ server: AccountServer) -> String? {
    server.pop3.map { pop3 in
      guard pop3.leaveOnServer else { return "removed" }
      return pop3.days.map { "stays \($0) days" } ?? "stays"
    }
  }

  private static func line(_ server: AccountServer) -> String {
    "\(server.host):\(server.port) \(server.security.rawValue) \(methods(server))"
      + (server.username.value.map { " as \($0)" } ?? "")
      + (fetched(server).map { ", fetched mail \($0)" } ?? "")
      + (server.pathPrefix.map { ", prefix \($0)" } ?? "")
  }

  private static func line<Kind>(_ service: AccountService<Kind>) -> String {
    "\(service.url)" + (service.username.value.map { " as \($0)" } ?? "") + named(service.name)
  }

  private static func named(_ name: LocalizedText?) -> String {
    let names = name?.entries.map { "\($0.language.tag) \($0.text.text.quoted)" } ?? []
    return names.isEmpty ? "" : " named \(names.joined(separator: ", "))"
  }

  private static func line(_ directory: AccountDirectory) -> String {
    let bases = directory.searchBases.map {
      "\($0.base.text) (\($0.scope.rawValue))\(named($0.name))"
    }
    return "\(directory.host):\(directory.port) \(directory.security.rawValue)"
      + (directory.username?.value.map { " as \($0)" } ?? "")
      + (bases.isEmpty ? "" : " \(bases.joined(separator: ", "))")
  }
}

extension AccountComparison {
  /// Identifiers: a device replaces a profile by its identifier, and an account by both of its own.
  mutating func compare(_ old: DiffIdentity, _ new: DiffIdentity) {
    guard old != new else { return }
    value(
      "profile identifier", old.identifier, new.identifier,
      "an installed profile stays beside the new one: people have to remove it first")
    guard old.identifier == new.identifier else { return }
    for type in Set((old.payloads + new.payloads).map(\.type)).sorted() {
      let before = old.payloads.filter { $0.type == type }
      let after = new.payloads.filter { $0.type == type }
      guard before != after else { continue }
      let name = "payload \(type)"
      if before.isEmpty || after.isEmpty {
        value(
          name, before.first?.identifier, after.first?.identifier,
          "installing the profile again changes the account")
      } else {
        value(
          name, before.map(\.uuid).joined(separator: " "), after.map(\.uuid).joined(separator: " "),
          "the account is made anew on the device, which fetches everything again")
      }
    }
  }
}
