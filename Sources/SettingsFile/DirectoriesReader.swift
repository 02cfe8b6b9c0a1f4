// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Field {
  /// A directory of people; texts without a language are in the given one.
  func directory(_ language: Language) -> DirectoryService? {
    guard let fields = Fields<Keys.Directory>(self) else { return nil }
    _ = fields[.protocol]?.choice(of: DirectoryService.Kind.self)
    let host = fields[.host]?.host()
    let port = fields[.port]?.port()
    let security = fields[.security]?.choice(of: Security.self)
    let username = fields[.username]?.username(fixedNameAllowed: true)
    let searchBases = fields[.searchBases]?.list { $0.searchBase(language) } ?? []
    ConnectionCheck(
      service: .directory, port: fields[.port], security: fields[.security]
    ).run(port, security)
    guard let host else { return nil }
    var directory = DirectoryService(host: host, port: port, security: security ?? .tls)
    directory.username = username
    directory.searchBases = searchBases
    return directory
  }

  private func searchBase(_ language: Language) -> DirectoryService.SearchBase? {
    guard let fields = Fields<Keys.SearchBase>(self) else { return nil }
    let base = fields[.base]?.displayText()
    let scope = fields[.scope]?.choice(of: DirectoryService.Scope.self)
    let name = fields[.name]?.localized(language)
    guard let base else { return nil }
    return DirectoryService.SearchBase(base: base, scope: scope ?? .subtree, name: name)
  }
}
