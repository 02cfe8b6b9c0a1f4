// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Renderers
import System
import Trees

/// Judges the values of one payload, whose types are judged elsewhere: hosts, addresses, URLs,
/// switches for TLS, certificates and pictures.
struct AppleValueCheck {
  private(set) var remarks: [Remark] = []
  private let payload: PropertyListNode

  init(_ payload: PropertyListNode) {
    self.payload = payload
    switch payload["PayloadType"]?.string {
    case "com.apple.mail.managed":
      host("IncomingMailServerHostName")
      host("OutgoingMailServerHostName")
      address("EmailAddress")
    case "com.apple.caldav.account": service("CalDAV")
    case "com.apple.carddav.account": service("CardDAV")
    case "com.apple.subscribedcalendar.account": subscription()
    case "com.apple.ldap.account":
      host("LDAPAccountHostName")
      searchBases()
      // Without a user name there is no password to see.
      if payload["LDAPAccountUserName"] != nil { tls("LDAPAccountUseSSL", isDefault: true) }
      if payload["LDAPAccountUserName"] == nil, payload["LDAPAccountUseSSL"]?.boolean == false {
        add(.applePlainURL, "LDAPAccountUseSSL", at: payload["LDAPAccountUseSSL"])
      }
    case "com.apple.eas.account": exchange()
    case "com.apple.ews.account":
      for side in ["", "External"] {
        host("\(side)Host")
        tls("\(side)SSL", isDefault: true)
      }
      address("EmailAddress")
    case "com.apple.google-oauth": address("EmailAddress")
    case "com.apple.webClip.managed": webClip()
    case "com.apple.security.root", "com.apple.security.pkcs1", "com.apple.security.pem":
      certificate()
    case "com.apple.security.pkcs12": identity()
    default: break
    }
  }

  private mutating func add(
    _ rule: ClientRule, _ detail: String? = nil, at node: PropertyListNode? = nil
  ) {
    remarks.append(Remark(rule, detail, at: node?.place ?? payload.place))
  }

  private mutating func host(_ key: String) {
    guard let node = payload[key], let text = node.string, !text.isEmpty else { return }
    let bare = text.hasPrefix("[") ? String(text.dropFirst().dropLast()) : text
    if Self.isDevice(bare.lowercased()) {
      return add(.appleLocalHost, "\(key) \(text.quoted)", at: node)
    }
    if (try? IPAddress(bare)) != nil {
      return add(.appleIPAddress, "\(key) \(text.quoted)", at: node)
    }
    let isName = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    if !isName || text.hasPrefix(".") || text.holds("..") || text.utf8.count > 253 {
      add(.appleHost, "\(key) \(text.quoted)", at: node)
    } else if !text.contains(".") {
      add(.appleShortHost, "\(key) \(text.quoted)", at: node)
    } else if text.contains("_") {
      add(.appleUnderscore, "\(key) \(text.quoted)", at: node)
    }
  }

  /// True for what means the device itself (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3).
  static func isDevice(_ host: String) -> Bool {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    return ["localhost", "localhost.localdomain", "0.0.0.0", "::1", "::"].contains(name)
      || name.hasSuffix(".localhost") || name.hasPrefix("127.")
  }

  private mutating func address(_ key: String) {
    guard let node = payload[key], let text = node.string, !text.isEmpty else { return }
    guard !PersonPlaceholder.isAddress(text) else { return }
    // Several addresses in one are a rule of their own.
    let domain = (try? MailAddress(text))?.domain
    if !text.contains(","), domain?.ascii.contains(".") != true {
      add(.appleAddress, "\(key) \(text.quoted)", at: node)
    }
  }

  private mutating func tls(_ key: String, isDefault: Bool) {
    if payload[key]?.boolean == false || payload[key] == nil && !isDefault {
      add(.appleServiceTLS, key, at: payload[key])
    }
  }

  private mutating func service(_ prefix: String) {
    host("\(prefix)HostName")
    tls("\(prefix)UseSSL", isDefault: true)
    guard let node = payload["\(prefix)PrincipalURL"], let text = node.string, !text.isEmpty else {
      return
    }
    let url = text.hasPrefix("/") ? try? WebURL("https://host.example\(text)") : try? WebURL(text)
    if let url {
      if !url.isSecure { add(.applePlainURL, text.quoted, at: node) }
    } else {
      add(.applePath, "\(prefix)PrincipalURL \(text.quoted)", at: node)
    }
  }

  /// Where people are looked for has to be a distinguished name (RFC 4514); an empty one is all.
  private mutating func searchBases() {
    for item in payload["LDAPSearchSettings"]?.array ?? [] {
      guard let node = item["LDAPSearchSettingSearchBase"], let text = node.string, !text.isEmpty,
        !text.contains("=")
      else { continue }
      add(.appleSearchBase, text.quoted, at: node)
    }
  }

  /// The key for the host holds a whole URL.
  private mutating func subscription() {
    guard let node = payload["SubCalAccountHostName"], let text = node.string, !text.isEmpty else {
      return
    }
    let url = text.holds("://") ? text : "https://\(text)"
    guard let read = try? WebURL(url) else {
      return add(.appleURL, "SubCalAccountHostName \(text.quoted)", at: node)
    }
    if !read.isSecure { add(.applePlainURL, text.quoted, at: node) }
    if payload["SubCalAccountUseSSL"]?.boolean == false {
      tls("SubCalAccountUseSSL", isDefault: true)
    }
  }

  private mutating func exchange() {
    host("Host")
    address("EmailAddress")
    tls("SSL", isDefault: false)
    let parts = ["Mail", "Contacts", "Calendars", "Reminders", "Notes"]
    if parts.allSatisfy({ payload["Enable\($0)"]?.boolean == false }) { add(.appleNothingOn) }
  }

  private mutating func webClip() {
    if let node = payload["URL"], let text = node.string, !text.isEmpty {
      // Web clips may open other apps, too: only what says it is of the web is held against it.
      let isWeb =
        !text.contains(":") || text.trimmingBlanks.lowercased().hasPrefix("http")
        || text != text.trimmingBlanks
      if isWeb, (try? WebURL(text)) == nil { add(.appleURL, "URL \(text.quoted)", at: node) }
      if text.lowercased().hasPrefix("http://") { add(.applePlainURL, text.quoted, at: node) }
    }
    if let node = payload["Icon"], case .data(let bytes) = node.value,
      !bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), !bytes.starts(with: [0xFF, 0xD8, 0xFF])
    {
      add(.appleIcon, "\(bytes.count) bytes", at: node)
    }
  }

  private mutating func certificate() {
    guard let node = payload["PayloadContent"], case .data(let bytes) = node.value else { return }
    do throws(InvalidValue) {
      _ = try TrustedCertificate.read(bytes, fileName: "PayloadContent")
    } catch {
      add(.appleCertificate, "\(bytes.count) bytes", at: node)
    }
  }

  private mutating func identity() {
    guard let node = payload["PayloadContent"], case .data(let bytes) = node.value else { return }
    // A sequence that begins with version 3 (RFC 7292 section 4).
    let head = Array(bytes.prefix(12))
    let isFile =
      head.first == 0x30
      && head.indices.dropLast(2).contains {
        head[$0] == 0x02 && head[$0 + 1] == 0x01 && head[$0 + 2] == 0x03
      }
    if !isFile { add(.appleIdentity, "\(bytes.count) bytes", at: node) }
  }
}
