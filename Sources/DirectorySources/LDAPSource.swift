// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CLDAP
import Directory
import MailSettings
import SettingsFile
import System

/// A directory (RFC 4511), asked by searches whose filters are escaped.
final class LDAPSource: OpenSource {
  private let server: OpaquePointer
  private let options: DirectoryOptions

  /// Seconds for each step of a connection.
  private static let patience: Int32 = 4
  /// Entries of a page; what servers allow at least (RFC 2696, Active Directory's MaxPageSize).
  private static let page: Int32 = 500

  init(
    _ options: DirectoryOptions, _ kind: DirectoryOptions.Kind, _ text: String
  ) throws(DirectoryFault) {
    self.options = options
    let (address, user) = Self.parts(text)
    var opened: OpaquePointer?
    let code = ldap_initialize(&opened, address)
    guard code == LDAP_SUCCESS, let opened else {
      throw DirectoryFault(
        .settings, "\(address.quoted) is no address of a directory: \(Self.words(code))",
        fix: "write ldaps://HOST or ldap://HOST")
    }
    server = opened
    let authorities = kind.isLocal ? nil : try SourceSecrets.authorities(options)
    guard mkprofile_ldap_prepare(server, Self.patience, authorities) == LDAP_SUCCESS else {
      throw DirectoryFault(.settings, "libldap refuses the certificates of 'caFile:'")
    }
    if kind == .ldap { try check(ldap_start_tls_s(server, nil, nil), "StartTLS") }
    let password = try SourceSecrets.password(options) ?? ""
    if user != nil, password.isEmpty {
      // A name without a password counts as nobody (RFC 4513 section 5.1.2).
      throw DirectoryFault(
        .settings, "there is no password for the name in 'source:'", fix: "add 'passwordFile:'")
    }
    let secret = user == nil ? "" : password
    try check(
      mkprofile_ldap_bind(server, user ?? "", secret, UInt(secret.utf8.count)), "log-in")
  }

  deinit { ldap_unbind_ext_s(server, nil, nil) }

  /// The address as libldap takes it, and the name to log in with: what stands before the `@`.
  static func parts(_ text: String) -> (address: String, user: String?) {
    let url = SourceURL(text)
    guard let user = url.user, let at = text.lastIndex(of: "@") else { return (text, nil) }
    let scheme = text.prefix { $0 != ":" }
    return ("\(scheme)://\(text[at...].dropFirst())", user)
  }

  private static func words(_ code: Int32) -> String {
    ldap_err2string(code).map { String(cString: $0) } ?? "error \(code)"
  }

  private func check(_ code: Int32, _ step: String) throws(DirectoryFault) {
    guard code != LDAP_SUCCESS else { return }
    var said = Self.words(code)
    if let text = mkprofile_ldap_said(server) {
      let more = String(cString: text)
      if !more.isEmpty, !more.holds("unknown error") { said += " (\(more))" }
      ldap_memfree(UnsafeMutablePointer(mutating: text))
    }
    var fix: String?
    switch code {
    case Int32(LDAP_INVALID_CREDENTIALS): fix = "mend 'passwordFile:' and the name in 'source:'"
    case LDAP_CONNECT_ERROR, LDAP_SERVER_DOWN:
      fix =
        "see that it is there, that its certificate is for this name, and that 'caFile:' names the"
        + " authority of that"
    case Int32(LDAP_REFERRAL): fix = "name the server that it refers to in 'source:'"
    default: break
    }
    let permanent = [
      Int32(LDAP_INVALID_CREDENTIALS), LDAP_FILTER_ERROR, Int32(LDAP_NO_SUCH_OBJECT),
      Int32(LDAP_INVALID_DN_SYNTAX), Int32(LDAP_REFERRAL), Int32(LDAP_INSUFFICIENT_ACCESS),
    ]
    throw DirectoryFault(
      permanent.contains(code) ? .settings : .unreachable, "LDAP, \(step): \(said)", fix: fix)
  }

  // MARK: Searching

  private func search(
    _ search: DirectoryOptions.Search, _ filter: String, _ wanted: [String], most: Int32? = nil,
    _ body: ([[String]]) -> Void
  ) throws(DirectoryFault) {
    var names: [UnsafeMutablePointer<CChar>?] = wanted.map { strdup($0) } + [nil]
    defer { for name in names { free(name) } }
    let scope =
      switch search.scope {
      case .subtree: mkprofile_ldap_scope_subtree
      case .one: mkprofile_ldap_scope_one
      case .base: mkprofile_ldap_scope_base
      }
    if let most {
      var result: OpaquePointer?
      defer { if let result { ldap_msgfree(result) } }
      let code = mkprofile_ldap_search(
        server, search.base, scope, filter, &names, Int32(options.timeout), most, &result)
      if code != LDAP_SIZELIMIT_EXCEEDED { try check(code, "search") }
      read(result, wanted, body)
      return
    }
    var cookie = berval()
    repeat {
      var result: OpaquePointer?
      defer { if let result { ldap_msgfree(result) } }
      let code = mkprofile_ldap_page(
        server, search.base, scope, filter, &names, 60, Self.page, &cookie, &result)
      try check(code, "search")
      read(result, wanted, body)
    } while cookie.bv_len > 0
    if cookie.bv_val != nil { ber_memfree(cookie.bv_val) }
  }

  /// The values of each entry, attribute by attribute; what refers to other servers is no entry.
  private func read(
    _ result: OpaquePointer?, _ wanted: [String], _ body: ([[String]]) -> Void
  ) {
    var entry = result.flatMap { ldap_first_entry(server, $0) }
    while let current = entry {
      body(wanted.map { values(current, $0) })
      entry = ldap_next_entry(server, current)
    }
  }

  private func values(_ entry: OpaquePointer, _ attribute: String) -> [String] {
    guard let values = ldap_get_values_len(server, entry, attribute) else { return [] }
    defer { ldap_value_free_len(values) }
    var texts: [String] = []
    for index in 0..<Int(ldap_count_values_len(values)) {
      guard let value = values[index]?.pointee, let start = value.bv_val else { continue }
      let bytes = UnsafeRawBufferPointer(start: start, count: Int(value.bv_len))
      texts.append(String(decoding: bytes, as: UTF8.self))
    }
    return texts
  }

  private func search(_ query: DirectoryOptions.Query?) throws(DirectoryFault)
    -> DirectoryOptions
    .Search
  {
    guard case .search(let search)? = query else {
      throw DirectoryFault(.settings, "the settings have no such search")
    }
    return search
  }

  func domains(_ rows: inout DomainWriter) throws(DirectoryFault) {
    let search = try search(options.domains)
    let keys = ["name", "primary", "provider"]
    let wanted = keys.map { search.attributes[$0] ?? LDAPFilter.none }
    try self.search(search, search.filter, wanted) { values in
      for name in values[0] {
        rows.add(
          DomainRow(name: name, primary: values[1].first ?? "", provider: values[2].first ?? ""))
      }
    }
  }

  func person(_ address: MailAddress) throws(DirectoryFault) -> PersonRow? {
    let search = try search(options.person)
    let filter = LDAPFilter.filled(search.filter, address)
    var rows: [PersonRow] = []
    try self.search(search, filter, Self.wanted(search), most: 2) { rows.append(PersonRow($0)) }
    guard rows.count < 2 else {
      throw DirectoryFault(
        .settings, "the search of directory.person gives several entries for one address",
        fix: "let the filter give one")
    }
    return rows.first
  }

  private static func wanted(_ search: DirectoryOptions.Search) -> [String] {
    ["login", "name", "language"].map { search.attributes[$0] ?? LDAPFilter.none }
  }

  func people(_ body: (String, PersonRow) -> Void) throws(DirectoryFault) {
    let search = try search(options.person)
    guard let attribute = LDAPFilter.addressAttribute(search.filter) else {
      throw DirectoryFault(
        .settings, "the filter of directory.person cannot be turned into one for everybody",
        fix: "write it with (ATTRIBUTE={address})")
    }
    let filter = LDAPFilter.ofEverybody(search.filter)
    try self.search(search, filter, [attribute] + Self.wanted(search)) { values in
      // Further values are other addresses of the same mailbox.
      if let address = values[0].first { body(address, PersonRow(Array(values.dropFirst()))) }
    }
  }
}

extension PersonRow {
  /// The first value of each attribute.
  fileprivate init(_ values: [[String]]) {
    self.init(login: values[0].first, name: values[1].first, language: values[2].first)
  }
}
