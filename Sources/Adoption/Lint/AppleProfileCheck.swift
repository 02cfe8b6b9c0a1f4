// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import System
import Trees

/// Holds a configuration profile against Apple's payload keys and the prose around them.
struct AppleProfileCheck {
  private(set) var remarks: [Remark] = []
  private let table = AppleKeyTable.shared
  private var types: Set<String> = []
  private var identifiers: Set<String> = []
  private var uuids: Set<String> = []
  private var references: [(key: String, uuid: String, place: Place?)] = []
  private var typesOfUUIDs: [String: String] = [:]

  init(_ profile: PropertyListNode) {
    payload(profile, table.top.keys, at: "")
    let payloads = profile["PayloadContent"]?.array ?? []
    if payloads.isEmpty { add(.appleEmptyProfile, at: profile) }
    for (index, item) in payloads.enumerated() {
      let type = item["PayloadType"]?.string ?? ""
      guard let known = table[type] else {
        add(.appleUnknownPayload, type.quoted, at: item)
        payload(item, table.common.keys, at: "PayloadContent[\(index)]", isOpen: true)
        continue
      }
      if !types.insert(type).inserted, !known.allowsSeveral {
        add(.appleSecondPayload, type, at: item)
      }
      payload(item, known.keys, at: "PayloadContent[\(index)]")
      prose(item, type)
      remarks += AppleValueCheck(item).remarks
    }
    for item in payloads {
      if let uuid = item["PayloadUUID"]?.string { typesOfUUIDs[uuid] = item["PayloadType"]?.string }
    }
    for reference in references { judge(reference) }
    removal(profile)
    if profile["PayloadRemovalDisallowed"]?.boolean == true { add(.appleRemoval, at: profile) }
  }

  /// What is named has to be there, and to be a certificate with its key.
  private mutating func judge(_ reference: (key: String, uuid: String, place: Place?)) {
    guard let type = typesOfUUIDs[reference.uuid] else {
      return remarks.append(Remark(.appleReference, reference.uuid.quoted, at: reference.place))
    }
    let identities = ["pkcs12", "scep", "acme", "ad-cert"]
    if reference.key.hasSuffix("CertificateUUID"), !identities.contains(where: type.holds) {
      remarks.append(
        Remark(.applePayloadKind, "\(reference.key) names \(type)", at: reference.place))
    }
  }

  private mutating func removal(_ profile: PropertyListNode) {
    if let node = profile["DurationUntilRemoval"] {
      let seconds: Double? =
        switch node.value {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
      if let seconds, seconds <= 0 { add(.appleDuration, node.shown, at: node) }
    }
    if let node = profile["RemovalDate"], case .date(let text) = node.value {
      guard let day = try? CalendarDate(String(text.prefix(10))) else {
        return add(.appleDate, text.quoted, at: node)
      }
      if day.description < Timestamp.now.day {
        add(.appleDuration, "RemovalDate \(text)", at: node)
      }
    }
  }

  private mutating func add(
    _ rule: ClientRule, _ detail: String? = nil, at node: PropertyListNode
  ) {
    remarks.append(Remark(rule, detail, at: node.place))
  }

  private mutating func payload(
    _ payload: PropertyListNode, _ keys: [String: AppleKeyTable.Key], at path: String,
    isOpen: Bool = false
  ) {
    members(payload, keys, prefix: "", at: path, isOpen)
    if let node = payload["PayloadIdentifier"], let identifier = node.string {
      if !identifiers.insert(identifier).inserted {
        add(.appleDuplicate, identifier.quoted, at: node)
      }
      if !identifier.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
        add(.appleIdentifier, identifier.quoted, at: node)
      }
    }
    if let node = payload["PayloadUUID"], let uuid = node.string {
      if !uuids.insert(uuid).inserted { add(.appleDuplicate, uuid.quoted, at: node) }
      if !uuid.isUUID { add(.appleUUID, uuid.quoted, at: node) }
    }
  }

  private mutating func members(
    _ node: PropertyListNode, _ keys: [String: AppleKeyTable.Key], prefix: String,
    at path: String, _ isOpen: Bool
  ) {
    guard let members = node.dictionary else {
      return add(.appleType, "\(path) is not a dictionary", at: node)
    }
    for member in members {
      let path = path.isEmpty ? member.key : "\(path).\(member.key)"
      let own = prefix + member.key
      let name = keys[own] != nil ? own : prefix + "*"
      guard let key = keys[name] else {
        if !isOpen { add(.appleUnknownKey, path, at: member.value) }
        continue
      }
      value(member.value, key, member.key, at: path)
      inside(member.value, keys, prefix: name, at: path)
    }
    for (name, key) in keys where key.isRequired && name.hasPrefix(prefix) {
      let rest = String(name.dropFirst(prefix.count))
      guard !rest.contains("."), !rest.contains("["), node[rest] == nil else { continue }
      add(.appleMissing, path.isEmpty ? rest : "\(path).\(rest)", at: node)
    }
  }

  private mutating func inside(
    _ node: PropertyListNode, _ keys: [String: AppleKeyTable.Key], prefix: String, at path: String
  ) {
    switch node.value {
    case .dictionary: members(node, keys, prefix: prefix + ".", at: path, false)
    case .array(let items):
      guard let key = keys[prefix + "[]"] else { return }
      for (index, item) in items.enumerated() {
        value(item, key, "", at: "\(path)[\(index)]")
        // The payloads of a profile are walked by their own tables.
        if item.dictionary != nil, prefix != "PayloadContent" {
          members(item, keys, prefix: prefix + "[].", at: "\(path)[\(index)]", false)
        }
      }
    default: break
    }
  }

  /// True for what CFPropertyList.c (`parseDateTag`) takes: a time in UTC to the second.
  private static func isMoment(_ text: String) -> Bool {
    let form = text.utf8.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
    return form.elementsEqual("0000-00-00T00:00:00Z".utf8)
  }

  private mutating func value(
    _ node: PropertyListNode, _ key: AppleKeyTable.Key, _ name: String, at path: String
  ) {
    if node.type == "real", key.type == "integer", node.wholeNumber != nil {
      add(.appleReal, path, at: node)
    } else if node.type == "integer", key.type == "real" {
      // A whole number is a number: devices take it.
    } else if node.type != key.type {
      return add(.appleType, "\(path) is \(node.type), not \(key.type)", at: node)
    }
    if case .date(let text) = node.value, !Self.isMoment(text) {
      add(.appleType, "\(path) is \(text.quoted), not like 2030-12-31T00:00:00Z", at: node)
    }
    if !key.values.isEmpty, let text = node.scalarText, !key.values.contains(text) {
      add(.appleValue, "\(path): \(text.quoted)", at: node)
    }
    if key.isDeprecated { add(.appleDeprecated, path, at: node) }
    if node.string == "" {
      if Self.asked.contains(name) {
        add(.appleEmpty, path, at: node)
      } else if key.isRequired, key.values.isEmpty {
        add(.appleMissing, "\(path) is empty", at: node)
      }
    }
    if key.type == "string", name.hasSuffix("Password"), node.string != "" {
      add(.applePassword, path, at: node)
    }
    if name.hasSuffix("Port") || name.hasSuffix("PortNumber"), let port = node.wholeNumber,
      !(1...65_535).contains(port)
    {
      add(.applePort, "\(path): \(port)", at: node)
    }
    if key.isReference, let uuid = node.string { references.append((name, uuid, node.place)) }
  }

  /// The keys that a device asks for where they are missing (Apple's schemas).
  private static let asked: Set<String> = [
    "EmailAddress", "EmailAccountName", "IncomingMailServerUsername", "OutgoingMailServerUsername",
    "IncomingPassword", "OutgoingPassword", "CalDAVUsername", "CalDAVPassword", "CardDAVUsername",
    "CardDAVPassword", "UserName", "Password", "LDAPAccountPassword", "SubCalAccountPassword",
  ]
}

extension AppleProfileCheck {
  /// What Apple's prose and reports say beyond the table.
  private mutating func prose(_ payload: PropertyListNode, _ type: String) {
    if type == "com.apple.mail.managed" { mail(payload) }
    for key in ["CalDAVPrincipalURL", "CardDAVPrincipalURL"] {
      if let node = payload[key] { add(.applePrincipal, key, at: node) }
    }
  }

  private mutating func mail(_ payload: PropertyListNode) {
    for side in ["Incoming", "Outgoing"] {
      let port = payload["\(side)MailServerPortNumber"]?.wholeNumber
      let usesSSL = payload["\(side)MailServerUseSSL"]
      if usesSSL?.boolean != true {
        add(.appleUseSSL, "\(side)MailServerUseSSL", at: usesSSL ?? payload)
      } else if let port, [25, 110, 143, 587].contains(port) {
        add(.appleSTARTTLS, "port \(port)", at: usesSSL ?? payload)
      }
      if port == nil, side == "Outgoing" { add(.appleNoPort, at: payload) }
    }
    if let node = payload["EmailAddress"], node.string?.contains(",") == true {
      add(.appleAddressList, at: node)
    }
    if let node = payload["PreventAppSheet"], node.boolean == true { add(.appleAppSheet, at: node) }
  }

  /// The accounts that the mail payloads set up.
  static func account(_ profile: PropertyListNode) -> ClientAccount {
    var account = ClientAccount(incoming: [], outgoing: [])
    for payload in profile["PayloadContent"]?.array ?? []
    where payload["PayloadType"]?.string == "com.apple.mail.managed" {
      let isPOP = payload["EmailAccountType"]?.string == "EmailTypePOP"
      account.incoming.append(server(payload, "Incoming", isPOP ? .pop3 : .imap))
      account.outgoing.append(server(payload, "Outgoing", .smtp))
    }
    return account
  }

  private static func server(
    _ payload: PropertyListNode, _ side: String, _ mailProtocol: MailProtocol
  ) -> ClientServer {
    let port = payload["\(side)MailServerPortNumber"]?.wholeNumber
    let isSTARTTLS = [25, 110, 143, 587].contains(port ?? 0)
    let usesSSL = payload["\(side)MailServerUseSSL"]?.boolean == true
    let method = payload["\(side)MailServerAuthentication"]?.string
    return ClientServer(
      mailProtocol, host: payload["\(side)MailServerHostName"]?.string ?? "?", port: port,
      security: usesSSL ? (isSTARTTLS ? .starttls : .tls) : Security.none,
      username: payload["\(side)MailServerUsername"]?.string, authentication: method,
      logIns: logIns(method))
  }

  private static func logIns(_ method: String?) -> LogIns {
    switch method {
    case "EmailAuthPassword": .password
    case "EmailAuthCRAMMD5", "EmailAuthHTTPMD5": .encryptedPassword
    case "EmailAuthNTLM": .ntlm
    case "EmailAuthNone": .nothing
    default: []
    }
  }
}

extension PropertyListNode {
  /// The value as the table of keys writes it; nil for what it does not list.
  fileprivate var scalarText: String? {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .boolean(let isTrue): isTrue ? "true" : "false"
    default: nil
    }
  }
}

extension String {
  /// True for 8-4-4-4-12 hexadecimal digits (RFC 9562 section 4).
  fileprivate var isUUID: Bool {
    let groups = split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }
}
