// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import SettingsFile
import System
import Trees

/// Opens the source that a question describes.
enum SourceOpening {
  static func open(_ question: DirectoryAnswer) throws(DirectoryFault) -> any OpenSource {
    guard let kind = question.text("kind").flatMap(DirectoryOptions.Kind.init),
      let text = question.text("source")
    else { throw DirectoryFault(.settings, "the question names no source") }
    var options = DirectoryOptions(.url(kind: kind, text: text))
    options.passwordFile = question.text("passwordFile")
    options.caFile = question.text("caFile")
    options.domains = query(question["domains"])
    options.person = query(question["person"])
    options.notify = question.text("notify")
    options.timeout = question.text("timeout").flatMap { Int($0) } ?? options.timeout
    switch kind {
    case .sqlite:
      return SQLSource(try SQLiteDriver(String(text.dropFirst("sqlite:".count))), options)
    case .postgresql: return try PostgreSQLSource(options, text)
    case .mysql: return SQLSource(try MariaDBDriver(options, text), options)
    case .ldap, .ldaps, .ldapi: return try LDAPSource(options, kind, text)
    }
  }

  private static func query(_ node: Node?) -> DirectoryOptions.Query? {
    guard let node else { return nil }
    guard case .mapping(let pairs) = node.value else { return node.text.map { .text($0) } }
    func text(_ name: String) -> String { pairs.first { $0.key == name }?.value.text ?? "" }
    var search = DirectoryOptions.Search(base: text("base"), filter: text("filter"))
    search.scope = DirectoryOptions.Search.Scope(rawValue: text("scope")) ?? .subtree
    for pair in pairs where pair.key.hasPrefix("attribute.") {
      search.attributes[String(pair.key.dropFirst("attribute.".count))] = pair.value.text
    }
    return .search(search)
  }
}
