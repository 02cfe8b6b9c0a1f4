// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport

/// Provider files of the public ISPDB, where somebody has put them beside the repository.
enum ISPDB {
  static let folder = Repository.root.deletingLastPathComponent().appending(
    path: "shared/data/ispdb")

  /// The names of the files; none where the folder is not there.
  static var names: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return all.filter { $0.hasSuffix(".xml") }.sorted()
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }
}

/// A mail server of an autoconfig file in the file's own words.
struct AutoconfigServer: Equatable {
  let type: String
  let host: String
  let port: String
  let socketType: String
  let authentication: [String]
  let username: String

  /// Every server of a document for mail, in the order of the document.
  static func all(in document: [UInt8]) throws -> [AutoconfigServer] {
    try XMLTree(document)["emailProvider"]?.children.compactMap(AutoconfigServer.init) ?? []
  }

  private init?(_ element: XMLTree) {
    guard ["incomingServer", "outgoingServer"].contains(element.name),
      let type = element.attributes["type"], MailProtocol(rawValue: type) != nil
    else { return nil }
    func text(_ name: String) -> String { element[name]?.text.trimmingBlanks ?? "" }
    self.type = type
    host = text("hostname")
    port = text("port")
    socketType = text("socketType")
    authentication = element.all("authentication").map(\.text.trimmingBlanks)
    username = text("username")
  }

  /// The server as everybody at a domain would have it, with one spelling for the address.
  func at(_ domain: String) -> AutoconfigServer { AutoconfigServer(self, at: domain) }

  private init(_ server: AutoconfigServer, at domain: String) {
    type = server.type
    host = server.host.replacing("%EMAILDOMAIN%", with: domain).lowercased()
    port = server.port
    socketType = server.socketType
    authentication = server.authentication
    username = server.username.replacing("%EMAILDOMAIN%", with: domain)
      .replacing("%EMAILLOCALPART%@\(domain)", with: "%EMAILADDRESS%")
  }

  /// True for what can stand in a file for phones.
  var isForPhones: Bool {
    socketType != "plain"
      && !Set(authentication).isDisjoint(
        with: ["password-cleartext", "password-encrypted", "OAuth2"])
  }
}

extension [AutoconfigServer] {
  /// IMAP before POP3, incoming servers before outgoing ones.
  var inOrder: [AutoconfigServer] {
    ["imap", "pop3", "smtp"].flatMap { type in filter { $0.type == type } }
  }

  /// What a document for phones keeps of them: all, where one kind has nothing else.
  var forPhones: [AutoconfigServer] {
    let kept = filter(\.isForPhones)
    let hasBoth = kept.contains { $0.type == "smtp" } && kept.contains { $0.type != "smtp" }
    return hasBoth ? kept : self
  }
}
