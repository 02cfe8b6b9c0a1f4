// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

extension Field {
  /// Where domains and people are.
  func domainDirectory() -> DirectoryOptions? {
    guard let fields = Fields<Keys.DomainDirectory>(self) else { return nil }
    guard let source = fields[.source]?.directorySource() else { return nil }
    var options = DirectoryOptions(source)
    let kind: DirectoryOptions.Kind? = if case .url(let kind, _) = source { kind } else { nil }
    options.passwordFile = fields[.passwordFile]?.credentialPath()
    options.caFile = fields[.caFile]?.credentialPath()
    options.domains = fields[.domains]?.directoryQuery(
      kind, Keys.DomainFilter.self, [.name, .primary, .provider], parameter: nil)
    options.person = fields[.person]?.directoryQuery(
      kind, Keys.PersonFilter.self, [.login, .name, .language], parameter: "{address}")
    options.refresh = fields[.refresh]?.integer(DirectoryOptions.refreshes) ?? options.refresh
    options.timeout = fields[.timeout]?.integer(DirectoryOptions.timeouts) ?? options.timeout
    options.notify = fields[.notify]?.channel()
    options.places["directory"] = place
    for key in Keys.DomainDirectory.allCases {
      options.places["directory.\(key.rawValue)"] = fields[key]?.place
    }
    refuseIdle(fields, kind)
    return options
  }

  private func refuseIdle(
    _ fields: Fields<Keys.DomainDirectory>, _ kind: DirectoryOptions.Kind?
  ) {
    if fields[.domains] == nil, fields[.person] == nil {
      error("asks for nothing", fix: "add 'domains:', 'person:' or both")
    }
    if kind == nil || kind == .sqlite || kind == .ldapi {
      let name = kind.map { "\($0.rawValue):" } ?? "a program"
      if kind != .ldapi, fields[.passwordFile] != nil {
        fields.error(at: .passwordFile, "\(name) takes no password", fix: "remove it")
      }
      if fields[.caFile] != nil {
        fields.error(at: .caFile, "\(name) has no certificate", fix: "remove it")
      }
    }
    if kind != .postgresql, fields[.notify] != nil {
      fields.error(
        at: .notify, "only PostgreSQL says when something has changed",
        fix: "remove it; 'refresh:' says how often the domains are read again")
    }
    if fields[.domains] == nil, fields[.refresh] != nil {
      fields.error(
        at: .refresh, "there is nothing to read again", fix: "add 'domains:', or remove it")
    }
    if fields[.person] == nil, fields[.timeout] != nil {
      fields.error(at: .timeout, "nobody is asked about", fix: "add 'person:', or remove it")
    }
  }

  private func directorySource() -> DirectoryOptions.Source? {
    if case .mapping = node.value {
      guard let fields = Fields<Keys.DirectoryCommand>(self), let field = fields[.command] else {
        return nil
      }
      let words = field.command()
      guard let program = words.first else { return nil }
      field.refuseMissing(program)
      return .command(words)
    }
    guard let text = displayText(limit: 2_000)?.text else { return nil }
    return directoryURL(text)
  }

  private static let sources =
    "write postgresql://, mysql://, sqlite:FILE, ldaps://, ldap:// (with StartTLS), ldapi://, or"
    + " {command: [PROGRAM]}"

  private func directoryURL(_ text: String) -> DirectoryOptions.Source? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      error("\(text.quoted) is not a source", fix: Self.sources)
      return nil
    }
    let scheme = text[..<colon].lowercased()
    let name = ["postgres": "postgresql", "mariadb": "mysql"][scheme] ?? scheme
    guard let kind = DirectoryOptions.Kind(rawValue: name) else {
      let known = DirectoryOptions.Kind.allCases.map(\.rawValue)
      error("\(scheme.quoted) is not a source\(scheme.suggestion(from: known))", fix: Self.sources)
      return nil
    }
    let rest = String(text[text.utf8.index(after: colon)...])
    if kind == .sqlite {
      let path = rest.hasPrefix("///") ? String(rest.dropFirst(2)) : rest
      guard !path.isEmpty, !path.hasPrefix("//"), !path.utf8.contains(UInt8(ascii: "?")) else {
        error("\(text.quoted) names no file", fix: "write sqlite:FILE or sqlite:/FOLDER/FILE")
        return nil
      }
      return .url(kind: kind, text: "sqlite:\(path.relative(toFolderOf: report.file))")
    }
    guard rest.hasPrefix("//"), rest.utf8.count > 2 else {
      error("\(text.quoted) names no server", fix: "write \(name)://HOST")
      return nil
    }
    let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
    let user = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
    if user.contains(":") || Self.hasSecret(rest) {
      // The value itself is not repeated: it holds a password.
      error(
        "a URL in the settings holds no password", fix: "write it into a file: 'passwordFile: FILE'"
      )
      return nil
    }
    return .url(kind: kind, text: "\(name):\(rest)")
  }

  /// True where a parameter is a password; libpq takes names of parameters percent-encoded, too.
  private static func hasSecret(_ url: String) -> Bool {
    guard let mark = url.firstIndex(of: "?") else { return false }
    return url[mark...].dropFirst().split(separator: "&").contains { pair in
      let name = pair.prefix { $0 != "=" }.lowercased()
      return name.holds("password") || name.utf8.contains(UInt8(ascii: "%"))
    }
  }

  private func channel() -> String? {
    guard let text = displayText(limit: 63)?.text else { return nil }
    guard text.utf8.count <= 63 else {
      error("a channel has at most 63 bytes")
      return nil
    }
    return text
  }

  private func directoryQuery<Key: MappingKey>(
    _ kind: DirectoryOptions.Kind?, _ keys: Key.Type, _ attributes: [Key], parameter: String?
  ) -> DirectoryOptions.Query? {
    if let kind, !kind.isSQL {
      return search(keys, attributes, parameter).map { .search($0) }
    }
    if kind == nil, case .scalar("true", isPlain: true) = node.value { return .text("") }
    if case .mapping = node.value {
      wrongType(wanted: "a query", fix: "a base and a filter are for ldaps://")
      return nil
    }
    guard let text = text().map({ $0.split { $0.isNewline }.joined(separator: "\n") }) else {
      return nil
    }
    guard kind != nil else { return .text(text) }
    return check(query: text, hasParameter: parameter != nil) ? .text(text) : nil
  }

  private func check(query: String, hasParameter: Bool) -> Bool {
    let bare = query.trimmingBlanks
    guard !bare.isEmpty else {
      error("is an empty query")
      return false
    }
    let count = query.parted(by: "$1").count - 1
    if hasParameter, count == 0 {
      error(
        "the query does not ask for one address",
        fix: "end it with WHERE address = $1; $1 stands for the address")
      return false
    }
    if !hasParameter, count > 0 {
      error("the query of the domains has no parameter", fix: "remove $1")
      return false
    }
    if query.holds("$2") {
      error("$1, the address, is the only parameter", fix: "remove $2")
      return false
    }
    return true
  }

  private func search<Key: MappingKey>(
    _ keys: Key.Type, _ attributes: [Key], _ parameter: String?
  ) -> DirectoryOptions.Search? {
    guard case .mapping = node.value else {
      wrongType(
        wanted: "a search",
        fix: "write {base: \"dc=example,dc=ch\", filter: \"(mail={address})\", ...}")
      return nil
    }
    guard let fields = Fields<Key>(self) else { return nil }
    func text(_ name: String) -> Field? { Key(rawValue: name).flatMap { fields[$0] } }
    let base = text("base")?.displayText()?.text
    let filter = text("filter")?.displayText(limit: 4_000)?.text
    let scope = text("scope")?.choice(of: DirectoryOptions.Search.Scope.self)
    guard let base, let filter else { return nil }
    let placeholders = ["{address}", "{local}", "{domain}"].filter { filter.holds($0) }
    if parameter != nil, placeholders.isEmpty {
      text("filter")?.error(
        "the filter does not ask for one address", fix: "write (mail={address}), for example")
      return nil
    }
    if parameter == nil, let first = placeholders.first {
      text("filter")?.error("the filter of the domains has no \(first)", fix: "remove it")
      return nil
    }
    guard filter.hasPrefix("("), filter.hasSuffix(")") else {
      text("filter")?.error(
        "\(filter.quoted) is not a filter", fix: "put it in brackets: (\(filter))")
      return nil
    }
    var search = DirectoryOptions.Search(base: base, filter: filter)
    search.scope = scope ?? .subtree
    for key in attributes {
      guard let field = fields[key], let name = field.displayText(limit: 200)?.text else {
        continue
      }
      guard name.utf8.allSatisfy(Self.isAttribute) else {
        field.error("\(name.quoted) is not the name of an attribute")
        continue
      }
      search.attributes[key.rawValue] = name
    }
    return search
  }

  private static func isAttribute(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x3B: true
    default: false
    }
  }
}
