// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Compares two documents of one kind key by key, beyond what their accounts show.
enum RawComparison {
  /// The keys that differ and that no change of the account speaks of.
  static func changes(
    _ old: AccountDocument, _ new: AccountDocument, for address: MailAddress,
    besides known: [DiffChange]
  ) -> [DiffChange] {
    guard let before = RawKeys(old, for: address), let after = RawKeys(new, for: address) else {
      return []
    }
    let keys = before.keys + after.keys.filter { before.values[$0] == nil }
    return keys.compactMap { key in
      let (first, second) = (before.values[key], after.values[key])
      guard first != second, !isTold(key, first, second, known) else { return nil }
      func shown(_ value: String?) -> String? {
        // Of a truth value there is nothing to hide: OutgoingPasswordSameAsIncomingPassword.
        let isSecret = SecretKeys.contains(lastName(key)) && value != "true" && value != "false"
        return isSecret ? value.map { _ in SecretKeys.hidden } : value?.withoutPassword.cut
      }
      return DiffChange(
        key.withoutPassword, shown(first), shown(second),
        consequences[lastName(key)] ?? "programs that read it act otherwise")
    }
  }

  private static func lastName(_ key: String) -> String {
    let name = key.split { ".@".contains($0) }.last.map(String.init) ?? key
    return name.split(separator: " ").first.map(String.init) ?? name
  }

  /// True where a change of the account is about the same: the same values, or the same part of
  /// the same server.
  private static func isTold(
    _ key: String, _ old: String?, _ new: String?, _ known: [DiffChange]
  ) -> Bool {
    if known.contains(where: { $0.old == old && $0.new == new }) { return true }
    let name = lastName(key)
    let parts = subjects[name] ?? []
    let isOutgoing = key.holds("smtp") || key.holds("Outgoing") || key.holds("SMTP")
    return known.contains { change in
      let isServer =
        ["imap", "pop3", "smtp"].contains { change.subject.holds("\($0) ") }
        || change.subject.hasPrefix("further")
      if change.subject.hasSuffix(" server"), isServer, parts.contains(where: { $0.hasPrefix(" ") })
      {
        return change.subject.holds("smtp") == isOutgoing
      }
      guard parts.contains(where: { change.subject.hasSuffix($0) }) else { return false }
      return !isServer || change.subject.holds("smtp") == isOutgoing
    }
  }

  /// What the account's changes are called, by the last name of a key.
  private static let subjects: [String: [String]] = {
    var table: [String: [String]] = [
      "hostname": [" host"], "port": [" port"], "socketType": [" security"],
      "authentication": [" authentication"], "username": [" user name"],
      "leaveMessagesOnServer": [" fetched mail"], "daysToLeaveMessagesOnServer": [" fetched mail"],
      "Server": [" host", "calendar", "address book"], "Port": [" port"], "SSL": [" security"],
      "Encryption": [" security"], "LoginName": [" user name", "calendar", "address book"],
      "displayName": ["name"], "displayShortName": ["short name"],
      "PayloadOrganization": ["name"],
      "IncomingMailServerIMAPPathPrefix": [" path prefix"],
      "Host": ["ActiveSync host"], "Url": ["ActiveSync host"], "url": ["calendar", "address book"],
      "URL": ["webmail"], "loginPage": ["webmail"],
    ]
    for side in ["Incoming", "Outgoing"] {
      table["\(side)MailServerHostName"] = [" host"]
      table["\(side)MailServerPortNumber"] = [" port"]
      table["\(side)MailServerUseSSL"] = [" security"]
      table["\(side)MailServerAuthentication"] = [" authentication"]
      table["\(side)MailServerUsername"] = [" user name"]
    }
    for (prefix, subject) in [("CalDAV", "calendar"), ("CardDAV", "address book")] {
      for key in ["HostName", "Port", "UseSSL", "Username", "PrincipalURL"] {
        table["\(prefix)\(key)"] = [subject]
      }
    }
    for key in ["HostName", "UseSSL", "UserName"] { table["LDAPAccount\(key)"] = ["directory"] }
    return table
  }()

  private static let consequences: [String: String] = [
    "PreventMove": "people can, or cannot, move messages out of the account",
    "PreventAppSheet": "other apps can, or cannot, send with the account",
    "DurationUntilRemoval": "the profile and its accounts go after another time",
    "RemovalDate": "the profile and its accounts go on another day",
    "IncomingMailServerIMAPPathPrefix": "folders appear at another place",
    "IncomingMailServerAuthentication": "devices log in in another way: keep both possible",
    "OutgoingMailServerAuthentication": "devices log in in another way: keep both possible",
    "PayloadContent": "devices trust another certificate",
    "PayloadDisplayName": "devices list it under another name",
    "PayloadDescription": "people read another description",
    "ConsentText": "people agree to another text",
    "EmailAddress": "the profile is for another person",
    "EmailAccountName": "the profile is for another person",
    "leaveMessagesOnServer": "messages stay on the server, or do not",
    "daysToLeaveMessagesOnServer": "messages stay on the server for another time",
    "documentation": "people find another page",
    "descr": "people read another text",
  ]
}

extension String {
  /// At most 200 characters, for one line of a terminal.
  fileprivate var cut: String { count > 200 ? "\(prefix(200))…" : self }
}
