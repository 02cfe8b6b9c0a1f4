// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A file of Thunderbird's database of providers, in the form of those that are there
/// (thunderbird/autoconfig, c6ad796, `ispdb/`): version 1.1, mail servers only, the user name
/// before the ways to log in (as two servers of three there), everybody's placeholders instead of
/// one person's values, pages inside the provider. It passes that repository's own checks: no byte
/// order mark, a name that ends in `.xml`, `tools/validate.py`, `tools/convert.py -a`.
enum ProviderDatabase {
  static func document(_ accounts: [AccountSettings]) throws(RenderFailure) -> Document {
    var gaps = Gaps()
    for account in accounts {
      gaps.add(account.wholeDomain, about: ["incoming", "outgoing"])
    }
    guard let account = accounts.first?.wholeDomain else { throw RenderFailure([]) }
    for other in accounts.dropFirst() where !says(other.wholeDomain, like: account) {
      gaps.refuse(
        "", "\(other.domain) has other servers than \(account.domain)",
        fix: "make a file for each of them")
    }
    let incoming = servers(account.incoming, "incoming", &gaps)
    let outgoing = servers(account.outgoing, "outgoing", &gaps)
    if account.provider.documentation.isEmpty {
      gaps.warn(
        "provider.documentation", "the database asks for a public page with these settings",
        fix: "add documentation: [{url: ...}]")
    }
    gaps.note(
      "",
      "the database is for providers that publish no autoconfig: its reviewers ask whether yours"
        + " could")
    for (path, isThere) in [
      ("webmail", account.provider.webmail != nil), ("oauth2", account.provider.oauth2 != nil),
    ] where isThere {
      gaps.warn(
        path, "is left out: the form for the database has servers, texts and pages",
        fix: "add it by hand where the database is to have it")
    }
    if account.provider.id != account.domain {
      gaps.note(
        "provider.id",
        "is left out: the id is \(account.domain), by which the database names files")
    }
    for server in incoming where server.pathPrefix != nil {
      gaps.note(
        "\(server.path).pathPrefix", "is left out: no mail client reads it from autoconfig")
    }
    Autoconfig.noteLanguages(account.provider, &gaps)
    try gaps.check()
    var xml = XMLWriter()
    xml.element("clientConfig", [("version", "1.1")]) { xml in
      // The database has its files by this name.
      xml.element("emailProvider", [("id", account.domain.ascii)]) { xml in
        for domain in accounts.domains { xml.element("domain", text: domain.ascii) }
        xml.element("displayName", text: account.provider.name.text)
        xml.element("displayShortName", text: account.provider.shortName.text)
        for server in incoming { write(server, "incomingServer", &xml) }
        for server in outgoing { write(server, "outgoingServer", &xml) }
        for page in account.provider.documentation { Autoconfig.write(page, &xml) }
      }
    }
    return try gaps.document(xml.bytes)
  }

  private static func says(_ one: AccountSettings, like other: AccountSettings) -> Bool {
    one.incoming == other.incoming && one.outgoing == other.outgoing
  }

  /// Those with TLS and a log-in that the database has a word for.
  private static func servers(
    _ all: [AccountServer], _ group: String, _ gaps: inout Gaps
  ) -> [AccountServer] {
    let kept = all.filter { server in
      guard server.security != .none else {
        gaps.note(server.path, "is left out: the database takes no servers without TLS")
        return false
      }
      return true
    }
    if kept.isEmpty {
      gaps.refuse(
        group, "there is no \(group) server that the database takes", fix: "offer one with TLS")
    }
    return kept
  }

  private static func write(
    _ server: AccountServer, _ element: StaticString, _ xml: inout XMLWriter
  ) {
    xml.element(element, [("type", server.mailProtocol.rawValue)]) { xml in
      xml.element("hostname", text: server.host.ascii)
      xml.element("port", text: server.port.description)
      xml.element("socketType", text: server.security.socketType)
      if server.needsLogin { xml.element("username", text: server.username.autoconfigText) }
      for method in server.authentication {
        xml.element("authentication", text: method.autoconfigName)
      }
      server.pop3?.write(&xml)
    }
  }
}
